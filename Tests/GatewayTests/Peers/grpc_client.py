"""A gRPC client made by others (grpcio), which plays one scene and says what came of it.

    grpc_client.py PORT SCENE [--tls CA] [--count N] [--seconds S] [--status NAME] [--metadata NAME=VALUE ...]

Scenes are the coroutines of this file whose names begin with `play_`."""

import argparse
import asyncio
import sys

import peer

grpc = peer.need("grpc", "python3-grpcio")
SERVICE = "/test.Echo/"


def plain(metadata):
    return [[name, value if isinstance(value, str) else value.hex()] for name, value in metadata or ()]


async def finish(call, messages=None):
    """Says how a call ended."""
    code = await call.code()
    peer.say(
        "done", status=code.name, code=code.value[0], text=await call.details() or None, messages=messages,
        fields=plain(await call.initial_metadata()), trailers=plain(await call.trailing_metadata()),
    )


async def unary(channel, method, request, **options):
    call = channel.unary_unary(SERVICE + method)(request, **options)
    try:
        messages = [peer.text(await call)]
    except grpc.aio.AioRpcError:
        messages = []
    await finish(call, messages)


async def play_unary(channel, options):
    await unary(channel, options.method, b"hello", timeout=options.seconds, metadata=options.metadata)


async def play_large(channel, options):
    call = channel.unary_unary(SERVICE + "Unary")(b"u" * (2 << 20))
    up = await call
    down = await channel.unary_unary(SERVICE + "Large")(b"3000000")
    peer.say("done", status="OK", messages=[str(len(up)), str(len(down))])


async def play_collect(channel, options):
    async def requests():
        for n in range(5):
            yield str(n).encode()

    call = channel.stream_unary(SERVICE + "Collect")(requests())
    await finish(call, [peer.text(await call)])


async def play_spread(channel, options):
    call = channel.unary_stream(SERVICE + "Spread")(b"hello")
    await finish(call, [peer.text(message) async for message in call])


async def play_talk(channel, options):
    """Each message is sent only when the answer to the one before has come."""
    call = channel.stream_stream(SERVICE + "Talk")()
    messages = []
    for word in ("one", "two", "three"):
        await call.write(word.encode())
        messages.append(peer.text(await call.read()))
    await call.done_writing()
    await finish(call, messages)


async def play_fail(channel, options):
    await unary(channel, "Fail", options.status.encode())


async def play_fail_late(channel, options):
    call = channel.unary_stream(SERVICE + "FailLate")(b"")
    messages = []
    try:
        async for message in call:
            messages.append(peer.text(message))
    except grpc.aio.AioRpcError:
        pass
    await finish(call, messages)


async def play_metadata(channel, options):
    await unary(channel, "Metadata", b"", metadata=(("x-sent", "by the client"), ("x-sent-bin", b"\0\xff")))


async def play_deadline(channel, options):
    await unary(channel, "Wait", b"", timeout=options.seconds)


async def play_cancel(channel, options):
    """Cancels when the test says so."""
    words = peer.Words()
    asyncio.create_task(words.listen())
    call = channel.unary_stream(SERVICE + "WaitStream")(b"")
    first = await call.read()
    peer.say("first", text=peer.text(first))
    await words.heard("cancel")
    call.cancel()
    peer.say("done", status=(await call.code()).name)


async def play_many(channel, options):
    """All calls at once on one connection."""
    method = channel.unary_unary(SERVICE + "Unary")

    async def one(n):
        return await method(str(n).encode()) == str(n).encode()

    results = await asyncio.gather(*(one(n) for n in range(options.count)), return_exceptions=True)
    wrong = [str(result) for result in results if result is not True]
    peer.say("done", status="OK" if not wrong else "WRONG", total=len(results) - len(wrong), messages=wrong[:3])


def pair(text):
    name, value = text.split("=", 1)
    return name, value


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("scene")
    parser.add_argument("--tls", metavar="CA")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--status", default="NOT_FOUND")
    parser.add_argument("--method", default="Unary")
    parser.add_argument("--no-retries", action="store_true", help="as the service config has it, not as the library")
    parser.add_argument("--metadata", type=pair, action="append", default=[])
    options = parser.parse_args()
    # A proxy of the environment must not stand between the test and its gateway.
    settings = [("grpc.enable_http_proxy", 0), ("grpc.max_receive_message_length", 1 << 26)]
    if options.no_retries:
        settings.append(("grpc.enable_retries", 0))
    if options.tls:
        credentials = grpc.ssl_channel_credentials(open(options.tls, "rb").read())
        channel = grpc.aio.secure_channel(f"localhost:{options.port}", credentials, settings)
    else:
        channel = grpc.aio.insecure_channel(f"127.0.0.1:{options.port}", settings)
    peer.say("ready")
    async with channel:
        scene = getattr(sys.modules[__name__], "play_" + options.scene)
        # A scene that hangs is a failure of its own.
        await asyncio.wait_for(scene(channel, options), 30)


asyncio.run(main())
