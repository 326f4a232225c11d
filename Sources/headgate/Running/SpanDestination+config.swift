// How do the file's exporters become destinations of spans?

import Collector
import Config
import Upstream
import Wire

extension SpanDestination {
    /// One for each `zipkin` line, in file order, with what `contexts` made of it.
    static func all(
        _ exporters: [ExporterConfig],
        _ contexts: [TLSClientContext?],
        on loop: LoopExecutor
    ) throws(GatewayFault) -> [SpanDestination] {
        var all: [SpanDestination] = []
        for (exporter, tls) in zip(exporters, contexts) { all.append(try zipkin(exporter, tls, on: loop)) }
        return all
    }

    /// How TLS is spoken to each exporter; nil to those at `http://`.
    static func contexts(_ exporters: [ExporterConfig]) throws(GatewayFault) -> [TLSClientContext?] {
        var contexts: [TLSClientContext?] = []
        for exporter in exporters {
            contexts.append(exporter.url.scheme == .https ? try context(exporter) : nil)
        }
        return contexts
    }

    private static func zipkin(
        _ exporter: ExporterConfig,
        _ tls: TLSClientContext?,
        on loop: LoopExecutor
    ) throws(GatewayFault) -> SpanDestination {
        guard let url = ClientURL(exporter.url.description) else { throw .exporter(exporter.url.description, "no URL") }
        let client = Client(on: loop, tls: tls)
        return .zipkin(url, client: client, gzip: exporter.gzip, limits: DeliveryLimits(exporter))
    }

    private static func context(_ exporter: ExporterConfig) throws(GatewayFault) -> TLSClientContext {
        do throws(TLSSetupError) {
            let trust: TLSClientContext.Trust = exporter.tls.caPath.map { .file($0) } ?? .system
            return try TLSClientContext(
                trust: exporter.tls.verify ? trust : .anyone,
                certificate: exporter.tls.certificate.map {
                    TLSKeyPair(certificatePath: $0.certPath, keyPath: $0.keyPath)
                }
            )
        } catch {
            throw .exporter(exporter.url.description, "\(error)")
        }
    }
}
