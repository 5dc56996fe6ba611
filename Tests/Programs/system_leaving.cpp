/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * ExitProcess ends the process at once: no destructors of C++ and no handlers of atexit run beside the other threads.
 * The compiler knows that it does not return. */
#include "check.h"
#include <process.h>
#include <thread>

static bool has_left;

struct Global {
    std::thread worker;
    ~Global()
    {
        if (has_left)
            printf("FAILED no destructor runs\n");
    }
} global;

static void at_exit(void) { printf("FAILED no handler runs\n"); }

static DWORD WINAPI leaves(LPVOID) { ExitThread(5); }
static unsigned __stdcall leaves_too(void *) { _endthreadex(6); }

int main()
{
    HANDLE t = thread(leaves, NULL);
    DWORD code = 0;
    WSAOVERLAPPED ov;
    char text[8];
    DWORD n;
    SOCKET s;

    start();
    WaitForSingleObject(t, LONG_TIME);
    check(0, GetExitCodeThread(t, &code) && code == 5, "ExitThread");
    CloseHandle(t);
    t = (HANDLE)_beginthreadex(NULL, 0, leaves_too, NULL, 0, NULL);
    WaitForSingleObject(t, LONG_TIME);
    check(0, GetExitCodeThread(t, &code) && code == 6, "_endthreadex");
    CloseHandle(t);

    s = udp();
    bind_local(s);
    memset(&ov, 0, sizeof ov);
    check(0, get(s, text, sizeof text, 0, &n, &ov, NULL) == WSA_IO_PENDING, "a receive is under way");
    atexit(at_exit);
    global.worker = std::thread([] { Sleep(INFINITE); });
    if (failures)
        return finish_tests();
    has_left = true;
    printf("passed\n");
    fflush(stdout);
    ExitProcess(0);
}
