/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * SetUnhandledExceptionFilter: what it returns, and what becomes of a fault by the filter's word. The process that a fault
 * ends is this program started again. */
#include "check.h"

static volatile int calls;
static volatile char *page;

static LONG WINAPI first(EXCEPTION_POINTERS *e) { return (void)e, EXCEPTION_CONTINUE_SEARCH; }

/* Makes the page writable, so that the instruction can be repeated. */
static LONG WINAPI repairs(EXCEPTION_POINTERS *e)
{
    DWORD old;

    calls++;
    if (e->ExceptionRecord->ExceptionCode != EXCEPTION_ACCESS_VIOLATION || e->ExceptionRecord->NumberParameters != 2 ||
        e->ExceptionRecord->ExceptionInformation[1] != (ULONG_PTR)page)
        return EXCEPTION_CONTINUE_SEARCH;
    VirtualProtect((void *)page, 1, PAGE_READWRITE, &old);
    return EXCEPTION_CONTINUE_EXECUTION;
}

static LONG WINAPI leaves(EXCEPTION_POINTERS *e)
{
    ExitProcess(e->ExceptionRecord->ExceptionCode == EXCEPTION_ACCESS_VIOLATION ? 7 : 8);
    return EXCEPTION_EXECUTE_HANDLER;
}

static LONG WINAPI agrees(EXCEPTION_POINTERS *e) { return (void)e, EXCEPTION_EXECUTE_HANDLER; }

/* A fault of its own: the filter is not asked again. */
static LONG WINAPI faults(EXCEPTION_POINTERS *e)
{
    if (calls++)
        ExitProcess(9);
    *(volatile char *)(ULONG_PTR)(e ? 16 : 32) = 1;
    return EXCEPTION_EXECUTE_HANDLER;
}

static struct {
    const char *name;
    LPTOP_LEVEL_EXCEPTION_FILTER filter;
    int exit_code, signal;
} cases[] = {
    { "leaves", leaves, 7, 0 }, { "agrees", agrees, 0, 11 }, { "searches", first, 0, 11 }, { "faults", faults, 0, 11 }, { "none", NULL, 0, 11 },
};

static DWORD CALLBACK writes(void *where)
{
    *(volatile char *)where = 1;
    return 5;
}

int main(int argc, char **argv)
{
    unsigned i;
    DWORD code = 0;
    HANDLE t;
    char command[1024];

    if (argc > 1) {
        for (i = 0; i < sizeof cases / sizeof *cases; i++)
            if (!strcmp(argv[1], cases[i].name)) {
                SetUnhandledExceptionFilter(first);
                SetUnhandledExceptionFilter(cases[i].filter);
                SetErrorMode(SEM_NOGPFAULTERRORBOX);
                writes((void *)16);
            }
        return 1;
    }
    start();
    SetUnhandledExceptionFilter(NULL);
    check(0, SetUnhandledExceptionFilter(first) == NULL, "there is no filter at first");
    check(0, SetUnhandledExceptionFilter(repairs) == first, "the former one is returned");
    page = VirtualAlloc(NULL, 4096, MEM_RESERVE | MEM_COMMIT, PAGE_READONLY);
    *page = 1;
    check(0, calls == 1 && *page == 1, "EXCEPTION_CONTINUE_EXECUTION repeats the instruction");
    page = VirtualAlloc(NULL, 4096, MEM_RESERVE | MEM_COMMIT, PAGE_READONLY);
    t = thread(writes, (void *)page);
    WaitForSingleObject(t, LONG_TIME);
    check(0, GetExitCodeThread(t, &code) && code == 5 && calls == 2, "in any thread");
    check(0, SetUnhandledExceptionFilter(NULL) == repairs && SetUnhandledExceptionFilter(NULL) == NULL, "NULL ends it");
#ifndef _WIN32
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        int status;

        /* The shell does not stand between: its own status would hide the signal. */
        snprintf(command, sizeof command, "exec '%s' %s 2>/dev/null", argv[0], cases[i].name);
        status = system(command);
        equal(0, status, cases[i].exit_code << 8 | cases[i].signal, cases[i].name);
    }
#else
    (void)command;
#endif
    return finish_tests();
}
