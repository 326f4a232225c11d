// What is written down about a failed handshake?

import Bytes
import COpenSSL

extension TLSError {
    /// Why it failed, in OpenSSL's words: what is wrong with the certificate, which alert came, what could not be agreed
    /// on. Where OpenSSL has none, the category's label. The bytes are constant and live as long as the process; making
    /// the view allocates nothing.
    public var reasonText: ByteView {
        if category == .verification, let text = unsafe X509_verify_cert_error_string(detail) {
            return unsafe Self.view(of: text)
        }
        if code != 0, let text = unsafe ERR_reason_error_string(code) { return unsafe Self.view(of: text) }
        return ByteView(category.label)
    }

    @unsafe
    private static func view(of text: UnsafePointer<CChar>) -> ByteView {
        // Sound: both of OpenSSL's tables are constant once loaded.
        unsafe ByteView(borrowing: UnsafeRawBufferPointer(start: text, count: strlen(text)))
    }
}
