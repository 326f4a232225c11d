// Which calls does a test make frame by frame?

import TestSupport

/// The parts of a gRPC call on an HTTP/2 connection whose frames the test chooses.
enum GRPCStage {
    static let fields = [["content-type", "application/grpc"], ["te", "trailers"]]

    /// DATA: one message without bytes, and the end of the client's stream if `end`.
    static func message(_ client: H2Client, _ stream: Int, end: Bool = true) throws {
        try client.frame(0, flags: end ? 1 : 0, stream: stream, hex: "0000000000")
    }

    /// A whole unary call with an empty message.
    static func call(
        _ client: H2Client,
        _ path: String,
        _ fields: [[String]] = [],
        stream: Int = 1,
        end: Bool = true
    ) throws {
        try client.request(stream, "POST", path, fields: Self.fields + fields, end: false)
        try message(client, stream, end: end)
    }

    /// Seconds that a `grpc-timeout` gives.
    static func seconds(_ text: String?) -> Double? {
        let units: [Character: Double] = ["H": 3600, "M": 60, "S": 1, "m": 1e-3, "u": 1e-6, "n": 1e-9]
        guard let text, let unit = text.last.flatMap({ units[$0] }), let count = Double(text.dropLast()) else {
            return nil
        }
        return count * unit
    }
}
