"""What every peer has in common: it says what happens as one line of JSON each, and hears words on its standard input."""

import asyncio
import importlib
import json
import os
import ssl
import sys
import threading


def need(module, package):
    """Imports `module`, or ends with a sentence that names the Debian package which holds it."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        sys.exit(f"the Debian package {package} is missing ({error}): run `make deps`")


def say(event, **facts):
    """One event, at once. None values are left out."""
    facts = {name: value for name, value in facts.items() if value is not None}
    sys.stdout.write(json.dumps({"event": event, **facts}) + "\n")
    sys.stdout.flush()


def text(data, limit=4096):
    """Bytes as a string of code points 0 to 255; None when there are too many to be worth showing."""
    return bytes(data).decode("latin-1") if len(data) <= limit else None


def server_tls(certificate, key, protocols):
    """What a server shows; `protocols` in order of preference."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    context.set_alpn_protocols(protocols)
    return context


def client_tls(authority, protocols):
    """What a client trusts; `protocols` are offered by ALPN."""
    context = ssl.create_default_context(cafile=authority)
    context.set_alpn_protocols(protocols)
    return context


async def lines():
    """The lines of standard input; they end when the test lets go of us."""
    reader = asyncio.StreamReader(limit=1 << 26)
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(os.dup(0), "rb"))
    while line := await reader.readline():
        yield line.decode().strip()


class Words:
    """Lets coroutines wait until the test has said a word: `await words.heard("go")`."""

    def __init__(self):
        self._events = {}

    def _event(self, word):
        return self._events.setdefault(word, asyncio.Event())

    async def heard(self, word):
        await self._event(word).wait()

    async def listen(self):
        """Runs until the test ends; a server lives as long."""
        async for line in lines():
            self._event(line).set()


class ThreadWords:
    """The same for programs made of threads: `words.heard("go")` blocks."""

    def __init__(self):
        self._change = threading.Condition()
        self._words = set()

    def heard(self, word):
        with self._change:
            self._change.wait_for(lambda: word in self._words)

    def listen(self):
        for line in sys.stdin:
            with self._change:
                self._words.add(line.strip())
                self._change.notify_all()
