// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Variables, the command line, the standard handles.
#ifndef WS2_PROCESSENV_H
#define WS2_PROCESSENV_H

#include "winbase.h"

#ifdef __cplusplus
extern "C" {
#endif
DWORD GetEnvironmentVariableA(LPCSTR lpName, LPSTR lpBuffer, DWORD nSize);
DWORD GetEnvironmentVariableW(LPCWSTR lpName, LPWSTR lpBuffer, DWORD nSize) WS2_WIDE(GetEnvironmentVariableW);
BOOL SetEnvironmentVariableA(LPCSTR lpName, LPCSTR lpValue);
BOOL SetEnvironmentVariableW(LPCWSTR lpName, LPCWSTR lpValue) WS2_WIDE(SetEnvironmentVariableW);
DWORD ExpandEnvironmentStringsA(LPCSTR lpSrc, LPSTR lpDst, DWORD nSize);
DWORD ExpandEnvironmentStringsW(LPCWSTR lpSrc, LPWSTR lpDst, DWORD nSize) WS2_WIDE(ExpandEnvironmentStringsW);
LPSTR GetEnvironmentStringsA(void);
LPWCH GetEnvironmentStringsW(void) WS2_WIDE(GetEnvironmentStringsW);
BOOL FreeEnvironmentStringsA(LPCH penv);
BOOL FreeEnvironmentStringsW(LPWCH penv) WS2_WIDE(FreeEnvironmentStringsW);
LPSTR GetCommandLineA(void);
LPWSTR GetCommandLineW(void) WS2_WIDE(GetCommandLineW);
#ifdef __cplusplus
}
#endif
#define GetEnvironmentVariable WS2_AW(GetEnvironmentVariable)
#define SetEnvironmentVariable WS2_AW(SetEnvironmentVariable)
#define ExpandEnvironmentStrings WS2_AW(ExpandEnvironmentStrings)
#endif
