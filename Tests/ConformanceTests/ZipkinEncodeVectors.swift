// Whether spans are written as zipkin2 writes them.

import Archive
import Bytes
import Telemetry
import Testing

/// Zipkin v2 JSON, byte for byte; vectors of `tracing/zipkin_encode.json`.
@Suite struct ZipkinEncodeVectors {
    @Test func `spans are encoded as the vectors say`() {
        VectorFile.run("tracing", "zipkin_encode") { vector in
            guard let expected = vector["expect"]["json_v2"].string else {
                return .skipped("v1 JSON, proto3 and thrift come later")
            }
            var buffer = ByteBuffer()
            ZipkinJSON.write(try ZipkinVectorSpan.span(vector["span"]), to: &buffer)
            return .expect(String(buffer.readable), expected)
        }
    }
}
