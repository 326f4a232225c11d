// houses: Config
// Is every text either a configuration or a list of faults with places, and does formatting keep its meaning?

import Bytes
import Config

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    unsafe withInput(start, count) { input in
        let text = String(input)
        let outcome = ConfigFile.load(text: text)
        precondition((outcome.config == nil) == outcome.hasErrors || !outcome.isReadable, "A fault without a report.")
        _ = DiagnosticPrinter(files: outcome.files).text(outcome.diagnostics)
        _ = DiagnosticPrinter.json(outcome.diagnostics)
        if let file = outcome.files.first { checkFormatting(file, hasErrors: outcome.hasErrors) }
    }
}

/// Formatting settles at once, and turns neither a good file bad nor a bad one good.
private func checkFormatting(_ file: SourceFile, hasErrors: Bool) {
    guard let once = ConfigFormatter.format(file).text else { return }
    let outcome = ConfigFile.load(text: once)
    precondition(outcome.hasErrors == hasErrors, "Formatting changed what a file means.")
    guard let again = outcome.files.first, let twice = ConfigFormatter.format(again).text else {
        preconditionFailure("A formatted file cannot be formatted.")
    }
    precondition(once == twice, "Formatting twice changes something.")
}
