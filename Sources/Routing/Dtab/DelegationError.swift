// Why could a name not be bound?

/// A reason for which binding a name was given up.
public enum DelegationError: Error, Hashable, Sendable {
    /// The name was rewritten more than `Delegation.maximumDepth` times: mostly a rule that leads to itself.
    case tooDeep(name: DtabPath)
    /// Alternatives and unions multiplied beyond `Delegation.maximumSteps` look-ups.
    case tooManySteps
    /// The name needs a namer (`/#/…`) that this gateway does not have.
    case unsupportedNamer(DtabPath)
    /// There is no utility namer of this kind below `/$`.
    case unknownUtility(DtabPath)
    /// An address below `/$` whose port is out of range.
    case badAddress(DtabPath)
    /// Nothing is known under this name (`~`).
    case negative(name: DtabPath)
    /// The dtab says that this name fails (`!`).
    case failed(name: DtabPath)
    /// The dtab says that nobody serves this name (`$`).
    case empty(name: DtabPath)
}

extension DelegationError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .tooDeep(let name):
            "Max recursion level: \(Delegation.maximumDepth) reached in Namer lookup of \(name); does an entry lead to itself?"
        case .tooManySteps: "more than \(Delegation.maximumSteps) look-ups; do entries multiply each other?"
        case .unsupportedNamer(let name):
            "\(name) needs a namer that is not supported yet; lead it to /$/inet/HOST/PORT"
        case .unknownUtility(let name): "\(name): there is no such utility namer"
        case .badAddress(let name): "\(name): the port is not between 0 and 65535"
        case .negative(let name): "\(name) is bound to nothing: no dtab entry leads to an address"
        case .failed(let name): "\(name) fails: the dtab leads to !"
        case .empty(let name): "\(name) is empty: the dtab leads to $"
        }
    }
}
