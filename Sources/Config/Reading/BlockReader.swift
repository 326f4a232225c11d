// What does a block say about each word that may stand in it?

/// Typed reading of one block. Name, default and bounds of a setting stand together in one line of the caller; unknown,
/// misplaced and repeated words are reported here. A faulty value is reported and then counts as not written.
struct BlockReader {
    let scope: DirectiveScope
    let context: ReadingContext
    private let directives: [String: [ConfigDirective]]

    var sink: DiagnosticSink { context.sink }
    var values: ValueReader { ValueReader(sink: context.sink) }

    init(_ directives: [ConfigDirective], in scope: DirectiveScope, _ context: ReadingContext) {
        self.scope = scope
        self.context = context
        let known = directives.filter { BlockReader.check($0, in: scope, context.sink) }
        self.directives = Dictionary(grouping: known, by: \.name)
    }

    init(_ block: ConfigBlock?, in scope: DirectiveScope, _ context: ReadingContext) {
        self.init(block?.directives ?? [], in: scope, context)
    }

    // MARK: Directives

    /// Every directive of this word, in file order.
    func all(_ word: String) -> [ConfigDirective] {
        precondition(
            DirectiveCatalogue.entry(word, in: scope) != nil,
            "A word is read that the catalogue does not have."
        )
        return directives[word] ?? []
    }

    /// The directive of this word; more than one is a fault, and the first counts.
    func only(_ word: String) -> ConfigDirective? {
        let found = all(word)
        if found.count > 1 {
            let hint = "It already stands in line \(found[0].word.place.line); keep one of them."
            for extra in found.dropFirst() {
                sink.error(.duplicateDirective, at: extra.word, "\"\(word)\" is written twice", hint: hint)
            }
        }
        return found.first
    }

    /// The only value of `directive`.
    func value(of directive: ConfigDirective) -> ConfigValue? {
        expect(1...1, in: directive) ? directive.values.first : nil
    }

    /// Whether `directive` has as many values as it may have.
    func expect(_ count: ClosedRange<Int>, in directive: ConfigDirective) -> Bool {
        let usage = DirectiveCatalogue.entry(directive.name, in: scope)?.usage
        let hint = usage.map { "It is written: \($0)" }
        if directive.values.count < count.lowerBound {
            let place = directive.end
            sink.report(
                Diagnostic(.error, .missingValue, at: place, "\"\(directive.name)\" lacks a value", hint: hint)
            )
            return false
        }
        if directive.values.count > count.upperBound {
            let extra = directive.values[count.upperBound]
            let advice = ForeignWords.advice(for: extra.text) ?? hint
            sink.error(.extraValue, at: extra, "\"\(directive.name)\" has a value too many", hint: advice)
            return false
        }
        return true
    }

    // MARK: Typed settings

    func duration(_ word: String, default standard: Duration, in bounds: ClosedRange<Duration>) -> Duration {
        durationIfWritten(word, in: bounds) ?? standard
    }

    func durationIfWritten(_ word: String, in bounds: ClosedRange<Duration>) -> Duration? {
        single(word).flatMap { values.duration($0, in: bounds) }
    }

    /// A duration, or `off`, which is `.some(nil)`.
    func durationOrOff(_ word: String, in bounds: ClosedRange<Duration>) -> Duration?? {
        guard let value = single(word) else { return nil }
        if value.text == "off" { return .some(nil) }
        return values.duration(value, in: bounds, orOff: true).map { .some($0) }
    }

    func size(_ word: String, default standard: Int, in bounds: ClosedRange<Int>) -> Int {
        single(word).flatMap { values.size($0, in: bounds) } ?? standard
    }

    func count(_ word: String, default standard: Int, in bounds: ClosedRange<Int>) -> Int {
        countIfWritten(word, in: bounds) ?? standard
    }

    func countIfWritten(_ word: String, in bounds: ClosedRange<Int>) -> Int? {
        single(word).flatMap { values.count($0, in: bounds) }
    }

    func flag(_ word: String, default standard: Bool) -> Bool {
        single(word).flatMap { values.flag($0) } ?? standard
    }

    func choice<Choice>(_ word: String, among choices: [(String, Choice)]) -> Choice? {
        single(word).flatMap { values.choice($0, among: choices) }
    }

    /// The only value of the only directive of this word.
    func single(_ word: String) -> ConfigValue? { only(word).flatMap(value(of:)) }

    // MARK: Files

    static let pathHint = "Check the path and who may read it; relative paths begin at the configuration file."

    /// What stands in the file that `value` names; nil, with `code` reported, when it cannot be read.
    func bytes(of value: ConfigValue, orReport code: DiagnosticCode) -> [UInt8]? {
        let path = path(value)
        switch context.source.readFile(path) {
        case .success(let bytes): return bytes
        case .failure(let failure):
            sink.error(code, at: value, "\(path) cannot be read: \(failure.reason)", hint: BlockReader.pathHint)
            return nil
        }
    }

    /// A file named by `value`, beside the configuration file that names it.
    func path(_ value: ConfigValue) -> String { PathText.resolve(value.text, beside: value.place.file) }
}
