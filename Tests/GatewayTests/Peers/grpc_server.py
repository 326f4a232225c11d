"""A gRPC server made by others (grpcio), with methods that take bytes and give bytes.

    grpc_server.py [--tls CERTIFICATE KEY]

Service `test.Echo`. It says every call, and how it ended when the caller left."""

import argparse
from concurrent.futures import ThreadPoolExecutor
import threading

import peer

grpc = peer.need("grpc", "python3-grpcio")


def begin(context, method):
    """Says that a call has come, with what the caller sent along."""
    metadata = [[name, value if isinstance(value, str) else value.hex()] for name, value in context.invocation_metadata()]
    left = context.time_remaining()
    peer.say("call", path=method, fields=metadata, seconds=left if left and left < 1e6 else None)


def unary(request, context):
    begin(context, "Unary")
    return request


def collect(requests, context):
    begin(context, "Collect")
    return b",".join(requests)


def spread(request, context):
    """Each byte of the request as a message of its own."""
    begin(context, "Spread")
    for byte in request:
        yield bytes([byte])


def talk(requests, context):
    begin(context, "Talk")
    for request in requests:
        yield request.upper()


def large(request, context):
    begin(context, "Large")
    return b"x" * int(request)


def fail(request, context):
    """Fails as the request says, with a message that needs escaping."""
    begin(context, "Fail")
    context.set_trailing_metadata((("x-detail", "in the trailers"), ("x-detail-bin", b"\0\1\2")))
    context.abort(grpc.StatusCode[request.decode()], "no \u201cthing\u201d: 100%\nat all")


def fail_late(request, context):
    """One message, then a failure."""
    begin(context, "FailLate")
    yield b"first"
    context.abort(grpc.StatusCode.DATA_LOSS, "lost it")


def metadata(request, context):
    begin(context, "Metadata")
    context.send_initial_metadata((("x-initial", "early"),))
    context.set_trailing_metadata((("x-trailing", "late"), ("x-blob-bin", bytes(range(8)))))
    return b"ok"


def wait(request, context):
    """Never answers; says when the caller is gone."""
    begin(context, "Wait")
    gone = threading.Event()
    context.add_callback(gone.set)
    gone.wait()
    peer.say("gone", path="Wait")
    return b""


def wait_stream(request, context):
    """One message, then silence until the caller is gone."""
    begin(context, "WaitStream")
    gone = threading.Event()
    context.add_callback(gone.set)
    yield b"first"
    gone.wait()
    peer.say("gone", path="WaitStream")


def flood(request, context):
    """Messages without end; says how many bytes the caller's side took before it was gone."""
    begin(context, "Flood")
    total = 0
    try:
        while context.is_active():
            total += 1 << 16
            yield bytes(1 << 16)
    finally:
        peer.say("gone", path="Flood", total=total)


METHODS = {
    "Unary": grpc.unary_unary_rpc_method_handler(unary),
    "Collect": grpc.stream_unary_rpc_method_handler(collect),
    "Spread": grpc.unary_stream_rpc_method_handler(spread),
    "Talk": grpc.stream_stream_rpc_method_handler(talk),
    "Large": grpc.unary_unary_rpc_method_handler(large),
    "Fail": grpc.unary_unary_rpc_method_handler(fail),
    "FailLate": grpc.unary_stream_rpc_method_handler(fail_late),
    "Metadata": grpc.unary_unary_rpc_method_handler(metadata),
    "Wait": grpc.unary_unary_rpc_method_handler(wait),
    "Flood": grpc.unary_stream_rpc_method_handler(flood),
    "WaitStream": grpc.unary_stream_rpc_method_handler(wait_stream),
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tls", nargs=2, metavar=("CERTIFICATE", "KEY"))
    options = parser.parse_args()
    server = grpc.server(ThreadPoolExecutor(64), options=[("grpc.so_reuseport", 0)])
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("test.Echo", METHODS),))
    if options.tls:
        certificate, key = (open(path, "rb").read() for path in options.tls)
        port = server.add_secure_port("127.0.0.1:0", grpc.ssl_server_credentials([(key, certificate)]))
    else:
        port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    peer.say("ready", port=port)
    peer.ThreadWords().listen()
    server.stop(0)


main()
