// Field lines of HTTP/2: written and checked in one go, and names turned to lower case.
#ifndef CBYTES_FIELD_H
#define CBYTES_FIELD_H

/// How many bytes behind a line are looked at, though they count for nothing: the scans take sixteen at once.
enum { CBytes_line_slack = 16 };

/// Whether a byte may not stand in a field name of HTTP/2: no tchar, or an upper-case letter.
static inline int CBytes_stops_lower_token(uint8_t byte) {
    return !CBytes_token_table[byte] || (uint8_t)(byte - 'A') <= 25;
}

#if defined(__SSE2__)
/// Knows lower-case letters, digits and `-`; the rest is asked of the table.
static inline unsigned CBytes_lower_token_stops(__m128i chunk) {
    __m128i others = _mm_or_si128(CBytes_in_range(chunk, '0', '9'), CBytes_is(chunk, '-'));
    return (unsigned)_mm_movemask_epi8(_mm_or_si128(CBytes_in_range(chunk, 'a', 'z'), others)) ^ 0xFFFF;
}
#endif

/// The index of the first byte at or after `start` that may not stand in a field name of HTTP/2, or `count`.
static inline size_t CBytes_lower_token_end(const uint8_t *bytes, size_t count, size_t start) {
    return CBytes_scan(bytes, count, start, CBytes_lower_token_stops, CBytes_stops_lower_token, 0);
}

/// Copies a run that is short more often than not; a call costs more than such a copy.
static inline void CBytes_copy_run(uint8_t *room, const uint8_t *bytes, size_t count) {
    if (count > 32) {
        memcpy(room, bytes, count);
    } else if (count >= 16) {
        uint64_t head[2], tail[2];
        memcpy(head, bytes, 16);
        memcpy(tail, bytes + count - 16, 16);
        memcpy(room, head, 16);
        memcpy(room + count - 16, tail, 16);
    } else if (count >= 8) {
        uint64_t head, tail;
        memcpy(&head, bytes, 8);
        memcpy(&tail, bytes + count - 8, 8);
        memcpy(room, &head, 8);
        memcpy(room + count - 8, &tail, 8);
    } else if (count >= 4) {
        uint32_t head, tail;
        memcpy(&head, bytes, 4);
        memcpy(&tail, bytes + count - 4, 4);
        memcpy(room, &head, 4);
        memcpy(room + count - 4, &tail, 4);
    } else {
        for (size_t i = 0; i < count; i++) room[i] = bytes[i];
    }
}

/// Writes `name: value CRLF` to `room` and says whether the name is a lower-case token, `:` allowed in front of it, and
/// the value field text (RFC 9113, 8.2.1; spaces at its ends are not looked at).
///
/// `room` has space for the line and `CBytes_line_slack` bytes more, whose content does not matter: the colon and the
/// CR that are written here end both scans.
static inline int CBytes_write_field(
    uint8_t *room, const uint8_t *name, size_t name_count, const uint8_t *value, size_t value_count) {
    size_t value_start = name_count + 2, value_end = value_start + value_count;
    size_t limit = value_end + 2 + CBytes_line_slack;
    CBytes_copy_run(room, name, name_count);
    memcpy(room + name_count, ": ", 2);
    CBytes_copy_run(room + value_start, value, value_count);
    memcpy(room + value_end, "\r\n", 2);
    size_t first = name_count > 0 && room[0] == ':' ? 1 : 0;
    return name_count > first && CBytes_lower_token_end(room, limit, first) == name_count &&
           CBytes_text_end(room, limit, value_start) == value_end;
}

/// The line at `start` of lines that are known to be well formed and have one space behind the colon, as we write them;
/// all zeros when it is no such line. What stands in name and value is not looked at.
static inline CBytes_line CBytes_own_line(const uint8_t *bytes, size_t count, size_t start) {
    CBytes_line line = {0, 0, 0, 0};
    size_t colon = start + CBytes_index(bytes + start, count - start, ':');
    if (colon == start || colon + 1 >= count || bytes[colon + 1] != ' ') return line;
    size_t end = colon + 2 + CBytes_index(bytes + colon + 2, count - colon - 2, '\r');
    if (end + 1 >= count || bytes[end + 1] != '\n') return line;
    line.name_end = colon;
    line.value_start = colon + 2;
    line.value_end = end;
    line.next = end + 2;
    return line;
}

/// Turns the upper-case letters of `bytes[0..<count]` to lower case. `CBytes_line_slack` bytes behind them must be there:
/// they may be written once more as they are.
static inline void CBytes_lower_in_place(uint8_t *bytes, size_t count) {
#if defined(__SSE2__)
    const __m128i lanes = _mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    for (size_t i = 0; i < count; i += 16) {
        __m128i chunk = _mm_loadu_si128((const __m128i *)(bytes + i));
        __m128i inside = _mm_cmplt_epi8(lanes, _mm_set1_epi8((char)(count - i < 16 ? count - i : 16)));
        __m128i upper = _mm_and_si128(CBytes_in_range(chunk, 'A', 'Z'), inside);
        chunk = _mm_or_si128(chunk, _mm_and_si128(upper, _mm_set1_epi8(0x20)));
        _mm_storeu_si128((__m128i *)(bytes + i), chunk);
    }
#else
    for (; count > 0; bytes++, count--)
        if ((uint8_t)(*bytes - 'A') <= 25) *bytes |= 0x20;
#endif
}

#endif
