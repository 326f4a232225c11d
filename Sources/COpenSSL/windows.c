// How libssl reads and writes without a system call: a BIO over the windows of the worker.
#include "COpenSSL.h"

#include <string.h>

static int on_read(BIO *bio, char *into, int wanted) {
    COpenSSL_Windows *windows = BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    if (!windows || wanted <= 0) return -1;
    size_t count = windows->inputEnd - windows->inputStart;
    if (count == 0) {
        BIO_set_retry_read(bio);
        return -1;
    }
    if (count > (size_t)wanted) count = (size_t)wanted;
    memcpy(into, windows->input + windows->inputStart, count);
    windows->inputStart += count;
    return (int)count;
}

static int on_write(BIO *bio, const char *from, int offered) {
    COpenSSL_Windows *windows = BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    if (!windows || offered <= 0) return -1;
    size_t room = windows->outputCapacity - windows->outputEnd;
    if (room == 0) {
        BIO_set_retry_write(bio);
        return -1;
    }
    size_t count = (size_t)offered < room ? (size_t)offered : room;
    memcpy(windows->output + windows->outputEnd, from, count);
    windows->outputEnd += count;
    return (int)count;
}

static long on_control(BIO *bio, int command, long number, void *pointer) {
    (void)bio, (void)number, (void)pointer;
    return command == BIO_CTRL_FLUSH;
}

// Made by whoever comes first, and kept; workers may come at the same time.
static BIO_METHOD *method;

static BIO_METHOD *windows_method(void) {
    BIO_METHOD *ready = __atomic_load_n(&method, __ATOMIC_ACQUIRE);
    if (ready) return ready;
    BIO_METHOD *made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "headgate windows");
    if (!made) return NULL;
    BIO_meth_set_read(made, on_read);
    BIO_meth_set_write(made, on_write);
    BIO_meth_set_ctrl(made, on_control);
    if (__atomic_compare_exchange_n(&method, &ready, made, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) return made;
    BIO_meth_free(made);
    return ready;
}

BIO *COpenSSL_windows_bio_new(COpenSSL_Windows *windows) {
    BIO *bio = BIO_new(windows_method());
    if (!bio) return NULL;
    BIO_set_data(bio, windows);
    BIO_set_init(bio, 1);
    return bio;
}

void COpenSSL_windows_bio_detach(BIO *bio) {
    BIO_set_data(bio, NULL);
    BIO_free(bio);
}
