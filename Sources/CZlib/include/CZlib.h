// gzip of whole buffers over zlib's streams, whose set-up functions are macros.
#ifndef CZLIB_H
#define CZLIB_H

#include <stddef.h>
#include <stdint.h>

/// The most bytes that `CZlib_gzip` makes of `length` bytes.
size_t CZlib_gzip_bound(size_t length);

/// Compresses `length` bytes (RFC 1952, level 1: speed). The size of the result, or -1 when `capacity` is too small or
/// memory is short.
long CZlib_gzip(const uint8_t *input, size_t length, uint8_t *output, size_t capacity);

/// Expands one gzip member and nothing behind it. The size of the result, -1 when the input is no gzip or is cut short,
/// -2 when the result needs more than `capacity` bytes.
long CZlib_gunzip(const uint8_t *input, size_t length, uint8_t *output, size_t capacity);

#endif
