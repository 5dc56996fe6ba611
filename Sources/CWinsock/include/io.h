// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Descriptors under their names of Microsoft's C library; ws2_crt.h has those that C programs call undeclared.
#ifndef WS2_IO_H
#define WS2_IO_H

#include "winbase.h"
#include "ws2_find.h"

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
#define _stat stat
#define _stat64 stat
#define _stati64 stat
#define _fstat fstat
#define _fstat64 fstat
#define _fstati64 fstat
#define _S_IFMT S_IFMT
#define _S_IFDIR S_IFDIR
#define _S_IFREG S_IFREG
#define _O_RANDOM 0
#define _O_SEQUENTIAL 0
#define _O_NOINHERIT O_CLOEXEC
#define _isatty isatty
#define _fileno fileno
#define _access access
#define _unlink unlink
#define _dup dup
#define _dup2 dup2
#define _chmod chmod

// glibc hides these from programs that ask for the C standard alone.
#ifndef O_CLOEXEC
#define O_CLOEXEC 02000000
#endif

#ifdef __cplusplus
extern "C" {
#endif
#if defined(__STRICT_ANSI__) && !defined(__cplusplus)
int fsync(int fd);
int ftruncate(int fd, off_t length);
#endif
// The handle of a descriptor, which stays the descriptor's: close it with _close. INVALID_HANDLE_VALUE and EBADF for none.
intptr_t ws2_get_osfhandle(int fd);
// The descriptor of a file or pipe, which closes the handle, too: leave that alone. -1 and EBADF for other handles; a socket
// has WSAGetSocketDescriptor.
int ws2_open_osfhandle(intptr_t handle);
#ifdef __cplusplus
}
#endif
#define _get_osfhandle ws2_get_osfhandle
static inline WS2_MAYBE_UNUSED int _open_osfhandle(intptr_t handle, int flags) {
  int fd = ws2_open_osfhandle(handle);
  if (fd < 0) errno = EBADF;
  if (fd >= 0 && (flags & _O_APPEND)) (void)fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_APPEND);
  return fd;
}

// The error instead of errno. 0 exists, 2 may be written, 4 may be read.
static inline WS2_MAYBE_UNUSED errno_t _access_s(const char *path, int mode) {
  return !path || (mode & ~6) ? (errno = EINVAL) : access(path, mode) ? errno : 0;
}

// There is no text mode: what _setmode sets has no counterpart, and bytes are bytes.
static inline WS2_MAYBE_UNUSED int _setmode(int fd, int mode) {
  struct stat information;
  (void)mode;
  return fstat(fd, &information) ? -1 : _O_BINARY;
}

// MARK: Length and place of open files

// -1 and EBADF for none. A length that has more than 31 bits is told by the second.
static inline WS2_MAYBE_UNUSED long long _filelengthi64(int fd) {
  struct stat information;
  return fstat(fd, &information) ? -1 : (long long)information.st_size;
}
static inline WS2_MAYBE_UNUSED LONG _filelength(int fd) {
  const long long length = _filelengthi64(fd);
  if (length <= 0x7FFFFFFF) return (LONG)length;
  errno = EOVERFLOW;
  return -1;
}
static inline WS2_MAYBE_UNUSED long long _telli64(int fd) { return lseek(fd, 0, SEEK_CUR); }
static inline WS2_MAYBE_UNUSED LONG _tell(int fd) {
  const long long place = _telli64(fd);
  if (place <= 0x7FFFFFFF) return (LONG)place;
  errno = EINVAL;
  return -1;
}
static inline WS2_MAYBE_UNUSED int _eof(int fd) {
  const long long place = _telli64(fd), length = place < 0 ? -1 : _filelengthi64(fd);
  return length < 0 ? -1 : place >= length;
}
static inline WS2_MAYBE_UNUSED int _commit(int fd) { return fsync(fd) ? (errno = EBADF, -1) : 0; }
// What is added is zeroes. The error: EINVAL for a negative size, EBADF for a file that is not open for writing, ENOSPC.
static inline WS2_MAYBE_UNUSED errno_t _chsize_s(int fd, long long size) {
  if (size < 0) return errno = EINVAL;
  if (!ftruncate(fd, (off_t)size)) return 0;
  return errno = errno == EINVAL ? EBADF : errno == EFBIG ? ENOSPC : errno;
}
static inline WS2_MAYBE_UNUSED int _chsize(int fd, LONG size) { return _chsize_s(fd, size) ? -1 : 0; }
// The size is the system's to choose.
static inline WS2_MAYBE_UNUSED int _pipe(int *fds, unsigned size, int mode) {
  (void)size;
  if (!fds) {
    errno = EINVAL;
    return -1;
  }
  if (pipe(fds)) return -1;
  if (mode & _O_NOINHERIT) {
    fcntl(fds[0], F_SETFD, FD_CLOEXEC);
    fcntl(fds[1], F_SETFD, FD_CLOEXEC);
  }
  return 0;
}

#endif
