/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * What the system counts: pending operations, handles, bytes, the time of the processors. The names of statuses. */
#include "check.h"
#include <stddef.h>
#include <winternl.h>
#include <ntstatus.h>

static void pending(void)
{
    HANDLE self = GetCurrentThread();
    WSAOVERLAPPED ov;
    DWORD before = 0, during = 0;
    BOOL flag = 9;
    int i;
    SOCKET a, b;
    char buf[8];

    tcp_pair(&a, &b);
    prepare(&ov);
    check(0, GetThreadIOPendingFlag(self, &flag) && flag == FALSE, "no operation is pending");
    GetProcessHandleCount(GetCurrentProcess(), &before);
    get(a, buf, sizeof buf, 0, NULL, &ov, NULL);
    check(0, GetThreadIOPendingFlag(self, &flag) && flag == TRUE, "a receive is");
    /* Whatever threads the system has for it; they may come late. */
    for (i = 0; i < 200 && GetProcessHandleCount(GetCurrentProcess(), &during) && during == before; i++)
        Sleep(1);
    equal(0, during, before, "and opens no handle");
    put(b, "x");
    result(a, &ov, NULL, NULL);
    check(0, GetThreadIOPendingFlag(self, &flag) && flag == FALSE, "until it is over");
    check(0, !GetThreadIOPendingFlag(NULL, &flag) && GetLastError() == ERROR_INVALID_HANDLE, "of a thread");
    check(0, !GetThreadIOPendingFlag(self, NULL) && GetLastError() == ERROR_NOACCESS, "into nothing");
    closesocket(a);
    closesocket(b);
    CloseHandle(ov.hEvent);
}

static void handles(void)
{
    DWORD before = 0, with = 0, after = 0, i;
    HANDLE all[100];

    check(0, GetProcessHandleCount(GetCurrentProcess(), &before) && before > 0, "GetProcessHandleCount");
    for (i = 0; i < 100; i++)
        all[i] = CreateEventA(NULL, FALSE, FALSE, NULL);
    GetProcessHandleCount(GetCurrentProcess(), &with);
    for (i = 0; i < 100; i++)
        CloseHandle(all[i]);
    GetProcessHandleCount(GetCurrentProcess(), &after);
    check(0, with == before + 100 && after == before, "counts what is open");
    check(0, !GetProcessHandleCount(NULL, &with) && GetLastError() == ERROR_INVALID_HANDLE, "of a process");
    check(0, !GetProcessHandleCount(GetCurrentProcess(), NULL) && GetLastError() == ERROR_NOACCESS, "into nothing");
}

static void transfers(void)
{
    char path[MAX_PATH + 20], block[5000] = { 0 };
    IO_COUNTERS before, after;
    HANDLE f;
    DWORD n;

    GetTempPathA(MAX_PATH, path);
    GetTempFileNameA(path, "cnt", 0, path);
    f = CreateFileA(path, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    equal(0, sizeof(IO_COUNTERS), 48, "IO_COUNTERS");
    check(0, GetProcessIoCounters(GetCurrentProcess(), &before), "GetProcessIoCounters");
    WriteFile(f, block, sizeof block, &n, NULL);
    SetFilePointer(f, 0, NULL, FILE_BEGIN);
    (void)!ReadFile(f, block, 3000, &n, NULL);
    GetProcessIoCounters(GetCurrentProcess(), &after);
    check(0, after.WriteTransferCount - before.WriteTransferCount >= 5000 && after.WriteOperationCount > before.WriteOperationCount, "counts writes");
    check(0, after.ReadTransferCount - before.ReadTransferCount >= 3000 && after.ReadOperationCount > before.ReadOperationCount, "and reads");
    check(0, !GetProcessIoCounters(NULL, &after) && GetLastError() == ERROR_INVALID_HANDLE, "of a process");
    CloseHandle(f);
    DeleteFileA(path);
}

static ULONGLONG ticks(FILETIME t) { return (ULONGLONG)t.dwHighDateTime << 32 | t.dwLowDateTime; }

static void times(void)
{
    FILETIME idle, kernel, user, idle2, kernel2, user2;
    ULONGLONG begin = 0, precise = 0, unbiased = 0, end = 0, spent;

    check(0, GetSystemTimes(&idle, &kernel, &user), "GetSystemTimes");
    check(0, ticks(kernel) >= ticks(idle) && ticks(user) > 0, "the time in the kernel includes the idle one");
    QueryInterruptTime(&begin);
    while (QueryInterruptTime(&end), end - begin < 3000000)
        ;
    check(0, GetSystemTimes(&idle2, NULL, NULL) && GetSystemTimes(NULL, &kernel2, &user2), "each by itself");
    spent = ticks(kernel2) + ticks(user2) - ticks(kernel) - ticks(user);
    check(0, spent >= 2000000 && ticks(idle2) >= ticks(idle), "time goes on, for each processor");
    QueryUnbiasedInterruptTime(&unbiased);
    QueryInterruptTimePrecise(&precise);
    check(0, precise >= end && precise >= unbiased && precise - end < 10000000, "QueryInterruptTimePrecise");
}

static void statuses(void)
{
    static const ULONG table[][2] = {
        { 0, 0 }, { 0x103, ERROR_IO_PENDING }, { 0x102, ERROR_TIMEOUT }, { 0xC0000022, ERROR_ACCESS_DENIED }, { 0xC0000005, ERROR_NOACCESS },
        { 0xC000013C, ERROR_NETNAME_DELETED }, { 0x80000005, ERROR_MORE_DATA }, { 0xC0000054, ERROR_LOCK_VIOLATION },
        { 0xC0000055, ERROR_LOCK_VIOLATION }, { 0xC000007E, ERROR_NOT_LOCKED }, { 0xC00001A1, ERROR_INVALID_LOCK_RANGE },
        { 0xC0000120, ERROR_OPERATION_ABORTED }, { 0x80070005, 5 }, { 0xC0070005, 5 }, { 0xC0010005, 5 }, { 0xD0000022, 5 },
        { 0x20000001, 0x20000001 }, { 0xE0000022, 0xE0000022 }, { 0x12345678, ERROR_MR_MID_NOT_FOUND }, { 0xC1234567, ERROR_MR_MID_NOT_FOUND }
    };
    IO_STATUS_BLOCK block;
    unsigned i;

    for (i = 0; i < ARRAYSIZE(table); i++)
        equal(0, RtlNtStatusToDosError((NTSTATUS)table[i][0]), table[i][1], "RtlNtStatusToDosError");
    block.Status = STATUS_RANGE_NOT_LOCKED;
    check(0, !NT_SUCCESS(block.Status) && NT_ERROR(block.Status) && NT_SUCCESS(STATUS_PENDING) && NT_WARNING(STATUS_BUFFER_OVERFLOW), "NT_SUCCESS");
    check(0, sizeof block == 16 && offsetof(IO_STATUS_BLOCK, Information) == 8, "IO_STATUS_BLOCK");
    equal(0, STATUS_FILE_LOCK_CONFLICT, (NTSTATUS)0xC0000054, "STATUS_FILE_LOCK_CONFLICT");
    equal(0, STATUS_LOCK_NOT_GRANTED, (NTSTATUS)0xC0000055, "STATUS_LOCK_NOT_GRANTED");
    equal(0, STATUS_INVALID_LOCK_RANGE, (NTSTATUS)0xC00001A1, "STATUS_INVALID_LOCK_RANGE");
}

int main(void)
{
    start();
    pending();
    handles();
    transfers();
    times();
    statuses();
    return finish_tests();
}
