// libssl's macros as functions, the BIO over a worker's windows, and the few loops over OpenSSL stacks.
#ifndef COPENSSL_H
#define COPENSSL_H

#include <openssl/err.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stddef.h>
#include <stdint.h>

/// The ciphertext windows of one worker: what recv delivered, and what send is to take.
///
/// `input[inputStart..<inputEnd]` waits for libssl; libssl appends to `output[0..<outputEnd]`. One session at a time
/// uses them, and leaves both empty.
typedef struct {
    unsigned char *input;
    size_t inputCapacity, inputStart, inputEnd;
    unsigned char *output;
    size_t outputCapacity, outputEnd;
} COpenSSL_Windows;

/// A BIO over `windows`, for all sessions of one worker; NULL when out of memory.
BIO *COpenSSL_windows_bio_new(COpenSSL_Windows *windows);
/// Cuts the BIO from its windows before they are freed; sessions that still hold it fail from then on.
void COpenSSL_windows_bio_detach(BIO *bio);

// Macros.
long COpenSSL_SSL_CTX_set_mode(SSL_CTX *context, long mode);
int COpenSSL_SSL_CTX_set_min_proto_version(SSL_CTX *context, int version);
int COpenSSL_SSL_CTX_set_max_proto_version(SSL_CTX *context, int version);
long COpenSSL_SSL_CTX_set_session_cache_mode(SSL_CTX *context, long mode);
int COpenSSL_SSL_CTX_set1_groups_list(SSL_CTX *context, const char *list);
void COpenSSL_SSL_CTX_set_read_ahead(SSL_CTX *context, int on);
long COpenSSL_SSL_CTX_set_current_cert(SSL_CTX *context, long which);
int COpenSSL_SSL_set_tlsext_host_name(SSL *session, const char *name);
uint64_t COpenSSL_SSL_CTX_set_options(SSL_CTX *context, uint64_t options);
uint64_t COpenSSL_default_options(void);
uint64_t COpenSSL_server_options(void);
long COpenSSL_session_mode(void);
int COpenSSL_ERR_GET_LIB(unsigned long code);
int COpenSSL_ERR_GET_REASON(unsigned long code);
unsigned long COpenSSL_ERR_pack(int library, int reason);

/// One session-ticket key: see TicketKeys.swift.
typedef struct {
    unsigned char name[16];
    unsigned char mac[32];
    unsigned char cipher[32];
} COpenSSL_TicketKey;

/// What sessions must have in common to be resumed: how the listener shows itself and whom it believes. The rest of the
/// 32 bytes that libssl compares is made from the server name.
typedef struct {
    unsigned char bytes[24];
} COpenSSL_SessionContext;

/// The SSL_CTX for a wanted server name, or NULL to keep the one that the session began with.
typedef SSL_CTX *(*COpenSSL_NameCallback)(const unsigned char *name, size_t count, void *object);
/// Fills `key`. When `encrypting`, the current one, and 1. Otherwise the one called `name`: 1, or 2 when it is not the
/// current one any more (the client gets a fresh ticket), or 0 when there is none.
typedef int (*COpenSSL_TicketCallback)(COpenSSL_TicketKey *key, const unsigned char *name, int encrypting, void *object);

/// What all contexts of one listener ask during a handshake; it and `object` outlive every session of theirs.
typedef struct {
    COpenSSL_NameCallback chooseName;
    COpenSSL_TicketCallback chooseTicketKey;
    void *object;
    /// The protocols that ALPN may choose, best first, in wire form (a length byte before each).
    unsigned char protocols[64];
    unsigned int protocolCount;
    /// One for each context, by number.
    const COpenSSL_SessionContext *sessionContexts;
    /// Whether a session without a client's certificate may not be resumed.
    int clientsMustBeKnown;
} COpenSSL_Listener;

/// Makes `context` the certificate number `index` of `listener`; 1 on success.
int COpenSSL_join_listener(SSL_CTX *context, COpenSSL_Listener *listener, int index);
/// The number of the certificate that a session of a listener uses.
int COpenSSL_certificate_index(const SSL *session);

/// Authorities that sign clients' certificates.
typedef struct {
    X509_STORE *store;
    /// Their subjects, for the CertificateRequest; NULL when they would not fit into it.
    STACK_OF(X509_NAME) *names;
    int count;
    /// SHA-256 over all of them in their order.
    unsigned char digest[32];
} COpenSSL_Authorities;

/// Reads the certificates of `pem`; NULL, with the reason in the error queue, when one cannot be read.
COpenSSL_Authorities *COpenSSL_authorities_new(const void *pem, size_t count);
void COpenSSL_authorities_free(COpenSSL_Authorities *authorities);
/// Lets `context` ask clients for a certificate that `authorities` vouch for through at most `depth` others; 1 on
/// success.
int COpenSSL_verify_clients(SSL_CTX *context, const COpenSSL_Authorities *authorities, int required, int depth);

/// What an OCSP response says about a certificate; seconds since 1970.
typedef struct {
    int64_t thisUpdate;
    /// A day after `thisUpdate` when the response does not say (RFC 6960, 4.2.2.1: newer information is always there).
    int64_t nextUpdate;
    int isRevoked;
} COpenSSL_StapleFacts;

/// Reads a DER response: 1 when it speaks of `certificate`, 0 when it speaks of others, -1 when it is none or a refusal.
int COpenSSL_read_staple(const void *der, size_t count, X509 *certificate, COpenSSL_StapleFacts *facts);
/// Staples `der` to the certificate that was loaded last, until `end` (seconds since 1970); 1 on success.
int COpenSSL_staple(SSL_CTX *context, const void *der, size_t count, int64_t end);

/// Whether a client may offer this session: not older than `life` seconds, and the server's certificate still holds.
int COpenSSL_may_resume(const SSL_SESSION *session, long life);

/// The certificate of a client that was verified, or NULL; it lives as long as the session.
X509 *COpenSSL_peer_certificate(const SSL *session);
/// SHA-256 of the certificate's DER into 32 bytes; 1 on success.
int COpenSSL_fingerprint(const X509 *certificate, unsigned char digest[32]);
/// The subject by RFC 2253 in ASCII, NUL-terminated; its length, or -1 when it does not fit.
int COpenSSL_subject(const X509 *certificate, char *text, size_t capacity);
/// The last common name in UTF-8; its length, or -1 when there is none or it does not fit.
int COpenSSL_common_name(const X509 *certificate, unsigned char *text, size_t capacity);
/// Writes each DNS name and URI of the alternative names as its kind (`D` or `U`), two bytes of length and the name;
/// the number of bytes. Names that do not fit are left out.
size_t COpenSSL_alternative_names(const X509 *certificate, unsigned char *into, size_t capacity);

// Certificates and keys, as the bytes of PEM files. An encrypted key fails; nobody is asked for a passphrase.
X509 *COpenSSL_read_certificate(const void *pem, size_t count);
EVP_PKEY *COpenSSL_read_private_key(const void *pem, size_t count);
/// Uses the first certificate of `pem` as the leaf and the others as its chain; 1 on success.
int COpenSSL_use_certificate_chain(SSL_CTX *context, const void *pem, size_t count);

/// Copies the `n`-th DNS or IP name of the certificate (or, when it has no alternative names, its common name as
/// number 0) into `text`, NUL-terminated; its length, or -1 when there is no such name.
int COpenSSL_certificate_name(X509 *certificate, int n, char *text, size_t capacity);
/// Seconds since 1970.
int64_t COpenSSL_not_before(const X509 *certificate);
int64_t COpenSSL_not_after(const X509 *certificate);
/// The kind of a certificate's key, as EVP_PKEY_get_base_id numbers them.
int COpenSSL_key_kind(X509 *certificate);

#endif
