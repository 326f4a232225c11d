"""A client of HTTP/2 at the level of frames: it sends what each line of standard input says, sensible or not, and says
every frame that comes.

    h2_client.py PORT [--tls CA] [--alpn LIST] [--quiet] [--window BYTES] [--frame BYTES] [--no-credit] [--no-ack]

A line is a JSON object with `do`, one of the methods of `Steps`; its other members are the arguments."""

import argparse
import asyncio
import json
import socket
import zlib

import peer

hpack = peer.need("hpack", "python3-h2")
frames = peer.need("hyperframe.frame", "python3-h2")

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
SETTINGS = {
    "HEADER_TABLE_SIZE": 1, "ENABLE_PUSH": 2, "MAX_CONCURRENT_STREAMS": 3, "INITIAL_WINDOW_SIZE": 4,
    "MAX_FRAME_SIZE": 5, "MAX_HEADER_LIST_SIZE": 6, "ENABLE_CONNECT_PROTOCOL": 8,
}
NAMES = {number: name for name, number in SETTINGS.items()}


def raw_frame(kind, flags, stream, payload, length=None):
    """A frame with any header, also one that no library would make."""
    size = len(payload) if length is None else length
    return size.to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload


def content(data="", hex=None, repeat=1):
    """The bytes that a step speaks of: text, or hexadecimal digits, repeated."""
    return (bytes.fromhex(hex) if hex is not None else data.encode("latin-1")) * repeat


def integer(value, prefix, first):
    """An HPACK integer behind the bits `first` (RFC 7541, 5.1)."""
    most = (1 << prefix) - 1
    if value < most:
        return bytes([first | value])
    out, value = [first | most], value - most
    while value >= 128:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes(out + [value])


def literals(fields):
    """A header block of plain literals without indexing: every byte as it is, nothing checked (RFC 7541, 6.2.2)."""
    block = b""
    for name, value in fields:
        block += b"\x00"
        for word in (name.encode("latin-1"), value.encode("latin-1")):
            block += integer(len(word), 7, 0) + word
    return block


class Windows:
    """How much may be sent on each stream (RFC 9113, 5.2)."""

    def __init__(self):
        self.connection, self.initial, self.streams = 65_535, 65_535, {}
        self.changed = asyncio.Condition()

    async def grant(self, stream, count):
        async with self.changed:
            if stream == 0:
                self.connection += count
            else:
                self.streams[stream] = self.streams.get(stream, self.initial) + count
            self.changed.notify_all()

    async def resize(self, initial):
        async with self.changed:
            self.streams = {id: size + initial - self.initial for id, size in self.streams.items()}
            self.initial = initial
            self.changed.notify_all()

    async def take(self, stream, most):
        async with self.changed:
            await self.changed.wait_for(lambda: min(self.connection, self.streams.setdefault(stream, self.initial)) > 0)
            count = min(most, self.connection, self.streams[stream])
            self.connection -= count
            self.streams[stream] -= count
            return count


class Listener:
    """Reads frames, says them, and gives the credit and acknowledgements that a good client gives."""

    def __init__(self, reader, writer, windows, options):
        self.reader, self.writer, self.windows, self.options = reader, writer, windows, options
        self.decoder, self.sums, self.block = hpack.Decoder(max_header_list_size=1 << 24), {}, None
        self.largest = 16_384  # the greatest frame that we may send

    async def run(self):
        try:
            while True:
                head = await self.reader.readexactly(9)
                frame, length = frames.Frame.parse_frame_header(memoryview(head))
                frame.parse_body(memoryview(await self.reader.readexactly(length)))
                await self.hear(frame)
        except asyncio.IncompleteReadError as error:
            peer.say("end", length=len(error.partial))
        except OSError as error:
            peer.say("end", text=str(error))

    async def hear(self, frame):
        kind = type(frame).__name__.removesuffix("Frame")
        facts = {"type": kind, "stream": frame.stream_id, "flags": sorted(frame.flags)}
        answer = getattr(self, "on_" + kind, None)
        if answer:
            facts |= await answer(frame) or {}
        if not self.options.quiet or kind in ("GoAway", "RstStream"):
            peer.say("frame", **facts)

    async def on_Headers(self, frame):
        self.block = frame.data
        return self.finish(frame)

    async def on_Continuation(self, frame):
        self.block += frame.data
        return self.finish(frame)

    def finish(self, frame):
        if "END_HEADERS" not in frame.flags:
            return {}
        return {"fields": [[peer.text(n), peer.text(v, 1 << 20)] for n, v in self.decoder.decode(self.block, raw=True)]}

    async def on_Data(self, frame):
        length, sum = self.sums.get(frame.stream_id, (0, 0))
        self.sums[frame.stream_id] = (length + len(frame.data), zlib.crc32(frame.data, sum))
        if self.options.credit and frame.flow_controlled_length:
            for stream in (0, frame.stream_id):
                self.send(frames.WindowUpdateFrame(stream, window_increment=frame.flow_controlled_length))
        total, sum = self.sums[frame.stream_id]
        return {"length": len(frame.data), "total": total, "crc": sum, "text": peer.text(frame.data)}

    async def on_Settings(self, frame):
        if "ACK" in frame.flags:
            return
        self.largest = frame.settings.get(5, self.largest)
        if 4 in frame.settings:
            await self.windows.resize(frame.settings[4])
        if self.options.ack:
            self.send(frames.SettingsFrame(0, flags=["ACK"]))
        return {"settings": {NAMES.get(number, str(number)): value for number, value in frame.settings.items()}}

    async def on_Ping(self, frame):
        if "ACK" not in frame.flags and self.options.ack:
            self.send(frames.PingFrame(0, frame.opaque_data, flags=["ACK"]))
        return {"text": peer.text(frame.opaque_data)}

    async def on_WindowUpdate(self, frame):
        await self.windows.grant(frame.stream_id, frame.window_increment)
        return {"length": frame.window_increment}

    async def on_RstStream(self, frame):
        return {"code": frame.error_code}

    async def on_GoAway(self, frame):
        return {"code": frame.error_code, "last": frame.last_stream_id, "text": peer.text(frame.additional_data)}

    def send(self, frame):
        self.writer.write(frame.serialize())


class Steps:
    """What a line can ask for. Each is a method; members of the line are its arguments."""

    def __init__(self, writer, windows, listener, options):
        self.writer, self.windows, self.listener, self.options = writer, windows, listener, options
        self.encoder = hpack.Encoder()
        self.waiting = set()

    async def preface(self, settings=None, magic=True):
        """The connection preface with SETTINGS by name."""
        numbers = {SETTINGS[name]: value for name, value in (settings or {}).items()}
        self.write((PREFACE if magic else b"") + frames.SettingsFrame(0, settings=numbers).serialize())

    async def headers(self, stream, fields, end=False, literal=False, split=0, priority=None, padding=None, open=False):
        """A header block, with all bytes kept when `literal`, cut into CONTINUATION frames of `split` bytes; `open`
        leaves out END_HEADERS."""
        block = literals(fields) if literal else self.encoder.encode([tuple(field) for field in fields])
        size = split or 16_000
        pieces = [block[at:at + size] for at in range(0, len(block), size)] or [b""]
        for place, piece in enumerate(pieces):
            flags = ["END_HEADERS"] if place == len(pieces) - 1 and not open else []
            if place:
                self.write(frames.ContinuationFrame(stream, piece, flags=flags).serialize())
                continue
            flags += ["END_STREAM"] if end else []
            extra = {}
            if priority:
                flags.append("PRIORITY")
                extra = {"depends_on": priority[0], "stream_weight": priority[1], "exclusive": False}
            if padding is not None:
                flags.append("PADDED")
                extra["pad_length"] = padding
            self.write(frames.HeadersFrame(stream, piece, flags=flags, **extra).serialize())

    async def block(self, stream, hex, end=False, split=16_000):
        """A header block of these bytes, also one that is no HPACK."""
        data = bytes.fromhex(hex)
        self.write(frames.HeadersFrame(stream, data[:split], flags=["END_STREAM"] * end + ["END_HEADERS"]).serialize())

    async def data(self, stream, end=False, aside=False, piece=16_384, **what):
        """DATA within the windows; `aside` goes on with the next line meanwhile."""
        if aside:
            task = asyncio.create_task(self.data(stream, end=end, piece=piece, **what))
            self.waiting.add(task)
            task.add_done_callback(self.waiting.discard)
            return
        whole = content(**what)
        left = memoryview(whole)
        while left:
            count = await self.windows.take(stream, min(len(left), piece))
            part, left = left[:count], left[count:]
            flags = ["END_STREAM"] if end and not left else []
            self.write(frames.DataFrame(stream, bytes(part), flags=flags).serialize())
            await self.writer.drain()
        if not whole:
            self.write(frames.DataFrame(stream, b"", flags=["END_STREAM"] * end).serialize())
        peer.say("sent", stream=stream, total=len(whole), crc=zlib.crc32(whole))

    async def frame(self, type, flags=0, stream=0, length=None, times=1, **what):
        """Any frame, also a wrong one, `times` over; windows are not looked at."""
        one = raw_frame(type, flags, stream, content(**what), length)
        for _ in range(times):
            if self.writer.is_closing():
                break
            self.write(one)
            await self.breathe()

    async def raw(self, times=1, **what):
        """Bytes as they are."""
        for _ in range(times):
            self.write(content(**what))
            await self.breathe()

    async def rst(self, stream, code=8):
        self.write(frames.RstStreamFrame(stream, error_code=code).serialize())

    async def ping(self, data="pingping", times=1):
        await self.frame(6, data=data, times=times)

    async def window_update(self, stream, increment):
        self.write(frames.WindowUpdateFrame(stream, window_increment=increment).serialize())

    async def goaway(self, last=0, code=0):
        self.write(frames.GoAwayFrame(0, last_stream_id=last, error_code=code).serialize())

    async def requests(self, first, count, fields, end=True, then=None, hex="", code=8):
        """Many streams, each followed at once by RST_STREAM when `then` is "rst", or by a frame of that type."""
        for stream in range(first, first + 2 * count, 2):
            if self.writer.is_closing():
                break
            block = self.encoder.encode([tuple(field) for field in fields])
            out = frames.HeadersFrame(stream, block, flags=["END_HEADERS"] + ["END_STREAM"] * end).serialize()
            if then == "rst":
                out += frames.RstStreamFrame(stream, error_code=code).serialize()
            elif isinstance(then, int):
                out += raw_frame(then, 0, stream, bytes.fromhex(hex))
            self.write(out)
            await self.breathe()

    async def credit(self, on):
        """Whether DATA that comes is credited from now on."""
        self.options.credit = on

    async def close(self, reset=False):
        """Ends the connection: FIN, or RST."""
        if reset:
            self.writer.transport.abort()
        else:
            self.writer.close()

    async def shut(self):
        """Nothing more will be sent."""
        self.writer.write_eof()

    async def mark(self, word):
        """Says that all lines before are done."""
        await self.writer.drain()
        peer.say("mark", text=word)

    def write(self, data):
        if not self.writer.is_closing():
            self.writer.write(data)

    async def breathe(self):
        """Lets frames come in, and waits while the other side takes nothing."""
        await self.writer.drain()
        await asyncio.sleep(0)


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("--tls", metavar="CA")
    parser.add_argument("--alpn", default="h2")
    parser.add_argument("--name", default="localhost")
    parser.add_argument("--quiet", action="store_true", help="say only GOAWAY, RST_STREAM and the end")
    parser.add_argument("--buffer", type=int, help="bytes of the socket's receive buffer")
    parser.add_argument("--no-credit", dest="credit", action="store_false", help="never update a window")
    parser.add_argument("--no-ack", dest="ack", action="store_false", help="acknowledge neither SETTINGS nor PING")
    options = parser.parse_args()

    link = socket.socket()
    if options.buffer:
        link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, options.buffer)
    link.connect(("127.0.0.1", options.port))
    link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    tls = {}
    if options.tls:
        context = peer.client_tls(options.tls, options.alpn.split(","))
        tls = {"ssl": context, "server_hostname": options.name}
    reader, writer = await asyncio.open_connection(sock=link, limit=1 << 20, **tls)
    secure = writer.get_extra_info("ssl_object")
    peer.say("ready", port=link.getsockname()[1], text=secure.selected_alpn_protocol() if secure else None)

    windows = Windows()
    listener = Listener(reader, writer, windows, options)
    steps = Steps(writer, windows, listener, options)
    hearing = None  # nothing may be acknowledged before the preface is sent
    async for line in peer.lines():
        step = json.loads(line)
        try:
            await getattr(steps, step.pop("do"))(**step)
        except OSError:
            pass  # the listener says that the connection is gone
        hearing = hearing or asyncio.create_task(listener.run())


asyncio.run(main())
