// How do the file's exporters become destinations of spans?

import Collector
import Config
import Upstream
import Wire

extension SpanDestination {
    /// One for each `zipkin` line, in file order.
    static func all(
        _ exporters: [ExporterConfig],
        on loop: LoopExecutor
    ) throws(GatewayFault) -> [SpanDestination] {
        var all: [SpanDestination] = []
        for exporter in exporters { all.append(try zipkin(exporter, on: loop)) }
        return all
    }

    private static func zipkin(_ exporter: ExporterConfig, on loop: LoopExecutor) throws(GatewayFault)
        -> SpanDestination
    {
        guard let url = ClientURL(exporter.url.description) else { throw .exporter(exporter.url.description, "no URL") }
        let client = Client(on: loop, tls: exporter.url.scheme == .https ? try context(exporter) : nil)
        return .zipkin(url, client: client, gzip: exporter.gzip, limits: DeliveryLimits(exporter))
    }

    private static func context(_ exporter: ExporterConfig) throws(GatewayFault) -> TLSClientContext {
        do throws(TLSSetupError) {
            let trust: TLSClientContext.Trust = exporter.tls.caPath.map { .file($0) } ?? .system
            return try TLSClientContext(trust: exporter.tls.verify ? trust : .anyone)
        } catch {
            throw .exporter(exporter.url.description, "\(error)")
        }
    }
}
