// Byte scanning for parsers: static inline, SSE2 with a plain twin for other processors.
#ifndef CBYTES_H
#define CBYTES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include "CBytesBlocks.h"
#include "CBytesHash.h"
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/// Whether the `count` bytes at `a` and `b` are the same.
static inline int CBytes_equal(const uint8_t *a, const uint8_t *b, size_t count) { return memcmp(a, b, count) == 0; }

/// Whether the `count` bytes at `a` and `b` are the same but for the case of ASCII letters.
static inline int CBytes_equal_in_any_case(const uint8_t *a, const uint8_t *b, size_t count) {
    for (size_t i = 0; i < count; i++) {
        uint8_t differing = a[i] ^ b[i];
        if (differing && (differing != 0x20 || (uint8_t)((a[i] | 0x20) - 'a') > 25)) return 0;
    }
    return 1;
}

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

/// One bit per byte class of RFC 9110: 1 = tchar (5.6.2).
extern const uint8_t CBytes_token_table[256];

/// Whether `byte` may stand in a token.
static inline int CBytes_is_token(uint8_t byte) { return CBytes_token_table[byte]; }

#if defined(__SSE2__)
/// 0xFF in every lane whose byte lies in `first...last`, compared without sign.
static inline __m128i CBytes_in_range(__m128i bytes, uint8_t first, uint8_t last) {
    __m128i shifted = _mm_sub_epi8(bytes, _mm_set1_epi8((char)first));
    return _mm_cmpeq_epi8(_mm_min_epu8(shifted, _mm_set1_epi8((char)(last - first))), shifted);
}

/// 0xFF in every lane whose byte is `wanted`.
static inline __m128i CBytes_is(__m128i bytes, uint8_t wanted) {
    return _mm_cmpeq_epi8(bytes, _mm_set1_epi8((char)wanted));
}
#endif

/// The index of the first byte at or after `start` for which the class says stop, or `count`.
///
/// `stops` tells it of sixteen bytes at once, one bit each; `stop` tells it of one. When `exact` is 0 the former may err
/// on the side of stopping, and the latter is asked again.
/// Fewer than sixteen bytes at the end are looked at together with some before them, so that short runs are fast too.
#if defined(__SSE2__)
static inline __attribute__((always_inline)) size_t CBytes_scan(
    const uint8_t *bytes, size_t count, size_t start, unsigned (*stops)(__m128i), int (*stop)(uint8_t), int exact) {
    size_t i = start;
    for (; i + 16 <= count; i += 16) {
        unsigned mask = stops(_mm_loadu_si128((const __m128i *)(bytes + i)));
        if (mask) {
            i += (size_t)__builtin_ctz(mask);
            if (exact) return i;
            goto found;
        }
    }
    if (i < count && count >= 16) {
        unsigned mask = stops(_mm_loadu_si128((const __m128i *)(bytes + count - 16))) >> (16 - (count - i));
        i = mask ? i + (size_t)__builtin_ctz(mask) : count;
        if (exact) return i;
    }
found:
    while (i < count && !stop(bytes[i])) i++;
    return i;
}
#else
#define CBytes_scan(bytes, count, start, stops, stop, exact) CBytes_scan_plain(bytes, count, start, stop)
static inline size_t CBytes_scan_plain(const uint8_t *bytes, size_t count, size_t start, int (*stop)(uint8_t)) {
    size_t i = start;
    while (i < count && !stop(bytes[i])) i++;
    return i;
}
#endif

static inline int CBytes_stops_token(uint8_t byte) { return !CBytes_token_table[byte]; }
static inline int CBytes_stops_text(uint8_t byte) { return (byte < 0x20 && byte != '\t') || byte == 0x7F; }
static inline int CBytes_stops_visible(uint8_t byte) { return (uint8_t)(byte - 0x21) > 0x5D; }
static inline int CBytes_stops_query(uint8_t byte) { return CBytes_stops_visible(byte) || byte == '#'; }

#if defined(__SSE2__)
/// Knows letters, digits and `-`, which is nearly every field name; the rest is asked of the table.
static inline unsigned CBytes_token_stops(__m128i chunk) {
    __m128i letters = CBytes_in_range(_mm_or_si128(chunk, _mm_set1_epi8(0x20)), 'a', 'z');
    __m128i others = _mm_or_si128(CBytes_in_range(chunk, '0', '9'), CBytes_is(chunk, '-'));
    return (unsigned)_mm_movemask_epi8(_mm_or_si128(letters, others)) ^ 0xFFFF;
}
static inline unsigned CBytes_text_stops(__m128i chunk) {
    __m128i controls = _mm_andnot_si128(CBytes_is(chunk, '\t'), CBytes_in_range(chunk, 0x00, 0x1F));
    return (unsigned)_mm_movemask_epi8(_mm_or_si128(controls, CBytes_is(chunk, 0x7F)));
}
static inline unsigned CBytes_visible_stops(__m128i chunk) {
    return (unsigned)_mm_movemask_epi8(CBytes_in_range(chunk, 0x21, 0x7E)) ^ 0xFFFF;
}
static inline unsigned CBytes_query_stops(__m128i chunk) {
    __m128i fine = _mm_andnot_si128(CBytes_is(chunk, '#'), CBytes_in_range(chunk, 0x21, 0x7E));
    return (unsigned)_mm_movemask_epi8(fine) ^ 0xFFFF;
}
#endif

/// The index of the first byte at or after `start` that is no tchar, or `count`.
static inline size_t CBytes_token_end(const uint8_t *bytes, size_t count, size_t start) {
    return CBytes_scan(bytes, count, start, CBytes_token_stops, CBytes_stops_token, 0);
}

/// The index of the first byte at or after `start` that no field value may hold (a control other than HTAB, or DEL), or
/// `count`.
static inline size_t CBytes_text_end(const uint8_t *bytes, size_t count, size_t start) {
    return CBytes_scan(bytes, count, start, CBytes_text_stops, CBytes_stops_text, 1);
}

/// The index of the first byte at or after `start` that is not visible ASCII (0x21 to 0x7E), or `count`.
static inline size_t CBytes_visible_end(const uint8_t *bytes, size_t count, size_t start) {
    return CBytes_scan(bytes, count, start, CBytes_visible_stops, CBytes_stops_visible, 1);
}

/// The index of the first byte at or after `start` that may not stand in a query (`#`, or not visible ASCII), or `count`.
static inline size_t CBytes_query_end(const uint8_t *bytes, size_t count, size_t start) {
    return CBytes_scan(bytes, count, start, CBytes_query_stops, CBytes_stops_query, 1);
}

/// Whether a byte alone ends a plain path: `"` `#` `$` `%`, `;` to `?`, `\`, or anything that is not visible ASCII.
static inline int CBytes_ends_plain_path(uint8_t byte) {
    return (uint8_t)(byte - 0x21) > 0x5D || (uint8_t)(byte - 0x22) <= 3 || (uint8_t)(byte - 0x3B) <= 4 || byte == '\\';
}

/// The index of the first byte at or after `start` at which a path stops being plain, or `count`: one of the bytes
/// above, or a slash that stands before another slash or a dot.
static inline size_t CBytes_plain_path_end(const uint8_t *bytes, size_t count, size_t start) {
    size_t i = start;
#if defined(__SSE2__)
    // Seventeen bytes are needed so that the neighbour of the last lane is known.
    for (; i + 17 <= count; i += 16) {
        __m128i chunk = _mm_loadu_si128((const __m128i *)(bytes + i));
        __m128i next = _mm_loadu_si128((const __m128i *)(bytes + i + 1));
        __m128i pair = _mm_and_si128(CBytes_is(chunk, '/'), CBytes_in_range(next, '.', '/'));
        __m128i plain = CBytes_in_range(chunk, 0x21, 0x7E);
        __m128i ends = _mm_or_si128(CBytes_in_range(chunk, 0x22, 0x25), CBytes_in_range(chunk, 0x3B, 0x3F));
        ends = _mm_or_si128(_mm_or_si128(ends, CBytes_is(chunk, '\\')), pair);
        unsigned mask = (unsigned)_mm_movemask_epi8(_mm_andnot_si128(ends, plain)) ^ 0xFFFF;
        if (mask) return i + (size_t)__builtin_ctz(mask);
    }
#endif
    for (; i < count; i++) {
        if (CBytes_ends_plain_path(bytes[i])) return i;
        if (bytes[i] == '/' && i + 1 < count && (bytes[i + 1] == '/' || bytes[i + 1] == '.')) return i;
    }
    return count;
}

/// Whether `bytes` equals the lower-case `name` when bit 5 of every byte is set: exact for tokens.
static inline int CBytes_equal_folded(const uint8_t *bytes, const uint8_t *name, size_t count) {
    const uint64_t fold = 0x2020202020202020u;
    uint64_t a, b;
    size_t i = 0;
    if (count < 8) {
        for (; i < count; i++)
            if ((bytes[i] | 0x20) != name[i]) return 0;
        return 1;
    }
    for (; i + 8 <= count; i += 8) {
        memcpy(&a, bytes + i, 8);
        memcpy(&b, name + i, 8);
        if ((a | fold) != b) return 0;
    }
    // The last eight bytes once more, so that no tail is left.
    memcpy(&a, bytes + count - 8, 8);
    memcpy(&b, name + count - 8, 8);
    return (a | fold) == b;
}

/// Whether a byte may not stand in a host name: anything but letters, digits, `-`, `_` and `.`.
static inline int CBytes_stops_host(uint8_t byte) {
    return (uint8_t)((byte | 0x20) - 'a') > 25 && (uint8_t)(byte - '0') > 9 && byte != '-' && byte != '_' && byte != '.';
}

/// The index of the first byte at or after `start` that may not stand in a host name, or of a dot before another one, or
/// `count`.
static inline size_t CBytes_host_end(const uint8_t *bytes, size_t count, size_t start) {
    size_t i = start;
#if defined(__SSE2__)
    for (; i + 17 <= count; i += 16) {
        __m128i chunk = _mm_loadu_si128((const __m128i *)(bytes + i));
        __m128i next = _mm_loadu_si128((const __m128i *)(bytes + i + 1));
        __m128i pair = _mm_and_si128(CBytes_is(chunk, '.'), CBytes_is(next, '.'));
        __m128i letters = CBytes_in_range(_mm_or_si128(chunk, _mm_set1_epi8(0x20)), 'a', 'z');
        __m128i digits = CBytes_in_range(chunk, '0', '9');
        __m128i others = _mm_or_si128(CBytes_in_range(chunk, '-', '.'), CBytes_is(chunk, '_'));
        __m128i fine = _mm_andnot_si128(pair, _mm_or_si128(_mm_or_si128(letters, digits), others));
        unsigned mask = (unsigned)_mm_movemask_epi8(fine) ^ 0xFFFF;
        if (mask) return i + (size_t)__builtin_ctz(mask);
    }
#endif
    for (; i < count; i++) {
        if (CBytes_stops_host(bytes[i])) return i;
        if (bytes[i] == '.' && i + 1 < count && bytes[i + 1] == '.') return i;
    }
    return count;
}

/// What a search for the end of a head came upon.
enum { CBytes_lines_go_on = 0, CBytes_empty_line = 1, CBytes_bare_line_feed = 2 };

/// Judges the line feed at `end` of the line that begins at `begin`.
static inline int CBytes_judge_line_feed(const uint8_t *bytes, size_t begin, size_t end) {
    if (end == begin || bytes[end - 1] != '\r') return CBytes_bare_line_feed;
    return end == begin + 1 ? CBytes_empty_line : CBytes_lines_go_on;
}

/// Goes from line end to line end, from `*scanned` on, in a line that begins at `*line`, and moves both. Stops behind the
/// first line that is empty, at the first line feed without carriage return, or at `count`.
static inline int CBytes_head_lines(const uint8_t *bytes, size_t count, size_t *scanned, size_t *line) {
    size_t i = *scanned, begin = *line, end;
    int found;
#if defined(__SSE2__)
    for (; i + 16 <= count; i += 16) {
        __m128i chunk = _mm_loadu_si128((const __m128i *)(bytes + i));
        unsigned mask = (unsigned)_mm_movemask_epi8(CBytes_is(chunk, '\n'));
        for (; mask; mask &= mask - 1) {
            end = i + (size_t)__builtin_ctz(mask);
            if ((found = CBytes_judge_line_feed(bytes, begin, end))) goto stopped;
            begin = end + 1;
        }
    }
#endif
    for (; i < count; i++) {
        if (bytes[i] != '\n') continue;
        end = i;
        if ((found = CBytes_judge_line_feed(bytes, begin, end))) goto stopped;
        begin = end + 1;
    }
    *scanned = count;
    *line = begin;
    return CBytes_lines_go_on;
stopped:
    *scanned = *line = end + 1;
    return found;
}

/// Where name and value lie in one header line; `next` is 0 when the line is malformed or not complete.
typedef struct {
    size_t name_end, value_start, value_end, next;
} CBytes_line;

/// Reads the header line at `start`: token, colon, spaces, text, spaces, CRLF.
static inline __attribute__((always_inline)) CBytes_line CBytes_field_line(
    const uint8_t *bytes, size_t count, size_t start) {
    CBytes_line line = {0, 0, 0, 0};
    size_t colon = CBytes_token_end(bytes, count, start);
    if (colon == start || colon >= count || bytes[colon] != ':') return line;
    size_t first = colon + 1;
    size_t end = CBytes_text_end(bytes, count, first);
    if (end + 1 >= count || bytes[end] != '\r' || bytes[end + 1] != '\n') return line;
    line.name_end = colon;
    line.next = end + 2;
    // No loop needs a bound: the CR ends the first, the colon the second.
    if (bytes[first] == ' ') first++;
    while (bytes[first] == ' ' || bytes[first] == '\t') first++;
    while (bytes[end - 1] == ' ' || bytes[end - 1] == '\t') end--;
    line.value_start = first;
    line.value_end = end < first ? first : end;
    return line;
}

#include "CBytesField.h"

/// Writes an IPv4 address, highest byte first, in dotted decimal: at most 15 bytes. Answers how many.
static inline size_t CBytes_write_ipv4(uint8_t *out, uint32_t address) {
    uint8_t *at = out;
    for (int shift = 24; shift >= 0; shift -= 8) {
        unsigned octet = address >> shift & 0xFF;
        if (octet >= 100) {
            *at++ = (uint8_t)('0' + octet / 100);
            octet %= 100;
            *at++ = (uint8_t)('0' + octet / 10);
            octet %= 10;
        } else if (octet >= 10) {
            *at++ = (uint8_t)('0' + octet / 10);
            octet %= 10;
        }
        *at++ = (uint8_t)('0' + octet);
        if (shift) *at++ = '.';
    }
    return (size_t)(at - out);
}

#endif
