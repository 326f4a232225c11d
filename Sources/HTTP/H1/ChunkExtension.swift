// Whether the extensions of a chunk are well formed.

import Bytes

/// Checks `*( BWS ";" BWS name [ BWS "=" BWS value ] )` byte by byte (RFC 9112, 7.1.1). What they say is not kept.
///
/// Between the size and the first `;` no space is allowed, although the grammar has one: the place is a favourite for
/// making two parsers disagree.
struct ChunkExtension {
    private enum State: UInt8 {
        case beforeName, inName, afterName, beforeValue, inValue, inQuotes, afterBackslash, afterValue
    }

    /// Stands just behind the first semicolon.
    private var state = State.beforeName

    /// Whether the line may end here.
    var mayEnd: Bool { state == .inName || state == .afterName || state == .inValue || state == .afterValue }

    /// Takes the next byte, which is not CR; false when it does not fit.
    mutating func accept(_ byte: UInt8) -> Bool {
        guard let next = next(after: byte) else { return false }
        state = next
        return true
    }

    private func next(after byte: UInt8) -> State? {
        let isSpace = byte == 0x20 || byte == 0x09
        switch state {
        case .beforeName:
            if isSpace { return .beforeName }
            return ASCII.isToken(byte) ? .inName : nil
        case .inName, .afterName:
            if byte == 0x3B { return .beforeName }
            if byte == 0x3D { return .beforeValue }
            if isSpace { return .afterName }
            return state == .inName && ASCII.isToken(byte) ? .inName : nil
        case .beforeValue:
            if isSpace { return .beforeValue }
            if byte == 0x22 { return .inQuotes }
            return ASCII.isToken(byte) ? .inValue : nil
        case .inValue, .afterValue:
            if byte == 0x3B { return .beforeName }
            if isSpace { return .afterValue }
            return state == .inValue && ASCII.isToken(byte) ? .inValue : nil
        case .inQuotes:
            if byte == 0x22 { return .afterValue }
            if byte == 0x5C { return .afterBackslash }
            return ASCII.isFieldText(byte) ? .inQuotes : nil
        case .afterBackslash:
            return ASCII.isFieldText(byte) ? .inQuotes : nil
        }
    }
}
