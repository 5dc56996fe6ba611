// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Threads of the C run-time library.
#ifndef WS2_PROCESS_H
#define WS2_PROCESS_H

#include "winbase.h"

#ifdef __cplusplus
extern "C" {
#endif

uintptr_t _beginthread(void (*_StartAddress)(void *), unsigned _StackSize, void *_ArgList);
uintptr_t _beginthreadex(void *_Security, unsigned _StackSize, unsigned (*_StartAddress)(void *), void *_ArgList, unsigned _InitFlag, unsigned *_ThrdAddr);
WS2_NORETURN void _endthread(void);
WS2_NORETURN void _endthreadex(unsigned _Retval);

#ifdef __cplusplus
}
#endif

#ifdef __cplusplus
extern "C" {
#endif
typedef unsigned (*_beginthreadex_proc_type)(void *);
typedef void (*_beginthread_proc_type)(void *);
int _getpid(void);
#ifdef __cplusplus
}
#endif

#endif
