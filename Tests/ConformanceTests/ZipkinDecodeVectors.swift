// Whether messages, ids and addresses are read as Zipkin reads them.

import Archive
import Bytes
import Foundation
import Telemetry
import Testing

/// Zipkin v2 JSON and its normalisation; vectors of `tracing/zipkin_decode.json`.
@Suite struct ZipkinDecodeVectors {
    @Test func `messages are decoded as the vectors say`() {
        VectorFile.run("tracing", "zipkin_decode") { vector in
            switch vector["format"].string {
            case "json_v2": try Self.message(vector)
            case "trace_id": try Self.traceID(vector)
            case "ip_text": Self.address(vector)
            default: .skipped("format \(vector["format"].string ?? "?") comes later")
            }
        }
    }

    private static func message(_ vector: JSON) throws -> VectorFile.Outcome {
        let expect = vector["expect"]
        do {
            let spans = try ZipkinJSONReader.read(try body(vector))
            guard expect["ok"].bool == true else { return .failed("was read") }
            if expect["span"].isNull {
                guard
                    let count = expect["count"].integer
                        ?? (expect["spans"].isNull ? nil : Int64(expect["spans"].array.count))
                else { return .passed }
                return .expect(Int64(spans.count), count)
            }
            return .expect(try JSON(Data(ZipkinJSON.encode(spans))), .array([expect["span"]]))
        } catch {
            if expect["ok"].bool == true { return .failed("refused: \(error)") }
            let wanted = expect["error_contains"].string ?? ""
            return wanted.isEmpty || "\(error)".contains(wanted) ? .passed : .failed("says \(error), not \(wanted)")
        }
    }

    /// `body` is the text of the message, `body_json` a span or a list of them.
    private static func body(_ vector: JSON) throws -> [UInt8] {
        if let text = vector["body"].string { return Array(text.utf8) }
        var list = vector["body_json"]
        if case .object = list { list = .array([list]) }
        return [UInt8](try JSONSerialization.data(withJSONObject: plain(list)))
    }

    private static func plain(_ json: JSON) -> Any {
        switch json {
        case .null: NSNull()
        case .bool(let value): value
        case .number(let value, let text): Int64(text) ?? value
        case .string(let value): value
        case .array(let values): values.map(plain)
        case .object(let members): members.mapValues(plain)
        }
    }

    private static func traceID(_ vector: JSON) throws -> VectorFile.Outcome {
        let expect = vector["expect"]
        do {
            return .expect(
                try ZipkinID.traceID(vector["body"].string ?? "").description,
                expect["traceId"].string ?? "an error"
            )
        } catch {
            if expect["ok"].bool == true { return .failed("refused: \(error)") }
            let wanted = expect["error_contains"].string ?? ""
            return wanted.isEmpty || "\(error)".contains(wanted) ? .passed : .failed("says \(error), not \(wanted)")
        }
    }

    /// The address is compared, not its text: ours is canonical where Zipkin's keeps leading zeros.
    private static func address(_ vector: JSON) -> VectorFile.Outcome {
        let expect = vector["expect"]
        let address = ZipkinAddress.read(vector["body"].string ?? "")
        let wanted = (expect["ipv4"].string ?? expect["ipv6"].string).flatMap { ZipkinAddress.read($0) }
        if address?.isIPv4 != nil, address?.isIPv4 != (expect["ipv4"].string != nil) { return .failed("other family") }
        return .all([.expect(address != nil, expect["ok"].bool ?? false), .expect(address, wanted)])
    }
}
