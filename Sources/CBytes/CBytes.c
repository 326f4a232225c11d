#include "CBytes.h"

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
    smallest_shift = 5,      // 32 bytes
    largest_shift = 10,      // 1 KiB
    kept_bytes = 256 << 10,  // of each size
};

/// What stands before a block: in whose list it goes, or that it is malloc's. Sixteen bytes keep blocks aligned.
struct block_head {
    _Alignas(16) unsigned shift;
};

struct kept_block {
    struct kept_block *next;
};

static __thread struct kept_block *kept[largest_shift + 1];
static __thread unsigned kept_count[largest_shift + 1];

static void *make_block(size_t count, unsigned shift) {
    if (count > SIZE_MAX - sizeof(struct block_head)) return NULL;
    struct block_head *head = malloc(sizeof(struct block_head) + count);
    if (!head) return NULL;
    head->shift = shift;
    return head + 1;
}

void *CBytes_take_block(size_t count, void *unused) {
    (void)unused;
    if (count > 1u << largest_shift) return make_block(count, 0);
    unsigned shift = count <= 1u << smallest_shift ? smallest_shift : 32 - (unsigned)__builtin_clz((unsigned)count - 1);
    struct kept_block *block = kept[shift];
    if (!block) return make_block((size_t)1 << shift, shift);
    kept[shift] = block->next;
    kept_count[shift]--;
    return block;
}

void CBytes_give_block(void *block, void *unused) {
    (void)unused;
    if (!block) return;
    struct block_head *head = (struct block_head *)block - 1;
    unsigned shift = head->shift;
    if (!shift || kept_count[shift] >= kept_bytes >> shift) {
        free(head);
        return;
    }
    ((struct kept_block *)block)->next = kept[shift];
    kept[shift] = block;
    kept_count[shift]++;
}

void *CBytes_take_zeroed_block(size_t items, size_t count, void *unused) {
    if (count && items > SIZE_MAX / count) return NULL;
    void *block = CBytes_take_block(items * count, unused);
    if (block) memset(block, 0, items * count);
    return block;
}

void *CBytes_change_block(void *block, size_t count, void *unused) {
    if (!block) return CBytes_take_block(count, unused);
    struct block_head *head = (struct block_head *)block - 1;
    if (!head->shift) {
        if (count > SIZE_MAX - sizeof(struct block_head)) return NULL;
        head = realloc(head, sizeof(struct block_head) + count);
        return head ? head + 1 : NULL;
    }
    size_t held = (size_t)1 << head->shift;
    if (count <= held) return block;
    void *larger = CBytes_take_block(count, unused);
    if (!larger) return NULL;
    memcpy(larger, block, held);
    CBytes_give_block(block, unused);
    return larger;
}

#endif
