// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// __try, __finally, __except and __leave, for programs that ask for this header (docs/PORTING.md).
//
// In C++ see ws2_seh_cpp.h. In C: one __try per function. Hardware faults (access violations, divisions by zero, illegal
// instructions), DebugBreak and RaiseException reach the nearest __except or __finally. `return` and `goto` must not
// leave a __try block: __leave does. Variables that the block changes and the handler reads have to be volatile, as for
// setjmp.
#ifndef WS2_SEH_H
#define WS2_SEH_H

#include "winbase.h"
#include <setjmp.h>

struct ws2_seh {
  jmp_buf environment;
  struct ws2_seh *outer;
  int is_pushed;
  EXCEPTION_RECORD record;
  EXCEPTION_POINTERS pointers;
};

#ifdef __cplusplus
extern "C" {
#endif
void ws2_seh_push(struct ws2_seh *frame);
void ws2_seh_pop(struct ws2_seh *frame);
// Hands the exception of a frame on to the one outside it; ends the process if there is none.
void ws2_seh_raise(const EXCEPTION_RECORD *record);
void ws2_RaiseException(DWORD code, DWORD flags, DWORD count, const ULONG_PTR *arguments);
#ifdef __cplusplus
}
#endif
#ifndef __cplusplus
#define RaiseException ws2_RaiseException
#define __try \
  struct ws2_seh ws2_seh_frame; \
  ws2_seh_push(&ws2_seh_frame); \
  if (__sigsetjmp(ws2_seh_frame.environment, 1) == 0)
#define __leave goto ws2_seh_leave
#define __finally \
  ws2_seh_leave: WS2_MAYBE_UNUSED; \
  ws2_seh_pop(&ws2_seh_frame); \
  for (int ws2_seh_once = 1; ws2_seh_once; ws2_seh_once = 0, ws2_seh_frame.record.ExceptionCode ? ws2_seh_raise(&ws2_seh_frame.record) : (void)0)
#define __except(filter) \
  ws2_seh_leave: WS2_MAYBE_UNUSED; \
  ws2_seh_pop(&ws2_seh_frame); \
  if (ws2_seh_frame.record.ExceptionCode == 0) { \
  } else if ((filter) != EXCEPTION_EXECUTE_HANDLER) { \
    ws2_seh_raise(&ws2_seh_frame.record); \
  } else
#define GetExceptionCode() (ws2_seh_frame.record.ExceptionCode)
#define GetExceptionInformation() (&ws2_seh_frame.pointers)
#define AbnormalTermination() (ws2_seh_frame.record.ExceptionCode != 0)
#else
#include "ws2_seh_cpp.h"
#endif

#endif
