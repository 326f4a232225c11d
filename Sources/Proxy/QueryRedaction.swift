// How much of a query string may be written down?

import Bytes
import Config

/// What spans and the log show of a query: nothing, all of it, or the values of some parameters.
struct QueryRedaction: Sendable {
    private enum Rule: Sendable {
        case hide
        case show
        /// The values of these parameters are shown, all others are `REDACTED`.
        case showOnly([[UInt8]])
    }

    private let rule: Rule

    init(_ config: RedactConfig) {
        switch config.query {
        case .all: rule = .hide
        case .none: rule = .show
        case .except(let names): rule = .showOnly(names.map { Array($0.utf8) })
        }
    }

    var hidesAll: Bool { if case .hide = rule { true } else { false } }

    /// Appends `?` and what may be shown of `query`.
    func append(_ query: ByteView, to out: inout ByteBuffer) {
        switch rule {
        case .hide: return
        case .show:
            out.append("?")
            out.append(query)
        case .showOnly(let names):
            out.append("?")
            appendParameters(query, shown: names, to: &out)
        }
    }

    private func appendParameters(_ query: ByteView, shown names: [[UInt8]], to out: inout ByteBuffer) {
        var rest = query
        while true {
            let end = rest.firstIndex(of: UInt8(ascii: "&")) ?? rest.count
            append(parameter: rest.prefix(end), shown: names, to: &out)
            if end == rest.count { return }
            out.append("&")
            rest = rest.dropFirst(end + 1)
        }
    }

    /// What stands without a name may be a secret as well as a name, so it is shown only as one of the names.
    private func append(parameter: ByteView, shown names: [[UInt8]], to out: inout ByteBuffer) {
        let equals = parameter.firstIndex(of: UInt8(ascii: "="))
        let name = parameter.prefix(equals ?? parameter.count)
        if parameter.isEmpty || names.contains(where: { $0.withByteView { $0 == name } }) {
            out.append(parameter)
        } else {
            if equals != nil {
                out.append(name)
                out.append("=")
            }
            out.append("REDACTED")
        }
    }
}
