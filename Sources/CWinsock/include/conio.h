// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Keys of the terminal.
#ifndef WS2_CONIO_H
#define WS2_CONIO_H

#include "winbase.h"

#ifdef __cplusplus
extern "C" {
#endif
// Whether a key has been pressed; the next one, without or with showing it, without waiting for a line. 0xE0 comes
// before the code of a key that is no character.
int ws2_kbhit(void);
int ws2_getch(int echo);
#ifdef __cplusplus
}
#endif
static inline WS2_MAYBE_UNUSED int _kbhit(void) { return ws2_kbhit(); }
static inline WS2_MAYBE_UNUSED int _getch(void) { return ws2_getch(0); }
static inline WS2_MAYBE_UNUSED int _getche(void) { return ws2_getch(1); }
static inline WS2_MAYBE_UNUSED int _putch(int character) { return putchar(character); }
static inline WS2_MAYBE_UNUSED int _cputs(const char *text) { return fputs(text, stdout) < 0 ? -1 : 0; }
#define _cprintf printf
#define kbhit _kbhit
#define getch _getch
#define getche _getche

#endif
