/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Functions of Microsoft's C library around files and text that are inline in the headers. */
#include "check.h"
#include <direct.h>
#include <fcntl.h>
#include <io.h>
#include <tchar.h>

static void parts(void)
{
    static const struct { const char *path, *drive, *dir, *name, *ext; } table[] = {
        { "C:\\dir\\sub\\file.txt", "C:", "\\dir\\sub\\", "file", ".txt" }, { "/usr/lib.d/file", "", "/usr/lib.d/", "file", "" },
        { "file.tar.gz", "", "", "file.tar", ".gz" }, { ".profile", "", "", "", ".profile" }, { "C:name", "C:", "", "name", "" },
        { "dir/", "", "dir/", "", "" }, { "", "", "", "", "" }, { "..", "", "", ".", "." }, { "\\\\server\\share\\x.y", "", "\\\\server\\share\\", "x", ".y" },
    };
    char drive[_MAX_DRIVE], dir[_MAX_DIR], name[_MAX_FNAME], ext[_MAX_EXT], whole[_MAX_PATH];
    wchar_t wide[_MAX_PATH], wext[_MAX_EXT];
    size_t i;

    for (i = 0; i < sizeof table / sizeof *table; i++) {
        _splitpath(table[i].path, drive, dir, name, ext);
        check(0, !strcmp(drive, table[i].drive) && !strcmp(dir, table[i].dir) && !strcmp(name, table[i].name) && !strcmp(ext, table[i].ext), "_splitpath");
        _makepath(whole, drive, dir, name, ext);
        check(0, !strcmp(whole, table[i].path), "_makepath");
    }
    _splitpath("/a/b.c", NULL, NULL, name, NULL);
    check(0, !strcmp(name, "b"), "one part");
    strcpy(ext, "x");
    equal(0, _splitpath_s("/folder/name.ext", NULL, 0, NULL, 0, name, 3, ext, sizeof ext), ERANGE, "a part that does not fit");
    check(0, !name[0] && !ext[0], "leaves all empty");
    equal(0, _splitpath_s("/folder/name.ext", NULL, 0, NULL, 0, name, 5, ext, 5), 0, "parts that just fit");
    check(0, !strcmp(name, "name") && !strcmp(ext, ".ext"), "are there");
    equal(0, _splitpath_s(NULL, NULL, 0, NULL, 0, name, 5, ext, 5), EINVAL, "no path");
    equal(0, _splitpath_s("x", NULL, 1, NULL, 0, name, 5, ext, 5), EINVAL, "a size without a pointer");
    equal(0, _splitpath_s("x", drive, 0, NULL, 0, name, 5, ext, 5), EINVAL, "a pointer without a size");
    equal(0, _makepath_s(whole, sizeof whole, "c:", "\\one", "two", "three"), 0, "_makepath_s");
    check(0, !strcmp(whole, "c:\\one\\two.three"), "what is missing between the parts is put in");
    equal(0, _makepath_s(whole, 17, "c", "\\one\\", "two", ".three"), 0, "what just fits");
    equal(0, _makepath_s(whole, 16, "c", "\\one\\", "two", ".three"), ERANGE, "what does not");
    check(0, !whole[0], "is empty");
    equal(0, _makepath_s(NULL, 16, "c", NULL, NULL, NULL), EINVAL, "no room");
    _wmakepath(wide, NULL, L"/one", L"two", L"x");
    check(0, !wcscmp(wide, L"/one/two.x"), "_wmakepath");
    _wsplitpath(wide, NULL, NULL, NULL, wext);
    check(0, !wcscmp(wext, L".x"), "_wsplitpath");
}

static void numbers(void)
{
    wchar_t w[80];

    check(0, !wcscmp(_itow(-12, w, 10), L"-12") && !wcscmp(_itow(-1, w, 16), L"ffffffff"), "_itow");
    check(0, !wcscmp(_ltow(-2147483647, w, 10), L"-2147483647") && !wcscmp(_ultow(4000000000u, w, 10), L"4000000000"), "_ltow, _ultow");
    check(0, !wcscmp(_i64tow(-9000000000LL, w, 10), L"-9000000000") && !wcscmp(_ui64tow(255, w, 2), L"11111111"), "_i64tow, _ui64tow");
    equal(0, _itow_s(1000, w, 4, 10), ERANGE, "_itow_s without room for the NUL");
    check(0, !w[0], "is empty");
    equal(0, _itow_s(1000, w, 5, 10), 0, "_itow_s");
    equal(0, _itow_s(1000, w, 5, 1), EINVAL, "no radix");
    equal(0, _itow_s(1000, NULL, 5, 10), EINVAL, "no room");
    equal(0, _scwprintf(L"%s %I64d", L"text", 5000000000LL), 15, "_scwprintf");
    equal(0, _scwprintf(L"%*d", 1000, 1), 1000, "of much");
    equal(0, _scprintf("%d", 12345), 5, "_scprintf");
}

static void descriptors(void)
{
    char path[MAX_PATH], b[8];
    int fd, fds[2];

    GetTempPathA(MAX_PATH - 32, path);
    sprintf(path + strlen(path), "ws2_names_%lu", (unsigned long)GetCurrentProcessId());
    fd = _open(path, _O_CREAT | _O_RDWR | _O_BINARY | _O_TRUNC, _S_IREAD | _S_IWRITE);
    equal(0, _write(fd, "0123456789", 10), 10, "_write");
    check(0, _filelength(fd) == 10 && _filelengthi64(fd) == 10, "_filelength");
    check(0, _tell(fd) == 10 && _telli64(fd) == 10 && _eof(fd) == 1, "_tell, _eof");
    equal(0, _lseek(fd, 4, SEEK_SET), 4, "_lseek");
    check(0, _tell(fd) == 4 && _eof(fd) == 0, "where it is");
    equal(0, _chsize(fd, 5), 0, "_chsize");
    equal(0, _filelength(fd), 5, "shorter");
    equal(0, _chsize_s(fd, 7), 0, "_chsize_s");
    check(0, _filelength(fd) == 7 && _lseek(fd, 4, SEEK_SET) == 4 && _read(fd, b, 8) == 3 && !memcmp(b, "4\0\0", 3), "longer, by zeroes");
    equal(0, _chsize_s(fd, -1), EINVAL, "no size");
    equal(0, _commit(fd), 0, "_commit");
    equal(0, _isatty(fd), 0, "_isatty");
    _close(fd);
    fd = _open(path, _O_RDONLY);
    equal(0, _chsize_s(fd, 1), EBADF, "a file to read");
    _close(fd);
    equal(0, _unlink(path), 0, "_unlink");
    errno = 0;
    check(0, _filelength(fd) == -1 && errno == EBADF, "_filelength of none");
    errno = 0;
    check(0, _tell(fd) == -1 && errno == EBADF, "_tell of none");
    errno = 0;
    check(0, _commit(fd) == -1 && errno == EBADF, "_commit of none");
    equal(0, _chsize_s(fd, 1), EBADF, "_chsize_s of none");
    equal(0, _pipe(fds, 4096, _O_BINARY | _O_NOINHERIT), 0, "_pipe");
    check(0, _write(fds[1], "pipe", 4) == 4 && _read(fds[0], b, 8) == 4 && !memcmp(b, "pipe", 4), "what goes in comes out");
    _close(fds[0]);
    _close(fds[1]);
    errno = 0;
    check(0, _pipe(NULL, 4096, _O_BINARY) == -1 && errno == EINVAL, "no room for two");
}

static void searching(void)
{
    char folder[MAX_PATH], path[MAX_PATH + 16];
    struct _finddata_t found;
    struct _wfinddatai64_t wide;
    wchar_t pattern[MAX_PATH + 16];
    intptr_t h;
    FILE *f;
    int files = 0, folders = 0;

    GetTempPathA(MAX_PATH - 32, folder);
    sprintf(folder + strlen(folder), "ws2_find_%lu", (unsigned long)GetCurrentProcessId());
    equal(0, _mkdir(folder), 0, "_mkdir");
    sprintf(path, "%s/one.txt", folder);
    f = fopen(path, "w");
    fputs("content", f);
    fclose(f);
    sprintf(path, "%s/sub", folder);
    _mkdir(path);
    sprintf(path, "%s/*", folder);
    h = _findfirst(path, &found);
    check(0, h != -1, "_findfirst");
    do {
        if (found.attrib & _A_SUBDIR)
            folders += !strcmp(found.name, "sub");
        else
            files += !strcmp(found.name, "one.txt") && found.size == 7 && found.time_write > 1600000000;
    } while (_findnext(h, &found) == 0);
    equal(0, errno, ENOENT, "the end");
    check(0, files == 1 && folders == 1, "a file and a folder");
    equal(0, _findclose(h), 0, "_findclose");
    equal(0, _findclose(h), -1, "once only");
    swprintf(pattern, MAX_PATH + 16, L"%hs/*.txt", folder);
    h = _wfindfirsti64(pattern, &wide);
    check(0, h != -1 && !wcscmp(wide.name, L"one.txt") && wide.size == 7, "_wfindfirsti64");
    equal(0, _wfindnexti64(h, &wide), -1, "no other");
    _findclose(h);
    sprintf(path, "%s/*.none", folder);
    errno = 0;
    check(0, _findfirst(path, &found) == -1 && errno == ENOENT, "nothing");
    errno = 0;
    check(0, _findfirst(NULL, &found) == -1 && errno == EINVAL, "no pattern");
    sprintf(path, "%s/one.txt", folder);
    _unlink(path);
    sprintf(path, "%s/sub", folder);
    _rmdir(path);
    equal(0, _rmdir(folder), 0, "_rmdir");
}

int main(int argc, char **argv)
{
    TCHAR t[] = _T("one two,three");
    wchar_t w[] = L"one two";

    start();
    parts();
    numbers();
    descriptors();
    searching();
    check(0, __argc == argc && __argv[0] == argv[0], "__argc, __argv");
    check(0, !_tcscmp(_tcstok(t, _T(" ,")), _T("one")) && !_tcscmp(_tcstok(NULL, _T(" ,")), _T("two")) && !_tcscmp(_tcstok(NULL, _T(" ,")), _T("three"))
                 && !_tcstok(NULL, _T(" ,")), "_tcstok");
    check(0, !wcscmp(ws2_wcstok(w, L" "), L"one") && !wcscmp(ws2_wcstok(NULL, L" "), L"two") && !ws2_wcstok(NULL, L" "), "the same with wide characters");
    return finish_tests();
}
