// What does a running gateway answer?

import HTTP
import Upstream
import Wire

/// Asks the admin listener of a gateway, from a command that has nothing else to do meanwhile.
struct AdminClient {
    private static let patience: Duration = .seconds(10)

    private let text: String
    private let base: String
    /// Where to connect when the base does not say it.
    private let address: SocketAddress?

    /// `text` is `host:port`, an `http` or `https` URL without a path, or `unix:/path`.
    init(_ text: String) throws(CommandFault) {
        self.text = text
        if text.hasPrefix("unix:") {
            guard let socket = SocketAddress(text) else { throw CommandFault(exitCode: 64, "\(text) is no address") }
            address = socket
            base = "http://localhost"
        } else {
            address = nil
            let url = text.contains("://") ? text : "http://" + (text.hasPrefix(":") ? "localhost" + text : text)
            base = url.hasSuffix("/") ? String(url.dropLast()) : url
        }
    }

    /// The body of `GET target`, which begins with a slash.
    func get(_ target: String) throws(CommandFault) -> [UInt8] {
        guard let url = ClientURL(base + target) else { throw CommandFault(exitCode: 64, "\(text) is no address") }
        let response: ClientResponse
        do {
            response = try ask(url).get()
        } catch let error as ClientError {
            throw CommandFault("no gateway answers at \(text): \(error); is it running, and is this its admin address?")
        } catch {
            throw CommandFault("the system refused: \(error)")
        }
        guard response.status == .ok else {
            let line = response.text.prefix { !$0.isNewline }
            throw CommandFault("\(text) answers \(response.status.rawValue)" + (line.isEmpty ? "" : ": \(line)"))
        }
        return response.body
    }

    private func ask(_ url: ClientURL) throws -> Result<ClientResponse, ClientError> {
        let loop = try LoopExecutor.start(name: "client")
        defer { loop.stop() }
        let request = ClientRequest(.get, url, address: address)
        return try Blocking.wait(on: loop) {
            let client = Client(on: loop)
            do throws(ClientError) {
                return .success(try await client.send(request, timeout: Self.patience))
            } catch {
                return .failure(error)
            }
        }
    }
}
