// Byte scanning for parsers: static inline, SSE2 with a plain twin for other processors.
#ifndef CBYTES_H
#define CBYTES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/// Whether the `count` bytes at `a` and `b` are the same.
static inline int CBytes_equal(const uint8_t *a, const uint8_t *b, size_t count) { return memcmp(a, b, count) == 0; }

/// The index of the first byte equal to `wanted` in `bytes[0..<count]`, or `count`.
static inline size_t CBytes_index(const uint8_t *bytes, size_t count, uint8_t wanted) {
    size_t i = 0;
#if defined(__SSE2__)
    const __m128i needle = _mm_set1_epi8((char)wanted);
    for (; i + 16 <= count; i += 16) {
        __m128i chunk = _mm_loadu_si128((const __m128i *)(bytes + i));
        int mask = _mm_movemask_epi8(_mm_cmpeq_epi8(chunk, needle));
        if (mask) return i + (size_t)__builtin_ctz((unsigned)mask);
    }
#endif
    for (; i < count; i++) if (bytes[i] == wanted) return i;
    return count;
}

#endif
