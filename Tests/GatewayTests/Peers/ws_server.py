"""A WebSocket server made by others (`websockets`); how it behaves is chosen by the path.

    ws_server.py [--port PORT]

It says every connection, every message's length, and the code and reason with which a connection was closed."""

import argparse
import asyncio
from http import HTTPStatus

import peer

websockets = peer.need("websockets", "python3-websockets")


async def echo(socket):
    async for message in socket:
        await socket.send(message)


async def ping(socket):
    """Pings, and says when the pong is there."""
    await (await socket.ping(b"are you there"))
    peer.say("pong")
    await socket.send("ponged")
    await socket.wait_closed()


async def big(socket):
    """A message of as many bytes as the first one says."""
    await socket.send(b"x" * int(await socket.recv()))
    await socket.wait_closed()


async def many(socket):
    for n in range(int(await socket.recv())):
        await socket.send(str(n))
    await socket.wait_closed()


async def silent(socket):
    await socket.wait_closed()


async def close(socket):
    await socket.close(4321, "had enough")


async def drop(socket):
    """Ends without a word."""
    socket.transport.abort()


PATHS = {"/echo": echo, "/ping": ping, "/big": big, "/many": many, "/silent": silent, "/close": close, "/drop": drop}


async def serve(socket):
    fields = [[name, value] for name, value in socket.request_headers.raw_items()]
    peer.say("connected", path=socket.path, fields=fields, text=socket.subprotocol)
    try:
        await PATHS.get(socket.path.split("?")[0], echo)(socket)
    except websockets.ConnectionClosed:
        pass
    await socket.wait_closed()
    peer.say("closed", path=socket.path, code=socket.close_code, text=socket.close_reason)


async def refuse(path, fields):
    """Plain HTTP answers, before any upgrade."""
    if path == "/refuse":
        return HTTPStatus.FORBIDDEN, [("x-why", "not today")], b"no upgrade here\n"
    if path == "/plain":
        return HTTPStatus.OK, [], b"plain\n"


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    server = await websockets.serve(
        serve, "127.0.0.1", options.port, process_request=refuse, subprotocols=["chat.v2", "chat.v1"],
        max_size=None, ping_interval=None,
    )
    peer.say("ready", port=server.sockets[0].getsockname()[1])
    await peer.Words().listen()


asyncio.run(main())
