// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Wide output through the narrow functions, and narrow output with the formats that only Microsoft has (ws2_stdio.h). The entry
// points exist for 32-bit and for 16-bit characters; what differs between the two is only how a string is read.
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#define EXPORT __attribute__((visibility("default")))

enum width { NARROW = 1, SHORT = 2, LONG = 4 };

// The next code point of a string, joining surrogate pairs; the string advances by the units read.
static uint32_t next_scalar(const void **text, enum width width) {
  uint32_t c, low;
  if (width == LONG) {
    const uint32_t *p = *text;
    c = p[0];
    low = c >= 0xD800 && c < 0xDC00 ? p[1] : 0;
    *text = p + (c != 0);
    if (low >= 0xDC00 && low < 0xE000)
      *text = p + 2;
  } else {
    const uint16_t *p = *text;
    c = p[0];
    low = c >= 0xD800 && c < 0xDC00 ? p[1] : 0;
    *text = p + (c != 0);
    if (low >= 0xDC00 && low < 0xE000)
      *text = p + 2;
  }
  if (low >= 0xDC00 && low < 0xE000)
    return 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
  return c > 0x10FFFF || (c >= 0xD800 && c < 0xE000) ? 0xFFFD : c;
}

static int encode(uint32_t c, char *out) {
  if (c < 0x80) {
    out[0] = (char)c;
    return 1;
  }
  if (c < 0x800) {
    out[0] = (char)(0xC0 | c >> 6);
    out[1] = (char)(0x80 | (c & 0x3F));
    return 2;
  }
  if (c < 0x10000) {
    out[0] = (char)(0xE0 | c >> 12);
    out[1] = (char)(0x80 | (c >> 6 & 0x3F));
    out[2] = (char)(0x80 | (c & 0x3F));
    return 3;
  }
  out[0] = (char)(0xF0 | c >> 18);
  out[1] = (char)(0x80 | (c >> 12 & 0x3F));
  out[2] = (char)(0x80 | (c >> 6 & 0x3F));
  out[3] = (char)(0x80 | (c & 0x3F));
  return 4;
}

// A string in UTF-8, to be freed; at most limit code points, all if limit is negative.
static char *utf8(const void *text, enum width width, int limit) {
  size_t room = 64, used = 0;
  char *out = malloc(room);
  while (out && limit != 0) {
    uint32_t c = next_scalar(&text, width);
    if (c == 0)
      break;
    if (used + 5 > room) {
      char *more = realloc(out, room *= 2);
      if (!more) {
        free(out);
        return NULL;
      }
      out = more;
    }
    used += (size_t)encode(c, out + used);
    if (limit > 0)
      limit--;
  }
  if (out)
    out[used] = 0;
  return out;
}

// MARK: Formats

// One conversion specification as read from the format.
struct spec {
  char flags[8];
  int width, precision;   // -1: none
  char length[4];
  char conversion;
};

static const char *parse(const char *p, struct spec *s, va_list *ap) {
  size_t n = 0;
  s->width = s->precision = -1;
  while (*p && strchr("-+ #0", *p)) {
    if (n < sizeof s->flags - 1)
      s->flags[n++] = *p;
    p++;
  }
  s->flags[n] = 0;
  if (*p == '*') {
    s->width = va_arg(*ap, int);
    p++;
    if (s->width < 0) {
      s->width = -s->width;
      if (n < sizeof s->flags - 1) {
        s->flags[n++] = '-';
        s->flags[n] = 0;
      }
    }
  } else if (*p >= '0' && *p <= '9') {
    s->width = (int)strtol(p, (char **)&p, 10);
  }
  if (*p == '.') {
    p++;
    if (*p == '*') {
      s->precision = va_arg(*ap, int);
      p++;
    } else {
      s->precision = (int)strtol(p, (char **)&p, 10);
    }
  }
  s->length[0] = 0;
  if (!strncmp(p, "I64", 3)) {
    strcpy(s->length, "ll");
    p += 3;
  } else if (!strncmp(p, "I32", 3)) {
    p += 3;
  } else if (*p == 'I') {
    strcpy(s->length, "z");
    p++;
  } else {
    for (n = 0; *p && strchr("hljztLw", *p) && n < 2; p++)
      s->length[n++] = *p;
    s->length[n] = 0;
  }
  s->conversion = *p ? *p++ : 0;
  return p;
}

// The specification for printf, with another length and conversion.
static void rebuild(const struct spec *s, const char *length, char conversion, char *out, size_t size) {
  int n = snprintf(out, size, "%%%s", s->flags);
  if (s->width >= 0)
    n += snprintf(out + n, size - (size_t)n, "%d", s->width);
  if (s->precision >= 0)
    n += snprintf(out + n, size - (size_t)n, ".%d", s->precision);
  snprintf(out + n, size - (size_t)n, "%s%c", length, conversion);
}

static int print_string(FILE *f, const struct spec *s, const void *text, enum width width) {
  struct spec whole = *s;
  char format[64];
  if (width == NARROW) {
    rebuild(s, "", 's', format, sizeof format);
    return fprintf(f, format, text ? (const char *)text : "(null)");
  }
  char *narrow = text ? utf8(text, width, s->precision) : strdup("(null)");
  if (!narrow)
    return -1;
  whole.precision = -1;
  // Padding counts characters, printf counts bytes.
  if (whole.width >= 0)
    for (const char *p = narrow; *p; p++)
      whole.width += (*p & 0xC0) == 0x80;
  rebuild(&whole, "", 's', format, sizeof format);
  int n = fprintf(f, format, narrow);
  free(narrow);
  return n;
}

static int print_integer(FILE *f, const struct spec *s, va_list *ap) {
  char format[64];
  rebuild(s, s->length, s->conversion, format, sizeof format);
  if (!strcmp(s->length, "ll"))
    return fprintf(f, format, va_arg(*ap, long long));
  if (s->length[0] == 'l' || s->length[0] == 'j' || s->length[0] == 'z' || s->length[0] == 't')
    return fprintf(f, format, va_arg(*ap, long));
  return fprintf(f, format, va_arg(*ap, int));
}

static int print_float(FILE *f, const struct spec *s, va_list *ap) {
  char format[64];
  if (s->length[0] == 'L') {
    rebuild(s, "L", s->conversion, format, sizeof format);
    return fprintf(f, format, va_arg(*ap, long double));
  }
  rebuild(s, "", s->conversion, format, sizeof format);
  return fprintf(f, format, va_arg(*ap, double));
}

static int print_character(FILE *f, const struct spec *s, va_list *ap, int is_wide, enum width width) {
  uint32_t text[2] = {0, 0};
  uint16_t short_text[2] = {0, 0};
  char narrow[2] = {0, 0};
  int c = va_arg(*ap, int);
  if (!is_wide) {
    narrow[0] = (char)c;
    return print_string(f, s, narrow, NARROW);
  }
  text[0] = (uint32_t)c;
  short_text[0] = (uint16_t)c;
  return print_string(f, s, width == LONG ? (void *)text : (void *)short_text, width);
}

// %s is a string of the format's own kind, %S one of the other.
static int print_one(FILE *f, const struct spec *s, va_list *ap, enum width width, int is_narrow) {
  char format[64];
  int is_upper = s->conversion == 'S' || s->conversion == 'C';
  int is_wide = s->length[0] == 'h' ? 0 : s->length[0] == 'l' || s->length[0] == 'w' ? 1 : is_upper == is_narrow;
  switch (s->conversion) {
  case '%': return fputc('%', f) < 0 ? -1 : 1;
  case 's': case 'S': return print_string(f, s, va_arg(*ap, const void *), is_wide ? width : NARROW);
  case 'c': case 'C': return print_character(f, s, ap, is_wide, width);
  case 'd': case 'i': case 'o': case 'u': case 'x': case 'X': return print_integer(f, s, ap);
  case 'e': case 'E': case 'f': case 'F': case 'g': case 'G': case 'a': case 'A': return print_float(f, s, ap);
  case 'p':
    rebuild(s, "", 'p', format, sizeof format);
    return fprintf(f, format, va_arg(*ap, void *));
  default: return 0;
  }
}

static int print_all(FILE *f, const char *format, enum width width, int is_narrow, va_list arguments) {
  int total = 0;
  va_list ap;
  va_copy(ap, arguments);
  flockfile(f);
  for (const char *p = format; *p && total >= 0;) {
    size_t plain = strcspn(p, "%");
    if (plain) {
      total = fwrite(p, 1, plain, f) == plain ? total + (int)plain : -1;
      p += plain;
      continue;
    }
    struct spec s;
    p = parse(p + 1, &s, &ap);
    int n = print_one(f, &s, &ap, width, is_narrow);
    total = n < 0 ? -1 : total + n;
  }
  funlockfile(f);
  va_end(ap);
  return total;
}

static int print(FILE *f, const void *wide_format, enum width width, va_list arguments) {
  char *format = utf8(wide_format, width, -1);
  int total = format ? print_all(f, format, width, 0, arguments) : -1;
  free(format);
  return total;
}

// MARK: Into memory

static const char *read_scalar(const char *p, uint32_t *c) {
  const unsigned char *s = (const unsigned char *)p;
  int more = s[0] >= 0xF0 ? 3 : s[0] >= 0xE0 ? 2 : s[0] >= 0xC0 ? 1 : 0;
  *c = more == 3 ? s[0] & 7 : more == 2 ? s[0] & 15 : more == 1 ? s[0] & 31 : s[0];
  for (p++; more > 0 && (*p & 0xC0) == 0x80; more--)
    *c = *c << 6 | (uint32_t)(*p++ & 0x3F);
  return p;
}

// Stores what fits with a NUL; the count of characters, or -1 if they do not fit.
static int print_to_memory(void *out, size_t size, const void *format, enum width width, va_list arguments) {
  char *text = NULL;
  size_t length = 0, n = 0;
  FILE *f = open_memstream(&text, &length);
  int result = f ? print(f, format, width, arguments) : -1;
  if (f)
    fclose(f);
  for (const char *p = text; result >= 0 && p < text + length;) {
    uint32_t c, units = 1;
    p = read_scalar(p, &c);
    if (width == SHORT && c > 0xFFFF)
      units = 2;
    if (n + units >= size) {
      result = -1;
      break;
    }
    if (width == LONG) {
      ((uint32_t *)out)[n] = c;
    } else if (units == 2) {
      ((uint16_t *)out)[n] = (uint16_t)(0xD800 + ((c - 0x10000) >> 10));
      ((uint16_t *)out)[n + 1] = (uint16_t)(0xDC00 + ((c - 0x10000) & 0x3FF));
    } else {
      ((uint16_t *)out)[n] = (uint16_t)c;
    }
    n += units;
  }
  if (size > 0 && width == LONG)
    ((uint32_t *)out)[n] = 0;
  else if (size > 0)
    ((uint16_t *)out)[n] = 0;
  free(text);
  return result < 0 ? -1 : (int)n;
}

// MARK: Narrow formats

// Whether a format says anything that libc does not know, or knows as something else. The rest is libc's.
static int is_foreign(const char *p) {
  int found = 0;
  for (p = strchr(p, '%'); p; p = strchr(p, '%')) {
    p++;
    if (*p == '%') {
      p++;
      continue;
    }
    while (*p && strchr("-+ #0123456789*.'$", *p))
      if (*p++ == '$')
        return 0;
    if (*p == 'I' || *p == 'w' || *p == 'S' || *p == 'C' || ((*p == 'h' || *p == 'l') && p[1] && strchr("sScC", p[1])))
      found = 1;
  }
  return found;
}

static int print_narrow(FILE *f, const char *format, enum width width, va_list arguments) {
  if (is_foreign(format))
    return print_all(f, format, width, 1, arguments);
  va_list copy;
  va_copy(copy, arguments);
  int n = vfprintf(f, format, copy);
  va_end(copy);
  return n;
}

// Stores what fits with a NUL; the count of all characters.
static int print_narrow_to_memory(char *out, size_t size, const char *format, enum width width, va_list arguments) {
  if (!is_foreign(format)) {
    va_list copy;
    va_copy(copy, arguments);
    int n = vsnprintf(out, size, format, copy);
    va_end(copy);
    return n;
  }
  char *text = NULL;
  size_t length = 0;
  FILE *f = open_memstream(&text, &length);
  int n = f ? print_all(f, format, width, 1, arguments) : -1;
  if (f && fclose(f))
    n = -1;
  if (size > 0) {
    size_t stored = n < 0 ? 0 : length < size ? length : size - 1;
    if (stored > 0)
      memcpy(out, text, stored);
    out[stored] = 0;
  }
  free(text);
  return n;
}

// A format of Microsoft's scanf as libc knows it; to be freed.
static char *scan_format(const char *p) {
  char *out = malloc(strlen(p) + 1), *o = out;
  while (out && *p) {
    if ((*o++ = *p++) != '%')
      continue;
    while (*p == '*' || (*p >= '0' && *p <= '9'))
      *o++ = *p++;
    if (!strncmp(p, "I64", 3)) {
      *o++ = 'l', *o++ = 'l';
      p += 3;
    } else if (!strncmp(p, "I32", 3)) {
      p += 3;
    } else if (*p == 'I') {
      *o++ = 'z';
      p++;
    } else if (*p == 'w') {
      *o++ = 'l';
      p++;
    } else if (*p == 'h' && p[1] && strchr("sScC", p[1])) {
      p++;
      *o++ = *p++ | 0x20;
      continue;
    }
    // A set of characters may hold a %.
    if (*p == 'l' && p[1] == '[')
      *o++ = *p++;
    if (*p == '[') {
      *o++ = *p++;
      if (*p == '^')
        *o++ = *p++;
      if (*p == ']')
        *o++ = *p++;
      while (*p && *p != ']')
        *o++ = *p++;
    }
    if (*p)
      *o++ = *p++;
  }
  if (out)
    *o = 0;
  return out;
}

#define SCAN(call)                       \
  va_list copy;                          \
  char *known = scan_format(format);     \
  if (!known)                            \
    return EOF;                          \
  va_copy(copy, arguments);              \
  int n = call;                          \
  va_end(copy);                          \
  free(known);                           \
  return n;
#define FORWARD(call)                    \
  va_list arguments;                     \
  va_start(arguments, format);           \
  int n = call;                          \
  va_end(arguments);                     \
  return n;

EXPORT int ws2_narrow_vsscanf(const char *text, const char *format, va_list arguments) { SCAN(vsscanf(text, known, copy)) }
EXPORT int ws2_narrow_vfscanf(FILE *f, const char *format, va_list arguments) { SCAN(vfscanf(f, known, copy)) }
EXPORT int ws2_narrow_vscanf(const char *format, va_list arguments) { SCAN(vscanf(known, copy)) }
EXPORT int ws2_narrow_sscanf(const char *text, const char *format, ...) { FORWARD(ws2_narrow_vsscanf(text, format, arguments)) }
EXPORT int ws2_narrow_fscanf(FILE *f, const char *format, ...) { FORWARD(ws2_narrow_vfscanf(f, format, arguments)) }
EXPORT int ws2_narrow_scanf(const char *format, ...) { FORWARD(ws2_narrow_vscanf(format, arguments)) }

// MARK: Plain text

static int put_text(FILE *f, const void *text, enum width width, int with_newline) {
  char *narrow = utf8(text, width, -1);
  int result = narrow && fputs(narrow, f) >= 0 && (!with_newline || fputc('\n', f) >= 0) ? 0 : -1;
  free(narrow);
  return result;
}

static wint_t put_character(FILE *f, uint32_t c) {
  char bytes[4];
  size_t n = (size_t)encode(c, bytes);
  return fwrite(bytes, 1, n, f) == n ? (wint_t)c : WEOF;
}

// MARK: The entry points

#define NARROW_ENTRY_POINTS(suffix, width)                                                            \
  /* -1 if it does not fit. */                                                                        \
  EXPORT int ws2_vsnprintf##suffix(char *out, size_t size, const char *format, va_list arguments) {   \
    int n = print_narrow_to_memory(out, size, format, width, arguments);                              \
    return n < 0 || (size_t)n >= size ? -1 : n;                                                       \
  }                                                                                                   \
  EXPORT int ws2_narrow_vsnprintf##suffix(char *out, size_t size, const char *format, va_list arguments) { \
    return print_narrow_to_memory(out, size, format, width, arguments);                               \
  }                                                                                                   \
  EXPORT int ws2_narrow_vsprintf##suffix(char *out, const char *format, va_list arguments) {          \
    return print_narrow_to_memory(out, INT32_MAX, format, width, arguments);                          \
  }                                                                                                   \
  EXPORT int ws2_narrow_vfprintf##suffix(FILE *f, const char *format, va_list arguments) {            \
    return print_narrow(f, format, width, arguments);                                                 \
  }                                                                                                   \
  EXPORT int ws2_narrow_vprintf##suffix(const char *format, va_list arguments) {                      \
    return print_narrow(stdout, format, width, arguments);                                            \
  }                                                                                                   \
  EXPORT int ws2_narrow_snprintf##suffix(char *out, size_t size, const char *format, ...) {           \
    FORWARD(print_narrow_to_memory(out, size, format, width, arguments))                              \
  }                                                                                                   \
  EXPORT int ws2_narrow_sprintf##suffix(char *out, const char *format, ...) {                         \
    FORWARD(print_narrow_to_memory(out, INT32_MAX, format, width, arguments))                         \
  }                                                                                                   \
  EXPORT int ws2_narrow_fprintf##suffix(FILE *f, const char *format, ...) {                           \
    FORWARD(print_narrow(f, format, width, arguments))                                                \
  }                                                                                                   \
  EXPORT int ws2_narrow_printf##suffix(const char *format, ...) {                                     \
    FORWARD(print_narrow(stdout, format, width, arguments))                                           \
  }

NARROW_ENTRY_POINTS(, LONG)
NARROW_ENTRY_POINTS(_16, SHORT)

#define ENTRY_POINTS(suffix, character, width)                                                        \
  EXPORT int ws2_vfwprintf##suffix(FILE *f, const character *format, va_list arguments) {             \
    return print(f, format, width, arguments);                                                        \
  }                                                                                                   \
  EXPORT int ws2_vwprintf##suffix(const character *format, va_list arguments) {                       \
    return print(stdout, format, width, arguments);                                                   \
  }                                                                                                   \
  EXPORT int ws2_fwprintf##suffix(FILE *f, const character *format, ...) {                            \
    va_list arguments;                                                                                \
    va_start(arguments, format);                                                                      \
    int n = print(f, format, width, arguments);                                                       \
    va_end(arguments);                                                                                \
    return n;                                                                                         \
  }                                                                                                   \
  EXPORT int ws2_wprintf##suffix(const character *format, ...) {                                      \
    va_list arguments;                                                                                \
    va_start(arguments, format);                                                                      \
    int n = print(stdout, format, width, arguments);                                                  \
    va_end(arguments);                                                                                \
    return n;                                                                                         \
  }                                                                                                   \
  EXPORT int ws2_vsnwprintf##suffix(character *out, size_t size, const character *format, va_list arguments) { \
    return print_to_memory(out, size, format, width, arguments);                                      \
  }                                                                                                   \
  EXPORT int ws2_snwprintf##suffix(character *out, size_t size, const character *format, ...) {       \
    va_list arguments;                                                                                \
    va_start(arguments, format);                                                                      \
    int n = print_to_memory(out, size, format, width, arguments);                                     \
    va_end(arguments);                                                                                \
    return n;                                                                                         \
  }                                                                                                   \
  EXPORT int ws2_fputws##suffix(const character *text, FILE *f) { return put_text(f, text, width, 0); } \
  EXPORT int ws2_putws##suffix(const character *text) { return put_text(stdout, text, width, 1); }    \
  EXPORT wint_t ws2_fputwc##suffix(character c, FILE *f) { return put_character(f, (uint32_t)c); }     \
  EXPORT wint_t ws2_putwchar##suffix(character c) { return put_character(stdout, (uint32_t)c); }

ENTRY_POINTS(, uint32_t, LONG)
ENTRY_POINTS(_16, uint16_t, SHORT)
