// Small blocks of memory that a thread keeps to itself.
#ifndef CBYTESBLOCKS_H
#define CBYTESBLOCKS_H

#include <stddef.h>

// malloc's own cache holds seven blocks of a size for each thread. A burst of HTTP/2 streams takes and gives back many
// more at once, and each beyond the seventh costs a walk through malloc's bins. These lists hold 256 KiB of each size up
// to 1 KiB; everything else is malloc's. The signatures are those of libnghttp2's `nghttp2_mem`; `unused` is.
//
// A block may be given back by another thread than the one that took it.
void *CBytes_take_block(size_t count, void *unused);
void *CBytes_take_zeroed_block(size_t items, size_t count, void *unused);
void *CBytes_change_block(void *block, size_t count, void *unused);
void CBytes_give_block(void *block, void *unused);

#endif
