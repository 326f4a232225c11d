"""An origin that speaks HTTP/2, by prior knowledge or over TLS; how it behaves is chosen by the path.

    h2_server.py [--tls CERTIFICATE KEY] [--streams N] [--deaf] [--window BYTES] [--goaway-after N] [--connect]

It says every request, the end of its content, every reset and every end of a connection. Streams of one connection are
served side by side; a behaviour that waits, waits for the word `go`."""

import argparse
import asyncio
import json
import urllib.parse
import zlib

import peer

peer.need("h2", "python3-h2")
from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.errors import ErrorCodes
from h2.events import (
    ConnectionTerminated, DataReceived, PingReceived, RemoteSettingsChanged, RequestReceived, StreamEnded,
    StreamReset, TrailersReceived, WindowUpdated,
)
from h2.exceptions import ProtocolError
from h2.settings import SettingCodes, Settings


def raw_frame(kind, flags, stream, payload):
    return len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload


class Exchange:
    """One stream: what the request says, its content piece by piece, and how to answer."""

    def __init__(self, connection, stream, fields):
        self.connection, self.stream, self.fields = connection, stream, dict(fields)
        target = urllib.parse.urlsplit(self.fields.get(":path", "/"))
        self.path, self.query = target.path, dict(urllib.parse.parse_qsl(target.query, keep_blank_values=True))
        self.pieces, self.trailers, self.gone = asyncio.Queue(), [], asyncio.Event()
        self.length = self.sum = 0

    async def content(self):
        """The pieces of the request's content as they come."""
        while (piece := await self.pieces.get()) is not None:
            yield piece

    async def drain(self):
        async for _ in self.content():
            pass

    def head(self, status=200, fields=(), end=False):
        self.connection.h2.send_headers(self.stream, [(":status", str(status)), *fields], end_stream=end)
        self.connection.flush()

    async def body(self, data, end=True):
        """Sends within the windows."""
        await self.connection.send(self.stream, memoryview(data), end)

    def end(self, trailers=()):
        if trailers:
            self.connection.h2.send_headers(self.stream, list(trailers), end_stream=True)
        else:
            self.connection.h2.end_stream(self.stream)
        self.connection.flush()

    def reset(self, code):
        self.connection.h2.reset_stream(self.stream, error_code=code)
        self.connection.flush()

    async def answer(self, body, status=200, fields=()):
        size = [] if status in (204, 304) else [("content-length", str(len(body)))]
        bare = self.fields[":method"] == "HEAD" or status in (204, 304)
        self.head(status, [*size, *fields], end=bare)
        if not bare:
            await self.body(body)


# What stands behind each path. `x` is the exchange, `words` what the test has said.

async def plain(x, words):
    await x.drain()
    await x.answer(b"hello", fields=[("content-type", "text/plain")])


async def echo(x, words):
    """The content comes back as it comes, and so do the trailers."""
    length = x.fields.get("content-length")
    x.head(200, [("content-length", length)] if length else [])
    async for piece in x.content():
        await x.body(piece, end=False)
    x.end(x.trailers)


async def whole(x, words):
    """What came, in numbers."""
    await x.drain()
    facts = {"length": x.length, "crc": x.sum, "trailers": x.trailers}
    await x.answer(json.dumps(facts).encode())


async def fields(x, words):
    await x.drain()
    await x.answer(json.dumps(list(x.fields.items())).encode())


async def big(x, words):
    await x.drain()
    x.head(200)
    await x.body(b"0123456789abcdef" * (int(x.query.get("bytes", 1 << 20)) // 16))


async def trailers(x, words):
    await x.drain()
    x.head(200, [("trailer", "x-checksum")])
    await x.body(b"with trailers", end=False)
    x.end([("x-checksum", "abc"), ("x-more", "def")])


async def only_trailers(x, words):
    x.head(200, [("content-type", "application/grpc"), ("grpc-status", "5"), ("grpc-message", "no such thing")], end=True)


async def slow(x, words):
    await x.drain()
    await words.heard("go")
    await x.answer(b"late")


async def late_end(x, words):
    """An answer without content, whose stream ends only when it is told to."""
    x.head(200, [("content-length", "0")])
    await words.heard("go")
    x.end()


async def whole_and_close(x, words):
    """A whole answer, and right behind it the end of the connection."""
    await x.answer(b"0123456789abcdef" * 50_000)
    x.connection.transport.write_eof()


async def drip(x, words):
    await x.drain()
    x.head(200)
    await x.body(b"first", end=False)
    await words.heard("go")
    await x.body(b"second")


async def never(x, words):
    await x.gone.wait()


async def mute(x, words):
    """A tunnel whose end is heard and never answered."""
    x.head(200)
    await x.gone.wait()


async def parted(x, words):
    """A tunnel whose origin has nothing to say, and hears the rest."""
    x.head(200, end=True)
    await x.drain()


async def jam(x, words):
    """Gives much credit, and then reads nothing of its connection until it is told to."""
    x.connection.h2.increment_flow_control_window(64 << 20)
    x.connection.h2.increment_flow_control_window(64 << 20, x.stream)
    x.connection.flush()
    x.connection.transport.pause_reading()
    await words.heard("go")
    x.connection.transport.resume_reading()
    await whole(x, words)


async def refuse(x, words):
    x.reset(ErrorCodes.REFUSED_STREAM)


async def refuse_late(x, words):
    """Refuses when all content has come."""
    await x.drain()
    x.reset(ErrorCodes.REFUSED_STREAM)


async def refuse_once(x, words):
    """Refuses the first one of all connections, `late` when all its content has come."""
    if not server.refused:
        server.refused = True
        if "late" in x.query:
            await x.drain()
        return x.reset(ErrorCodes.REFUSED_STREAM)
    await plain(x, words)


async def goaway(x, words):
    """Leaves without this stream, the first time; a client may ask again elsewhere."""
    if server.left:
        return await plain(x, words)
    server.left = True
    x.connection.leave(last=max(x.stream - 2, 0))
    x.connection.transport.write_eof()


async def goaway_kept(x, words):
    """Leaves, but finishes this stream when told."""
    x.connection.leave(last=x.stream)
    await words.heard("go")
    await x.answer(b"kept my word")


async def reset_body(x, words):
    x.head(200)
    await x.body(b"half of", end=False)
    x.reset(ErrorCodes.INTERNAL_ERROR)


async def reset_at_once(x, words):
    """Half an answer, or only its head, and its end, in one piece."""
    x.connection.h2.send_headers(x.stream, [(":status", "200"), ("x-broken", "yes")])
    if "head" not in x.query:
        x.connection.h2.send_data(x.stream, b"half of")
    x.reset(ErrorCodes.INTERNAL_ERROR)


async def reset_later(x, words):
    x.head(200)
    await words.heard("go")
    x.reset(ErrorCodes.INTERNAL_ERROR)


async def reset_early(x, words):
    x.reset(int(x.query.get("code", ErrorCodes.INTERNAL_ERROR)))


async def hang_up(x, words):
    if "late" in x.query:
        await x.drain()
    x.connection.transport.abort()


async def early_answer(x, words):
    """A full answer before the content, which nobody wants any more (RFC 9113, 8.1)."""
    await x.answer(b"too much", status=413)
    x.reset(ErrorCodes.NO_ERROR)


async def hints(x, words):
    await x.drain()
    x.connection.h2.send_headers(x.stream, [(":status", "103"), ("link", "</style.css>; rel=preload")])
    await x.answer(b"hinted")


async def proceed(x, words):
    x.connection.h2.send_headers(x.stream, [(":status", "100")])
    x.connection.flush()
    await whole(x, words)


async def status(x, words):
    await x.drain()
    number = int(x.path.rsplit("/", 1)[1])
    await x.answer(b"" if number in (204, 304) else str(number).encode(), status=number)


BAD = {
    "upper": [(":status", "200"), ("X-Upper", "a")],
    "no-status": [("x-a", "b")],
    "status-word": [(":status", "abc")],
    "status-101": [(":status", "101")],
    "status-twice": [(":status", "200"), (":status", "200")],
    "request-pseudo": [(":status", "200"), (":path", "/")],
    "pseudo-behind": [("x-a", "b"), (":status", "200")],
    "connection": [(":status", "200"), ("connection", "close")],
    "transfer-encoding": [(":status", "200"), ("transfer-encoding", "chunked")],
    "line-feed": [(":status", "200"), ("x-a", "b\r\nx-evil: 1")],
    "nul": [(":status", "200"), ("x-a", "b\0c")],
    "name": [(":status", "200"), ("x a", "b")],
    "length-twice": [(":status", "200"), ("content-length", "5"), ("content-length", "6")],
    "length-word": [(":status", "200"), ("content-length", "+5")],
}


async def bad(x, words):
    """An answer that no client may take for good."""
    what = x.path.rsplit("/", 1)[1]
    wire, stream = x.connection, x.stream
    if what in BAD:
        block = wire.h2.encoder.encode(BAD[what])
        return wire.write(raw_frame(1, 4, stream, block) + raw_frame(0, 1, stream, b"hello"))
    if what == "long":
        x.head(200, [("content-length", "5")])
        return wire.write(raw_frame(0, 1, stream, b"more than five"))
    if what == "short":
        x.head(200, [("content-length", "50")])
        return wire.write(raw_frame(0, 1, stream, b"hello"))
    if what == "hpack":
        return wire.write(raw_frame(1, 5, stream, b"\xff\xff\xff\xff\xff\xff"))
    if what == "data-first":
        return wire.write(raw_frame(0, 1, stream, b"hello"))
    if what == "oversized":
        return wire.write(raw_frame(0, 1, stream, b"x" * (1 << 20)))
    if what == "push":
        return wire.write(raw_frame(5, 4, stream, b"\0\0\0\2" + wire.h2.encoder.encode([(":path", "/")])))
    if what == "window":
        return wire.write(raw_frame(8, 0, stream, b"\x7f\xff\xff\xff") * 2)
    if what == "stream-0":
        return wire.write(raw_frame(0, 0, 0, b"hello"))
    raise KeyError(what)


PATHS = {
    "/echo": echo, "/whole": whole, "/fields": fields, "/big": big, "/trailers": trailers, "/only-trailers": only_trailers,
    "/slow": slow, "/late-end": late_end, "/whole-and-close": whole_and_close, "/drip": drip, "/never": never, "/mute": mute, "/parted": parted, "/jam": jam,
    "/refuse": refuse, "/refuse-late": refuse_late, "/refuse-once": refuse_once, "/goaway": goaway,
    "/goaway-kept": goaway_kept, "/reset-body": reset_body, "/reset-early": reset_early, "/hang-up": hang_up,
    "/early-answer": early_answer, "/hints": hints, "/proceed": proceed,
    "/reset-at-once": reset_at_once, "/reset-later": reset_later,
}


def behaviour(path):
    if path.startswith("/bad/"):
        return bad
    if path.startswith("/status/"):
        return status
    return PATHS.get(path, plain)


class Server:
    """What all connections share."""

    def __init__(self, options):
        self.options, self.words, self.count = options, peer.Words(), 0
        self.refused = self.left = False


class Connection(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport, self.number = transport, server.count
        server.count += 1
        secure = transport.get_extra_info("ssl_object")
        peer.say("connected", connection=self.number, text=secure.selected_alpn_protocol() if secure else None)
        self.exchanges, self.tasks, self.served, self.last = {}, set(), 0, 1 << 31
        self.h2 = H2Connection(H2Configuration(
            client_side=False, header_encoding="latin-1", validate_outbound_headers=False,
            normalize_outbound_headers=False,
        ))
        self.credit = asyncio.Event()
        settings = {SettingCodes.MAX_CONCURRENT_STREAMS: server.options.streams}
        if server.options.window:
            settings[SettingCodes.INITIAL_WINDOW_SIZE] = server.options.window
        if server.options.connect:
            settings[SettingCodes.ENABLE_CONNECT_PROTOCOL] = 1
        self.h2.local_settings = Settings(client=False, initial_values=settings)
        self.h2.initiate_connection()
        self.flush()

    def data_received(self, data):
        try:
            for event in self.h2.receive_data(data):
                self.handle(event)
        except ProtocolError as error:
            peer.say("protocol-error", connection=self.number, text=f"{type(error).__name__}: {error}")
            self.flush()
            self.transport.close()
        self.flush()

    def connection_lost(self, error):
        peer.say("closed", connection=self.number)
        for exchange in self.exchanges.values():
            exchange.gone.set()
        for task in self.tasks:
            task.cancel()

    def handle(self, event):
        exchange = self.exchanges.get(getattr(event, "stream_id", None))
        if isinstance(event, RequestReceived):
            self.begin(event)
        elif isinstance(event, DataReceived) and exchange:
            exchange.length += len(event.data)
            exchange.sum = zlib.crc32(event.data, exchange.sum)
            self.h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
            exchange.pieces.put_nowait(event.data)
        elif isinstance(event, TrailersReceived) and exchange:
            exchange.trailers = [list(field) for field in event.headers]
        elif isinstance(event, StreamEnded) and exchange:
            peer.say(
                "whole", connection=self.number, stream=event.stream_id, total=exchange.length, crc=exchange.sum,
                trailers=exchange.trailers,
            )
            exchange.pieces.put_nowait(None)
        elif isinstance(event, StreamReset):
            peer.say("reset", connection=self.number, stream=event.stream_id, code=int(event.error_code))
            if exchange:
                exchange.gone.set()
                exchange.pieces.put_nowait(None)
            self.credit.set()
        elif isinstance(event, (WindowUpdated, RemoteSettingsChanged)):
            self.credit.set()
        elif isinstance(event, PingReceived):
            peer.say("ping", connection=self.number)
        elif isinstance(event, ConnectionTerminated):
            peer.say("goaway", connection=self.number, code=int(event.error_code), last=event.last_stream_id)

    def begin(self, event):
        if event.stream_id > self.last:
            return  # behind our GOAWAY
        fields = [list(field) for field in event.headers]
        peer.say("request", connection=self.number, stream=event.stream_id, fields=fields)
        exchange = self.exchanges[event.stream_id] = Exchange(self, event.stream_id, fields)
        self.served += 1
        if self.served == server.options.goaway_after:
            self.leave(last=event.stream_id)
        task = asyncio.create_task(self.serve(exchange))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def serve(self, exchange):
        try:
            await behaviour(exchange.path)(exchange, server.words)
        except ProtocolError as error:  # the stream or the connection is gone
            peer.say("gave-up", connection=self.number, stream=exchange.stream, text=type(error).__name__)

    async def send(self, stream, left, end):
        while left:
            room = min(self.h2.local_flow_control_window(stream), self.h2.max_outbound_frame_size, len(left))
            if room <= 0:
                self.credit.clear()
                await self.credit.wait()
                continue
            self.h2.send_data(stream, bytes(left[:room]), end_stream=end and room == len(left))
            left = left[room:]
            self.flush()
            await asyncio.sleep(0)

    def leave(self, last):
        """GOAWAY; what comes behind `last` is not looked at any more (RFC 9113, 6.8)."""
        self.last = last
        self.flush()
        self.write(raw_frame(7, 0, 0, last.to_bytes(4, "big") + bytes(4)))

    def flush(self):
        self.write(self.h2.data_to_send())

    def write(self, data):
        if data and not self.transport.is_closing():
            self.transport.write(data)


async def main():
    tls = server.options.tls and peer.server_tls(*server.options.tls, server.options.alpn.split(","))
    listening = await asyncio.get_running_loop().create_server(Connection, "127.0.0.1", 0, ssl=tls or None, backlog=512)
    peer.say("ready", port=listening.sockets[0].getsockname()[1])
    await server.words.listen()


parser = argparse.ArgumentParser()
parser.add_argument("--tls", nargs=2, metavar=("CERTIFICATE", "KEY"))
parser.add_argument("--alpn", default="h2,http/1.1")
parser.add_argument("--streams", type=int, default=100)
parser.add_argument("--window", type=int)
parser.add_argument("--goaway-after", type=int)
parser.add_argument("--connect", action="store_true", help="serve extended CONNECT")
parser.add_argument("--deaf", action="store_true", help="answer no PING")
server = Server(parser.parse_args())
if server.options.deaf:
    H2Connection._receive_ping_frame = lambda self, frame: ([], [])
asyncio.run(main())
