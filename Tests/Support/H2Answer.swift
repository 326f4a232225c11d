// What came back on one stream?

/// The answer on a stream as its frames tell it.
public struct H2Answer: Sendable, CustomStringConvertible {
    /// 0 when no final head came.
    public let status: Int
    public let fields: FieldLines
    public let trailers: FieldLines
    /// The status of every 1xx answer, oldest first.
    public let interim: [Int]
    /// The bytes of DATA: how many, their CRC-32, and the text when it is short.
    public let length: Int
    public let crc: UInt32
    public let text: String
    /// Whether the stream came to its own end.
    public let isWhole: Bool
    /// The code of RST_STREAM, if one came.
    public let resetCode: Int?

    init(stream: Int, _ events: [PeerEvent]) {
        let mine = events.filter { $0.event == "frame" && $0.stream == stream }
        let sections = mine.compactMap { event in event.fields.map { (event, $0) } }
        let heads = sections.filter { $0.0.field(":status") != nil }
        let final = heads.last { $0.0.field(":status")?.hasPrefix("1") == false }
        status = final?.0.field(":status").flatMap { Int($0) } ?? 0
        fields = Self.lines(final?.1)
        trailers = Self.lines(sections.last { $0.0.field(":status") == nil }?.1)
        interim = heads.compactMap { Int($0.0.field(":status") ?? "") }.filter { (100...199).contains($0) }
        let data = mine.filter { $0.type == "Data" }
        length = data.last?.total ?? 0
        crc = data.last?.crc ?? 0
        text = data.map { $0.text ?? "" }.joined()
        isWhole = mine.contains { $0.endsStream }
        resetCode = mine.last { $0.type == "RstStream" }?.code
    }

    private static func lines(_ fields: [[String]]?) -> FieldLines {
        FieldLines((fields ?? []).filter { !$0[0].hasPrefix(":") }.map { $0[0] + ": " + $0[1] })
    }

    public var description: String {
        let end = resetCode.map { "reset \($0)" } ?? (isWhole ? "whole" : "unfinished")
        return "\(status)\n\(fields)\n\n\(text.prefix(2_000)) (\(length) bytes)\n\(trailers)\n[\(end)]"
    }
}
