/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Named pipes are refused at once (docs/DEVIATIONS.md). Not for Wine, which has them. */
#include "check.h"

int main(void)
{
    HANDLE e = CreateEventA(NULL, TRUE, FALSE, NULL);
    DWORD mode = PIPE_READMODE_BYTE;
    OVERLAPPED ov;

    start();
    memset(&ov, 0, sizeof ov);
    check(0, CreateNamedPipeA("\\\\.\\pipe\\ws2", PIPE_ACCESS_DUPLEX, PIPE_TYPE_BYTE, 1, 0, 0, 0, NULL) == INVALID_HANDLE_VALUE && GetLastError() == ERROR_CALL_NOT_IMPLEMENTED,
          "CreateNamedPipeA");
    SetLastError(0);
    check(0, CreateNamedPipeW(L"\\\\.\\pipe\\ws2", PIPE_ACCESS_INBOUND, PIPE_WAIT, PIPE_UNLIMITED_INSTANCES, 0, 0, 0, NULL) == INVALID_HANDLE_VALUE && GetLastError() == ERROR_CALL_NOT_IMPLEMENTED,
          "CreateNamedPipeW");
    check(0, !WaitNamedPipeA("\\\\.\\pipe\\ws2", 0) && GetLastError() == ERROR_FILE_NOT_FOUND, "WaitNamedPipeA finds none");
    SetLastError(0);
    check(0, !WaitNamedPipeW(L"\\\\.\\pipe\\ws2", 0) && GetLastError() == ERROR_FILE_NOT_FOUND, "WaitNamedPipeW");
    check(0, !ConnectNamedPipe(e, &ov) && GetLastError() == ERROR_CALL_NOT_IMPLEMENTED, "ConnectNamedPipe");
    SetLastError(0);
    check(0, !DisconnectNamedPipe(e) && GetLastError() == ERROR_CALL_NOT_IMPLEMENTED, "DisconnectNamedPipe");
    check(0, !SetNamedPipeHandleState((HANDLE)0x1234560, &mode, NULL, NULL) && GetLastError() == ERROR_INVALID_HANDLE, "SetNamedPipeHandleState of no handle");
    check(0, !GetNamedPipeClientProcessId(e, &mode) && GetLastError() == ERROR_CALL_NOT_IMPLEMENTED, "GetNamedPipeClientProcessId");
    check(0, !GetNamedPipeServerProcessId(NULL, &mode) && GetLastError() == ERROR_INVALID_HANDLE, "GetNamedPipeServerProcessId of no handle");
    CloseHandle(e);
    return finish_tests();
}
