/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Folders of the user and of the system. */
#include "check.h"
#include <shlobj.h>

static int is_folder(const char *path)
{
    DWORD attributes = GetFileAttributesA(path);
    return attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY);
}

static void system_folders(void)
{
    char path[MAX_PATH], other[MAX_PATH];
    WCHAR wide[MAX_PATH], wide_other[MAX_PATH];

    check(0, SHGetSpecialFolderPathA(NULL, path, CSIDL_SYSTEM, FALSE) && is_folder(path), "SHGetSpecialFolderPathA");
    GetSystemDirectoryA(other, MAX_PATH);
    check(0, !lstrcmpiA(path, other), "is what GetSystemDirectory says");
    check(0, SHGetSpecialFolderPathW(NULL, wide, CSIDL_WINDOWS, FALSE), "SHGetSpecialFolderPathW");
    GetWindowsDirectoryW(wide_other, MAX_PATH);
    check(0, !lstrcmpiW(wide, wide_other), "is what GetWindowsDirectory says");
    check(0, SHGetFolderPathA(NULL, CSIDL_SYSTEM, NULL, SHGFP_TYPE_CURRENT, path) == S_OK && !lstrcmpiA(path, other), "SHGetFolderPathA");
    check(0, SHGetFolderPathW(NULL, CSIDL_WINDOWS, NULL, SHGFP_TYPE_CURRENT, wide) == S_OK && !lstrcmpiW(wide, wide_other), "SHGetFolderPathW");
    check(0, SHGetFolderPathA(NULL, 200, NULL, 0, path) == (HRESULT)E_INVALIDARG, "a number that is none");
    check(0, !SHGetSpecialFolderPathA(NULL, path, 200, FALSE), "which has no folder");
}

#ifndef __MINGW32__
/* A home of the test's own. */
static void home(void)
{
    char place[MAX_PATH], path[MAX_PATH], expected[2 * MAX_PATH];

    GetTempPathA(sizeof place, place);
    GetTempFileNameA(place, "hom", 0, path);
    strcpy(place, path);
    DeleteFileA(place);
    CreateDirectoryA(place, NULL);
    SetEnvironmentVariableA("HOME", place);
    SetEnvironmentVariableA("XDG_CONFIG_HOME", NULL);
    SetEnvironmentVariableA("XDG_DATA_HOME", NULL);
    check(0, SHGetFolderPathA(NULL, CSIDL_PROFILE, NULL, 0, path) == S_OK && !strcmp(path, place), "the profile is the home");
    snprintf(expected, sizeof expected, "%s/.local/share", place);
    check(0, SHGetFolderPathA(NULL, CSIDL_LOCAL_APPDATA, NULL, 0, path) == S_FALSE && !strcmp(path, expected), "a folder that is not there");
    check(0, !SHGetSpecialFolderPathA(NULL, path, CSIDL_LOCAL_APPDATA, FALSE), "has no path by the older call");
    check(0, SHGetFolderPathA(NULL, CSIDL_LOCAL_APPDATA | CSIDL_FLAG_DONT_VERIFY, NULL, 0, path) == S_OK && !is_folder(path), "nobody looks");
    check(0, SHGetFolderPathA(NULL, CSIDL_LOCAL_APPDATA | CSIDL_FLAG_CREATE, NULL, 0, path) == S_OK && is_folder(path), "it is made");
    check(0, SHGetSpecialFolderPathA(NULL, path, CSIDL_APPDATA, TRUE) && is_folder(path), "by either call");
    RemoveDirectoryA(path);
    RemoveDirectoryA(expected);
    snprintf(expected, sizeof expected, "%s/.local", place);
    RemoveDirectoryA(expected);
    check(0, RemoveDirectoryA(place), "and nothing else");
}
#endif

int main(void)
{
    start();
    system_folders();
#ifndef __MINGW32__
    home();
#endif
    return finish_tests();
}
