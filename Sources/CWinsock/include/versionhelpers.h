// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Whether the system is at least a version of Windows.
#ifndef WS2_VERSIONHELPERS_H
#define WS2_VERSIONHELPERS_H

#include "sysinfoapi.h"

static inline WS2_MAYBE_UNUSED BOOL IsWindowsVersionOrGreater(WORD major, WORD minor, WORD servicePack) {
  OSVERSIONINFOEXW asked;
  memset(&asked, 0, sizeof asked);
  asked.dwOSVersionInfoSize = sizeof asked;
  asked.dwMajorVersion = major;
  asked.dwMinorVersion = minor;
  asked.wServicePackMajor = servicePack;
  return VerifyVersionInfoW(&asked, VER_MAJORVERSION | VER_MINORVERSION | VER_SERVICEPACKMAJOR,
                            VerSetConditionMask(VerSetConditionMask(VerSetConditionMask(0, VER_MAJORVERSION, VER_GREATER_EQUAL),
                                                                    VER_MINORVERSION, VER_GREATER_EQUAL),
                                                VER_SERVICEPACKMAJOR, VER_GREATER_EQUAL));
}
static inline WS2_MAYBE_UNUSED BOOL IsWindowsServer(void) {
  OSVERSIONINFOEXW asked;
  memset(&asked, 0, sizeof asked);
  asked.dwOSVersionInfoSize = sizeof asked;
  asked.wProductType = VER_NT_WORKSTATION;
  return !VerifyVersionInfoW(&asked, VER_PRODUCT_TYPE, VerSetConditionMask(0, VER_PRODUCT_TYPE, VER_EQUAL));
}
#define IsWindowsXPOrGreater() IsWindowsVersionOrGreater(5, 1, 0)
#define IsWindowsXPSP2OrGreater() IsWindowsVersionOrGreater(5, 1, 2)
#define IsWindowsXPSP3OrGreater() IsWindowsVersionOrGreater(5, 1, 3)
#define IsWindowsVistaOrGreater() IsWindowsVersionOrGreater(6, 0, 0)
#define IsWindowsVistaSP1OrGreater() IsWindowsVersionOrGreater(6, 0, 1)
#define IsWindowsVistaSP2OrGreater() IsWindowsVersionOrGreater(6, 0, 2)
#define IsWindows7OrGreater() IsWindowsVersionOrGreater(6, 1, 0)
#define IsWindows7SP1OrGreater() IsWindowsVersionOrGreater(6, 1, 1)
#define IsWindows8OrGreater() IsWindowsVersionOrGreater(6, 2, 0)
#define IsWindows8Point1OrGreater() IsWindowsVersionOrGreater(6, 3, 0)
#define IsWindows10OrGreater() IsWindowsVersionOrGreater(10, 0, 0)

#endif
