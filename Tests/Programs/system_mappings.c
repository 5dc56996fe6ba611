/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * File mappings, random bytes, security descriptors, named pipes, serial ports, descriptors of the C library. */
#include "check.h"
#include <io.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/locking.h>
#include <wincrypt.h>
#include <bcrypt.h>

static void memory(void)
{
    HANDLE m = CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 200000, NULL);
    char *a = MapViewOfFile(m, FILE_MAP_ALL_ACCESS, 0, 0, 0), *b, *c;

    check(0, m && a && a[0] == 0 && a[199999] == 0, "memory that has no file is zero");
    b = MapViewOfFile(m, FILE_MAP_READ, 0, 65536, 1000);
    c = MapViewOfFile(m, FILE_MAP_COPY, 0, 0, 0);
    a[65536] = 'x';
    check(0, b && b[0] == 'x', "two views show the same");
    c[1] = 'y';
    check(0, a[1] == 0, "a copy keeps its changes to itself");
    check(0, !MapViewOfFile(m, FILE_MAP_READ, 0, 4096, 0) && GetLastError() == ERROR_MAPPED_ALIGNMENT, "offsets are multiples of 64 KB");
    check(0, !MapViewOfFile(m, FILE_MAP_READ, 0, 65536, 200000) && GetLastError() == ERROR_ACCESS_DENIED, "a view ends within the mapping");
    check(0, CloseHandle(m) && a[65536] == 'x', "views outlive the handle");
    check(0, UnmapViewOfFile(b) && UnmapViewOfFile(c) && UnmapViewOfFile(a), "UnmapViewOfFile");
    check(0, !UnmapViewOfFile(a) && GetLastError() == ERROR_INVALID_ADDRESS, "once");
    check(0, !CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 0, NULL) && GetLastError() == ERROR_INVALID_PARAMETER, "memory has a size");
    check(0, !MapViewOfFile((HANDLE)0x1234560, FILE_MAP_READ, 0, 0, 0) && GetLastError() == ERROR_INVALID_HANDLE, "a handle that is none");
}

static void names(void)
{
    HANDLE one = CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 4096, L"ws2 test mapping"), two;
    char *a, *b;

    SetLastError(0);
    two = CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 4096, "ws2 test mapping");
    equal(0, GetLastError(), ERROR_ALREADY_EXISTS, "a name names one mapping");
    a = MapViewOfFile(one, FILE_MAP_WRITE, 0, 0, 0);
    b = MapViewOfFile(two, FILE_MAP_READ, 0, 0, 0);
    a[7] = 7;
    check(0, b[7] == 7, "whose views show the same");
    UnmapViewOfFile(a);
    UnmapViewOfFile(b);
    CloseHandle(one);
    CloseHandle(two);
}

/* The forms with 64-bit sizes and offsets, and mappings that are opened by name. */
static void newer_forms(void)
{
    CREATEFILE2_EXTENDED_PARAMETERS more = { sizeof more, FILE_ATTRIBUTE_NORMAL, FILE_FLAG_OVERLAPPED, 0, NULL, NULL };
    HANDLE f = CreateFile2(L"system_mappings.tmp", GENERIC_READ | GENERIC_WRITE, 0, CREATE_ALWAYS, NULL), m, again;
    char *view, *other;
    DWORD n;

    check(0, f != INVALID_HANDLE_VALUE && WriteFile(f, "mapped", 6, &n, NULL), "CreateFile2");
    m = CreateFileMappingFromApp(f, NULL, PAGE_READONLY, 0, NULL);
    view = MapViewOfFileFromApp(m, FILE_MAP_READ, 0, 0);
    check(0, m && view && !memcmp(view, "mapped", 6), "CreateFileMappingFromApp, MapViewOfFileFromApp");
    check(0, !MapViewOfFileFromApp(m, FILE_MAP_READ, 1ULL << 32, 0) && GetLastError() == ERROR_ACCESS_DENIED, "an offset of 64 bits");
    UnmapViewOfFile(view);
    CloseHandle(m);
    CloseHandle(f);
    f = CreateFile2(L"system_mappings.tmp", GENERIC_READ, 0, OPEN_EXISTING, &more);
    check(0, f != INVALID_HANDLE_VALUE && !ReadFile(f, &n, 1, NULL, NULL) && GetLastError() == ERROR_INVALID_PARAMETER, "its flags count");
    CloseHandle(f);
    more.dwSize = 4;
    f = CreateFile2(L"system_mappings.tmp", GENERIC_READ, 0, OPEN_EXISTING, &more);
    check(0, f == INVALID_HANDLE_VALUE && GetLastError() == ERROR_INVALID_PARAMETER, "a size that is none");
    DeleteFileA("system_mappings.tmp");
    f = CreateFile2(L"system_mappings.tmp", GENERIC_READ, 0, OPEN_EXISTING, NULL);
    check(0, f == INVALID_HANDLE_VALUE && GetLastError() == ERROR_FILE_NOT_FOUND, "no file");
    m = CreateFileMappingFromApp(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 4096, L"ws2 opened mapping");
    again = OpenFileMappingA(FILE_MAP_READ, FALSE, "ws2 opened mapping");
    view = MapViewOfFile(m, FILE_MAP_WRITE, 0, 0, 0);
    other = MapViewOfFile(again, FILE_MAP_READ, 0, 0, 0);
    view[9] = 9;
    check(0, again && other && other[9] == 9, "OpenFileMapping");
    CloseHandle(again);
    again = OpenFileMappingW(FILE_MAP_READ, FALSE, L"ws2 opened mapping");
    check(0, again && CloseHandle(again), "OpenFileMappingW");
    check(0, !OpenFileMappingW(FILE_MAP_READ, FALSE, L"ws2 no mapping") && GetLastError() == ERROR_FILE_NOT_FOUND, "a name that is none");
    UnmapViewOfFile(view);
    UnmapViewOfFile(other);
    CloseHandle(m);
}

static void files(void)
{
    char folder[MAX_PATH], path[MAX_PATH], back[8] = { 0 };
    HANDLE f, m;
    char *view;
    struct _stat information;
    int fd;

    GetTempPathA(sizeof folder, folder);
    GetTempFileNameA(folder, "map", 0, path);
    fd = _open(path, _O_RDWR | _O_BINARY);
    f = (HANDLE)_get_osfhandle(fd);
    check(0, fd >= 0 && f != INVALID_HANDLE_VALUE && f == (HANDLE)_get_osfhandle(fd), "_get_osfhandle");
    check(0, _get_osfhandle(12345) == -1 && errno == EBADF, "of a descriptor that is none");
    check(0, !CreateFileMappingA(f, NULL, PAGE_READWRITE, 0, 0, NULL) && GetLastError() == ERROR_FILE_INVALID, "an empty file has no mapping");
    check(0, !CreateFileMappingA(f, NULL, PAGE_READONLY, 0, 100, NULL), "and grows only when it may be written");
    m = CreateFileMappingA(f, NULL, PAGE_READWRITE, 0, 100, NULL);
    view = MapViewOfFile(m, FILE_MAP_WRITE, 0, 0, 0);
    check(0, m && view && _fstat(fd, &information) == 0 && information.st_size == 100, "a mapping makes the file as long");
    memcpy(view, "mapped", 6);
    check(0, FlushViewOfFile(view, 0) && UnmapViewOfFile(view) && CloseHandle(m), "FlushViewOfFile");
    check(0, !FlushViewOfFile(view, 1) && GetLastError() == ERROR_INVALID_ADDRESS, "of a view that is gone");
    check(0, _lseeki64(fd, 0, SEEK_SET) == 0 && _read(fd, back, 6) == 6 && !memcmp(back, "mapped", 6), "the file has what was written");
    check(0, _lseek(fd, 0, SEEK_SET) == 0 && _locking(fd, _LK_NBLCK, 10) == 0 && _locking(fd, _LK_UNLCK, 10) == 0, "_locking");
    check(0, _locking(fd, 99, 10) == -1 && errno == EINVAL, "of a kind that is none");
    check(0, _write(fd, "M", 1) == 1 && _lseek(fd, 0, SEEK_SET) == 0 && _write(fd, "m", 1) == 1, "_write");
    _close(fd);
    f = CreateFileA(path, GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL);
    check(0, !CreateFileMappingA(f, NULL, PAGE_READWRITE, 0, 0, NULL) && GetLastError() == ERROR_ACCESS_DENIED, "a file that is only read");
    m = CreateFileMappingA(f, NULL, PAGE_READONLY, 0, 0, NULL);
    CloseHandle(f);
    check(0, !MapViewOfFile(m, FILE_MAP_WRITE, 0, 0, 0) && GetLastError() == ERROR_ACCESS_DENIED, "has no writable view");
    view = MapViewOfFile(m, FILE_MAP_READ, 0, 0, 6);
    check(0, view && !memcmp(view, "mapped", 6) && UnmapViewOfFile(view) && CloseHandle(m), "and is seen after its handle is closed");
    DeleteFileA(path);
}

/* Handles become descriptors, and stay handles until those are closed. */
static void handed_over(void)
{
    char folder[MAX_PATH], path[MAX_PATH], text[8] = { 0 };
    HANDLE f, r, w;
    DWORD n;
    FILE *stream;
    int fd, other;

    GetTempPathA(sizeof folder, folder);
    GetTempFileNameA(folder, "osf", 0, path);
    f = CreateFileA(path, GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    fd = _open_osfhandle((intptr_t)f, _O_RDWR | _O_BINARY);
    check(0, fd >= 0 && (HANDLE)_get_osfhandle(fd) == f, "_open_osfhandle");
    check(0, _write(fd, "abc", 3) == 3 && WriteFile(f, "def", 3, &n, NULL) && _lseek(fd, 0, SEEK_CUR) == 6, "handle and descriptor have one position");
    check(0, _close(fd) == 0 && _read(fd, text, 1) == -1, "_close closes it");
    f = CreateFileA(path, GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    other = _open_osfhandle((intptr_t)f, _O_APPEND);
    stream = _fdopen(other, "w");
    check(0, other >= 0 && stream && fputs("g", stream) >= 0 && fclose(stream) == 0, "with _O_APPEND, in a stream");
    f = CreateFileA(path, GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL);
    check(0, ReadFile(f, text, 7, &n, NULL) && n == 7 && !memcmp(text, "abcdefg", 7), "the file has all of it");
    CloseHandle(f);
    DeleteFileA(path);
    CreatePipe(&r, &w, NULL, 0);
    fd = _open_osfhandle((intptr_t)r, _O_RDONLY);
    check(0, WriteFile(w, "pipe", 4, &n, NULL) && _read(fd, text, 4) == 4 && !memcmp(text, "pipe", 4), "the end of a pipe");
    _close(fd);
    CloseHandle(w);
    errno = 0;
    check(0, _open_osfhandle(-1, 0) == -1 && errno == EBADF, "of a handle that is none");
}

/* 64 bytes of chance are not all zero, and not the same twice. */
static int differ(const unsigned char *a, const unsigned char *b)
{
    static const unsigned char zero[64];

    return memcmp(a, zero, 64) && memcmp(b, zero, 64) && memcmp(a, b, 64);
}

static void chance(void)
{
    unsigned char a[64] = { 0 }, b[64] = { 0 };
    unsigned x = 0, y = 0, i;
    HCRYPTPROV p = 0;

    equal(0, BCryptGenRandom(NULL, a, 64, BCRYPT_USE_SYSTEM_PREFERRED_RNG), 0, "BCryptGenRandom");
    check(0, BCryptGenRandom(NULL, b, 64, BCRYPT_USE_SYSTEM_PREFERRED_RNG) == 0 && differ(a, b), "gives something else each time");
    equal(0, (DWORD)BCryptGenRandom(NULL, b, 64, 0), 0xC0000008u, "an algorithm handle is needed without the flag");
    check(0, CryptAcquireContextA(&p, NULL, NULL, PROV_RSA_FULL, CRYPT_VERIFYCONTEXT | CRYPT_SILENT) && p, "CryptAcquireContext");
    memset(a, 0, 64);
    memset(b, 0, 64);
    check(0, CryptGenRandom(p, 64, a) && CryptGenRandom(p, 64, b) && differ(a, b), "CryptGenRandom");
    check(0, CryptReleaseContext(p, 0), "CryptReleaseContext");
    check(0, !CryptGenRandom(p, 64, a) && GetLastError() == ERROR_INVALID_PARAMETER, "a context that is released");
    check(0, CryptAcquireContextW(&p, NULL, NULL, PROV_RSA_AES, CRYPT_VERIFYCONTEXT) && CryptReleaseContext(p, 0), "CryptAcquireContextW");
    check(0, !CryptAcquireContextA(&p, NULL, NULL, 4711, CRYPT_VERIFYCONTEXT) && GetLastError() == 0x80090014u, "a provider that is none");
    for (i = 0; i < 4 && x == y; i++)
        check(0, rand_s(&x) == 0 && rand_s(&y) == 0, "rand_s");
    check(0, x != y, "gives different numbers");
}

static void descriptors(void)
{
    SECURITY_DESCRIPTOR d;
    SECURITY_ATTRIBUTES attributes = { sizeof attributes, &d, FALSE };
    HANDLE e;

    memset(&d, 0xaa, sizeof d);
    check(0, InitializeSecurityDescriptor(&d, SECURITY_DESCRIPTOR_REVISION) && d.Revision == 1 && d.Control == 0 && !d.Owner && !d.Dacl, "InitializeSecurityDescriptor");
    check(0, SetSecurityDescriptorDacl(&d, TRUE, NULL, FALSE) && d.Control == SE_DACL_PRESENT && !d.Dacl, "SetSecurityDescriptorDacl");
    check(0, IsValidSecurityDescriptor(&d), "IsValidSecurityDescriptor");
    check(0, !InitializeSecurityDescriptor(&d, 2) && GetLastError() == ERROR_UNKNOWN_REVISION, "a revision that is none");
    e = CreateEventA(&attributes, TRUE, TRUE, NULL);
    check(0, e && WaitForSingleObject(e, 0) == WAIT_OBJECT_0 && CloseHandle(e), "an event takes it");
}

#ifndef __MINGW32__
static void serial_ports(void)
{
    HANDLE e = CreateEventA(NULL, TRUE, FALSE, NULL);
    COMMTIMEOUTS times = { 0 };
    DCB settings = { 0 };

    check(0, sizeof(DCB) == 28 && sizeof(COMMTIMEOUTS) == 20, "the structures of serial ports");
    check(0, CreateFileA("\\\\.\\COM1", GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL) == INVALID_HANDLE_VALUE && GetLastError() == ERROR_FILE_NOT_FOUND, "there is no port");
    check(0, CreateFileA("COM1", GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL) == INVALID_HANDLE_VALUE && GetLastError() == ERROR_FILE_NOT_FOUND, "by its short name");
    check(0, !GetCommState(e, &settings) && GetLastError() == ERROR_INVALID_FUNCTION, "GetCommState of something else");
    check(0, !SetCommState(e, &settings) && GetLastError() == ERROR_INVALID_FUNCTION, "SetCommState");
    check(0, !GetCommTimeouts(e, &times) && GetLastError() == ERROR_INVALID_FUNCTION, "GetCommTimeouts");
    check(0, !SetCommTimeouts(INVALID_HANDLE_VALUE, &times) && GetLastError() == ERROR_INVALID_HANDLE, "SetCommTimeouts of no handle");
    CloseHandle(e);
}
#endif

static void text(void)
{
    char *s = _malloca(10);
    LONG64 wide = 5;
    LONG narrow = 5;

    check(0, _memicmp("AbC\0x", "aBc\0X", 5) == 0 && memicmp("ab", "AC", 2) < 0 && _memicmp("_", "A", 1) < 0, "_memicmp");
    check(0, s != NULL, "_malloca");
    check(0, InterlockedAddNoFence64(&wide, 2) == 7 && InterlockedDecrementRelease64(&wide) == 6 && InterlockedCompareExchangeAcquire64(&wide, 1, 6) == 6 && wide == 1 &&
          InterlockedAddNoFence(&narrow, 2) == 7, "interlocked operations by barrier and width");
    _freea(s);
}

int main(void)
{
    start();
    memory();
    names();
    newer_forms();
#ifndef __MINGW32__
    serial_ports();
#endif
    files();
    handed_over();
    chance();
    descriptors();
    text();
    return finish_tests();
}
