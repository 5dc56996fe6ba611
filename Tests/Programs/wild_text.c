/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Strings that lead nowhere, that run out of memory before they end, and that end on the last byte of it: calls fail with
 * their error, read what may be read, and the process lives. On Windows some of these raise an access violation, so this
 * program is for this library alone. */
#include "check.h"
#include <shellapi.h>
#include <sys/mman.h>

/* What a call says of a string: 0 if it takes it, else the error. */
typedef DWORD (*reader)(const void *text);

static char room[4096];
static SOCKET fresh;
static HMODULE own;

#define NARROW(name) static DWORD name(const void *text) { const char *t = text; (void)t;
#define WIDE(name) static DWORD name(const void *text) { const WCHAR *t = text; (void)t;
/* A call that returns a handle, a pointer or a truth. */
#define READS(form, name, call) form(name) SetLastError(0); return (call) ? 0 : GetLastError(); }
/* A call that returns its error, or whose failure is another value. */
#define GIVES(form, name, call) form(name) return (DWORD)(call); }

static DWORD closing(HANDLE h)
{
    DWORD error = h && h != INVALID_HANDLE_VALUE ? 0 : GetLastError();

    if (!error)
        CloseHandle(h);
    return error;
}
#define HANDLES(form, name, call) form(name) SetLastError(0); return closing(call); }

HANDLES(NARROW, event_a, CreateEventA(NULL, 0, 0, t))
HANDLES(WIDE, event_w, CreateEventW(NULL, 0, 0, t))
HANDLES(NARROW, event_ex_a, CreateEventExA(NULL, t, 0, EVENT_ALL_ACCESS))
HANDLES(WIDE, event_ex_w, CreateEventExW(NULL, t, 0, EVENT_ALL_ACCESS))
HANDLES(NARROW, mutex_a, CreateMutexA(NULL, 0, t))
HANDLES(WIDE, mutex_w, CreateMutexW(NULL, 0, t))
HANDLES(NARROW, semaphore_a, CreateSemaphoreA(NULL, 0, 1, t))
HANDLES(WIDE, semaphore_w, CreateSemaphoreW(NULL, 0, 1, t))
HANDLES(NARROW, timer_a, CreateWaitableTimerA(NULL, 0, t))
HANDLES(WIDE, timer_w, CreateWaitableTimerW(NULL, 0, t))
HANDLES(NARROW, open_event_a, OpenEventA(EVENT_ALL_ACCESS, 0, t))
HANDLES(WIDE, open_event_w, OpenEventW(EVENT_ALL_ACCESS, 0, t))
HANDLES(NARROW, open_mutex_a, OpenMutexA(MUTEX_ALL_ACCESS, 0, t))
HANDLES(WIDE, open_mutex_w, OpenMutexW(MUTEX_ALL_ACCESS, 0, t))
HANDLES(NARROW, open_semaphore_a, OpenSemaphoreA(SEMAPHORE_ALL_ACCESS, 0, t))
HANDLES(WIDE, open_semaphore_w, OpenSemaphoreW(SEMAPHORE_ALL_ACCESS, 0, t))
HANDLES(NARROW, open_timer_a, OpenWaitableTimerA(TIMER_ALL_ACCESS, 0, t))
HANDLES(WIDE, open_timer_w, OpenWaitableTimerW(TIMER_ALL_ACCESS, 0, t))
HANDLES(NARROW, file_a, CreateFileA(t, GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL))
HANDLES(WIDE, file_w, CreateFileW(t, GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL))
READS(NARROW, delete_a, DeleteFileA(t))
READS(WIDE, delete_w, DeleteFileW(t))
READS(NARROW, move_a, MoveFileA("nowhere-at-all", t))
READS(NARROW, attributes_a, GetFileAttributesA(t) != INVALID_FILE_ATTRIBUTES)
READS(WIDE, attributes_w, GetFileAttributesW(t) != INVALID_FILE_ATTRIBUTES)
READS(NARROW, library_a, LoadLibraryA(t))
READS(WIDE, library_w, LoadLibraryW(t))
READS(NARROW, module_a, GetModuleHandleA(t))
READS(WIDE, module_w, GetModuleHandleW(t))
READS(NARROW, procedure, GetProcAddress(own, t))
READS(NARROW, variable_a, GetEnvironmentVariableA(t, room, sizeof room))
READS(WIDE, variable_w, GetEnvironmentVariableW(t, (WCHAR *)room, 100))
READS(NARROW, set_variable, SetEnvironmentVariableA("WILD_TEXT", t))
READS(NARROW, expand, ExpandEnvironmentStringsA(t, room, sizeof room))
READS(WIDE, arguments, CommandLineToArgvW(t, (int *)room))
READS(NARROW, to_wide, MultiByteToWideChar(CP_UTF8, 0, t, -1, NULL, 0))
READS(WIDE, to_narrow, WideCharToMultiByte(CP_UTF8, 0, t, -1, NULL, 0, NULL, NULL))
READS(NARROW, format_a, FormatMessageA(FORMAT_MESSAGE_FROM_STRING, t, 0, 0, room, sizeof room, NULL))
READS(WIDE, format_w, FormatMessageW(FORMAT_MESSAGE_FROM_STRING, t, 0, 0, (WCHAR *)room, 900, NULL))

NARROW(format_insert)
    DWORD_PTR inserts[1] = { (DWORD_PTR)t };

    SetLastError(0);
    return FormatMessageA(FORMAT_MESSAGE_FROM_STRING | FORMAT_MESSAGE_ARGUMENT_ARRAY, "%1", 0, 0, room, sizeof room,
               (va_list *)inserts) ? 0 : GetLastError();
}

READS(NARROW, host, gethostbyname(t))
READS(NARROW, service, getservbyname(t, NULL))
READS(NARROW, protocol_of_service, getservbyname("http", t))
READS(NARROW, protocol, getprotobyname(t))
READS(NARROW, connect_a, WSAConnectByNameA(fresh, (char *)t, "1", NULL, NULL, NULL, NULL, NULL, NULL))
READS(WIDE, connect_w, WSAConnectByNameW(fresh, (WCHAR *)t, (WCHAR *)t, NULL, NULL, NULL, NULL, NULL, NULL))
READS(NARROW, pton_a, inet_pton(AF_INET, t, room) >= 0)
READS(WIDE, pton_w, InetPtonW(AF_INET, t, room) >= 0)

static DWORD freed(int error, ADDRINFOA *list)
{
    if (!error)
        freeaddrinfo(list);
    return error;
}

NARROW(info_a)
    ADDRINFOA *list = NULL;
    ADDRINFOA hints = { .ai_flags = AI_NUMERICHOST };

    return freed(getaddrinfo(t, NULL, &hints, &list), list);
}

WIDE(info_w)
    ADDRINFOW *list = NULL;
    ADDRINFOW hints = { .ai_flags = AI_NUMERICHOST };

    return freed(GetAddrInfoW(t, NULL, &hints, &list), (ADDRINFOA *)list);
}

NARROW(to_address_a)
    int n = 100;

    return WSAStringToAddressA((char *)t, AF_INET, NULL, (void *)room, &n) ? GetLastError() : 0;
}

WIDE(to_address_w)
    int n = 100;

    return WSAStringToAddressW((WCHAR *)t, AF_INET, NULL, (void *)room, &n) ? GetLastError() : 0;
}

GIVES(NARROW, old_address, inet_addr(t) == INADDR_NONE ? INADDR_NONE : 0)

NARROW(rtl_a)
    LPSTR end;

    return RtlIpv4StringToAddressA(t, FALSE, &end, (void *)room);
}

WIDE(rtl_w)
    USHORT port;

    return RtlIpv4StringToAddressExW(t, FALSE, (void *)room, &port);
}

/* A name that is there is taken; one of a thing that is not, has its own error: both mean that it has been read. */
static const struct { const char *name; reader read; int wide; DWORD wild, good; } calls[] = {
#define CALL(f, wide, wild, good) { #f, f, wide, wild, good }
    CALL(event_a, 0, ERROR_NOACCESS, 0), CALL(event_w, 1, ERROR_NOACCESS, 0), CALL(event_ex_a, 0, ERROR_NOACCESS, 0),
    CALL(event_ex_w, 1, ERROR_NOACCESS, 0), CALL(mutex_a, 0, ERROR_NOACCESS, 0), CALL(mutex_w, 1, ERROR_NOACCESS, 0),
    CALL(semaphore_a, 0, ERROR_NOACCESS, 0), CALL(semaphore_w, 1, ERROR_NOACCESS, 0),
    CALL(timer_a, 0, ERROR_NOACCESS, 0), CALL(timer_w, 1, ERROR_NOACCESS, 0),
    CALL(open_event_a, 0, ERROR_NOACCESS, ERROR_FILE_NOT_FOUND), CALL(open_event_w, 1, ERROR_NOACCESS, ERROR_FILE_NOT_FOUND),
    CALL(open_mutex_a, 0, ERROR_NOACCESS, ERROR_FILE_NOT_FOUND), CALL(open_mutex_w, 1, ERROR_NOACCESS, ERROR_FILE_NOT_FOUND),
    CALL(open_semaphore_a, 0, ERROR_NOACCESS, ERROR_FILE_NOT_FOUND),
    CALL(open_semaphore_w, 1, ERROR_NOACCESS, ERROR_FILE_NOT_FOUND),
    CALL(open_timer_a, 0, ERROR_NOACCESS, ERROR_FILE_NOT_FOUND), CALL(open_timer_w, 1, ERROR_NOACCESS, ERROR_FILE_NOT_FOUND),
    CALL(file_a, 0, ERROR_NOACCESS, ERROR_FILE_NOT_FOUND), CALL(file_w, 1, ERROR_NOACCESS, ERROR_FILE_NOT_FOUND),
    CALL(delete_a, 0, ERROR_NOACCESS, ERROR_FILE_NOT_FOUND), CALL(delete_w, 1, ERROR_NOACCESS, ERROR_FILE_NOT_FOUND),
    CALL(move_a, 0, ERROR_NOACCESS, ERROR_FILE_NOT_FOUND),
    CALL(attributes_a, 0, ERROR_NOACCESS, ERROR_FILE_NOT_FOUND), CALL(attributes_w, 1, ERROR_NOACCESS, ERROR_FILE_NOT_FOUND),
    CALL(library_a, 0, ERROR_NOACCESS, ERROR_MOD_NOT_FOUND), CALL(library_w, 1, ERROR_NOACCESS, ERROR_MOD_NOT_FOUND),
    CALL(module_a, 0, ERROR_NOACCESS, ERROR_MOD_NOT_FOUND), CALL(module_w, 1, ERROR_NOACCESS, ERROR_MOD_NOT_FOUND),
    CALL(procedure, 0, ERROR_NOACCESS, ERROR_PROC_NOT_FOUND),
    CALL(variable_a, 0, ERROR_NOACCESS, ERROR_ENVVAR_NOT_FOUND), CALL(variable_w, 1, ERROR_NOACCESS, ERROR_ENVVAR_NOT_FOUND),
    CALL(set_variable, 0, ERROR_NOACCESS, 0), CALL(expand, 0, ERROR_NOACCESS, 0), CALL(arguments, 1, ERROR_NOACCESS, 0),
    CALL(to_wide, 0, ERROR_NOACCESS, 0), CALL(to_narrow, 1, ERROR_NOACCESS, 0),
    CALL(format_a, 0, ERROR_NOACCESS, 0), CALL(format_w, 1, ERROR_NOACCESS, 0), CALL(format_insert, 0, ERROR_NOACCESS, 0),
    CALL(host, 0, WSAEFAULT, 0), CALL(service, 0, WSAEFAULT, WSANO_DATA), CALL(protocol_of_service, 0, WSAEFAULT, WSANO_DATA),
    CALL(protocol, 0, WSAEFAULT, WSANO_DATA), CALL(connect_a, 0, WSAEFAULT, WSAECONNREFUSED),
    CALL(connect_w, 1, WSAEFAULT, WSATYPE_NOT_FOUND), CALL(pton_a, 0, WSAEFAULT, 0), CALL(pton_w, 1, WSAEFAULT, 0),
    CALL(info_a, 0, WSAEFAULT, 0), CALL(info_w, 1, WSAEFAULT, 0),
    CALL(to_address_a, 0, WSAEFAULT, 0), CALL(to_address_w, 1, WSAEFAULT, 0), CALL(old_address, 0, INADDR_NONE, 0),
    CALL(rtl_a, 0, 0xC000000D, 0), CALL(rtl_w, 1, 0xC000000D, 0),
};

/* The last characters of the page before memory that may not be touched: "127.0.0.1", with its NUL or without. */
static void *at_the_end(char *limit, int wide, int terminated)
{
    static const char text[] = "127.0.0.1";
    size_t count = sizeof text - !terminated, unit = wide ? sizeof(WCHAR) : 1, i;
    char *start = limit - count * unit;

    for (i = 0; i < count; i++) {
        if (wide)
            ((WCHAR *)start)[i] = text[i];
        else
            start[i] = text[i];
    }
    return start;
}

static void expect(const char *name, const char *what, DWORD got, DWORD want)
{
    if (got != want) {
        printf("FAILED %s with %s: got %u, want %u\n", name, what, got, want);
        failures++;
    }
}

int main(void)
{
    char *page = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    char *limit = page + 4096;
    const void *nowhere[] = { (void *)1, (void *)8, (void *)0xdead0000, limit, (void *)0x7fffffffffff, (void *)-1 };
    unsigned i, k;

    mprotect(limit, 4096, PROT_NONE);
    start();
    fresh = tcp();
    own = GetModuleHandleA("ws2_32.dll");
    for (i = 0; i < sizeof calls / sizeof *calls; i++) {
        for (k = 0; k < sizeof nowhere / sizeof *nowhere; k++) {
            /* There an ordinal, of which none is known. */
            int ordinal = calls[i].read == procedure && (size_t)nowhere[k] < 65536;

            expect(calls[i].name, "a wild pointer", calls[i].read(nowhere[k]), ordinal ? ERROR_PROC_NOT_FOUND : calls[i].wild);
        }
        expect(calls[i].name, "no NUL", calls[i].read(at_the_end(limit, calls[i].wide, 0)), calls[i].wild);
        expect(calls[i].name, "a NUL at the end", calls[i].read(at_the_end(limit, calls[i].wide, 1)), calls[i].good);
    }
    equal(0, failures, 0, "every call tells a string that cannot be read, and reads one that ends where memory does");
    equal(0, (int)sizeof calls / (int)sizeof *calls, 55, "calls");
    munmap(page, 8192);
    return finish_tests();
}
