#include "CZlib.h"

#include <limits.h>
#include <string.h>
#include <zlib.h>

// 15 bits of window, and 16 for a gzip wrapper instead of zlib's own.
enum { GZIP_WINDOW = 15 + 16, MEMORY_LEVEL = 8 };

static int set(z_stream *stream, const uint8_t *input, size_t length, uint8_t *output, size_t capacity) {
    if (length > UINT_MAX || capacity > UINT_MAX) return 0;
    memset(stream, 0, sizeof *stream);
    // zlib does not write to its input; the field is not const for the sake of old callers.
    stream->next_in = (Bytef *)input;
    stream->avail_in = (uInt)length;
    stream->next_out = output;
    stream->avail_out = (uInt)capacity;
    return 1;
}

size_t CZlib_gzip_bound(size_t length) {
    // compressBound counts zlib's wrapper of 6 bytes; gzip's has 18.
    return compressBound(length) + 12;
}

long CZlib_gzip(const uint8_t *input, size_t length, uint8_t *output, size_t capacity) {
    z_stream stream;
    if (!set(&stream, input, length, output, capacity)) return -1;
    if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, GZIP_WINDOW, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK) return -1;
    int result = deflate(&stream, Z_FINISH);
    long count = (long)stream.total_out;
    deflateEnd(&stream);
    return result == Z_STREAM_END ? count : -1;
}

long CZlib_gunzip(const uint8_t *input, size_t length, uint8_t *output, size_t capacity) {
    z_stream stream;
    if (!set(&stream, input, length, output, capacity)) return -1;
    if (inflateInit2(&stream, GZIP_WINDOW) != Z_OK) return -1;
    int result = inflate(&stream, Z_FINISH);
    long count = (long)stream.total_out;
    int whole = result == Z_STREAM_END && stream.avail_in == 0;
    int full = (result == Z_OK || result == Z_BUF_ERROR) && stream.avail_out == 0;
    inflateEnd(&stream);
    if (whole) return count;
    return full ? -2 : -1;
}
