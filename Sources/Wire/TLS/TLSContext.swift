// How does a listener speak TLS: its certificates, versions, ciphers, protocols and tickets?

import Bytes
import COpenSSL

/// Everything that the sessions of one listener share: one SSL_CTX for each certificate, alike in all else.
///
/// Immutable once built, and used by all workers. A session begins with the default certificate and changes over when
/// the client names a host of another one. No renegotiation, no compression, no 0-RTT; tickets are stateless, one for
/// each connection.
@safe
public final class TLSContext: @unchecked Sendable {  // Nothing changes after `init`; see SSLContext for libssl's part.
    public let certificates: CertificateStore
    public let settings: TLSSettings
    /// Hand these to the next context of the same listener, and of no other.
    public let ticketKeys: TicketKeys
    private let contexts: [SSLContext]
    /// In C's memory, because libssl keeps its address.
    private let listener: UnsafeMutablePointer<COpenSSL_Listener>

    /// Reads and checks all files. Throws the first fault; `CertificateFiles.check` tells all of them.
    public init(
        certificates entries: [TLSCertificate],
        settings: TLSSettings = TLSSettings(),
        ticketKeys: TicketKeys = TicketKeys()
    ) throws(TLSSetupError) {
        if entries.isEmpty { throw .noCertificates }
        defer { OpenSSLErrors.clear() }
        var contexts: [SSLContext] = []
        for entry in entries { contexts.append(try Self.makeContext(entry, settings, ticketKeys)) }
        self.contexts = contexts
        self.settings = settings
        self.ticketKeys = ticketKeys
        certificates = CertificateStore(names: entries.map(\.names))
        unsafe listener = .allocate(capacity: 1)
        unsafe listener.initialize(to: COpenSSL_Listener())
        try join()
    }

    deinit {
        unsafe listener.deinitialize(count: 1)
        unsafe listener.deallocate()
    }

    /// The number of the certificate that names `host` (without port); nil when only the default would do.
    ///
    /// A request whose host belongs to another certificate than its connection's is misdirected (RFC 9110, 15.5.20).
    public func certificateIndex(forHost host: ByteView) -> Int? { certificates.index(for: host) }

    /// The context that a session begins with.
    var initial: SSLContext { contexts[certificates.defaultIndex] }

    /// The context for a server name, or nil to stay with the initial one. Called by `TLSCallbacks`.
    @unsafe
    func context(forServerName name: ByteView) -> OpaquePointer? {
        unsafe certificates.index(for: name).map { unsafe contexts[$0].pointer }
    }

    private static func makeContext(
        _ entry: TLSCertificate,
        _ settings: TLSSettings,
        _ ticketKeys: TicketKeys
    ) throws(TLSSetupError) -> SSLContext {
        let context = try SSLContext(server: true)
        try context.set(versions: settings.minimumVersion, settings.maximumVersion)
        try context.set(cipherList: settings.cipherList)
        try context.set(cipherSuites: settings.cipherSuites)
        try context.set(groups: settings.groups)
        try context.setServing(sessionContext: ticketKeys.sessionContext)
        try load(entry, into: context)
        return context
    }

    private static func load(_ entry: TLSCertificate, into context: SSLContext) throws(TLSSetupError) {
        let files = CertificateFiles.check(certificatePath: entry.certificatePath, keyPath: entry.keyPath)
        if let problem = files.problems.first { throw .certificate(problem) }
        // Read again, so that what is used is what libssl sees; a file that changed just now gets the same words.
        let chain = try read(entry.certificatePath)
        guard let key = PrivateKey(pem: try read(entry.keyPath)) else {
            throw .certificate(.noKey(path: entry.keyPath, reason: OpenSSLErrors.takeText()))
        }
        try context.use(chain: chain, of: entry.certificatePath, key: key)
    }

    private static func read(_ path: String) throws(TLSSetupError) -> [UInt8] {
        do throws(SystemError) {
            return try PEMFile.read(path)
        } catch {
            throw .certificate(.unreadable(path: path, error))
        }
    }

    /// Tells libssl whom to ask.
    private func join() throws(TLSSetupError) {
        let protocols = ApplicationProtocol.wireForm(settings.protocols)
        unsafe listener.pointee.chooseName = TLSCallbacks.chooseName
        unsafe listener.pointee.chooseTicketKey = TLSCallbacks.chooseTicketKey
        // Sound: sessions hold this object as long as they live, so the callbacks never see it freed.
        unsafe listener.pointee.object = Unmanaged.passUnretained(self).toOpaque()
        unsafe listener.pointee.protocolCount = UInt32(protocols.count)
        unsafe withUnsafeMutableBytes(of: &listener.pointee.protocols) { unsafe $0.copyBytes(from: protocols) }
        for (index, context) in contexts.enumerated() {
            if unsafe COpenSSL_join_listener(context.pointer, listener, Int32(index)) != 1 {
                throw .library(reason: OpenSSLErrors.takeText())
            }
        }
    }
}
