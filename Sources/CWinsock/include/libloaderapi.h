// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Modules, which winbase.h declares.
#ifndef WS2_LIBLOADERAPI_H
#define WS2_LIBLOADERAPI_H

#include "winbase.h"

#ifdef __cplusplus
extern "C" {
#endif
DWORD GetModuleFileNameA(HMODULE hModule, LPSTR lpFilename, DWORD nSize);
DWORD GetModuleFileNameW(HMODULE hModule, LPWSTR lpFilename, DWORD nSize) WS2_WIDE(GetModuleFileNameW);
#ifdef __cplusplus
}
#endif
#define GetModuleFileName WS2_AW(GetModuleFileName)
#endif
