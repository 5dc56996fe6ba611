// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Checks of the debug C library, which the release library of Windows leaves out as well.
#ifndef WS2_CRTDBG_H
#define WS2_CRTDBG_H

#include "winbase.h"

#ifndef _DEBUG
#define _ASSERT(e) ((void)0)
#define _ASSERTE(e) ((void)0)
#else
#include <assert.h>
#define _ASSERT(e) assert(e)
#define _ASSERTE(e) assert(e)
#endif
#define _CRT_WARN 0
#define _CRT_ERROR 1
#define _CRT_ASSERT 2
#define _CRTDBG_ALLOC_MEM_DF 1
#define _CRTDBG_LEAK_CHECK_DF 32
#define _CRTDBG_REPORT_FLAG (-1)
#define _CRTDBG_MODE_FILE 1
#define _CRTDBG_MODE_DEBUG 2
#define _CRTDBG_FILE_STDERR ((HANDLE)(LONG_PTR)-5)
#define _CrtSetDbgFlag(f) ((int)0)
#define _CrtSetReportMode(t, f) ((int)0)
#define _CrtSetReportFile(t, f) ((HANDLE)0)
#define _CrtDumpMemoryLeaks() ((int)0)
#define _CrtCheckMemory() ((int)1)
#define _CrtMemCheckpoint(s) ((void)0)
#define _CrtSetBreakAlloc(n) ((LONG)0)
#define _RPT0(t, f) ((void)0)
#define _RPT1(t, f, a) ((void)0)
#define _RPTF0(t, f) ((void)0)
#define _RPTF1(t, f, a) ((void)0)

#endif
