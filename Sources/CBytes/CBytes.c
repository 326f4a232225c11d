#include "CBytes.h"

#include <malloc.h>
#include <stdlib.h>

// Sixteen bytes a row, 0x00 to 0xFF; 1 marks the tchars of RFC 9110, 5.6.2.
const uint8_t CBytes_token_table[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 1, 0, 1, 1, 1, 1, 1, 0, 0, 1, 1, 0, 1, 1, 0,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0,
    0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 0, 1, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
};

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define EVERY_BLOCK_IS_MALLOCS
#endif
#endif

#ifdef EVERY_BLOCK_IS_MALLOCS
// A block that is kept hides who still looks at it.
void *CBytes_take_block(size_t count, void *unused) { return (void)unused, malloc(count); }
void *CBytes_take_zeroed_block(size_t items, size_t count, void *unused) { return (void)unused, calloc(items, count); }
void *CBytes_change_block(void *block, size_t count, void *unused) { return (void)unused, realloc(block, count); }
void CBytes_give_block(void *block, void *unused) { (void)unused, free(block); }
#else

enum {
    smallest_shift = 5,  // 32 bytes
    largest_shift = 10,  // 1 KiB
    kept_blocks = 256,   // of each size
};

struct block {
    struct block *next;
};

static __thread struct block *kept[largest_shift + 1];
static __thread unsigned kept_count[largest_shift + 1];

/// The logarithm of the smallest size that holds `count` bytes.
static unsigned shift_for(size_t count) {
    if (count <= 1u << smallest_shift) return smallest_shift;
    return 64 - (unsigned)__builtin_clzll((unsigned long long)count - 1);
}

void *CBytes_take_block(size_t count, void *unused) {
    (void)unused;
    if (count > 1u << largest_shift) return malloc(count);
    unsigned shift = shift_for(count);
    struct block *block = kept[shift];
    if (!block) return malloc((size_t)1 << shift);
    kept[shift] = block->next;
    kept_count[shift]--;
    return block;
}

void *CBytes_take_zeroed_block(size_t items, size_t count, void *unused) {
    if (count && items > SIZE_MAX / count) return NULL;
    void *block = CBytes_take_block(items * count, unused);
    if (block) memset(block, 0, items * count);
    return block;
}

void *CBytes_change_block(void *block, size_t count, void *unused) {
    (void)unused;
    // A kept block is an ordinary block of malloc, so it may be resized like any other.
    return realloc(block, count);
}

void CBytes_give_block(void *block, void *unused) {
    (void)unused;
    if (!block) return;
    // malloc says how large the block really is: at least the size in whose list it goes, and less than the next.
    size_t usable = malloc_usable_size(block);
    unsigned shift = 63 - (unsigned)__builtin_clzll((unsigned long long)usable | 1);
    if (shift < smallest_shift || shift > largest_shift || kept_count[shift] >= kept_blocks) {
        free(block);
        return;
    }
    ((struct block *)block)->next = kept[shift];
    kept[shift] = block;
    kept_count[shift]++;
}

#endif
