/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * The registry, whose roots are empty here: programs look, find nothing, and go on with what they have without it. */
#include "check.h"

#define NOWHERE "Software\\ws2 tests\\no such key"

static void roots(void)
{
    HKEY root, key = HKEY_USERS;

    equal(0, RegOpenKeyExA(HKEY_LOCAL_MACHINE, NOWHERE, 0, KEY_READ, &key), ERROR_FILE_NOT_FOUND, "RegOpenKeyExA");
    check(0, key == NULL, "says that there is no key");
    equal(0, RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\ws2 tests\\no such key", 0, KEY_READ, &key), ERROR_FILE_NOT_FOUND, "RegOpenKeyExW");
    check(0, RegOpenKeyExA(HKEY_CURRENT_USER, "", 0, KEY_READ, &root) == ERROR_SUCCESS && root, "no name is the root");
    check(0, RegOpenKeyExW(HKEY_CURRENT_USER, L"", 0, KEY_READ, &key) == ERROR_SUCCESS && key, "also a wide one");
    check(0, RegCloseKey(root) == ERROR_SUCCESS && RegCloseKey(key) == ERROR_SUCCESS, "RegCloseKey");
    equal(0, RegOpenKeyExA((HKEY)0x12345670, NOWHERE, 0, KEY_READ, &key), ERROR_INVALID_HANDLE, "RegOpenKeyExA: no key");
    equal(0, RegCloseKey((HKEY)0x12345670), ERROR_INVALID_HANDLE, "RegCloseKey: no key");
    equal(0, RegCloseKey(NULL), ERROR_INVALID_HANDLE, "RegCloseKey: NULL");
    equal(0, RegOpenKeyEx(HKEY_CLASSES_ROOT, TEXT(NOWHERE), 0, KEY_READ, &key), ERROR_FILE_NOT_FOUND, "RegOpenKeyEx");
}

static void values(void)
{
    DWORD type, size = 16;
    BYTE data[16];

    equal(0, RegQueryValueExA(HKEY_CURRENT_USER, "ws2 no value", NULL, &type, data, &size), ERROR_FILE_NOT_FOUND, "RegQueryValueExA");
    equal(0, RegQueryValueExW(HKEY_CURRENT_USER, L"ws2 no value", NULL, &type, data, &size), ERROR_FILE_NOT_FOUND, "RegQueryValueExW");
    equal(0, RegQueryValueExA(NULL, "ws2 no value", NULL, &type, data, &size), ERROR_INVALID_HANDLE, "RegQueryValueExA: no key");
    equal(0, RegGetValueA(HKEY_CURRENT_USER, NOWHERE, "value", RRF_RT_ANY, &type, data, &size), ERROR_FILE_NOT_FOUND, "RegGetValueA");
    equal(0, RegGetValueW(HKEY_CURRENT_USER, L"ws2 no key", L"value", RRF_RT_REG_DWORD, &type, data, &size), ERROR_FILE_NOT_FOUND, "RegGetValueW");
}

static void without_a_registry(void)
{
    char name[64];
    WCHAR wide[64];
    DWORD length = 64, value = 1;
    HKEY key;

    equal(0, RegEnumKeyExA(HKEY_CURRENT_USER, 0, name, &length, NULL, NULL, NULL, NULL), ERROR_NO_MORE_ITEMS, "RegEnumKeyExA");
    equal(0, RegEnumKeyExW(HKEY_CURRENT_USER, 0, wide, &length, NULL, NULL, NULL, NULL), ERROR_NO_MORE_ITEMS, "RegEnumKeyExW");
    equal(0, RegEnumValueA(HKEY_CURRENT_USER, 0, name, &length, NULL, NULL, NULL, NULL), ERROR_NO_MORE_ITEMS, "RegEnumValueA");
    equal(0, RegEnumValueW(HKEY_CURRENT_USER, 0, wide, &length, NULL, NULL, NULL, NULL), ERROR_NO_MORE_ITEMS, "RegEnumValueW");
    equal(0, RegCreateKeyExA(HKEY_CURRENT_USER, NOWHERE, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL), ERROR_ACCESS_DENIED, "RegCreateKeyExA");
    equal(0, RegCreateKeyExW(HKEY_CURRENT_USER, L"ws2", 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL), ERROR_ACCESS_DENIED, "RegCreateKeyExW");
    equal(0, RegSetValueExA(HKEY_CURRENT_USER, "ws2", 0, REG_DWORD, (BYTE *)&value, 4), ERROR_ACCESS_DENIED, "RegSetValueExA");
    equal(0, RegSetValueExW(HKEY_CURRENT_USER, L"ws2", 0, REG_DWORD, (BYTE *)&value, 4), ERROR_ACCESS_DENIED, "RegSetValueExW");
}

int main(void)
{
    start();
    roots();
    values();
#ifndef __MINGW32__
    without_a_registry();
#endif
    return finish_tests();
}
