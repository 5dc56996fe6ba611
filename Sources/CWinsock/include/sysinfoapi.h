// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// The machine, its version and its names.
#ifndef WS2_SYSINFOAPI_H
#define WS2_SYSINFOAPI_H

#include "winbase.h"

typedef struct _OSVERSIONINFOW {
  DWORD dwOSVersionInfoSize;
  DWORD dwMajorVersion;
  DWORD dwMinorVersion;
  DWORD dwBuildNumber;
  DWORD dwPlatformId;
  WCHAR szCSDVersion[128];
} OSVERSIONINFOW, *POSVERSIONINFOW, *LPOSVERSIONINFOW, RTL_OSVERSIONINFOW, *PRTL_OSVERSIONINFOW;
typedef OSVERSIONINFOA *POSVERSIONINFOA, *LPOSVERSIONINFOA;
#define WS2_VERSION_INFO_EX(character) \
  DWORD dwOSVersionInfoSize; \
  DWORD dwMajorVersion; \
  DWORD dwMinorVersion; \
  DWORD dwBuildNumber; \
  DWORD dwPlatformId; \
  character szCSDVersion[128]; \
  WORD wServicePackMajor; \
  WORD wServicePackMinor; \
  WORD wSuiteMask; \
  BYTE wProductType; \
  BYTE wReserved;
typedef struct _OSVERSIONINFOEXA {
  WS2_VERSION_INFO_EX(CHAR)
} OSVERSIONINFOEXA, *POSVERSIONINFOEXA, *LPOSVERSIONINFOEXA;
typedef struct _OSVERSIONINFOEXW {
  WS2_VERSION_INFO_EX(WCHAR)
} OSVERSIONINFOEXW, *POSVERSIONINFOEXW, *LPOSVERSIONINFOEXW, RTL_OSVERSIONINFOEXW, *PRTL_OSVERSIONINFOEXW;
#ifdef UNICODE
typedef OSVERSIONINFOW OSVERSIONINFO;
typedef OSVERSIONINFOEXW OSVERSIONINFOEX;
#else
typedef OSVERSIONINFOA OSVERSIONINFO;
typedef OSVERSIONINFOEXA OSVERSIONINFOEX;
#endif
typedef OSVERSIONINFO *POSVERSIONINFO, *LPOSVERSIONINFO;
typedef OSVERSIONINFOEX *POSVERSIONINFOEX, *LPOSVERSIONINFOEX;
typedef enum _COMPUTER_NAME_FORMAT {
  ComputerNameNetBIOS,
  ComputerNameDnsHostname,
  ComputerNameDnsDomain,
  ComputerNameDnsFullyQualified,
  ComputerNamePhysicalNetBIOS,
  ComputerNamePhysicalDnsHostname,
  ComputerNamePhysicalDnsDomain,
  ComputerNamePhysicalDnsFullyQualified,
  ComputerNameMax
} COMPUTER_NAME_FORMAT;
typedef struct _MEMORYSTATUSEX {
  DWORD dwLength;
  DWORD dwMemoryLoad;
  DWORDLONG ullTotalPhys;
  DWORDLONG ullAvailPhys;
  DWORDLONG ullTotalPageFile;
  DWORDLONG ullAvailPageFile;
  DWORDLONG ullTotalVirtual;
  DWORDLONG ullAvailVirtual;
  DWORDLONG ullAvailExtendedVirtual;
} MEMORYSTATUSEX, *LPMEMORYSTATUSEX;
#define MAX_COMPUTERNAME_LENGTH 15
#define UNLEN 256
#define VER_EQUAL 1
#define VER_GREATER 2
#define VER_GREATER_EQUAL 3
#define VER_LESS 4
#define VER_LESS_EQUAL 5
#define VER_MINORVERSION 1
#define VER_MAJORVERSION 2
#define VER_BUILDNUMBER 4
#define VER_PLATFORMID 8
#define VER_SERVICEPACKMINOR 16
#define VER_SERVICEPACKMAJOR 32
#define VER_SUITENAME 64
#define VER_PRODUCT_TYPE 128
#define VER_NT_WORKSTATION 1
#define VER_NT_DOMAIN_CONTROLLER 2
#define VER_NT_SERVER 3
#define VER_PLATFORM_WIN32s 0
#define VER_PLATFORM_WIN32_WINDOWS 1
#define VER_PLATFORM_WIN32_NT 2
#define VER_SET_CONDITION(mask, type, condition) ((mask) = VerSetConditionMask((mask), (type), (condition)))

#ifdef __cplusplus
extern "C" {
#endif
BOOL QueryUnbiasedInterruptTime(PULONGLONG UnbiasedTime);
void QueryInterruptTime(PULONGLONG lpInterruptTime);
void QueryInterruptTimePrecise(PULONGLONG lpInterruptTimePrecise);
DWORD GetVersion(void);
BOOL GetVersionExA(LPOSVERSIONINFOA lpVersionInformation);
BOOL GetVersionExW(LPOSVERSIONINFOW lpVersionInformation) WS2_WIDE(GetVersionExW);
BOOL VerifyVersionInfoA(LPOSVERSIONINFOEXA lpVersionInformation, DWORD dwTypeMask, DWORDLONG dwlConditionMask);
BOOL VerifyVersionInfoW(LPOSVERSIONINFOEXW lpVersionInformation, DWORD dwTypeMask, DWORDLONG dwlConditionMask) WS2_WIDE(VerifyVersionInfoW);
ULONGLONG VerSetConditionMask(ULONGLONG ConditionMask, DWORD TypeMask, BYTE Condition);
BOOL GetComputerNameA(LPSTR lpBuffer, LPDWORD nSize);
BOOL GetComputerNameW(LPWSTR lpBuffer, LPDWORD nSize) WS2_WIDE(GetComputerNameW);
BOOL GetComputerNameExA(COMPUTER_NAME_FORMAT NameType, LPSTR lpBuffer, LPDWORD nSize);
BOOL GetComputerNameExW(COMPUTER_NAME_FORMAT NameType, LPWSTR lpBuffer, LPDWORD nSize) WS2_WIDE(GetComputerNameExW);
BOOL GetUserNameA(LPSTR lpBuffer, LPDWORD pcbBuffer);
BOOL GetUserNameW(LPWSTR lpBuffer, LPDWORD pcbBuffer) WS2_WIDE(GetUserNameW);
BOOL GlobalMemoryStatusEx(LPMEMORYSTATUSEX lpBuffer);
UINT GetSystemDirectoryA(LPSTR lpBuffer, UINT uSize);
UINT GetSystemDirectoryW(LPWSTR lpBuffer, UINT uSize) WS2_WIDE(GetSystemDirectoryW);
UINT GetWindowsDirectoryA(LPSTR lpBuffer, UINT uSize);
UINT GetWindowsDirectoryW(LPWSTR lpBuffer, UINT uSize) WS2_WIDE(GetWindowsDirectoryW);
#ifdef __cplusplus
}
#endif
#define GetVersionEx WS2_AW(GetVersionEx)
#define VerifyVersionInfo WS2_AW(VerifyVersionInfo)
#define GetComputerName WS2_AW(GetComputerName)
#define GetComputerNameEx WS2_AW(GetComputerNameEx)
#define GetUserName WS2_AW(GetUserName)
#define GetSystemDirectory WS2_AW(GetSystemDirectory)
#define GetWindowsDirectory WS2_AW(GetWindowsDirectory)
#endif
