// What did a peer say?

import Foundation

/// One line of JSON that a peer wrote. Which members it has depends on the event; see `Tests/GatewayTests/Peers`.
public struct PeerEvent: Decodable, Sendable, CustomStringConvertible {
    /// The line as it was written.
    public private(set) var description = ""
    /// `ready`, `frame`, `request`, `whole`, `reset`, `closed`, `done`, …
    public let event: String
    /// The kind of a frame as hyperframe calls it: `Headers`, `Data`, `GoAway`, `RstStream`, …
    public let type: String?
    public let connection: Int?
    public let stream: Int?
    public let flags: [String]?
    public let fields: [[String]]?
    public let trailers: [[String]]?
    public let settings: [String: Int]?
    public let port: UInt16?
    public let path: String?
    /// A status by name, as gRPC has them.
    public let status: String?
    /// An error code, a close code, a status.
    public let code: Int?
    /// The last stream that a GOAWAY names.
    public let last: Int?
    public let length: Int?
    /// Bytes of the stream so far, and their CRC-32.
    public let total: Int?
    public let crc: UInt32?
    public let messages: [String]?
    public let seconds: Double?
    /// Bytes as code points 0 to 255, or words.
    public let text: String?

    private enum CodingKeys: String, CodingKey {
        case event, type, connection, stream, flags, fields, trailers, settings, port, path, status, code, last
        case length, total, crc, messages, seconds, text
    }

    /// The value of the first field of that name.
    public func field(_ name: String) -> String? { fields?.first { $0.first == name }?.last }

    public func trailer(_ name: String) -> String? { trailers?.first { $0.first == name }?.last }

    public var endsStream: Bool { flags?.contains("END_STREAM") ?? false }
}

extension PeerEvent {
    /// Reads one line; throws at what is no event.
    init(line: Data) throws {
        do {
            self = try JSONDecoder().decode(PeerEvent.self, from: line)
            description = String(decoding: line, as: UTF8.self)
        } catch {
            throw TestFailure("not an event: \(String(decoding: line, as: UTF8.self)): \(error)")
        }
    }
}
