// Hashing and comparing keys of tables, eight bytes at a time.
#ifndef CBYTES_HASH_H
#define CBYTES_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/// The `count` bytes (1 to 8) as one word. Runs of the same length that differ give different words.
static inline uint64_t CBytes_word(const uint8_t *bytes, size_t count) {
    uint64_t word;
    uint32_t first, last;
    if (count >= 8) {
        memcpy(&word, bytes, 8);
        return word;
    }
    if (count >= 4) {
        // The two halves overlap when there are fewer than eight.
        memcpy(&first, bytes, 4);
        memcpy(&last, bytes + count - 4, 4);
        return (uint64_t)first | (uint64_t)last << 32;
    }
    return (uint64_t)bytes[0] | (uint64_t)bytes[count >> 1] << 8 | (uint64_t)bytes[count - 1] << 16;
}

/// Mixes a word into a hash: both halves of a 128-bit product, so that every bit of the word reaches every bit.
static inline uint64_t CBytes_mix(uint64_t hash, uint64_t word) {
    __uint128_t product = (__uint128_t)(hash ^ word ^ 0xD6E8FEB86659FD93u) * 0x9E3779B97F4A7C15u;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/// A hash of `count` bytes in which letters of either case, and some other pairs of bytes, are the same.
/// Not for keys that a client may insert.
static inline uint64_t CBytes_folded_hash(const uint8_t *bytes, size_t count) {
    const uint64_t fold = 0x2020202020202020u;
    uint64_t hash = count;
    for (; count > 8; bytes += 8, count -= 8) hash = CBytes_mix(hash, CBytes_word(bytes, 8) | fold);
    return count == 0 ? hash : CBytes_mix(hash, CBytes_word(bytes, count) | fold);
}

/// The last `rest` bytes (0 to 7) of `bytes[0..<count]` in the low end of a word, zeros above them.
static inline uint64_t CBytes_tail(const uint8_t *bytes, size_t count, size_t rest) {
    uint64_t word = 0;
    uint32_t four;
    uint16_t two;
    if (rest == 0) return 0;
    if (count >= 8) {
        memcpy(&word, bytes + count - 8, 8);
        return word >> 8 * (8 - rest);
    }
    // Here rest == count: put together from the top.
    if (rest & 1) word = bytes[rest - 1];
    if (rest & 2) {
        memcpy(&two, bytes + (rest & 4), 2);
        word = word << 16 | two;
    }
    if (rest & 4) {
        memcpy(&four, bytes, 4);
        word = word << 32 | four;
    }
    return word;
}

/// A hash of the bytes in front of the first `stop`, or of all `count`; `length` tells how many they are. It depends on
/// `seed`. Not for keys that a client may insert.
static inline uint64_t CBytes_segment_hash(
    const uint8_t *bytes, size_t count, uint8_t stop, uint64_t seed, size_t *length
) {
    _Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "The first byte of a word must be its lowest.");
    const uint64_t ones = 0x0101010101010101u;
    uint64_t hash = seed;
    for (size_t i = 0;; i += 8) {
        size_t rest = count - i;
        uint64_t word = rest >= 8 ? CBytes_word(bytes + i, 8) : CBytes_tail(bytes, count, rest);
        // The lowest marked byte is the first stop; marks above it may be false. The end counts as a stop.
        uint64_t differing = word ^ stop * ones;
        uint64_t marks = (differing - ones) & ~differing & 0x80 * ones;
        if (rest < 8) marks |= (uint64_t)0x80 << 8 * rest;
        if (marks) {
            size_t kept = (size_t)__builtin_ctzll(marks) >> 3;
            *length = i + kept;
            return CBytes_mix(hash ^ (uint64_t)*length << 32, word & (((uint64_t)1 << 8 * kept) - 1));
        }
        hash = CBytes_mix(hash, word);
    }
}

/// A hash of `count` bytes, as they are. It depends on `seed`. Whoever knows it can make others with the same: only for
/// tables in which that costs nothing but a miss.
static inline uint64_t CBytes_exact_hash(const uint8_t *bytes, size_t count, uint64_t seed) {
    uint64_t hash = seed ^ count;
    for (; count > 8; bytes += 8, count -= 8) hash = CBytes_mix(hash, CBytes_word(bytes, 8));
    return count == 0 ? CBytes_mix(hash, 0) : CBytes_mix(hash, CBytes_word(bytes, count));
}

/// Where `wanted` first stands among `count` words, a multiple of four; `count` when it does not.
static inline size_t CBytes_find_word(const uint32_t *words, size_t count, uint32_t wanted) {
#if defined(__SSE2__)
    const __m128i pattern = _mm_set1_epi32((int)wanted);
    for (size_t i = 0; i < count; i += 4) {
        __m128i same = _mm_cmpeq_epi32(_mm_loadu_si128((const __m128i *)(words + i)), pattern);
        int marks = _mm_movemask_ps(_mm_castsi128_ps(same));
        if (marks != 0) return i + (size_t)__builtin_ctz((unsigned)marks);
    }
#else
    for (size_t i = 0; i < count; i++)
        if (words[i] == wanted) return i;
#endif
    return count;
}

/// The word with A-Z of each byte turned to a-z, and every other byte as it is.
static inline uint64_t CBytes_lowered(uint64_t word) {
    const uint64_t ones = 0x0101010101010101u;
    uint64_t low = word & 0x7F * ones;
    // Bit 7 of each byte: at least 'A', at most 'Z', and ASCII.
    uint64_t upper = (low + (0x80 - 'A') * ones) & ~(low + (0x7F - 'Z') * ones) & ~word & 0x80 * ones;
    return word | upper >> 2;
}

/// Whether `bytes` equals `name`, of which letters are lower-case, when its own letters are lowered.
static inline int CBytes_equal_lowered(const uint8_t *bytes, const uint8_t *name, size_t count) {
    for (; count > 8; bytes += 8, name += 8, count -= 8)
        if (CBytes_lowered(CBytes_word(bytes, 8)) != CBytes_word(name, 8)) return 0;
    return count == 0 || CBytes_lowered(CBytes_word(bytes, count)) == CBytes_word(name, count);
}

/// Whether two short runs of bytes are the same; for keys, where calling memcmp costs more than comparing.
static inline int CBytes_equal_short(const uint8_t *a, const uint8_t *b, size_t count) {
    for (; count > 8; a += 8, b += 8, count -= 8)
        if (CBytes_word(a, 8) != CBytes_word(b, 8)) return 0;
    return count == 0 || CBytes_word(a, count) == CBytes_word(b, count);
}

#endif
