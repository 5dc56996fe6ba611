/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Locks of parts of files: between handles, within one, waiting, cancelled, between processes. */
#define _GNU_SOURCE
#include "check.h"
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#define EXCLUSIVE LOCKFILE_EXCLUSIVE_LOCK
#define NOW LOCKFILE_FAIL_IMMEDIATELY

static char path[MAX_PATH + 20];
static HANDLE a, b;

static HANDLE open_file(DWORD access, DWORD flags)
{
    return CreateFileA(path, access, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, flags, NULL);
}

/* 0 or the error. */
static DWORD lock(HANDLE f, DWORD flags, DWORD offset, DWORD length)
{
    OVERLAPPED ov = { 0 };

    ov.Offset = offset;
    return LockFileEx(f, flags, 0, length, 0, &ov) ? 0 : GetLastError();
}

static DWORD unlock(HANDLE f, DWORD offset, DWORD length)
{
    OVERLAPPED ov = { 0 };

    ov.Offset = offset;
    return UnlockFileEx(f, 0, length, 0, &ov) ? 0 : GetLastError();
}

static void between_handles(void)
{
    DWORD n;

    equal(0, lock(a, EXCLUSIVE | NOW, 0, 10), 0, "an exclusive lock");
    equal(0, lock(b, EXCLUSIVE | NOW, 9, 10), ERROR_LOCK_VIOLATION, "keeps another one away");
    equal(0, lock(b, NOW, 0, 1), ERROR_LOCK_VIOLATION, "and a shared one");
    equal(0, lock(b, EXCLUSIVE | NOW, 10, 10), 0, "but not beside it");
    equal(0, unlock(b, 10, 5), ERROR_NOT_LOCKED, "a part of a lock is none");
    equal(0, unlock(b, 0, 10), ERROR_NOT_LOCKED, "nor is another handle's");
    equal(0, unlock(b, 10, 10), 0, "the whole is");
    equal(0, unlock(b, 10, 10), ERROR_NOT_LOCKED, "once");
    check(0, WriteFile(a, "x", 1, &n, NULL) && n == 1, "its owner writes");
    equal(0, unlock(a, 0, 10), 0, "given back");
    equal(0, lock(b, NOW, 0, 10) + lock(a, NOW, 5, 10), 0, "shared locks go together");
    equal(0, lock(a, EXCLUSIVE | NOW, 0, 5), ERROR_LOCK_VIOLATION, "no exclusive one with them");
    equal(0, unlock(b, 0, 10) + unlock(a, 5, 10), 0, "given back");
    check(0, LockFile(a, 3, 0, 4, 0), "LockFile");
    check(0, !LockFile(b, 6, 0, 1, 0) && GetLastError() == ERROR_LOCK_VIOLATION, "is exclusive and does not wait");
    check(0, !UnlockFile(a, 3, 0, 3, 0) && GetLastError() == ERROR_NOT_LOCKED, "UnlockFile of a part");
    check(0, UnlockFile(a, 3, 0, 4, 0), "UnlockFile");
}

static void within_one(void)
{
    equal(0, lock(a, EXCLUSIVE | NOW, 0, 10), 0, "within one handle");
    equal(0, lock(a, EXCLUSIVE | NOW, 5, 10), ERROR_LOCK_VIOLATION, "exclusive locks do not overlap");
    equal(0, lock(a, NOW, 0, 10), 0, "a shared one may lie on one");
    equal(0, unlock(a, 0, 10), 0, "the exclusive one goes first");
    equal(0, lock(b, NOW, 0, 10), 0, "then others may share");
    equal(0, lock(b, EXCLUSIVE | NOW, 0, 10), ERROR_LOCK_VIOLATION, "but no more");
    equal(0, unlock(b, 0, 10) + unlock(a, 0, 10), 0, "the shared one goes next");
    equal(0, unlock(a, 0, 10), ERROR_NOT_LOCKED, "then there is none");
    equal(0, lock(a, NOW, 0, 20) + lock(a, NOW, 5, 5) + lock(a, NOW, 5, 5), 0, "shared locks count");
    equal(0, unlock(a, 0, 20) + unlock(a, 5, 5), 0, "one of two goes");
    equal(0, lock(b, EXCLUSIVE | NOW, 0, 5) + lock(b, EXCLUSIVE | NOW, 10, 10), 0, "what it has left is free");
    equal(0, lock(b, EXCLUSIVE | NOW, 9, 1), ERROR_LOCK_VIOLATION, "what it holds is not");
    equal(0, unlock(b, 0, 5) + unlock(b, 10, 10) + unlock(a, 5, 5), 0, "given back");
}

static void arguments(void)
{
    OVERLAPPED ov = { 0 };
    HANDLE reader = open_file(GENERIC_READ, 0), r, w;

    check(0, !LockFileEx(a, NOW, 1, 10, 0, &ov) && GetLastError() == ERROR_INVALID_PARAMETER, "reserved");
    check(0, !UnlockFileEx(a, 1, 10, 0, &ov) && GetLastError() == ERROR_INVALID_PARAMETER, "also to give back");
    check(0, !LockFileEx(a, NOW, 0, 10, 0, NULL) && GetLastError() == ERROR_INVALID_PARAMETER, "without an offset");
    check(0, !UnlockFileEx(a, 0, 10, 0, NULL) && GetLastError() == ERROR_INVALID_PARAMETER, "also to give back");
    equal(0, lock(NULL, NOW, 0, 10), ERROR_INVALID_HANDLE, "no file");
    equal(0, lock(reader, NOW, 0, 10), 0, "a reader may share");
    CloseHandle(reader);
    equal(0, lock(a, EXCLUSIVE | NOW, 0, 10), 0, "a lock ends with its handle");
    unlock(a, 0, 10);
    check(0, LockFileEx(a, EXCLUSIVE | NOW, 0, 0xFFFFFFFF, 0xFFFFFFFF, &ov), "all there can be");
    equal(0, lock(b, NOW, 0xFFFFFFFF, 1), ERROR_LOCK_VIOLATION, "is locked");
    check(0, UnlockFileEx(a, 0, 0xFFFFFFFF, 0xFFFFFFFF, &ov), "and given back");
    equal(0, lock(a, EXCLUSIVE | NOW, 7, 0) + unlock(a, 7, 0), 0, "nothing can be locked, too");
    ov.Offset = ov.OffsetHigh = 0xFFFFFFFF;
    check(0, LockFileEx(a, EXCLUSIVE | NOW, 0, 1, 0, &ov) && UnlockFileEx(a, 0, 1, 0, &ov), "the last byte of all");
    check(0, !LockFileEx(a, EXCLUSIVE | NOW, 0, 2, 0, &ov) && GetLastError() == ERROR_INVALID_LOCK_RANGE, "has none behind it");
    CreatePipe(&r, &w, NULL, 0);
    equal(0, lock(w, EXCLUSIVE | NOW, 0, 10), ERROR_INVALID_FUNCTION, "pipes have no parts");
    CloseHandle(r);
    CloseHandle(w);
}

static DWORD WINAPI waits(LPVOID p)
{
    (void)p;
    return lock(b, EXCLUSIVE, 0, 10);
}

static void waiting(void)
{
    HANDLE t, v = open_file(GENERIC_READ | GENERIC_WRITE, FILE_FLAG_OVERLAPPED);
    HANDLE port = CreateIoCompletionPort(v, NULL, 77, 0);
    OVERLAPPED ov = { 0 }, *done;
    BOOL pending = 9;
    ULONG_PTR key;
    DWORD n = 9;

    equal(0, lock(a, EXCLUSIVE, 0, 10), 0, "who does not have to wait does not");
    t = thread(waits, NULL);
    equal(0, WaitForSingleObject(t, 50), WAIT_TIMEOUT, "a thread waits for a lock");
    unlock(a, 0, 10);
    check(0, WaitForSingleObject(t, LONG_TIME) == WAIT_OBJECT_0 && GetExitCodeThread(t, &n) && n == 0, "and gets it");
    CloseHandle(t);

    ov.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
    check(0, !LockFileEx(v, EXCLUSIVE | NOW, 0, 10, 0, &ov) && GetLastError() == ERROR_LOCK_VIOLATION, "an overlapped file need not wait");
    check(0, GetThreadIOPendingFlag(GetCurrentThread(), &pending) && pending == FALSE, "nothing is pending");
    check(0, !LockFileEx(v, EXCLUSIVE, 0, 10, 0, &ov) && GetLastError() == ERROR_IO_PENDING, "if it does the operation is pending");
    check(0, GetThreadIOPendingFlag(GetCurrentThread(), &pending) && pending == TRUE, "GetThreadIOPendingFlag says so");
    check(0, ov.Internal == STATUS_PENDING && WaitForSingleObject(ov.hEvent, 30) == WAIT_TIMEOUT, "so do status and event");
    unlock(b, 0, 10);
    check(0, WaitForSingleObject(ov.hEvent, LONG_TIME) == WAIT_OBJECT_0 && ov.Internal == 0, "until the lock is had");
    check(0, GetQueuedCompletionStatus(port, &n, &key, &done, LONG_TIME) && key == 77 && done == &ov && n == 0, "the port is told");
    equal(0, lock(a, NOW, 0, 10), ERROR_LOCK_VIOLATION, "it is had");
    check(0, UnlockFileEx(v, 0, 10, 0, &ov), "and given back");
    check(0, LockFileEx(v, 0, 0, 10, 0, &ov) && WaitForSingleObject(ov.hEvent, 0) == WAIT_OBJECT_0, "at once");
    check(0, GetQueuedCompletionStatus(port, &n, &key, &done, LONG_TIME) && done == &ov, "is told as well");
    UnlockFileEx(v, 0, 10, 0, &ov);

    lock(a, EXCLUSIVE, 0, 10);
    LockFileEx(v, 0, 0, 10, 0, &ov);
    check(0, CancelIoEx(v, &ov), "waiting can be cancelled");
    check(0, !GetQueuedCompletionStatus(port, &n, &key, &done, LONG_TIME) && GetLastError() == ERROR_OPERATION_ABORTED && done == &ov,
          "and is ERROR_OPERATION_ABORTED then");
    LockFileEx(v, 0, 0, 10, 0, &ov);
    CloseHandle(v);
    check(0, !GetQueuedCompletionStatus(port, &n, &key, &done, LONG_TIME) && done == &ov, "so does closing end it");
    unlock(a, 0, 10);
    equal(0, lock(b, EXCLUSIVE | NOW, 0, 10) + unlock(b, 0, 10), 0, "nothing is left");
    CloseHandle(port);
    CloseHandle(ov.hEvent);
}

/* Another process takes a lock in Linux's own way, tells, and holds it for a while. */
static void between_processes(void)
{
    struct flock range = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 100, .l_len = 10 };
    int told[2], status;
    char c;
    pid_t child;

    if (pipe(told))
        return;
    child = fork();
    if (child == 0) {
        int f = open(path, O_RDWR);

        if (fcntl(f, F_SETLK, &range) || write(told[1], "x", 1) != 1)
            _exit(1);
        usleep(200000);
        _exit(0);
    }
    check(0, read(told[0], &c, 1) == 1, "another process has a lock");
    equal(0, lock(a, NOW, 105, 1), ERROR_LOCK_VIOLATION, "it counts");
    equal(0, lock(a, EXCLUSIVE, 105, 1), 0, "it is waited for");
    check(0, waitpid(child, &status, 0) == child && status == 0, "until it is given back");
    unlock(a, 105, 1);
    close(told[0]);
    close(told[1]);
}

int main(void)
{
    DWORD n;

    start();
    GetTempPathA(MAX_PATH, path);
    GetTempFileNameA(path, "lck", 0, path);
    a = open_file(GENERIC_READ | GENERIC_WRITE, 0);
    b = open_file(GENERIC_READ | GENERIC_WRITE, 0);
    WriteFile(a, "0123456789abcdefghij", 20, &n, NULL);
    between_handles();
    within_one();
    arguments();
    waiting();
    between_processes();
    CloseHandle(a);
    CloseHandle(b);
    DeleteFileA(path);
    return finish_tests();
}
