"""A WebSocket client made by others (`websockets`), which plays one scene and says what came of it.

    ws_client.py PORT SCENE [--tls CA] [--count N] [--bytes N] [--path PATH]

Scenes are the coroutines of this file whose names begin with `play_`."""

import argparse
import asyncio
import sys

import peer

websockets = peer.need("websockets", "python3-websockets")


async def play_echo(socket, options):
    await socket.send("h\u00e9llo")
    text = await socket.recv()
    await socket.send(bytes(range(256)))
    data = await socket.recv()
    peer.say("done", messages=[text, str(data == bytes(range(256)))], text=socket.subprotocol)


async def play_ping(socket, options):
    await (await socket.ping(b"hello?"))
    peer.say("pong")


async def play_big(socket, options):
    """A message of many bytes there and back, in one piece and in fragments."""
    whole = b"0123456789abcdef" * (options.bytes // 16)
    await socket.send(whole)
    once = await socket.recv() == whole
    await socket.send(whole[at:at + 10_000] for at in range(0, len(whole), 10_000))
    peer.say("done", messages=[str(once), str(await socket.recv() == whole)])


async def play_many(socket, options):
    """All messages are on their way before the first echo is read."""
    async def read():
        return [await socket.recv() for _ in range(options.count)]

    reading = asyncio.create_task(read())
    for n in range(options.count):
        await socket.send(str(n))
    peer.say("done", total=options.count, messages=[str(await reading == [str(n) for n in range(options.count)])])


async def play_close(socket, options):
    """We close first."""
    await socket.close(4000, "bye for now")
    peer.say("closed", code=socket.close_code, text=socket.close_reason)


async def play_closed(socket, options):
    """The other side closes first."""
    await socket.wait_closed()
    peer.say("closed", code=socket.close_code, text=socket.close_reason)


async def first(closed, other):
    """Whichever of the two is done first."""
    other = asyncio.create_task(other)
    done, _ = await asyncio.wait({closed, other}, return_when=asyncio.FIRST_COMPLETED)
    return closed if closed in done else other


async def play_stay(socket, options):
    """Echoes once, then stays until the other side or the test ends it."""
    await socket.send("here")
    peer.say("first", text=await socket.recv())
    words = peer.Words()
    listening = asyncio.create_task(words.listen())
    closed = asyncio.create_task(socket.wait_closed())
    if await first(closed, words.heard("more")) is not closed:
        await socket.send("still here")
        peer.say("second", text=await socket.recv())
        if await first(closed, words.heard("close")) is not closed:
            await socket.close()
    peer.say("closed", code=socket.close_code, text=socket.close_reason)
    listening.cancel()


async def play_vanish(socket, options):
    """Leaves with a reset, after an echo."""
    await socket.send("here")
    await socket.recv()
    socket.transport.abort()
    peer.say("done")


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("scene")
    parser.add_argument("--tls", metavar="CA")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--bytes", type=int, default=1 << 20)
    parser.add_argument("--path", default="/echo")
    parser.add_argument("--subprotocol", action="append")
    options = parser.parse_args()
    tls = {"ssl": peer.client_tls(options.tls, ["http/1.1"]), "server_hostname": "localhost"} if options.tls else {}
    scheme = "wss" if options.tls else "ws"
    peer.say("ready")
    try:
        socket = await websockets.connect(
            f"{scheme}://localhost:{options.port}{options.path}", host="127.0.0.1", port=options.port, max_size=None,
            ping_interval=None, subprotocols=options.subprotocol, **tls,
        )
    except websockets.InvalidStatusCode as refusal:
        fields = [[name, value] for name, value in refusal.headers.raw_items()]
        return peer.say("refused", code=refusal.status_code, fields=fields)
    await getattr(sys.modules[__name__], "play_" + options.scene)(socket, options)
    await socket.close()


asyncio.run(main())
