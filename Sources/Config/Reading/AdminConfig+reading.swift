// What does the `admin` line say?

extension AdminConfig {
    init(reading reader: BlockReader) {
        self.init()
        guard let value = reader.single("admin") else { return }
        if value.text == "off" {
            address = nil
            return
        }
        guard let address = reader.values.listenAddress(value) else { return }
        self.address = address
        if !address.isLocal {
            let hint = "It shows routes, traces and configuration; bind it to 127.0.0.1 unless the network is guarded."
            reader.sink.warning(.adminExposed, at: value, "the admin listener can be reached from outside", hint: hint)
        }
    }
}
