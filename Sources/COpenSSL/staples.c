// OCSP responses from files, stapled to the certificates that they vouch for (RFC 6066, 8; RFC 8446, 4.4.2.1).
#include "COpenSSL.h"

#include <openssl/ocsp.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/// Hangs on the certificate, so that whichever one libssl chooses has its own.
typedef struct {
    int64_t end;
    size_t count;
    unsigned char der[];
} Staple;

static pthread_once_t index_once = PTHREAD_ONCE_INIT;
static int staple_index = -1;

static void give(void *parent, void *pointer, CRYPTO_EX_DATA *data, int index, long number, void *object) {
    (void)parent, (void)data, (void)index, (void)number, (void)object;
    free(pointer);
}

static void draw_index(void) { staple_index = X509_get_ex_new_index(0, NULL, NULL, NULL, give); }

static int64_t seconds(const ASN1_GENERALIZEDTIME *time) {
    struct tm fields;
    if (!time || ASN1_TIME_to_tm(time, &fields) != 1) return 0;
    return (int64_t)timegm(&fields);
}

/// Whether one of the answers is about the certificate: by its number, as the issuer's certificate is not at hand.
static int find(OCSP_BASICRESP *basic, X509 *certificate, COpenSSL_StapleFacts *facts) {
    for (int i = 0; i < OCSP_resp_count(basic); i++) {
        OCSP_SINGLERESP *single = OCSP_resp_get0(basic, i);
        ASN1_INTEGER *serial = NULL;
        OCSP_id_get0_info(NULL, NULL, NULL, &serial, (OCSP_CERTID *)OCSP_SINGLERESP_get0_id(single));
        if (!serial || ASN1_INTEGER_cmp(serial, X509_get0_serialNumber(certificate)) != 0) continue;
        ASN1_GENERALIZEDTIME *from = NULL, *until = NULL;
        facts->isRevoked = OCSP_single_get0_status(single, NULL, NULL, &from, &until) == V_OCSP_CERTSTATUS_REVOKED;
        facts->thisUpdate = seconds(from);
        facts->nextUpdate = until ? seconds(until) : facts->thisUpdate + 86400;
        return 1;
    }
    return 0;
}

int COpenSSL_read_staple(const void *der, size_t count, X509 *certificate, COpenSSL_StapleFacts *facts) {
    const unsigned char *bytes = der;
    OCSP_RESPONSE *response = d2i_OCSP_RESPONSE(NULL, &bytes, (long)count);
    OCSP_BASICRESP *basic = NULL;
    int verdict = -1;
    if (response && bytes == (const unsigned char *)der + count &&
        OCSP_response_status(response) == OCSP_RESPONSE_STATUS_SUCCESSFUL &&
        (basic = OCSP_response_get1_basic(response)))
        verdict = find(basic, certificate, facts);
    OCSP_BASICRESP_free(basic);
    OCSP_RESPONSE_free(response);
    return verdict;
}

static int on_status(SSL *session, void *argument) {
    (void)argument;
    // libssl has pointed this at the certificate that it chose.
    X509 *certificate = SSL_get_certificate(session);
    const Staple *staple = certificate ? X509_get_ex_data(certificate, staple_index) : NULL;
    if (!staple || staple->end <= (int64_t)time(NULL)) return SSL_TLSEXT_ERR_NOACK;
    unsigned char *copy = OPENSSL_memdup(staple->der, staple->count);
    if (!copy) return SSL_TLSEXT_ERR_NOACK;
    SSL_set_tlsext_status_ocsp_resp(session, copy, (long)staple->count);  // libssl takes it.
    return SSL_TLSEXT_ERR_OK;
}

int COpenSSL_staple(SSL_CTX *context, const void *der, size_t count, int64_t end) {
    pthread_once(&index_once, draw_index);
    X509 *certificate = SSL_CTX_get0_certificate(context);
    Staple *staple = malloc(sizeof *staple + count);
    if (staple_index < 0 || !certificate || !staple) {
        free(staple);
        return 0;
    }
    staple->end = end;
    staple->count = count;
    memcpy(staple->der, der, count);
    if (X509_set_ex_data(certificate, staple_index, staple) != 1) {
        free(staple);
        return 0;
    }
    return SSL_CTX_set_tlsext_status_cb(context, on_status) == 1;
}
