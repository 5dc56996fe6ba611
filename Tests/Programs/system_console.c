/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * The console. With the argument "terminal" on a terminal; else with files and pipes in its place. */
#include "check.h"
#include <conio.h>
#include <wchar.h>

static HANDLE interrupted;

static BOOL CALLBACK handler(DWORD event)
{
    if (event != CTRL_C_EVENT)
        return FALSE;
    SetEvent(interrupted);
    return TRUE;
}

static void control(void)
{
    interrupted = CreateEventA(NULL, FALSE, FALSE, NULL);
    check(0, SetConsoleCtrlHandler(handler, TRUE), "SetConsoleCtrlHandler");
    check(0, GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0), "GenerateConsoleCtrlEvent");
    equal(0, WaitForSingleObject(interrupted, LONG_TIME), WAIT_OBJECT_0, "runs the handler");
    check(0, SetConsoleCtrlHandler(NULL, TRUE) && GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0), "ignored");
    equal(0, WaitForSingleObject(interrupted, 100), WAIT_TIMEOUT, "Ctrl-C does nothing");
    SetConsoleCtrlHandler(NULL, FALSE);
    check(0, SetConsoleCtrlHandler(handler, FALSE) && !SetConsoleCtrlHandler(handler, FALSE), "taken away once");
    CloseHandle(interrupted);
}

static void without(void)
{
    HANDLE r, w, old = GetStdHandle(STD_OUTPUT_HANDLE);
    DWORD mode, n;
    char text[64];
    WCHAR wide[64];

    CreatePipe(&r, &w, NULL, 0);
    check(0, !GetConsoleMode(w, &mode) && GetLastError() == ERROR_INVALID_HANDLE, "a pipe is no console");
    check(0, !SetConsoleMode(w, 0) && !WriteConsoleA(w, "x", 1, &n, NULL) && !WriteConsoleW(w, L"x", 1, &n, NULL), "nothing is written");
    check(0, !ReadConsoleA(r, text, 1, &n, NULL) && !ReadConsoleW(r, wide, 1, &n, NULL) && !FlushConsoleInputBuffer(r), "nothing is read");
    check(0, !SetConsoleTextAttribute(w, 7) && !SetConsoleCursorPosition(w, (COORD){ 0, 0 }), "nothing is coloured");
    check(0, SetStdHandle(STD_OUTPUT_HANDLE, w) && GetStdHandle(STD_OUTPUT_HANDLE) == w, "SetStdHandle");
    SetStdHandle(STD_OUTPUT_HANDLE, old);
    check(0, GetStdHandle(STD_INPUT_HANDLE) != INVALID_HANDLE_VALUE && GetStdHandle(1) == INVALID_HANDLE_VALUE, "GetStdHandle");
    check(0, GetConsoleCP() == GetConsoleOutputCP() && SetConsoleOutputCP(GetConsoleOutputCP()) && SetConsoleCP(GetConsoleCP()), "code pages");
    check(0, GetACP() && GetOEMCP(), "GetACP, GetOEMCP");
    check(0, SetConsoleTitleA("one") && GetConsoleTitleA(text, sizeof text) == 3 && !strcmp(text, "one"), "SetConsoleTitle");
    check(0, SetConsoleTitleW(L"two") && GetConsoleTitleW(wide, 64) == 3 && !wcscmp(wide, L"two"), "SetConsoleTitleW");
    check(0, !AllocConsole() && GetLastError() == ERROR_ACCESS_DENIED, "AllocConsole: there is one already");
    check(0, !AttachConsole(ATTACH_PARENT_PROCESS) && GetLastError() == ERROR_ACCESS_DENIED, "AttachConsole");
    check(0, GetConsoleWindow() == NULL || GetConsoleWindow() != NULL, "GetConsoleWindow");
    CloseHandle(r);
    CloseHandle(w);
}

static void terminal(void)
{
    HANDLE in = GetStdHandle(STD_INPUT_HANDLE), out = GetStdHandle(STD_OUTPUT_HANDLE);
    CONSOLE_SCREEN_BUFFER_INFO info;
    DWORD mode = 0, n = 0, begin = GetTickCount();
    char line[64];

    check(0, GetConsoleMode(in, &mode) && mode & ENABLE_LINE_INPUT && mode & ENABLE_ECHO_INPUT, "GetConsoleMode");
    check(0, GetConsoleScreenBufferInfo(out, &info) && info.dwSize.X > 0 && info.srWindow.Right == info.dwSize.X - 1, "GetConsoleScreenBufferInfo");
    check(0, SetConsoleTextAttribute(out, FOREGROUND_RED | FOREGROUND_INTENSITY) && SetConsoleTextAttribute(out, 7), "SetConsoleTextAttribute");
    check(0, WriteConsoleW(out, L"w\u00efde\n", 5, &n, NULL) && n == 5 && WriteConsoleA(out, "n\n", 2, &n, NULL) && n == 2, "WriteConsole");
    check(0, SetConsoleMode(in, mode & ~(DWORD)ENABLE_ECHO_INPUT) && GetConsoleMode(in, &n) && !(n & ENABLE_ECHO_INPUT), "SetConsoleMode");
    SetConsoleMode(in, mode);
    printf("type\n");
    fflush(stdout);
    while (!_kbhit() && GetTickCount() - begin < LONG_TIME)
        Sleep(5);
    check(0, _kbhit(), "_kbhit");
    equal(0, _getch(), 'k', "_getch");
    equal(0, _getch(), 13, "Enter");
    printf("line\n");
    fflush(stdout);
    check(0, ReadConsoleA(in, line, sizeof line, &n, NULL) && n == 7 && !memcmp(line, "typed\r\n", 7), "ReadConsole");
}

int main(int argc, char **argv)
{
    start();
    if (argc > 1 && !strcmp(argv[1], "terminal")) {
        terminal();
        return finish_tests();
    }
    control();
    without();
    return finish_tests();
}
