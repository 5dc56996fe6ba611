// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Waitable timers, waiting on addresses; locks, events and waits are in winbase.h.
#ifndef WS2_SYNCHAPI_H
#define WS2_SYNCHAPI_H

#include "winbase.h"

#define CREATE_WAITABLE_TIMER_MANUAL_RESET 1
#define CREATE_WAITABLE_TIMER_HIGH_RESOLUTION 2
#define TIMER_QUERY_STATE 1
#define TIMER_MODIFY_STATE 2
#define TIMER_ALL_ACCESS 2031619

typedef struct _REASON_CONTEXT {
  ULONG Version;
  DWORD Flags;
  union {
    struct {
      HMODULE LocalizedReasonModule;
      ULONG LocalizedReasonId;
      ULONG ReasonStringCount;
      LPWSTR *ReasonStrings;
    } Detailed;
    LPWSTR SimpleReasonString;
  } Reason;
} REASON_CONTEXT, *PREASON_CONTEXT;

#ifdef __cplusplus
extern "C" {
#endif
HANDLE CreateWaitableTimerA(LPSECURITY_ATTRIBUTES lpTimerAttributes, BOOL bManualReset, LPCSTR lpTimerName);
HANDLE CreateWaitableTimerW(LPSECURITY_ATTRIBUTES lpTimerAttributes, BOOL bManualReset, LPCWSTR lpTimerName) WS2_WIDE(CreateWaitableTimerW);
HANDLE CreateWaitableTimerExA(LPSECURITY_ATTRIBUTES lpTimerAttributes, LPCSTR lpTimerName, DWORD dwFlags, DWORD dwDesiredAccess);
HANDLE CreateWaitableTimerExW(LPSECURITY_ATTRIBUTES lpTimerAttributes, LPCWSTR lpTimerName, DWORD dwFlags, DWORD dwDesiredAccess) WS2_WIDE(CreateWaitableTimerExW);
HANDLE OpenWaitableTimerA(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCSTR lpTimerName);
HANDLE OpenWaitableTimerW(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCWSTR lpTimerName) WS2_WIDE(OpenWaitableTimerW);
BOOL SetWaitableTimer(HANDLE hTimer, const LARGE_INTEGER *lpDueTime, LONG lPeriod, PTIMERAPCROUTINE pfnCompletionRoutine, LPVOID lpArgToCompletionRoutine, BOOL fResume);
BOOL SetWaitableTimerEx(HANDLE hTimer, const LARGE_INTEGER *lpDueTime, LONG lPeriod, PTIMERAPCROUTINE pfnCompletionRoutine, LPVOID lpArgToCompletionRoutine, PREASON_CONTEXT WakeContext, ULONG TolerableDelay);
BOOL CancelWaitableTimer(HANDLE hTimer);
BOOL WaitOnAddress(volatile void *Address, PVOID CompareAddress, SIZE_T AddressSize, DWORD dwMilliseconds);
void WakeByAddressSingle(PVOID Address);
void WakeByAddressAll(PVOID Address);
#ifdef __cplusplus
}
#endif
#define CreateWaitableTimer WS2_AW(CreateWaitableTimer)
#define CreateWaitableTimerEx WS2_AW(CreateWaitableTimerEx)
#define OpenWaitableTimer WS2_AW(OpenWaitableTimer)
#endif
