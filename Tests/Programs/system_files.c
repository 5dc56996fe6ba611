/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Files and folders: names, attributes, searching, pipes, overlapped transfers. */
#include "check.h"
#include <wchar.h>

static char folder[MAX_PATH + 32], path[MAX_PATH + 64], other[MAX_PATH + 64];

static char *in(const char *name)
{
    static char text[2][MAX_PATH + 64];
    static int turn;

    turn = !turn;
    snprintf(text[turn], sizeof text[turn], "%s\\%s", folder, name);
    return text[turn];
}

static HANDLE make(const char *name, const char *text)
{
    HANDLE f = CreateFileA(name, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
    DWORD n = 0;

    WriteFile(f, text, (DWORD)strlen(text), &n, NULL);
    return f;
}

static void names(void)
{
    char temp[MAX_PATH], *part;
    WCHAR wide[MAX_PATH];
    DWORD n = GetTempPathA(sizeof temp, temp), number;

    check(0, n > 1 && n == strlen(temp) && (temp[n - 1] == '/' || temp[n - 1] == '\\'), "GetTempPath ends with a slash");
    equal(0, GetTempPathA(1, temp), n + 1, "and says what it needs");
    check(0, GetTempPathW(MAX_PATH, wide) == n && wide[0], "in wide characters as well");
    GetTempPathA(sizeof temp, temp);
    number = GetTempFileNameA(temp, "ws2", 0, path);
    check(0, number && GetFileAttributesA(path) != INVALID_FILE_ATTRIBUTES, "GetTempFileName makes a file");
    DeleteFileA(path);
    check(0, GetTempFileNameA(temp, "ws2", 0x2a, path) == 0x2a && strstr(path, "ws22a."), "or only a name");
    check(0, GetTempFileNameW(wide, L"ws2", 7, wide) == 7, "GetTempFileNameW");
    snprintf(folder, sizeof folder, "%sws2-%lu", temp, (unsigned long)GetCurrentProcessId());
    check(0, CreateDirectoryA(folder, NULL), "CreateDirectory");
    check(0, !CreateDirectoryA(folder, NULL) && GetLastError() == ERROR_ALREADY_EXISTS, "once");
    check(0, !CreateDirectoryA(in("no/such"), NULL) && GetLastError() == ERROR_PATH_NOT_FOUND, "in a folder that exists");
    check(0, SetCurrentDirectoryA(folder), "SetCurrentDirectory");
    n = GetCurrentDirectoryA(sizeof temp, temp);
    check(0, n == strlen(temp) && GetCurrentDirectoryW(MAX_PATH, wide) == n, "GetCurrentDirectory");
    check(0, GetFullPathNameA("a\\..\\b.txt", sizeof other, other, &part) > n && !strcmp(part, "b.txt") && part > other + n, "GetFullPathName");
    check(0, GetFullPathNameW(L"b.txt", MAX_PATH, wide, NULL) > 0, "GetFullPathNameW");
    check(0, GetLongPathNameA(temp, other, sizeof other) == n && !strcmp(other, temp), "GetLongPathName");
    check(0, GetShortPathNameA(temp, other, sizeof other) > 0 && SetCurrentDirectoryA(other), "GetShortPathName names the same");
    check(0, GetCurrentDirectoryW(MAX_PATH, wide) == n && GetLongPathNameW(wide, wide, MAX_PATH) == n, "GetLongPathNameW, in place");
    check(0, GetShortPathNameW(wide, wide, MAX_PATH) > 0, "GetShortPathNameW");
    equal(0, GetLongPathNameA(temp, other, 2), n + 1, "what there has to be room for");
    check(0, !GetLongPathNameA(in("nothing"), other, sizeof other) && GetLastError() == ERROR_FILE_NOT_FOUND, "only what exists has one");
}

static void attributes(void)
{
    HANDLE f = make(in("one.txt"), "one");
    WIN32_FILE_ATTRIBUTE_DATA data;
    BY_HANDLE_FILE_INFORMATION info;
    FILETIME created, accessed, written, now, past = { 0xd53e8000, 0x019db1de };
    ULARGE_INTEGER free_bytes, total, all_free;
    char name[MAX_PATH];

    equal(0, GetFileType(f), FILE_TYPE_DISK, "GetFileType");
    check(0, GetFileInformationByHandle(f, &info) && info.nFileSizeLow == 3 && info.nNumberOfLinks == 1, "GetFileInformationByHandle");
    GetSystemTimeAsFileTime(&now);
    check(0, GetFileTime(f, &created, &accessed, &written) && CompareFileTime(&written, &now) < 1, "GetFileTime");
    check(0, SetFileTime(f, NULL, NULL, &past) && GetFileTime(f, NULL, NULL, &written) && CompareFileTime(&written, &past) == 0, "SetFileTime");
    check(0, GetFinalPathNameByHandleA(f, name, sizeof name, FILE_NAME_NORMALIZED) && strstr(name, "one.txt"), "GetFinalPathNameByHandle");
    CloseHandle(f);
    check(0, GetFileAttributesExA(in("one.txt"), GetFileExInfoStandard, &data) && data.nFileSizeLow == 3, "GetFileAttributesEx");
    check(0, SetFileAttributesA(in("one.txt"), FILE_ATTRIBUTE_READONLY) && GetFileAttributesA(in("one.txt")) & FILE_ATTRIBUTE_READONLY, "SetFileAttributes");
    SetFileAttributesA(in("one.txt"), FILE_ATTRIBUTE_NORMAL);
    check(0, GetFileAttributesA(folder) & FILE_ATTRIBUTE_DIRECTORY, "a folder is a directory");
    check(0, GetFileAttributesW(L"no such file") == INVALID_FILE_ATTRIBUTES && GetLastError() == ERROR_FILE_NOT_FOUND, "none has no attributes");
    check(0, CopyFileA(in("one.txt"), in("two.txt"), TRUE), "CopyFile");
    check(0, !CopyFileA(in("one.txt"), in("two.txt"), TRUE) && GetLastError() == ERROR_FILE_EXISTS, "to a new name");
    check(0, MoveFileA(in("two.txt"), in("three.txt")) && !MoveFileA(in("one.txt"), in("three.txt")) && GetLastError() == ERROR_ALREADY_EXISTS,
          "MoveFile does not replace");
    CopyFileW(L"one.txt", L"two.txt", FALSE);
    check(0, MoveFileExA(in("two.txt"), in("three.txt"), MOVEFILE_REPLACE_EXISTING), "MoveFileEx may");
    check(0, GetDiskFreeSpaceExA(folder, &free_bytes, &total, &all_free) && total.QuadPart >= all_free.QuadPart, "GetDiskFreeSpaceEx");
    f = CreateFileA(in("one.txt"), GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL);
    check(0, !WriteFile(f, "x", 1, (DWORD[1]){ 0 }, NULL) && GetLastError() == ERROR_ACCESS_DENIED, "what is opened to read cannot be written");
    CloseHandle(f);
    check(0, CreateFileA(in("none"), GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL) == INVALID_HANDLE_VALUE && GetLastError() == ERROR_FILE_NOT_FOUND, "no file");
    check(0, CreateFileA(in("no/such"), GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL) == INVALID_HANDLE_VALUE && GetLastError() == ERROR_PATH_NOT_FOUND, "no folder");
    check(0, CreateFileA(folder, GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL) == INVALID_HANDLE_VALUE && GetLastError() == ERROR_ACCESS_DENIED, "a folder is no file");
    check(0, CreateFileA(in("one.txt"), GENERIC_WRITE, 0, NULL, CREATE_NEW, 0, NULL) == INVALID_HANDLE_VALUE && GetLastError() == ERROR_FILE_EXISTS, "CREATE_NEW");
}

static void searching(void)
{
    WIN32_FIND_DATAA data;
    WIN32_FIND_DATAW wide;
    HANDLE search;
    int n = 0;

    search = FindFirstFileA(in("*.TXT"), &data);
    check(0, search != INVALID_HANDLE_VALUE && !strcmp(data.cFileName, "one.txt") && data.nFileSizeLow == 3, "FindFirstFile");
    check(0, FindNextFileA(search, &data) && !strcmp(data.cFileName, "three.txt"), "FindNextFile");
    check(0, !FindNextFileA(search, &data) && GetLastError() == ERROR_NO_MORE_FILES, "to the end");
    check(0, FindClose(search), "FindClose");
    search = FindFirstFileW(L"*", &wide);
    do
        n++;
    while (FindNextFileW(search, &wide));
    FindClose(search);
    equal(0, n, 4, "all files, with the folder itself and its parent");
    check(0, FindFirstFileA(in("*.none"), &data) == INVALID_HANDLE_VALUE && GetLastError() == ERROR_FILE_NOT_FOUND, "nothing found");
    check(0, FindFirstFileA(in("no/*"), &data) == INVALID_HANDLE_VALUE && GetLastError() == ERROR_PATH_NOT_FOUND, "nowhere to look");
}

static void positions(void)
{
    HANDLE f = make(in("one.txt"), "0123456789");
    LARGE_INTEGER to, at, size;
    LONG high = 0;
    DWORD n = 0;
    char text[16] = { 0 };

    to.QuadPart = 4;
    check(0, SetFilePointerEx(f, to, &at, FILE_BEGIN) && at.QuadPart == 4, "SetFilePointerEx");
    equal(0, SetFilePointer(f, 2, NULL, FILE_CURRENT), 6, "SetFilePointer");
    equal(0, SetFilePointer(f, -1, &high, FILE_END), 9, "from the end");
    check(0, SetFilePointer(f, -1, NULL, FILE_BEGIN) == INVALID_SET_FILE_POINTER && GetLastError() == ERROR_NEGATIVE_SEEK, "not before the beginning");
    SetFilePointer(f, 6, NULL, FILE_BEGIN);
    check(0, SetEndOfFile(f) && GetFileSize(f, NULL) == 6 && GetFileSizeEx(f, &size) && size.QuadPart == 6, "SetEndOfFile");
    check(0, FlushFileBuffers(f), "FlushFileBuffers");
    SetFilePointer(f, 0, NULL, FILE_BEGIN);
    check(0, ReadFile(f, text, sizeof text, &n, NULL) && n == 6 && !memcmp(text, "012345", 6), "ReadFile up to the end");
    check(0, ReadFile(f, text, sizeof text, &n, NULL) && n == 0, "where it gives 0 bytes");
    CloseHandle(f);
}

/* An OVERLAPPED for a file that is not overlapped names the offset; its event is set as ever. */
static void offsets(void)
{
    HANDLE f = make(in("offsets"), "0123456789");
    OVERLAPPED ov;
    DWORD n;
    char text[4];

    memset(&ov, 0, sizeof ov);
    ov.Offset = 8;
    ov.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
    check(0, ReadFile(f, text, sizeof text, &n, &ov) && n == 2 && text[0] == '8', "ReadFile at an offset");
    equal(0, WaitForSingleObject(ov.hEvent, 0), WAIT_OBJECT_0, "sets the event");
    ResetEvent(ov.hEvent);
    check(0, WriteFile(f, "x", 1, &n, &ov) && WaitForSingleObject(ov.hEvent, 0) == WAIT_OBJECT_0, "so does WriteFile");
    ov.Offset = 10;
    ResetEvent(ov.hEvent);
    check(0, !ReadFile(f, text, sizeof text, &n, &ov) && GetLastError() == ERROR_HANDLE_EOF, "at the end it fails");
#ifndef _WIN32      /* Wine sets it */
    equal(0, WaitForSingleObject(ov.hEvent, 0), WAIT_TIMEOUT, "and leaves the event alone");
#endif
    CloseHandle(ov.hEvent);
    CloseHandle(f);
}

static void pipes(void)
{
    HANDLE r, w;
    DWORD n = 0, total = 0;
    char text[8] = { 0 };

    check(0, CreatePipe(&r, &w, NULL, 0), "CreatePipe");
    equal(0, GetFileType(r), FILE_TYPE_PIPE, "is a pipe");
    check(0, WriteFile(w, "pipe", 4, &n, NULL) && n == 4, "written");
    check(0, PeekNamedPipe(r, NULL, 0, NULL, &total, NULL) && total == 4, "looked at");
    check(0, ReadFile(r, text, sizeof text, &n, NULL) && n == 4 && !memcmp(text, "pipe", 4), "read");
    CloseHandle(w);
    check(0, !ReadFile(r, text, sizeof text, &n, NULL) && GetLastError() == ERROR_BROKEN_PIPE, "and broken");
    check(0, !PeekNamedPipe(r, NULL, 0, NULL, &total, NULL) && GetLastError() == ERROR_BROKEN_PIPE, "for good");
    CloseHandle(r);
    CreatePipe(&r, &w, NULL, 0);
    CloseHandle(r);
    check(0, !WriteFile(w, "x", 1, &n, NULL) && GetLastError() == ERROR_NO_DATA, "a pipe that nobody reads cannot be written, and the process lives");
    CloseHandle(w);
}

/* The folder is the current one. */
static void wide(void)
{
    WCHAR name[MAX_PATH], here[MAX_PATH];
    WIN32_FILE_ATTRIBUTE_DATA data;
    ULARGE_INTEGER total;
    HANDLE f = CreateFileW(L"w\x00efde.txt", GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_NEW, 0, NULL);
    DWORD n = 0;

    check(0, f != INVALID_HANDLE_VALUE && WriteFile(f, "w", 1, &n, NULL), "CreateFileW");
    check(0, GetFinalPathNameByHandleW(f, name, MAX_PATH, FILE_NAME_NORMALIZED) && wcsstr(name, L"w\x00efde.txt"), "GetFinalPathNameByHandleW");
    CloseHandle(f);
    check(0, GetFileAttributesExW(L"w\x00efde.txt", GetFileExInfoStandard, &data) && data.nFileSizeLow == 1, "GetFileAttributesExW");
    check(0, SetFileAttributesW(L"w\x00efde.txt", FILE_ATTRIBUTE_READONLY) && SetFileAttributesW(L"w\x00efde.txt", FILE_ATTRIBUTE_NORMAL), "SetFileAttributesW");
    check(0, MoveFileW(L"w\x00efde.txt", L"b") && MoveFileExW(L"b", L"c", MOVEFILE_REPLACE_EXISTING), "MoveFileW");
    check(0, DeleteFileW(L"c") && !DeleteFileW(L"c") && GetLastError() == ERROR_FILE_NOT_FOUND, "DeleteFileW");
    GetCurrentDirectoryW(MAX_PATH, here);
    check(0, CreateDirectoryW(L"d", NULL) && SetCurrentDirectoryW(L"d") && SetCurrentDirectoryW(here) && RemoveDirectoryW(L"d"), "CreateDirectoryW");
    check(0, GetDiskFreeSpaceExW(NULL, NULL, &total, NULL) && total.QuadPart > 0, "GetDiskFreeSpaceExW");
}

static DWORD routine_error, routine_bytes;
static LPOVERLAPPED routine_overlapped;

static void CALLBACK transferred(DWORD error, DWORD bytes, LPOVERLAPPED ov)
{
    routine_error = error;
    routine_bytes = bytes;
    routine_overlapped = ov;
}

static void overlapped(void)
{
    HANDLE f = CreateFileA(in("async"), GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_FLAG_OVERLAPPED, NULL);
    OVERLAPPED ov;
    DWORD n = 0;
    char text[16] = { 0 };
    SOCKET a, b;

    memset(&ov, 0, sizeof ov);
    ov.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
    check(0, WriteFile(f, "asynchronous", 12, NULL, &ov) || GetLastError() == ERROR_IO_PENDING, "an overlapped write");
    check(0, GetOverlappedResult(f, &ov, &n, TRUE) && n == 12, "ends with its count");
    n = 77;
    check(0, (ReadFile(f, text, 8, &n, &ov) ? n == 8 : GetLastError() == ERROR_IO_PENDING && n == 0), "the count of a call is zero until it is known");
    GetOverlappedResult(f, &ov, &n, TRUE);
    n = 77;
    check(0, !ReadFile(INVALID_HANDLE_VALUE, text, 8, &n, &ov) && n == 0, "also of one that fails");
    n = 77;
    check(0, !WriteFile(INVALID_HANDLE_VALUE, text, 8, &n, &ov) && n == 0, "WriteFile as well");
    ov.Offset = 100;
    check(0, (ReadFile(f, text, 8, NULL, &ov) || GetLastError() == ERROR_IO_PENDING || GetLastError() == ERROR_HANDLE_EOF) &&
          !GetOverlappedResult(f, &ov, &n, TRUE) && GetLastError() == ERROR_HANDLE_EOF, "beyond the end is ERROR_HANDLE_EOF");
    check(0, !ReadFile(f, text, 8, NULL, NULL) && GetLastError() == ERROR_INVALID_PARAMETER, "an overlapped file wants an OVERLAPPED");
    CloseHandle(ov.hEvent);
    memset(&ov, 0, sizeof ov);
    ov.Offset = 1;
    check(0, WriteFileEx(f, "SYN", 3, &ov, transferred), "WriteFileEx");
    equal(0, SleepEx(LONG_TIME, TRUE), WAIT_IO_COMPLETION, "its routine runs");
    check(0, routine_error == 0 && routine_bytes == 3 && routine_overlapped == &ov, "with the result");
    ov.Offset = 0;
    check(0, ReadFileEx(f, text, 4, &ov, transferred) && SleepEx(LONG_TIME, TRUE) == WAIT_IO_COMPLETION && routine_bytes == 4 && !memcmp(text, "aSYN", 4),
          "ReadFileEx");
    check(0, !CancelIoEx(f, &ov) && GetLastError() == ERROR_NOT_FOUND, "nothing is left to cancel");
    CloseHandle(f);
    tcp_pair(&a, &b);
    memset(&ov, 0, sizeof ov);
    check(0, ReadFileEx((HANDLE)b, text, 4, &ov, transferred), "ReadFileEx on a socket");
    put(a, "sock");
    check(0, SleepEx(LONG_TIME, TRUE) == WAIT_IO_COMPLETION && routine_bytes == 4 && !memcmp(text, "sock", 4), "runs its routine as well");
    equal(0, GetFileType((HANDLE)b), FILE_TYPE_PIPE, "a socket is a pipe to GetFileType");
    closesocket(a);
    closesocket(b);
}

/* Rights to the data: FILE_APPEND_DATA alone writes at the end, and a handle without any reads nothing. */
static void rights(void)
{
    HANDLE f = CreateFileA(in("log"), FILE_APPEND_DATA, FILE_SHARE_READ, NULL, OPEN_ALWAYS, 0, NULL), r;
    OVERLAPPED first = { 0 };
    char text[32] = { 0 };
    DWORD n;

    check(0, f != INVALID_HANDLE_VALUE && WriteFile(f, "one ", 4, &n, NULL) && n == 4, "FILE_APPEND_DATA is a right to write");
    SetFilePointer(f, 0, NULL, FILE_BEGIN);
    check(0, WriteFile(f, "two ", 4, &n, NULL) && WriteFile(f, "three ", 6, &n, &first), "wherever the position is");
    check(0, !ReadFile(f, text, 4, &n, NULL) && GetLastError() == ERROR_ACCESS_DENIED, "and none to read");
    CloseHandle(f);
    f = CreateFileA(in("log"), GENERIC_READ | (FILE_GENERIC_WRITE & ~FILE_WRITE_DATA), FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    check(0, WriteFile(f, "four", 4, &n, NULL) && SetFilePointer(f, 0, NULL, FILE_BEGIN) == 0 && ReadFile(f, text, 31, &n, NULL), "with other rights too");
    check(0, n == 18 && !strcmp(text, "one two three four"), "all of it stands at the end");
    r = CreateFileA(in("log"), 0, 0, NULL, OPEN_EXISTING, 0, NULL);
    equal(0, GetFileSize(r, NULL), 18, "a handle without rights tells the size");
    check(0, !ReadFile(r, text, 4, &n, NULL) && GetLastError() == ERROR_ACCESS_DENIED, "but not the data");
    check(0, !WriteFile(r, text, 4, &n, NULL) && GetLastError() == ERROR_ACCESS_DENIED, "which it cannot change either");
    CloseHandle(r);
    CloseHandle(f);
    DeleteFileA(in("log"));
}

int main(void)
{
    start();
    names();
    attributes();
    searching();
    positions();
    offsets();
    pipes();
    wide();
    overlapped();
    rights();
    SetCurrentDirectoryA("..");
    DeleteFileA(in("one.txt"));
    DeleteFileA(in("three.txt"));
    check(0, !RemoveDirectoryA(folder) && GetLastError() == ERROR_DIR_NOT_EMPTY, "a folder with a file stays");
    DeleteFileA(in("async"));
    DeleteFileA(in("offsets"));
    check(0, RemoveDirectoryA(folder), "RemoveDirectory");
    check(0, !RemoveDirectoryW(L"no such folder") && GetLastError() == ERROR_FILE_NOT_FOUND, "no folder");
    return finish_tests();
}
