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

/// The SSL_CTX for a wanted server name, or NULL to keep the one that the session began with.
typedef SSL_CTX *(*COpenSSL_NameCallback)(const char *name, void *object);
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
} COpenSSL_Listener;

/// Makes `context` the certificate number `index` of `listener`; 1 on success.
int COpenSSL_join_listener(SSL_CTX *context, COpenSSL_Listener *listener, int index);
/// The number of the certificate that a session of a listener uses.
int COpenSSL_certificate_index(const SSL *session);

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

#endif
