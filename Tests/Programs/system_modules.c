/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Modules and messages. */
#include "check.h"
#include <wchar.h>

typedef HANDLE (WINAPI *create_event)(LPSECURITY_ATTRIBUTES, BOOL, BOOL, LPCWSTR);
typedef u_short (WINAPI *swap)(u_short);

static void modules(void)
{
    static const char *const names[] = { "accept", "bind", "closesocket", "connect", "gethostname", "getpeername", "getsockname", "getsockopt", "htons",
        "inet_addr", "inet_pton", "ioctlsocket", "listen", "recv", "recvfrom", "select", "send", "sendto", "setsockopt", "shutdown", "socket",
        "getaddrinfo", "freeaddrinfo", "getnameinfo", "gethostbyname", "WSAStartup", "WSARecv", "GetAddrInfoW", "WSASocketW" };
    HMODULE sockets = LoadLibraryA("ws2_32.dll"), kernel = GetModuleHandleA("KERNEL32"), m = NULL;
    char path[MAX_PATH];
    WCHAR wide[MAX_PATH];
    size_t i, missing = 0;
    swap f;
    create_event e;
    HANDLE event;

    for (i = 0; i < sizeof names / sizeof *names; i++)
        if (!GetProcAddress(sockets, names[i])) {
            missing++;
            printf("  %s\n", names[i]);
        }
    equal(0, missing, 0, "GetProcAddress finds the functions by their names");
    *(FARPROC *)&f = GetProcAddress(sockets, "htons");
    check(0, f && f(0x1234) == 0x3412, "and they work");
    *(FARPROC *)&e = GetProcAddress(kernel, "CreateEventW");
    event = e ? e(NULL, TRUE, TRUE, L"ws2-module-event") : NULL;
    check(0, event && WaitForSingleObject(event, 0) == WAIT_OBJECT_0, "wide ones as well");
    e(NULL, TRUE, TRUE, L"ws2-module-event");
    equal(0, GetLastError(), ERROR_ALREADY_EXISTS, "for the width of the program");
    CloseHandle(event);
    check(0, !GetProcAddress((HMODULE)(ULONG_PTR)0x1230, "send") && GetLastError() == ERROR_MOD_NOT_FOUND, "what is no module has none");
    check(0, !GetProcAddress(kernel, (LPCSTR)(ULONG_PTR)60000) && GetLastError() == ERROR_PROC_NOT_FOUND, "no such ordinal");
    check(0, GetModuleHandleW(L"kernel32.dll") == kernel, "GetModuleHandleW");
    check(0, GetModuleHandleExA(0, "ws2_32", &m) && m == sockets && FreeLibrary(m), "GetModuleHandleEx");
    check(0, GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT, (LPCWSTR)(void *)f, &m) && m == sockets,
          "by an address");
    check(0, GetModuleFileNameA(NULL, path, sizeof path) == strlen(path) && strstr(path, "system_modules"), "GetModuleFileName");
    check(0, GetModuleFileNameW(sockets, wide, MAX_PATH) == wcslen(wide) && wcsstr(wide, L"ws2_32"), "of a module");
    check(0, GetModuleFileNameA(NULL, path, 4) == 4 && strlen(path) == 3 && GetLastError() == ERROR_INSUFFICIENT_BUFFER, "cut off");
    check(0, !LoadLibraryExA("no-such-library.dll", NULL, 0) && GetLastError() == ERROR_MOD_NOT_FOUND, "LoadLibraryEx");
    check(0, LoadLibraryW(L"mswsock") && LoadLibraryExW(L"iphlpapi.dll", NULL, LOAD_LIBRARY_SEARCH_SYSTEM32), "LoadLibraryW");
    check(0, FreeLibrary(sockets), "FreeLibrary");
}

static DWORD formatted(DWORD flags, const void *source, DWORD code, char *out, DWORD size, ...)
{
    va_list ap;
    DWORD n;

    va_start(ap, size);
    n = FormatMessageA(flags, source, code, 0, out, size, &ap);
    va_end(ap);
    return n;
}

static void messages(void)
{
    static const DWORD ranges[][2] = { { 10004, 10004 }, { 10009, 10009 }, { 10013, 10014 }, { 10022, 10022 }, { 10024, 10024 }, { 10035, 10071 },
        { 10091, 10093 }, { 10101, 10112 }, { 11001, 11031 }, { 1, 6 }, { 87, 87 }, { 995, 998 } };
    char text[512], *allocated = NULL;
    WCHAR wide[256];
    DWORD_PTR arguments[2] = { (DWORD_PTR)"first", 42 };
    DWORD code, n;
    size_t i, missing = 0;

    for (i = 0; i < sizeof ranges / sizeof *ranges; i++)
        for (code = ranges[i][0]; code <= ranges[i][1]; code++)
            if (!FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL, code, 0, text, sizeof text, NULL)) {
                missing++;
                printf("  %lu\n", (unsigned long)code);
            }
    equal(0, missing, 0, "every Winsock error has a text");
    n = FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL, WSAEADDRINUSE, 0, text, sizeof text, NULL);
    check(0, n == strlen(text) && !strcmp(text, "Only one usage of each socket address (protocol/network address/port) is normally permitted.\r\n"),
          "it ends with a line break");
    n = FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_MAX_WIDTH_MASK, NULL, ERROR_ACCESS_DENIED, 0, text, sizeof text, NULL);
    check(0, n && !strcmp(text, "Access is denied. "), "unless FORMAT_MESSAGE_MAX_WIDTH_MASK is given");
    n = FormatMessageA(FORMAT_MESSAGE_ALLOCATE_BUFFER | FORMAT_MESSAGE_FROM_SYSTEM, NULL, ERROR_INVALID_HANDLE, 0, (LPSTR)&allocated, 0, NULL);
    check(0, n && !strcmp(allocated, "The handle is invalid.\r\n") && LocalFree(allocated) == NULL, "FORMAT_MESSAGE_ALLOCATE_BUFFER");
    check(0, FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM, NULL, ERROR_FILE_NOT_FOUND, 0, wide, 256, NULL) == wcslen(wide) &&
          !wcscmp(wide, L"The system cannot find the file specified.\r\n"), "FormatMessageW");
    n = FormatMessageA(FORMAT_MESSAGE_FROM_STRING | FORMAT_MESSAGE_ARGUMENT_ARRAY, "%1 and %2!d!%n%%", 0, 0, text, sizeof text, (va_list *)arguments);
    check(0, n && !strcmp(text, "first and 42\r\n%"), "inserts from an array");
    n = formatted(FORMAT_MESSAGE_FROM_STRING, "%2!08x!-%1", 0, text, sizeof text, "x", 0xbeef);
    check(0, n && !strcmp(text, "0000beef-x"), "and from a va_list");
    check(0, FormatMessageA(FORMAT_MESSAGE_FROM_STRING | FORMAT_MESSAGE_IGNORE_INSERTS, "%1", 0, 0, text, sizeof text, NULL) == 2 && !strcmp(text, "%1"), "or left alone");
    check(0, !FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM, NULL, 0x2000beef, 0, text, sizeof text, NULL) && GetLastError() == ERROR_MR_MID_NOT_FOUND, "no such message");
    check(0, !FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM, NULL, 5, 0, text, 4, NULL) && GetLastError() == ERROR_INSUFFICIENT_BUFFER, "too small a buffer");
    check(0, strstr(gai_strerrorA(WSAHOST_NOT_FOUND), "host") && wcsstr(gai_strerrorW(WSAHOST_NOT_FOUND), L"host"), "gai_strerror");
}

#ifdef __linux__
static void descriptions(void)
{
    PWSTR text = NULL;

    check(0, SetThreadDescription(GetCurrentThread(), L"worker") == S_OK && GetThreadDescription(GetCurrentThread(), &text) == S_OK && !wcscmp(text, L"worker"),
          "SetThreadDescription");
    LocalFree(text);
}
#endif

int main(void)
{
    start();
    modules();
    messages();
#ifdef __linux__
    descriptions();
#endif
    return finish_tests();
}
