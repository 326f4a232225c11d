// Where libssl's record buffers come from: a short free list per thread.
//
// With SSL_MODE_RELEASE_BUFFERS every request takes and gives back buffers of 16 to 18 KiB, too large for malloc's
// own per-thread cache. The thread keeps a few of them, all of one size; everything else goes to malloc as it is.
// A thread that ends keeps its few: workers end with the process.
// Worth 300 of the 14,400 instructions of a small request and its answer.
#include "COpenSSL.h"

#include <malloc.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

enum {
    smallest_kept = 16 * 1024,  // A record's plaintext (RFC 8446, 5.1) ...
    kept_size = 18 * 1024,      // ... with room for the largest expansion that libssl reckons with.
    kept_most = 8,
};

static __thread void *kept[kept_most];
static __thread unsigned kept_count;

static int is_record(size_t count) { return count > smallest_kept && count <= kept_size; }

static void *take(size_t count, const char *file, int line) {
    (void)file, (void)line;
    if (!is_record(count)) return malloc(count);
    return kept_count > 0 ? kept[--kept_count] : malloc(kept_size);
}

static void give(void *block, const char *file, int line) {
    (void)file, (void)line;
    // Only blocks of exactly the kept size may be kept: a smaller one would be handed out as a larger one.
    if (block && kept_count < kept_most) {
        size_t usable = malloc_usable_size(block);
        if (usable >= kept_size && usable < kept_size + 64) {
            kept[kept_count++] = block;
            return;
        }
    }
    free(block);
}

static void *change(void *block, size_t count, const char *file, int line) {
    (void)file, (void)line;
    // A kept block is an ordinary block of malloc, so it may be resized like any other.
    return realloc(block, count);
}

// Before `main`, because OpenSSL takes no other functions once it has allocated with its own.
__attribute__((constructor)) static void install(void) { CRYPTO_set_mem_functions(take, change, give); }
