// Which kind of fault is it, for tools?

/// The stable name of a kind of finding, as `check --json` prints it.
public enum DiagnosticCode: String, Sendable, CaseIterable {
    // Reading.
    case unreadableFile = "unreadable-file"
    case notText = "not-text"
    case tooLarge = "too-large"
    case includeCycle = "include-cycle"
    case includeMatchesNothing = "include-matches-nothing"
    case unsetVariable = "unset-variable"

    // The shape of the language.
    case badCharacter = "bad-character"
    case unterminatedQuote = "unterminated-quote"
    case badQuote = "bad-quote"
    case unterminatedVariable = "unterminated-variable"
    case unclosedBlock = "unclosed-block"
    case strayBrace = "stray-brace"
    case missingWord = "missing-word"
    case tooDeep = "too-deep"

    // Words.
    case unknownDirective = "unknown-directive"
    case misplacedDirective = "misplaced-directive"
    case notYet = "not-supported-yet"
    case duplicateDirective = "duplicate-directive"
    case missingDirective = "missing-directive"
    case unexpectedBlock = "unexpected-block"
    case missingBlock = "missing-block"

    // Values.
    case missingValue = "missing-value"
    case extraValue = "extra-value"
    case badNumber = "bad-number"
    case badDuration = "bad-duration"
    case badSize = "bad-size"
    case badRate = "bad-rate"
    case rateWithoutUnit = "rate-without-unit"
    case outOfBounds = "out-of-bounds"
    case badChoice = "bad-choice"
    case badAddress = "bad-address"
    case badURL = "bad-url"
    case badRange = "bad-range"
    case badHost = "bad-host"
    case badPath = "bad-path"
    case badName = "bad-name"
    case badHeaderName = "bad-header-name"
    case badStatus = "bad-status"
    case badMatch = "bad-match"
    case badDtab = "bad-dtab"

    // How things fit together.
    case conflictingActions = "conflicting-actions"
    case missingAction = "missing-action"
    case mixedDestinations = "mixed-destinations"
    case unreachableRoute = "unreachable-route"
    case duplicateListener = "duplicate-listener"
    case duplicateHost = "duplicate-host"
    case duplicateCertificate = "duplicate-certificate"
    case noRoutes = "no-routes"
    case missingCertificate = "missing-certificate"
    case unreadableCertificate = "unreadable-certificate"
    case badCertificate = "bad-certificate"
    case badTLS = "bad-tls"
    case timeoutOrder = "timeout-order"
    case versionOrder = "version-order"
    case redirectLoop = "redirect-loop"
    case unboundName = "unbound-name"
    case trustsEverybody = "trusts-everybody"
    case adminExposed = "admin-exposed"
    case limitTooLate = "limit-too-late"
    case settingIgnored = "setting-ignored"
}
