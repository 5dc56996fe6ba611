// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Descriptors under their names of Microsoft's C library.
#ifndef WS2_IO_H
#define WS2_IO_H

#include "winbase.h"

#include <fcntl.h>
#include <sys/stat.h>

#ifndef O_BINARY
#define O_BINARY 0
#define O_TEXT 0
#endif
#define _O_RDONLY O_RDONLY
#define _O_WRONLY O_WRONLY
#define _O_RDWR O_RDWR
#define _O_APPEND O_APPEND
#define _O_CREAT O_CREAT
#define _O_TRUNC O_TRUNC
#define _O_EXCL O_EXCL
#define _O_BINARY O_BINARY
#define _O_TEXT O_TEXT
#define _S_IREAD 0400
#define _S_IWRITE 0200
#define _open open
#define _close close
#define _read(fd, buffer, count) ((int)read((fd), (buffer), (count)))
#define _write(fd, buffer, count) ((int)write((fd), (buffer), (count)))
#define _lseek(fd, offset, origin) ((LONG)lseek((fd), (offset), (origin)))
#define _lseeki64 lseek
#define _isatty isatty
#define _fileno fileno
#define _access access
#define _unlink unlink
#define _dup dup
#define _dup2 dup2
#define _chmod chmod
// There is no text mode: what _setmode sets has no counterpart, and bytes are bytes.
static inline WS2_MAYBE_UNUSED int _setmode(int fd, int mode) {
  struct stat information;
  (void)mode;
  return fstat(fd, &information) ? -1 : _O_BINARY;
}

#endif
