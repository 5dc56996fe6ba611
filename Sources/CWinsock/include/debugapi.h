// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Debuggers.
#ifndef WS2_DEBUGAPI_H
#define WS2_DEBUGAPI_H

#include "winbase.h"

#ifdef __cplusplus
extern "C" {
#endif
BOOL IsDebuggerPresent(void);
void OutputDebugStringA(LPCSTR lpOutputString);
void OutputDebugStringW(LPCWSTR lpOutputString) WS2_WIDE(OutputDebugStringW);
void DebugBreak(void);
#ifdef __cplusplus
}
#endif

#endif
