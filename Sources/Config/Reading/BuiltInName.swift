// Can a name below /$ mean anything?

import Routing

/// A name of a built-in namer as it stands in a dtab; names may bring more labels along behind it.
struct BuiltInName {
    /// What is wrong with it, to be read behind the name: `has the port 99999`.
    struct Fault: Equatable {
        let text: String
        let hint: String
        /// Whether labels that follow could mend it.
        var isOnlyShort = false
    }

    private static let kinds = [
        "inet", "fixedinet", "nil", "fail", "io.buoyant.rinet", "io.buoyant.http.status",
    ]
    private static let example = "An address is written: /$/inet/127.0.0.1/8081"

    private let name: DtabPath
    private let arguments: [String]

    /// nil for names that are not below `/$`.
    init?(_ name: DtabPath) {
        guard name.labels.first == "$", name.count > 1 else { return nil }
        self.name = name
        arguments = name.labels.dropFirst(2).map { $0.text ?? $0.description }
    }

    var fault: Fault? {
        switch name.labels[1].text ?? "" {
        case "inet", "fixedinet": address
        case "io.buoyant.rinet": arguments.first.flatMap(port)
        case "io.buoyant.http.status": arguments.first.flatMap(status)
        case let kind: unknown(kind)
        }
    }

    /// `/$/inet/HOST/PORT`, or `/$/inet/PORT` for this machine.
    private var address: Fault? {
        guard let first = arguments.first else { return nil }
        if arguments.count > 1, Int(first) == nil || Int(arguments[1]) != nil { return port(arguments[1]) }
        if Int(first) != nil { return port(first) }
        return Fault(text: "has no port", hint: "Write it behind the host: \(name)/8081", isOnlyShort: true)
    }

    private func port(_ text: String) -> Fault? {
        guard let number = Int(text) else {
            return Fault(text: "has no port: \"\(text)\" is no number", hint: Self.example)
        }
        if (1...65_535).contains(number) { return nil }
        return Fault(text: "has the port \(number)", hint: "Ports are 1 to 65535.")
    }

    private func status(_ text: String) -> Fault? {
        if let code = Int(text), (100...599).contains(code) { return nil }
        return Fault(text: "has the status \(text)", hint: "Write a number from 100 to 599.")
    }

    private func unknown(_ kind: String) -> Fault? {
        do throws(DelegationError) {
            _ = try UtilityNamer.lookup(name)
            return nil
        } catch {
            guard case .unknownUtility = error else { return nil }
            let meant = Spelling.nearest(to: kind, among: Self.kinds).map { ", did you mean \"\($0)\"?" } ?? ""
            return Fault(text: "is not known: nothing built in is called \"\(kind)\"\(meant)", hint: Self.example)
        }
    }
}
