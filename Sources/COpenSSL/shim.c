// The functions behind COpenSSL.h, except for the BIO (windows.c), the memory functions (memory.c),
// clients' certificates (peers.c) and OCSP (staples.c).
#include "COpenSSL.h"

#include <arpa/inet.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <pthread.h>
#include <string.h>
#include <time.h>

// MARK: macros

long COpenSSL_SSL_CTX_set_mode(SSL_CTX *context, long mode) { return SSL_CTX_set_mode(context, mode); }
int COpenSSL_SSL_CTX_set_min_proto_version(SSL_CTX *context, int version) {
    return (int)SSL_CTX_set_min_proto_version(context, version);
}
int COpenSSL_SSL_CTX_set_max_proto_version(SSL_CTX *context, int version) {
    return (int)SSL_CTX_set_max_proto_version(context, version);
}
long COpenSSL_SSL_CTX_set_session_cache_mode(SSL_CTX *context, long mode) {
    return SSL_CTX_set_session_cache_mode(context, mode);
}
int COpenSSL_SSL_CTX_set1_groups_list(SSL_CTX *context, const char *list) {
    return (int)SSL_CTX_set1_groups_list(context, (char *)list);
}
void COpenSSL_SSL_CTX_set_read_ahead(SSL_CTX *context, int on) { SSL_CTX_set_read_ahead(context, on); }
long COpenSSL_SSL_CTX_set_current_cert(SSL_CTX *context, long which) {
    return SSL_CTX_set_current_cert(context, which);
}
int COpenSSL_SSL_set_tlsext_host_name(SSL *session, const char *name) {
    return (int)SSL_set_tlsext_host_name(session, name);
}
uint64_t COpenSSL_SSL_CTX_set_options(SSL_CTX *context, uint64_t options) {
    return SSL_CTX_set_options(context, options);
}
uint64_t COpenSSL_default_options(void) { return SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION; }
uint64_t COpenSSL_server_options(void) { return SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA; }
long COpenSSL_session_mode(void) {
    return SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS;
}
int COpenSSL_ERR_GET_LIB(unsigned long code) { return ERR_GET_LIB(code); }
int COpenSSL_ERR_GET_REASON(unsigned long code) { return ERR_GET_REASON(code); }
unsigned long COpenSSL_ERR_pack(int library, int reason) { return ERR_PACK(library, 0, reason); }

// MARK: what a listener's contexts ask

static pthread_once_t index_once = PTHREAD_ONCE_INIT;
static int certificate_index;
static void draw_index(void) { certificate_index = SSL_CTX_get_ex_new_index(0, NULL, NULL, NULL, NULL); }

/// The host name of a server_name extension (RFC 6066, 3); NULL when there is none. What is malformed is left to libssl,
/// which refuses it a moment later.
static const unsigned char *wanted_name(SSL *session, size_t *count) {
    const unsigned char *bytes;
    size_t all;
    *count = 0;
    if (SSL_client_hello_get0_ext(session, TLSEXT_TYPE_server_name, &bytes, &all) != 1 || all < 5) return NULL;
    size_t length = (size_t)bytes[3] << 8 | bytes[4];
    if (bytes[2] != TLSEXT_NAMETYPE_host_name || length > all - 5 || length > TLSEXT_MAXLEN_host_name) return NULL;
    *count = length;
    return bytes + 5;
}

/// Sessions are taken back only for the same name on the same certificate (RFC 6066, 3), so the name is part of what
/// libssl compares. A hash is enough: whoever finds two names with the same one has fooled only himself.
static int bind_session(SSL *session, const COpenSSL_SessionContext *context, const unsigned char *name, size_t count) {
    unsigned char bound[32];
    uint64_t hash = 0xCBF29CE484222325;
    for (size_t i = 0; i < count; i++) {
        unsigned char byte = name[i] >= 'A' && name[i] <= 'Z' ? name[i] | 0x20 : name[i];
        hash = (hash ^ byte) * 0x100000001B3;
    }
    memcpy(bound, context->bytes, sizeof context->bytes);
    memcpy(bound + sizeof context->bytes, &hash, sizeof hash);
    return SSL_set_session_id_context(session, bound, sizeof bound);
}

// Before libssl looks for a session to resume, unlike the servername callback.
static int on_hello(SSL *session, int *alert, void *argument) {
    const COpenSSL_Listener *listener = argument;
    size_t count;
    const unsigned char *name = wanted_name(session, &count);
    SSL_CTX *wanted = name ? listener->chooseName(name, count, listener->object) : NULL;
    if (wanted && wanted != SSL_get_SSL_CTX(session)) SSL_set_SSL_CTX(session, wanted);
    if (bind_session(session, &listener->sessionContexts[COpenSSL_certificate_index(session)], name, count) == 1)
        return SSL_CLIENT_HELLO_SUCCESS;
    *alert = SSL_AD_INTERNAL_ERROR;
    return SSL_CLIENT_HELLO_ERROR;
}

// Only tells the client whether its name was known.
static int on_name(SSL *session, int *alert, void *argument) {
    (void)alert;
    const COpenSSL_Listener *listener = argument;
    const char *name = SSL_get_servername(session, TLSEXT_NAMETYPE_host_name);
    if (!name || !listener->chooseName((const unsigned char *)name, strlen(name), listener->object))
        return SSL_TLSEXT_ERR_NOACK;
    return SSL_TLSEXT_ERR_OK;
}

static int on_alpn(
    SSL *session, const unsigned char **out, unsigned char *outCount, const unsigned char *in, unsigned int inCount,
    void *argument
) {
    (void)session;
    const COpenSSL_Listener *listener = argument;
    int verdict = SSL_select_next_proto(
        (unsigned char **)out, outCount, listener->protocols, listener->protocolCount, in, inCount);
    // RFC 7301, 3.2: without overlap the server shall say no_application_protocol; a peer that speaks something else
    // must not get an HTTP/1.1 answer.
    return verdict == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

// Fetched once: by its plain name libcrypto would look for it in its providers at every handshake.
static pthread_once_t cipher_once = PTHREAD_ONCE_INIT;
static EVP_CIPHER *ticket_cipher;
static void fetch_cipher(void) { ticket_cipher = EVP_CIPHER_fetch(NULL, "AES-256-CBC", NULL); }

static int on_ticket(
    SSL *session, unsigned char name[16], unsigned char iv[EVP_MAX_IV_LENGTH], EVP_CIPHER_CTX *cipher, EVP_MAC_CTX *mac,
    int encrypting
) {
    const COpenSSL_Listener *listener = SSL_CTX_get_app_data(SSL_get_SSL_CTX(session));
    COpenSSL_TicketKey key;
    int verdict = listener->chooseTicketKey(&key, name, encrypting, listener->object);
    if (verdict <= 0) return verdict;

    OSSL_PARAM parameters[3] = {
        OSSL_PARAM_construct_octet_string(OSSL_MAC_PARAM_KEY, key.mac, sizeof key.mac),
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, "SHA256", 0),
        OSSL_PARAM_construct_end(),
    };
    pthread_once(&cipher_once, fetch_cipher);
    int fine = ticket_cipher && EVP_MAC_CTX_set_params(mac, parameters);
    if (encrypting) {
        memcpy(name, key.name, sizeof key.name);
        fine = fine && RAND_bytes(iv, EVP_CIPHER_get_iv_length(ticket_cipher)) == 1 &&
               EVP_EncryptInit_ex(cipher, ticket_cipher, NULL, key.cipher, iv) == 1;
    } else {
        fine = fine && EVP_DecryptInit_ex(cipher, ticket_cipher, NULL, key.cipher, iv) == 1;
    }
    OPENSSL_cleanse(&key, sizeof key);
    return fine ? verdict : -1;
}

// A resumed client is not verified again, so what its session says must still hold.
static SSL_TICKET_RETURN on_opened_ticket(
    SSL *session, SSL_SESSION *opened, const unsigned char *name, size_t count, SSL_TICKET_STATUS status, void *argument
) {
    (void)session, (void)name, (void)count;
    const COpenSSL_Listener *listener = argument;
    if (status != SSL_TICKET_SUCCESS && status != SSL_TICKET_SUCCESS_RENEW) return SSL_TICKET_RETURN_IGNORE_RENEW;
    X509 *peer = SSL_SESSION_get0_peer(opened);
    int fine = peer ? X509_cmp_current_time(X509_get0_notAfter(peer)) > 0 : !listener->clientsMustBeKnown;
    if (!fine) return SSL_TICKET_RETURN_IGNORE_RENEW;
    return status == SSL_TICKET_SUCCESS ? SSL_TICKET_RETURN_USE : SSL_TICKET_RETURN_USE_RENEW;
}

int COpenSSL_may_resume(const SSL_SESSION *session, long life) {
    X509 *peer = SSL_SESSION_get0_peer((SSL_SESSION *)session);
    long age = (long)time(NULL) - SSL_SESSION_get_time(session);
    return age >= 0 && age <= life && peer && X509_cmp_current_time(X509_get0_notAfter(peer)) > 0;
}

int COpenSSL_join_listener(SSL_CTX *context, COpenSSL_Listener *listener, int index) {
    pthread_once(&index_once, draw_index);
    SSL_CTX_set_client_hello_cb(context, on_hello, listener);
    SSL_CTX_set_tlsext_servername_callback(context, on_name);
    SSL_CTX_set_tlsext_servername_arg(context, listener);
    if (listener->protocolCount > 0) SSL_CTX_set_alpn_select_cb(context, on_alpn, listener);
    int verifies = SSL_CTX_get_verify_mode(context) != SSL_VERIFY_NONE;
    return SSL_CTX_set_app_data(context, listener) == 1 &&
           SSL_CTX_set_ex_data(context, certificate_index, (void *)(intptr_t)index) == 1 &&
           SSL_CTX_set_tlsext_ticket_key_evp_cb(context, on_ticket) == 1 &&
           (!verifies || SSL_CTX_set_session_ticket_cb(context, NULL, on_opened_ticket, listener) == 1);
}

int COpenSSL_certificate_index(const SSL *session) {
    return (int)(intptr_t)SSL_CTX_get_ex_data(SSL_get_SSL_CTX(session), certificate_index);
}

// MARK: certificates and keys

static int no_passphrase(char *into, int capacity, int writing, void *object) {
    (void)into, (void)capacity, (void)writing, (void)object;
    return -1;
}

X509 *COpenSSL_read_certificate(const void *pem, size_t count) {
    BIO *bio = BIO_new_mem_buf(pem, (int)count);
    if (!bio) return NULL;
    X509 *certificate = PEM_read_bio_X509_AUX(bio, NULL, no_passphrase, NULL);
    BIO_free(bio);
    return certificate;
}

EVP_PKEY *COpenSSL_read_private_key(const void *pem, size_t count) {
    BIO *bio = BIO_new_mem_buf(pem, (int)count);
    if (!bio) return NULL;
    EVP_PKEY *key = PEM_read_bio_PrivateKey(bio, NULL, no_passphrase, NULL);
    BIO_free(bio);
    return key;
}

int COpenSSL_use_certificate_chain(SSL_CTX *context, const void *pem, size_t count) {
    BIO *bio = BIO_new_mem_buf(pem, (int)count);
    if (!bio) return 0;
    X509 *leaf = PEM_read_bio_X509_AUX(bio, NULL, no_passphrase, NULL);
    int fine = leaf && SSL_CTX_use_certificate(context, leaf) == 1;
    X509_free(leaf);
    X509 *next;
    while (fine && (next = PEM_read_bio_X509(bio, NULL, no_passphrase, NULL))) {
        fine = (int)SSL_CTX_add0_chain_cert(context, next);  // OpenSSL takes this reference.
        if (!fine) X509_free(next);
    }
    BIO_free(bio);
    // The end of the file reports itself as "no start line".
    if (fine) ERR_clear_error();
    return fine;
}

static int copy_name(char *text, size_t capacity, const unsigned char *from, int count) {
    if (count < 0 || (size_t)count >= capacity || memchr(from, 0, (size_t)count)) return 0;
    memcpy(text, from, (size_t)count);
    text[count] = 0;
    return count;
}

static int copy_ip(char *text, size_t capacity, const unsigned char *from, int count) {
    if (count != 4 && count != 16) return 0;
    return inet_ntop(count == 4 ? AF_INET : AF_INET6, from, text, (socklen_t)capacity) ? (int)strlen(text) : 0;
}

int COpenSSL_certificate_name(X509 *certificate, int n, char *text, size_t capacity) {
    GENERAL_NAMES *names = X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
    if (!names) {
        if (n != 0) return -1;
        return X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, text, (int)capacity);
    }
    int found = -1;
    for (int i = 0; i < sk_GENERAL_NAME_num(names) && found < 0; i++) {
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);
        if (name->type != GEN_DNS && name->type != GEN_IPADD) continue;
        if (n-- > 0) continue;
        const ASN1_STRING *value = name->type == GEN_DNS ? name->d.dNSName : name->d.iPAddress;
        const unsigned char *bytes = ASN1_STRING_get0_data(value);
        int count = ASN1_STRING_length(value);
        found = name->type == GEN_DNS ? copy_name(text, capacity, bytes, count) : copy_ip(text, capacity, bytes, count);
    }
    GENERAL_NAMES_free(names);
    return found;
}

static int64_t seconds(const ASN1_TIME *time) {
    struct tm fields;
    if (!time || ASN1_TIME_to_tm(time, &fields) != 1) return 0;
    return (int64_t)timegm(&fields);
}

int COpenSSL_key_kind(X509 *certificate) {
    EVP_PKEY *key = X509_get0_pubkey(certificate);
    return key ? EVP_PKEY_get_base_id(key) : 0;
}

int64_t COpenSSL_not_before(const X509 *certificate) { return seconds(X509_get0_notBefore(certificate)); }
int64_t COpenSSL_not_after(const X509 *certificate) { return seconds(X509_get0_notAfter(certificate)); }
