// Was the window asked by its own name, and not on behalf of a stranger's page?

import Bytes
import Connection
import HTTP
import Wire

/// The defence against DNS rebinding for a window that only this machine can reach.
///
/// A web page may make its own name point to 127.0.0.1, and the browser then lets it read what is served there. But the
/// browser still sends the page's name as `Host`. So, while the listener is bound to loopback, what can be read is
/// given only to who asks by an address, by `localhost`, or by a configured name. `/live` and `/ready` reveal nothing,
/// and a listener open to the network has no secret to keep from a page.
///
/// Sending needs no rebinding: a page may send to any address. But the browser then names the page in `Origin` (Fetch,
/// "`Origin` header"), which services do not send; so whoever sends one must be the window's own page, everywhere.
public struct HostRule: Sendable, Hashable {
    private let isApplied: Bool
    private let names: Set<String>

    /// `names` are those that the operator's own DNS has for this listener.
    public init(listening address: SocketAddress, names: [String] = []) {
        isApplied = address.ip?.isLoopback ?? false
        self.names = Set(names.map { $0.lowercased() } + ["localhost"])
    }

    /// The answer to a request that comes by a wrong name, or nil when all is well.
    public func refusal(of request: LocalRequest) -> LocalResponse? {
        guard request.method == .get || request.method == .head else {
            return isSentByStranger(request) ? .fault(.forbidden, "pages of other origins may not send here") : nil
        }
        if !isApplied || request.path == "/live" || request.path == "/ready" { return nil }
        if admits(request.header("Host") ?? "") { return nil }
        return .fault(.misdirectedRequest, "ask by localhost or an IP address, not by another name")
    }

    /// Whether a page that is not served here sends this request. A name that was made to point here is no own one.
    private func isSentByStranger(_ request: LocalRequest) -> Bool {
        guard let origin = request.header("Origin")?.lowercased() else { return false }
        let host = request.header("Host")?.lowercased() ?? ""
        let isOwn = !host.isEmpty && (origin == "http://" + host || origin == "https://" + host)
        return !isOwn || isApplied && !admits(host)
    }

    /// Whether a `Host` value names this machine. A missing one (HTTP/1.0) is sent by no browser.
    func admits(_ authority: String) -> Bool {
        if authority.isEmpty { return true }
        let host = authority.withByteView { view in (try? Authority(view)).map { String($0.host).lowercased() } }
        guard let host else { return false }
        let bare = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        return names.contains(host) || IPAddress(bare) != nil
    }
}
