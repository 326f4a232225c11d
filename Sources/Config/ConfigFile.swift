// How does a file on disk become a configuration, or the reasons why not?

/// Reads configuration files.
public struct ConfigFile {
    /// Reads, includes, checks. All faults of all files are gathered in one pass.
    ///
    /// - Parameters:
    ///   - path: the main file; relative paths inside of files begin at the file that names them.
    ///   - environment: the variables that `${NAME}` may use.
    ///   - source: the disk, or a stand-in for it.
    ///   - certificateProblems: what somebody who can parse certificates has to say about each `cert` line whose files
    ///     can be read.
    ///   - keyType: the type of a certificate's key in words (`RSA`, `EC`); nil where it cannot be told. Certificates of
    ///     one name must differ in it.
    public static func load(
        path: String,
        environment: [String: String] = [:],
        source: ConfigSource = .disk,
        certificateProblems: @escaping (CertificateConfig) -> [CertificateProblem] = { _ in [] },
        keyType: @escaping (CertificateConfig) -> String? = { _ in nil }
    ) -> ConfigOutcome {
        let sink = DiagnosticSink()
        var expander = IncludeExpander(source: source, environment: environment, sink: sink)
        guard let tree = expander.expand(main: path) else {
            return ConfigOutcome(config: nil, diagnostics: sink.diagnostics, files: [], isReadable: false)
        }
        let context = ReadingContext(
            sink: sink,
            source: source,
            mainFile: path,
            certificateProblems: certificateProblems,
            keyType: keyType
        )
        let config = read(tree, context)
        return outcome(config, expander.files, sink)
    }

    /// The same for a text that is not on disk; its includes and certificates are looked up in `source`.
    public static func load(
        text: String,
        named name: String = "gateway.conf",
        environment: [String: String] = [:],
        source: ConfigSource = .nothing
    ) -> ConfigOutcome {
        var layered = source
        layered.readFile = { path in path == name ? .success(Array(text.utf8)) : source.readFile(path) }
        return load(path: name, environment: environment, source: layered)
    }

    private static func read(_ tree: ConfigBlock, _ context: ReadingContext) -> GatewayConfig {
        let dtab = DtabReading(tree, context.sink)
        var config = GatewayConfig(reading: tree, context)
        config.dtab = dtab.dtab
        ConfigChecks(config: config, dtab: dtab, sink: context.sink).run()
        return config
    }

    private static func outcome(_ config: GatewayConfig, _ files: [SourceFile], _ sink: DiagnosticSink) -> ConfigOutcome
    {
        var config = config
        config.files = files
        return ConfigOutcome(
            config: sink.hasErrors ? nil : config,
            diagnostics: ConfigOutcome.sorted(sink.diagnostics, files),
            files: files,
            isReadable: true
        )
    }
}
