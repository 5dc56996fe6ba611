// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Processes and threads, which winbase.h declares.
#ifndef WS2_PROCESSTHREADSAPI_H
#define WS2_PROCESSTHREADSAPI_H

#include "winbase.h"

#ifdef __cplusplus
extern "C" {
#endif
HRESULT SetThreadDescription(HANDLE hThread, PCWSTR lpThreadDescription) WS2_WIDE(SetThreadDescription);
HRESULT GetThreadDescription(HANDLE hThread, LPWSTR *ppszThreadDescription) WS2_WIDE(GetThreadDescription);
DWORD GetProcessIdOfThread(HANDLE Thread);
DWORD GetCurrentProcessorNumber(void);
HANDLE OpenProcess(DWORD dwDesiredAccess, BOOL bInheritHandle, DWORD dwProcessId);
DWORD GetProcessId(HANDLE Process);
BOOL IsWow64Process(HANDLE hProcess, PBOOL Wow64Process);
BOOL GetExitCodeProcess(HANDLE hProcess, LPDWORD lpExitCode);
BOOL GetThreadIOPendingFlag(HANDLE hThread, PBOOL lpIOIsPending);
BOOL GetProcessHandleCount(HANDLE hProcess, PDWORD pdwHandleCount);
BOOL GetProcessIoCounters(HANDLE hProcess, PIO_COUNTERS lpIoCounters);
BOOL GetSystemTimes(PFILETIME lpIdleTime, PFILETIME lpKernelTime, PFILETIME lpUserTime);
DWORD GetPriorityClass(HANDLE hProcess);
BOOL SetPriorityClass(HANDLE hProcess, DWORD dwPriorityClass);
BOOL GetThreadPriorityBoost(HANDLE hThread, PBOOL pDisablePriorityBoost);
BOOL SetThreadPriorityBoost(HANDLE hThread, BOOL bDisablePriorityBoost);
BOOL TerminateProcess(HANDLE hProcess, UINT uExitCode);
#ifdef __cplusplus
}
#endif

#endif
