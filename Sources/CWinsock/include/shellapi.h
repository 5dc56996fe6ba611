// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// The words of a command line.
#ifndef WS2_SHELLAPI_H
#define WS2_SHELLAPI_H

#include "winbase.h"

#ifdef __cplusplus
extern "C" {
#endif
LPWSTR *CommandLineToArgvW(LPCWSTR lpCmdLine, int *pNumArgs) WS2_WIDE(CommandLineToArgvW);
#ifdef __cplusplus
}
#endif

#endif
