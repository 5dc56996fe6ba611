// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// The main of programs that begin with wmain or WinMain, or in C++ with a void main that is compiled with -Dmain=void_main
// (libws2_main.a). A program with a main of its own does not take
// this one. Which form there is, and how wide its characters are, is known when the program is linked: the headers name
// wmain after the width, and C++ after the parameters.
#include <locale.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WEAK(name, symbol, ...) extern int name(__VA_ARGS__) __asm__(symbol) __attribute__((weak))
typedef uint32_t **wide;
typedef uint16_t **narrow16;
WEAK(c_wide, "ws2_wmain_32", int, wide, wide);
WEAK(c_short, "ws2_wmain_16", int, narrow16, narrow16);
WEAK(cpp_wide_0, "_Z12ws2_wmain_32v", int, wide, wide);
WEAK(cpp_wide_2, "_Z12ws2_wmain_32iPPw", int, wide, wide);
WEAK(cpp_wide_3, "_Z12ws2_wmain_32iPPwS0_", int, wide, wide);
WEAK(cpp_short_0, "_Z12ws2_wmain_16v", int, narrow16, narrow16);
WEAK(cpp_short_2, "_Z12ws2_wmain_16iPPw", int, narrow16, narrow16);
WEAK(cpp_short_3, "_Z12ws2_wmain_16iPPwS0_", int, narrow16, narrow16);
WEAK(win_main, "WinMain", void *, void *, char *, int);
extern void void_main(int, char **) __asm__("_Z9void_mainiPPc") __attribute__((weak));
extern void void_main_0(void) __asm__("_Z9void_mainv") __attribute__((weak));

size_t ws2_mbstowcs_16(uint16_t *out, const char *text, size_t size);
char *GetCommandLineA(void);

static void *copy(const char *text, size_t width) {
  if (width == 2) {
    size_t n = ws2_mbstowcs_16(NULL, text, 0);
    uint16_t *out = n == (size_t)-1 ? NULL : malloc((n + 1) * 2);
    if (out)
      ws2_mbstowcs_16(out, text, n + 1);
    return out;
  }
  size_t n = strlen(text);
  uint32_t *out = malloc((n + 1) * 4), *next = out;
  for (const unsigned char *p = (const unsigned char *)text; out && *p;) {
    int more = p[0] >= 0xF0 ? 3 : p[0] >= 0xE0 ? 2 : p[0] >= 0xC0 ? 1 : 0;
    uint32_t c = more == 3 ? p[0] & 7 : more == 2 ? p[0] & 15 : more == 1 ? p[0] & 31 : p[0];
    for (p++; more > 0 && (*p & 0xC0) == 0x80; more--)
      c = c << 6 | (*p++ & 0x3F);
    *next++ = c;
  }
  if (out)
    *next = 0;
  return out;
}

static void **copies(char **texts, size_t width) {
  size_t n = 0;
  while (texts[n])
    n++;
  void **out = calloc(n + 1, sizeof *out);
  for (size_t i = 0; out && i < n; i++)
    if (!(out[i] = copy(texts[i], width)))
      out[i] = calloc(1, width);
  return out;
}

// What follows the program's name on the command line.
static char *arguments_only(void) {
  char *p = GetCommandLineA(), quote = 0;
  for (; *p && (quote || *p != ' '); p++)
    if (*p == '"')
      quote = !quote;
  while (*p == ' ')
    p++;
  return p;
}

int main(int argc, char **argv, char **environment) {
  int (*wide_main)(int, wide, wide) = c_wide ? c_wide : cpp_wide_2 ? cpp_wide_2 : cpp_wide_3 ? cpp_wide_3 : cpp_wide_0;
  int (*short_main)(int, narrow16, narrow16) = c_short ? c_short : cpp_short_2 ? cpp_short_2 : cpp_short_3 ? cpp_short_3 : cpp_short_0;
  if (wide_main)
    return wide_main(argc, (wide)(void *)copies(argv, 4), (wide)(void *)copies(environment, 4));
  if (short_main)
    return short_main(argc, (narrow16)(void *)copies(argv, 2), (narrow16)(void *)copies(environment, 2));
  if (win_main)
    return win_main(NULL, NULL, arguments_only(), 10);
  if (void_main || void_main_0) {
    if (void_main)
      void_main(argc, argv);
    else
      void_main_0();
    return 0;
  }
  fprintf(stderr, "this program has neither main nor wmain nor WinMain\n");
  return 127;
}
