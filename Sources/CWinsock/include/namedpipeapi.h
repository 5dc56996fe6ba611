// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Named pipes, which there are none of (docs/DEVIATIONS.md). fileapi.h declares the anonymous ones.
#ifndef WS2_NAMEDPIPEAPI_H
#define WS2_NAMEDPIPEAPI_H

#include "fileapi.h"

#define PIPE_ACCESS_INBOUND 1
#define PIPE_ACCESS_OUTBOUND 2
#define PIPE_ACCESS_DUPLEX 3
#define PIPE_CLIENT_END 0
#define PIPE_SERVER_END 1
#define PIPE_WAIT 0
#define PIPE_NOWAIT 1
#define PIPE_READMODE_BYTE 0
#define PIPE_READMODE_MESSAGE 2
#define PIPE_TYPE_BYTE 0
#define PIPE_TYPE_MESSAGE 4
#define PIPE_ACCEPT_REMOTE_CLIENTS 0
#define PIPE_REJECT_REMOTE_CLIENTS 8
#define PIPE_UNLIMITED_INSTANCES 255
#define NMPWAIT_WAIT_FOREVER 0xffffffffu
#define NMPWAIT_NOWAIT 1
#define NMPWAIT_USE_DEFAULT_WAIT 0
#define FILE_FLAG_FIRST_PIPE_INSTANCE 0x80000
#define SECURITY_SQOS_PRESENT 0x100000
#define SECURITY_ANONYMOUS 0
#define SECURITY_IDENTIFICATION 0x10000

#ifdef __cplusplus
extern "C" {
#endif
HANDLE CreateNamedPipeA(LPCSTR lpName, DWORD dwOpenMode, DWORD dwPipeMode, DWORD nMaxInstances, DWORD nOutBufferSize, DWORD nInBufferSize, DWORD nDefaultTimeOut, LPSECURITY_ATTRIBUTES lpSecurityAttributes);
HANDLE CreateNamedPipeW(LPCWSTR lpName, DWORD dwOpenMode, DWORD dwPipeMode, DWORD nMaxInstances, DWORD nOutBufferSize, DWORD nInBufferSize, DWORD nDefaultTimeOut, LPSECURITY_ATTRIBUTES lpSecurityAttributes) WS2_WIDE(CreateNamedPipeW);
BOOL WaitNamedPipeA(LPCSTR lpNamedPipeName, DWORD nTimeOut);
BOOL WaitNamedPipeW(LPCWSTR lpNamedPipeName, DWORD nTimeOut) WS2_WIDE(WaitNamedPipeW);
BOOL ConnectNamedPipe(HANDLE hNamedPipe, LPOVERLAPPED lpOverlapped);
BOOL DisconnectNamedPipe(HANDLE hNamedPipe);
BOOL SetNamedPipeHandleState(HANDLE hNamedPipe, LPDWORD lpMode, LPDWORD lpMaxCollectionCount, LPDWORD lpCollectDataTimeout);
#ifdef __cplusplus
}
#endif
// No handle is one of a named pipe: the same error.
static inline WS2_MAYBE_UNUSED BOOL GetNamedPipeClientProcessId(HANDLE Pipe, ULONG *ClientProcessId) {
  (void)ClientProcessId;
  return DisconnectNamedPipe(Pipe);
}
static inline WS2_MAYBE_UNUSED BOOL GetNamedPipeServerProcessId(HANDLE Pipe, ULONG *ServerProcessId) {
  (void)ServerProcessId;
  return DisconnectNamedPipe(Pipe);
}
#define CreateNamedPipe WS2_AW(CreateNamedPipe)
#define WaitNamedPipe WS2_AW(WaitNamedPipe)

#endif
