// What do new sessions of a listener use right now?

import Bytes
import COpenSSL
import Time

/// All that was loaded from a listener's files at one moment: one SSL_CTX for each set of names, alike in all else.
///
/// Immutable once built. A session holds the one that it began with; when files change, new sessions get another.
@safe
final class TLSGeneration: @unchecked Sendable {  // Nothing changes after `init`; see SSLContext for libssl's part.
    let shown: [ShownCertificate]
    let authorities: ClientAuthorities?
    /// The keys of the files; empty when there are none.
    let givenKeys: [COpenSSL_TicketKey]
    let ticketKeys: TicketKeys
    private let certificates: CertificateStore
    private let contexts: [SSLContext]
    /// In C's memory, because libssl keeps their addresses.
    private let listener: UnsafeMutablePointer<COpenSSL_Listener>
    private let sessionContexts: UnsafeMutableBufferPointer<COpenSSL_SessionContext>

    /// Reads all files. `groups` are numbered as in `certificates`; certificates that
    /// `previous` shows already may have expired, or any when there is none.
    init(
        _ groups: [CertificateGroup],
        _ certificates: CertificateStore,
        _ settings: TLSSettings,
        _ ticketKeys: TicketKeys,
        after previous: TLSGeneration?
    ) throws(TLSSetupError) {
        defer { OpenSSLErrors.clear() }
        let authorities = try settings.clientAuthority.map { one throws(TLSSetupError) in
            try ClientAuthorities(path: one.path)
        }
        givenKeys = try TicketKeyFile.read(settings.ticketKeyPaths)
        (contexts, shown) = try Self.load(groups, settings, authorities, after: previous)
        self.authorities = authorities
        self.ticketKeys = ticketKeys
        self.certificates = certificates
        unsafe listener = .allocate(capacity: 1)
        unsafe listener.initialize(to: COpenSSL_Listener())
        unsafe sessionContexts = .allocate(capacity: groups.count)
        for (index, group) in groups.enumerated() {
            let bound = Self.sessionContext(group, settings, authorities, ticketKeys)
            unsafe sessionContexts.initializeElement(at: index, to: bound)
        }
        try join(settings)
    }

    deinit {
        unsafe sessionContexts.deallocate()
        unsafe listener.deallocate()
    }

    /// One context for each group, with all certificates of it.
    private static func load(
        _ groups: [CertificateGroup],
        _ settings: TLSSettings,
        _ authorities: ClientAuthorities?,
        after previous: TLSGeneration?
    ) throws(TLSSetupError) -> ([SSLContext], [ShownCertificate]) {
        let now = ClockAnchor.now().unixMicroseconds / 1_000_000
        var contexts: [SSLContext] = []
        var shown: [ShownCertificate] = []
        for group in groups {
            let context = try SSLContext(serving: settings, clients: authorities)
            for entry in group.entries {
                let one = try ShownCertificate(entry, into: context, now: now) { print in
                    previous?.shown.contains { $0.fingerprint == print } ?? true
                }
                shown.append(one)
            }
            contexts.append(context)
        }
        return (contexts, shown)
    }

    /// The context that a session begins with.
    var initial: SSLContext { contexts[certificates.defaultIndex] }

    /// The context for a server name, or nil to stay with the initial one. Called by `TLSCallbacks`.
    @unsafe
    func context(forServerName name: ByteView) -> OpaquePointer? {
        unsafe certificates.index(for: name).map { unsafe contexts[$0].pointer }
    }

    /// What a session must share with a later one to be resumed: the listener's keys, the names of the certificate, and
    /// whose word counted for the client.
    private static func sessionContext(
        _ group: CertificateGroup,
        _ settings: TLSSettings,
        _ authorities: ClientAuthorities?,
        _ ticketKeys: TicketKeys
    ) -> COpenSSL_SessionContext {
        var facts = ticketKeys.sessionSeed
        facts.append(settings.clientAuthority.map { $0.isRequired ? 2 : 1 } ?? 0)
        facts += authorities?.digest ?? []
        for name in group.names.sorted() { facts += Array(name.utf8) + [0] }
        let digest = SHA256.digest(facts)
        var context = COpenSSL_SessionContext()
        unsafe withUnsafeMutableBytes(of: &context) { bytes in
            // Sound: the struct has fewer bytes than the digest.
            unsafe bytes.copyBytes(from: digest.prefix(bytes.count))
        }
        return context
    }

    /// Tells libssl whom to ask.
    private func join(_ settings: TLSSettings) throws(TLSSetupError) {
        let protocols = ApplicationProtocol.wireForm(settings.protocols)
        unsafe listener.pointee.chooseName = TLSCallbacks.chooseName
        unsafe listener.pointee.chooseTicketKey = TLSCallbacks.chooseTicketKey
        // Sound: sessions hold this object as long as they live, so the callbacks never see it freed.
        unsafe listener.pointee.object = Unmanaged.passUnretained(self).toOpaque()
        unsafe listener.pointee.sessionContexts = UnsafePointer(sessionContexts.baseAddress!)
        unsafe listener.pointee.clientsMustBeKnown = settings.clientAuthority?.isRequired == true ? 1 : 0
        unsafe listener.pointee.protocolCount = UInt32(protocols.count)
        unsafe withUnsafeMutableBytes(of: &listener.pointee.protocols) { unsafe $0.copyBytes(from: protocols) }
        for (index, context) in contexts.enumerated() {
            if unsafe COpenSSL_join_listener(context.pointer, listener, Int32(index)) != 1 {
                throw .library(reason: OpenSSLErrors.takeText())
            }
        }
    }
}
