// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// The console.
#ifndef WS2_CONSOLEAPI_H
#define WS2_CONSOLEAPI_H

#include "winbase.h"

typedef struct _CONSOLE_READCONSOLE_CONTROL {
  ULONG nLength;
  ULONG nInitialChars;
  ULONG dwCtrlWakeupMask;
  ULONG dwControlKeyState;
} CONSOLE_READCONSOLE_CONTROL, *PCONSOLE_READCONSOLE_CONTROL;
typedef CONSOLE_SCREEN_BUFFER_INFO *PCONSOLE_SCREEN_BUFFER_INFO;
typedef COORD *PCOORD;
typedef SMALL_RECT *PSMALL_RECT;
#define ENABLE_PROCESSED_INPUT 1
#define ENABLE_LINE_INPUT 2
#define ENABLE_ECHO_INPUT 4
#define ENABLE_WINDOW_INPUT 8
#define ENABLE_MOUSE_INPUT 16
#define ENABLE_INSERT_MODE 32
#define ENABLE_QUICK_EDIT_MODE 64
#define ENABLE_EXTENDED_FLAGS 128
#define ENABLE_VIRTUAL_TERMINAL_INPUT 512
#define ENABLE_PROCESSED_OUTPUT 1
#define ENABLE_WRAP_AT_EOL_OUTPUT 2
#define ENABLE_VIRTUAL_TERMINAL_PROCESSING 4
#define FOREGROUND_BLUE 1
#define FOREGROUND_GREEN 2
#define FOREGROUND_RED 4
#define FOREGROUND_INTENSITY 8
#define BACKGROUND_BLUE 16
#define BACKGROUND_GREEN 32
#define BACKGROUND_RED 64
#define BACKGROUND_INTENSITY 128
#define ATTACH_PARENT_PROCESS 0xFFFFFFFFu

#ifdef __cplusplus
extern "C" {
#endif
BOOL SetStdHandle(DWORD nStdHandle, HANDLE hHandle);
BOOL ReadConsoleA(HANDLE hConsoleInput, LPVOID lpBuffer, DWORD nNumberOfCharsToRead, LPDWORD lpNumberOfCharsRead, PCONSOLE_READCONSOLE_CONTROL pInputControl);
BOOL ReadConsoleW(HANDLE hConsoleInput, LPVOID lpBuffer, DWORD nNumberOfCharsToRead, LPDWORD lpNumberOfCharsRead, PCONSOLE_READCONSOLE_CONTROL pInputControl) WS2_WIDE(ReadConsoleW);
BOOL FlushConsoleInputBuffer(HANDLE hConsoleInput);
BOOL GetConsoleMode(HANDLE hConsoleHandle, LPDWORD lpMode);
BOOL SetConsoleMode(HANDLE hConsoleHandle, DWORD dwMode);
BOOL GetConsoleScreenBufferInfo(HANDLE hConsoleOutput, PCONSOLE_SCREEN_BUFFER_INFO lpConsoleScreenBufferInfo);
BOOL SetConsoleTextAttribute(HANDLE hConsoleOutput, WORD wAttributes);
BOOL SetConsoleCursorPosition(HANDLE hConsoleOutput, COORD dwCursorPosition);
BOOL SetConsoleTitleA(LPCSTR lpConsoleTitle);
BOOL SetConsoleTitleW(LPCWSTR lpConsoleTitle) WS2_WIDE(SetConsoleTitleW);
DWORD GetConsoleTitleA(LPSTR lpConsoleTitle, DWORD nSize);
DWORD GetConsoleTitleW(LPWSTR lpConsoleTitle, DWORD nSize) WS2_WIDE(GetConsoleTitleW);
UINT GetConsoleCP(void);
UINT GetConsoleOutputCP(void);
BOOL SetConsoleCP(UINT wCodePageID);
BOOL SetConsoleOutputCP(UINT wCodePageID);
UINT GetACP(void);
UINT GetOEMCP(void);
HWND GetConsoleWindow(void);
BOOL AllocConsole(void);
BOOL AttachConsole(DWORD dwProcessId);
BOOL GenerateConsoleCtrlEvent(DWORD dwCtrlEvent, DWORD dwProcessGroupId);
#ifdef __cplusplus
}
#endif
#define ReadConsole WS2_AW(ReadConsole)
#define SetConsoleTitle WS2_AW(SetConsoleTitle)
#define GetConsoleTitle WS2_AW(GetConsoleTitle)
#endif
