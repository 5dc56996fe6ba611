// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Folders under their names of Microsoft's C library.
#ifndef WS2_DIRECT_H
#define WS2_DIRECT_H

#include "winbase.h"

#include <sys/stat.h>

#define _mkdir(path) mkdir((path), 0777)
#define _rmdir rmdir
#define _chdir chdir
#define _getcwd getcwd

#endif
