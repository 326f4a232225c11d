// Whom a listener believes about its clients, and what a client's certificate says.
#include "COpenSSL.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdlib.h>
#include <string.h>

// MARK: authorities

// More names than this do not belong into every handshake; a client then chooses without them (RFC 8446, 4.2.4).
enum { most_name_bytes = 16 * 1024 };

/// Adds one authority to the store, the names and the digest; 1 on success.
static int add(COpenSSL_Authorities *authorities, X509 *certificate, EVP_MD_CTX *digest) {
    unsigned char print[32];
    X509_NAME *name = X509_NAME_dup(X509_get_subject_name(certificate));
    if (!name || !sk_X509_NAME_push(authorities->names, name)) {
        X509_NAME_free(name);
        return 0;
    }
    authorities->count++;
    return X509_STORE_add_cert(authorities->store, certificate) == 1 && COpenSSL_fingerprint(certificate, print) == 1 &&
           EVP_DigestUpdate(digest, print, sizeof print) == 1;
}

static void drop_long_names(COpenSSL_Authorities *authorities) {
    size_t bytes = 0;
    for (int i = 0; i < sk_X509_NAME_num(authorities->names); i++)
        bytes += 2 + (size_t)i2d_X509_NAME(sk_X509_NAME_value(authorities->names, i), NULL);
    if (bytes <= most_name_bytes) return;
    sk_X509_NAME_pop_free(authorities->names, X509_NAME_free);
    authorities->names = NULL;
}

/// Whether the queue holds only that there is no further certificate.
static int is_end(void) {
    unsigned long error = ERR_peek_last_error();
    return ERR_GET_LIB(error) == ERR_LIB_PEM && ERR_GET_REASON(error) == PEM_R_NO_START_LINE;
}

COpenSSL_Authorities *COpenSSL_authorities_new(const void *pem, size_t count) {
    COpenSSL_Authorities *authorities = calloc(1, sizeof *authorities);
    BIO *bio = BIO_new_mem_buf(pem, (int)count);
    EVP_MD_CTX *digest = EVP_MD_CTX_new();
    int fine = authorities && bio && digest && EVP_DigestInit_ex(digest, EVP_sha256(), NULL) == 1 &&
               (authorities->store = X509_STORE_new()) && (authorities->names = sk_X509_NAME_new_null());
    X509 *certificate;
    while (fine && (certificate = PEM_read_bio_X509(bio, NULL, NULL, (void *)""))) {
        fine = add(authorities, certificate, digest);
        X509_free(certificate);
    }
    // What stands in the file is believed as it is, also an authority that another one has signed.
    fine = fine && is_end() && authorities->count > 0 &&
           X509_STORE_set_flags(authorities->store, X509_V_FLAG_PARTIAL_CHAIN) == 1 &&
           EVP_DigestFinal_ex(digest, authorities->digest, NULL) == 1;
    if (fine) {
        ERR_clear_error();
        drop_long_names(authorities);
    }
    EVP_MD_CTX_free(digest);
    BIO_free(bio);
    if (fine) return authorities;
    if (authorities) COpenSSL_authorities_free(authorities);
    return NULL;
}

void COpenSSL_authorities_free(COpenSSL_Authorities *authorities) {
    X509_STORE_free(authorities->store);
    sk_X509_NAME_pop_free(authorities->names, X509_NAME_free);
    free(authorities);
}

int COpenSSL_verify_clients(SSL_CTX *context, const COpenSSL_Authorities *authorities, int required, int depth) {
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | (required ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0), NULL);
    SSL_CTX_set_verify_depth(context, depth);
    SSL_CTX_set1_cert_store(context, authorities->store);
    if (authorities->names) {
        STACK_OF(X509_NAME) *names = SSL_dup_CA_list(authorities->names);
        if (!names) return 0;
        SSL_CTX_set_client_CA_list(context, names);
    }
    return 1;
}

// MARK: what a certificate says

X509 *COpenSSL_peer_certificate(const SSL *session) {
    X509 *certificate = SSL_get0_peer_certificate(session);
    return certificate && SSL_get_verify_result(session) == X509_V_OK ? certificate : NULL;
}

int COpenSSL_fingerprint(const X509 *certificate, unsigned char digest[32]) {
    unsigned int count = 32;
    return X509_digest(certificate, EVP_sha256(), digest, &count);
}

int COpenSSL_subject(const X509 *certificate, char *text, size_t capacity) {
    BIO *bio = BIO_new(BIO_s_mem());
    if (!bio) return -1;
    char *bytes;
    int written = X509_NAME_print_ex(bio, X509_get_subject_name(certificate), 0, XN_FLAG_RFC2253);
    long count = BIO_get_mem_data(bio, &bytes);
    int fits = written >= 0 && count >= 0 && (size_t)count < capacity;
    if (fits) {
        memcpy(text, bytes, (size_t)count);
        text[count] = 0;
    }
    BIO_free(bio);
    return fits ? (int)count : -1;
}

int COpenSSL_common_name(const X509 *certificate, unsigned char *text, size_t capacity) {
    const X509_NAME *subject = X509_get_subject_name(certificate);
    int place = -1, next = -1;
    while ((next = X509_NAME_get_index_by_NID(subject, NID_commonName, next)) >= 0) place = next;
    if (place < 0) return -1;
    unsigned char *utf8;
    int count = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, place)));
    if (count < 0) return -1;
    int fits = (size_t)count <= capacity;
    if (fits) memcpy(text, utf8, (size_t)count);
    OPENSSL_free(utf8);
    return fits ? count : -1;
}

size_t COpenSSL_alternative_names(const X509 *certificate, unsigned char *into, size_t capacity) {
    size_t used = 0;
    GENERAL_NAMES *names = X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
    for (int i = 0; i < sk_GENERAL_NAME_num(names); i++) {
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);
        if (name->type != GEN_DNS && name->type != GEN_URI) continue;
        int length = ASN1_STRING_length(name->d.ia5);
        if (length < 0 || length > 0xFFFF || used + 3 + (size_t)length > capacity) continue;
        into[used] = name->type == GEN_DNS ? 'D' : 'U';
        into[used + 1] = (unsigned char)(length >> 8);
        into[used + 2] = (unsigned char)length;
        memcpy(into + used + 3, ASN1_STRING_get0_data(name->d.ia5), (size_t)length);
        used += 3 + (size_t)length;
    }
    GENERAL_NAMES_free(names);
    return used;
}
