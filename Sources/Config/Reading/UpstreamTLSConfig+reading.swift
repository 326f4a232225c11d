// What does the `tls` block of a cluster or a collector say?

extension UpstreamTLSConfig {
    init(reading reader: BlockReader) {
        self.init()
        if let value = reader.single("ca") {
            let path = reader.path(value)
            caPath = path
            _ = reader.bytes(of: value, orReport: .unreadableCertificate)
        }
        if let value = reader.single("server-name"), let name = Self.serverName(value, reader) { serverName = name }
        verify = reader.flag("verify", default: true)
        if let directive = reader.only("cert") { certificate = KeyPairConfig(reading: directive, reader) }
    }

    private static func serverName(_ value: ConfigValue, _ reader: BlockReader) -> String? {
        guard let parts = try? HostPort(parsing: value.text), parts.port == nil, let name = parts.host.text else {
            let hint = "Write the name that stands in the certificate."
            reader.sink.error(.badHost, at: value, "\"\(value.text)\" is not a server name", hint: hint)
            return nil
        }
        return name
    }
}
