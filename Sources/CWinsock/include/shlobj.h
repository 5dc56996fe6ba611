// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Where the files of the user and of the system are.
#ifndef WS2_SHLOBJ_H
#define WS2_SHLOBJ_H

#include "winuser.h"

#define CSIDL_PERSONAL 5
#define CSIDL_APPDATA 26
#define CSIDL_LOCAL_APPDATA 28
#define CSIDL_COMMON_APPDATA 35
#define CSIDL_WINDOWS 36
#define CSIDL_SYSTEM 37
#define CSIDL_PROFILE 40
#define CSIDL_FLAG_CREATE 0x8000
#define CSIDL_FLAG_DONT_VERIFY 0x4000
#define SHGFP_TYPE_CURRENT 0
#define SHGFP_TYPE_DEFAULT 1

#ifdef __cplusplus
extern "C" {
#endif
// pszPath has MAX_PATH characters. Folders other than these are E_INVALIDARG; one that does not exist is S_FALSE, unless
// CSIDL_FLAG_CREATE makes it or CSIDL_FLAG_DONT_VERIFY does not look.
HRESULT SHGetFolderPathA(HWND hwnd, int csidl, HANDLE hToken, DWORD dwFlags, LPSTR pszPath);
HRESULT SHGetFolderPathW(HWND hwnd, int csidl, HANDLE hToken, DWORD dwFlags, LPWSTR pszPath) WS2_WIDE(SHGetFolderPathW);
BOOL SHGetSpecialFolderPathA(HWND hwnd, LPSTR pszPath, int csidl, BOOL fCreate);
BOOL SHGetSpecialFolderPathW(HWND hwnd, LPWSTR pszPath, int csidl, BOOL fCreate) WS2_WIDE(SHGetSpecialFolderPathW);
#ifdef __cplusplus
}
#endif
#define SHGetFolderPath WS2_AW(SHGetFolderPath)
#define SHGetSpecialFolderPath WS2_AW(SHGetSpecialFolderPath)

#endif
