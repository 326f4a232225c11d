// Are gRPC's statuses read, written and told from HTTP's as gRPC's documents say?

import Bytes
import HTTP
import Testing

private let names = [
    "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS",
    "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED",
    "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
]

private let answers: [(status: UInt16, grpc: GRPCStatus)] = [
    (400, .internal), (401, .unauthenticated), (403, .permissionDenied), (404, .unimplemented), (429, .unavailable),
    (431, .internal), (502, .unavailable), (503, .unavailable), (504, .unavailable), (200, .unknown), (204, .unknown),
    (302, .unknown), (405, .unknown), (413, .unknown), (500, .unknown), (501, .unknown), (599, .unknown),
]

private let refusals: [(status: UInt16, grpc: GRPCStatus)] = [
    (400, .internal), (401, .unauthenticated), (403, .permissionDenied), (404, .unimplemented), (405, .unimplemented),
    (408, .deadlineExceeded), (411, .internal), (413, .resourceExhausted), (414, .resourceExhausted), (417, .internal),
    (421, .unavailable), (429, .resourceExhausted), (431, .resourceExhausted), (500, .internal), (501, .unimplemented),
    (502, .unavailable), (503, .unavailable), (504, .deadlineExceeded), (505, .unimplemented), (200, .unknown),
    (302, .unknown),
]

private let resets: [(code: UInt32, grpc: GRPCStatus)] = [
    (0, .internal), (1, .internal), (2, .internal), (3, .internal), (4, .internal), (5, .internal), (6, .internal),
    (7, .unavailable), (8, .cancelled), (9, .internal), (10, .internal), (11, .resourceExhausted),
    (12, .permissionDenied), (13, .unknown), (14, .unknown), (.max, .unknown),
]

private func status(_ field: String) -> GRPCStatus? { field.withByteView { GRPCStatus(field: $0) } }

private func find(_ lines: String) -> GRPCStatus? { lines.withByteView { GRPCStatus.find(inLines: $0) } }

@Suite struct `gRPC status` {
    @Test(arguments: GRPCStatus.allCases)
    func `a status is written as it is read`(code: GRPCStatus) {
        #expect(code.name.description == names[Int(code.rawValue)])
        #expect(code.digits.description == String(code.rawValue))
        #expect(status(code.digits.description) == code)
    }

    @Test(arguments: ["", "17", "00", "01", "016", "-1", "+1", " 1", "1 ", "1.0", "0x1", "a", "99", "100", "256"])
    func `anything but 0 to 16 is no status`(field: String) {
        #expect(status(field) == nil)
    }

    @Test(arguments: answers)
    func `an answer without a status means what gRPC's table says`(row: (status: UInt16, grpc: GRPCStatus)) {
        #expect(GRPCStatus(answer: Status(row.status)) == row.grpc)
    }

    @Test(arguments: refusals)
    func `a refusal says what happened`(row: (status: UInt16, grpc: GRPCStatus)) {
        #expect(GRPCStatus(refusal: Status(row.status)) == row.grpc)
    }

    @Test(arguments: resets)
    func `a reset stream means what gRPC's table says`(row: (code: UInt32, grpc: GRPCStatus)) {
        #expect(GRPCStatus(reset: row.code) == row.grpc)
    }

    @Test func `six statuses are the server's fault`() {
        #expect(
            GRPCStatus.allCases.filter(\.isServerError)
                == [.unknown, .deadlineExceeded, .unimplemented, .internal, .unavailable, .dataLoss]
        )
    }

    @Test func `the status is found in a trailer section`() {
        #expect(find("") == nil)
        #expect(find("x: 1\r\n") == nil)
        #expect(find("grpc-status: 0\r\n") == .ok)
        #expect(find("x: 1\r\nGrpc-Status:14  \r\ngrpc-message: no\r\n") == .unavailable)
        #expect(find("grpc-status-details-bin: 5\r\ngrpc-status: 5\r\n") == .notFound)
        #expect(find("x-grpc-status: 5\r\n") == nil)
        #expect(find("grpc-status: 5") == nil)
    }

    @Test func `a malformed status is unknown and the first of several counts`() {
        #expect(find("grpc-status: \r\n") == .unknown)
        #expect(find("grpc-status: 17\r\n") == .unknown)
        #expect(find("grpc-status: 0, 1\r\n") == .unknown)
        #expect(find("grpc-status: 3\r\ngrpc-status: 0\r\n") == .invalidArgument)
    }

    @Test(
        arguments: [
            ("", nil), ("grpc-status: 7\r\n", .permissionDenied), ("GRPC-Status: 0\r\n", .ok),
            ("grpc-status: x\r\n", .unknown),
        ] as [(String, GRPCStatus?)]
    )
    func `the status is found in the head of an answer`(lines: String, expected: GRPCStatus?) throws {
        let text = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\(lines)\r\n"
        let limits = H1Limits()
        var head = ResponseHead(limits: limits)
        try Array(text.utf8).withByteView { bytes in
            _ = try H1ResponseParser.parse(bytes, into: &head, requestMethod: .post, limits: limits)
            #expect(GRPCStatus.find(in: head.fields) == expected)
        }
    }
}
