// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// The wide string functions of libc over 16-bit characters, for programs with -fshort-wchar (ws2_stdio.h).
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define EXPORT __attribute__((visibility("default")))
typedef uint16_t unit;

EXPORT size_t ws2_wcslen_16(const unit *s) {
  size_t n = 0;
  while (s[n])
    n++;
  return n;
}

EXPORT unit *ws2_wcscpy_16(unit *out, const unit *s) { return memmove(out, s, (ws2_wcslen_16(s) + 1) * sizeof *s); }

EXPORT unit *ws2_wcsncpy_16(unit *out, const unit *s, size_t count) {
  size_t i = 0;
  for (; i < count && s[i]; i++)
    out[i] = s[i];
  for (; i < count; i++)
    out[i] = 0;
  return out;
}

EXPORT unit *ws2_wcscat_16(unit *out, const unit *s) {
  ws2_wcscpy_16(out + ws2_wcslen_16(out), s);
  return out;
}

EXPORT int ws2_wcsncmp_16(const unit *a, const unit *b, size_t count) {
  for (; count > 0; a++, b++, count--) {
    if (*a != *b)
      return *a < *b ? -1 : 1;
    if (!*a)
      break;
  }
  return 0;
}

EXPORT int ws2_wcscmp_16(const unit *a, const unit *b) { return ws2_wcsncmp_16(a, b, SIZE_MAX); }

EXPORT unit *ws2_wcschr_16(const unit *s, unit c) {
  while (*s != c)
    if (!*s++)
      return NULL;
  return (unit *)s;
}

EXPORT unit *ws2_wcsrchr_16(const unit *s, unit c) {
  const unit *last = NULL;
  do
    if (*s == c)
      last = s;
  while (*s++);
  return (unit *)last;
}

EXPORT unit *ws2_wcsstr_16(const unit *s, const unit *part) {
  size_t n = ws2_wcslen_16(part);
  for (;; s++) {
    if (!ws2_wcsncmp_16(s, part, n))
      return (unit *)s;
    if (!*s)
      return NULL;
  }
}

// Digits are ASCII: the number is read from a narrow copy of them.
EXPORT long ws2_wcstol_16(const unit *s, unit **end, int radix) {
  char text[80], *stop;
  size_t n = 0;
  while (n < sizeof text - 1 && s[n] && s[n] < 128) {
    text[n] = (char)s[n];
    n++;
  }
  text[n] = 0;
  long value = strtol(text, &stop, radix);
  if (end)
    *end = (unit *)s + (stop - text);
  return value;
}

// UTF-8 to UTF-16 and back, whatever the locale; the counts of mbstowcs and wcstombs.
EXPORT size_t ws2_mbstowcs_16(unit *out, const char *s, size_t size) {
  size_t n = 0;
  while (*s && (!out || n < size)) {
    const unsigned char *p = (const unsigned char *)s;
    int more = p[0] >= 0xF0 ? 3 : p[0] >= 0xE0 ? 2 : p[0] >= 0xC0 ? 1 : p[0] >= 0x80 ? -1 : 0;
    uint32_t c = more == 3 ? p[0] & 7 : more == 2 ? p[0] & 15 : more == 1 ? p[0] & 31 : p[0];
    if (more < 0)
      return (size_t)-1;
    for (s++; more > 0; more--, s++) {
      if ((*s & 0xC0) != 0x80)
        return (size_t)-1;
      c = c << 6 | (uint32_t)(*s & 0x3F);
    }
    if (c > 0xFFFF) {
      if (out && n + 1 >= size)
        return n;
      if (out)
        out[n] = (unit)(0xD800 + ((c - 0x10000) >> 10));
      n++;
      c = 0xDC00 + ((c - 0x10000) & 0x3FF);
    }
    if (out)
      out[n] = (unit)c;
    n++;
  }
  if (out && n < size)
    out[n] = 0;
  return n;
}

EXPORT size_t ws2_wcstombs_16(char *out, const unit *s, size_t size) {
  size_t n = 0;
  while (*s) {
    unsigned char bytes[4];
    size_t count;
    uint32_t c = *s++;
    if (c >= 0xD800 && c < 0xDC00 && *s >= 0xDC00 && *s < 0xE000)
      c = 0x10000 + ((c - 0xD800) << 10) + (*s++ - 0xDC00u);
    count = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = count; i-- > 1; c >>= 6)
      bytes[i] = (unsigned char)(0x80 | (c & 0x3F));
    bytes[0] = (unsigned char)(count == 1 ? c : (0xF00u >> count & 0xFF) | c);
    if (out && n + count > size)
      return n;
    if (out)
      memcpy(out + n, bytes, count);
    n += count;
  }
  if (out && n < size)
    out[n] = 0;
  return n;
}
