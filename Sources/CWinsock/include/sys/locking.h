// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Locks on pieces of files, by descriptors.
#ifndef WS2_SYS_LOCKING_H
#define WS2_SYS_LOCKING_H

#include "../io.h"

#define _LK_UNLCK 0
#define _LK_LOCK 1
#define _LK_NBLCK 2
#define _LK_RLCK 3
#define _LK_NBRLCK 4

// From the file's position on. The waiting kinds try once a second, ten times, as Microsoft's do; EDEADLOCK then, EACCES at
// once for the others.
static inline WS2_MAYBE_UNUSED int _locking(int fd, int mode, LONG count) {
  int tries = mode == _LK_LOCK || mode == _LK_RLCK ? 10 : 1, i;
  struct flock lock;
  if (mode < _LK_UNLCK || mode > _LK_NBRLCK || count < 0) {
    errno = EINVAL;
    return -1;
  }
  memset(&lock, 0, sizeof lock);
  lock.l_type = mode == _LK_UNLCK ? F_UNLCK : F_WRLCK;
  lock.l_whence = SEEK_CUR;
  lock.l_len = count;
  for (i = 0; i < tries; i++) {
    if (i > 0) sleep(1);
    if (fcntl(fd, F_SETLK, &lock) == 0) return 0;
    if (errno != EACCES && errno != EAGAIN) return -1;
  }
  errno = tries > 1 ? EDEADLK : EACCES;
  return -1;
}

#endif
