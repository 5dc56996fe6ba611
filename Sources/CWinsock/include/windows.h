// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// The part of Win32 that socket programs lean on.
#ifndef _WINDOWS_
#define _WINDOWS_
#define _INC_WINDOWS

#include "winnt.h"
#include "winerror.h"
#include "winbase.h"
#include "winuser.h"
#include "winreg.h"
#ifndef WIN32_LEAN_AND_MEAN
#include "timeapi.h"
#include "shellapi.h"
#include "wincrypt.h"
#include "winsock2.h"
#endif

#endif
