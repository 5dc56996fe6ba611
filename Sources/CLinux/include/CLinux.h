// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// What Swift cannot express: thread-local words, variadic and raw system calls, atomics on memory
// that the program owns, and liburing's inline functions. No decision is taken here.
#ifndef CLINUX_H
#define CLINUX_H

// <sys/types.h> comes first so that the feature macros are settled as in Swift's own Glibc module:
// liburing.h would turn on _GNU_SOURCE, under which glibc names the members of fd_set differently.
#include <sys/types.h>
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <liburing.h>
#include <limits.h>
#include <malloc.h>
#include <ifaddrs.h>
#include <linux/errqueue.h>
#include <linux/filter.h>
#include <linux/futex.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <poll.h>
#include <pthread.h>
#include <pwd.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/sysinfo.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

// Of this library only: its address is known when the library is linked.
#define CLINUX_OWN __attribute__((visibility("hidden")))

// MARK: Thread-local words. Initial-exec: the default model costs a call per access, twelve of them per message.
// A library that is loaded late takes such words from glibc's surplus, of which a few need little.

CLINUX_OWN extern __thread int32_t clinux_last_error __attribute__((tls_model("initial-exec")));
CLINUX_OWN extern __thread void *clinux_thread __attribute__((tls_model("initial-exec")));

static inline int32_t clinux_get_last_error(void) { return clinux_last_error; }
static inline void clinux_set_last_error(int32_t code) { clinux_last_error = code; }
static inline void *clinux_get_thread(void) { return clinux_thread; }
static inline void clinux_set_thread(void *thread) { clinux_thread = thread; }

// Where the calling thread's stack lies; a size of 0 if that is not known.
void clinux_find_stack(uintptr_t *low, size_t *size);

// MARK: Tables and switches that the hot paths read. Swift would initialise them lazily, with a call per access.

enum { CLINUX_HANDLE_CHUNKS = 256, CLINUX_OPERATION_CHUNKS = 4096, CLINUX_PAGES = 32768 };
CLINUX_OWN extern void *clinux_handle_chunks[CLINUX_HANDLE_CHUNKS];
CLINUX_OWN extern void *clinux_operation_chunks[CLINUX_OPERATION_CHUNKS];
// The pages that are known to be writable, readable, or there at all, each by its number at the place of the number's
// lower bits. One comparison tells: the first place holds a number that does not belong there as long as it is empty.
enum { CLINUX_WRITABLE, CLINUX_READABLE, CLINUX_MAPPED, CLINUX_ACCESSES };
CLINUX_OWN extern uint64_t clinux_pages[CLINUX_ACCESSES][CLINUX_PAGES];

// A chunk is set once. Whoever finds it sees what it was filled with, however it has come by the number.
static inline void *clinux_chunk(void **place) { return __atomic_load_n(place, __ATOMIC_ACQUIRE); }
static inline void clinux_set_chunk(void **place, void *chunk) { __atomic_store_n(place, chunk, __ATOMIC_RELEASE); }
static inline void **clinux_handle_chunk(uint32_t i) { return &clinux_handle_chunks[i % CLINUX_HANDLE_CHUNKS]; }
static inline void **clinux_operation_chunk(uint32_t i) { return &clinux_operation_chunks[i % CLINUX_OPERATION_CHUNKS]; }
static inline uint64_t *clinux_page(uint64_t number, unsigned access) { return &clinux_pages[access][number % CLINUX_PAGES]; }
__attribute__((always_inline)) static inline int clinux_tells(uintptr_t address, unsigned access) {
  return __atomic_load_n(clinux_page(address >> 12, access), __ATOMIC_ACQUIRE) == address >> 12;
}
// The usual case of a look-up: the first place of the first and of the last page. What the slow way refuses (the first
// page, addresses of the kernel, counts out of range) never gets into the table.
__attribute__((always_inline)) static inline int clinux_is_known(const void *start, size_t count, unsigned access) {
  uintptr_t first = (uintptr_t)start, last = first + (count - 1);
  if (!clinux_tells(first, access))
    return 0;
  return (first ^ last) < 4096 ||
         (count < (size_t)1 << 40 && clinux_tells(last, count <= 4096 ? access : CLINUX_MAPPED));
}
int clinux_is_page_known(uintptr_t address, unsigned access);
void clinux_note_page(uintptr_t address, unsigned access);
void clinux_forget_pages(void);

CLINUX_OWN extern uint64_t clinux_startup_count;
static inline uint64_t *clinux_startups(void) { return &clinux_startup_count; }

// Variables that are set, as bits; read once, before main.
enum { CLINUX_FAULTS = 1, CLINUX_TRACE = 2, CLINUX_SPIN = 4 };
CLINUX_OWN extern int clinux_switches;
static inline int clinux_is_on(int which) { return clinux_switches & which; }

// MARK: Atomics on raw memory: OVERLAPPED.Internal, handle entries, ring words.

static inline void clinux_store_release_64(void *p, uint64_t v) { __atomic_store_n((uint64_t *)p, v, __ATOMIC_RELEASE); }
static inline uint64_t clinux_load_relaxed_64(const void *p) { return __atomic_load_n((const uint64_t *)p, __ATOMIC_RELAXED); }
static inline void clinux_store_relaxed_64(void *p, uint64_t v) { __atomic_store_n((uint64_t *)p, v, __ATOMIC_RELAXED); }
static inline uint64_t clinux_load_acquire_64(const void *p) { return __atomic_load_n((const uint64_t *)p, __ATOMIC_ACQUIRE); }
static inline void clinux_store_release_32(void *p, uint32_t v) { __atomic_store_n((uint32_t *)p, v, __ATOMIC_RELEASE); }
static inline uint32_t clinux_load_acquire_32(const void *p) { return __atomic_load_n((const uint32_t *)p, __ATOMIC_ACQUIRE); }
static inline uint64_t clinux_fetch_add_64(void *p, uint64_t v) { return __atomic_fetch_add((uint64_t *)p, v, __ATOMIC_ACQ_REL); }
static inline int clinux_compare_exchange_64(void *p, uint64_t expected, uint64_t desired) {
  return __atomic_compare_exchange_n((uint64_t *)p, &expected, desired, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}
static inline void clinux_store_32(void *p, uint32_t v) { __atomic_store_n((uint32_t *)p, v, __ATOMIC_SEQ_CST); }
static inline uint32_t clinux_load_32(const void *p) { return __atomic_load_n((const uint32_t *)p, __ATOMIC_SEQ_CST); }
static inline uint32_t clinux_exchange_32(void *p, uint32_t v) { return __atomic_exchange_n((uint32_t *)p, v, __ATOMIC_SEQ_CST); }
static inline void clinux_add_32(void *p, uint32_t v) { __atomic_fetch_add((uint32_t *)p, v, __ATOMIC_SEQ_CST); }
static inline int clinux_compare_exchange_32(void *p, uint32_t expected, uint32_t desired) {
  return __atomic_compare_exchange_n((uint32_t *)p, &expected, desired, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}

// For loops that look at a word until it changes.
static inline void clinux_relax(void) {
#if defined __x86_64__
  __builtin_ia32_pause();
#elif defined __aarch64__
  __asm__ volatile("yield");
#endif
}

// MARK: System calls. A failure is returned as the negated errno, so that no caller reads errno late.

static inline long clinux_result(long r) { return r < 0 ? -(long)errno : r; }

static inline int clinux_errno(void) { return errno; }
static inline void clinux_set_errno(int value) { errno = value; }

// The calls of each message, without the way through glibc. The result is the kernel's: a failure is the negated errno.
static inline long clinux_call(long number, long a, long b, long c, long d, long e, long f) {
#if defined __x86_64__
  long result;
  register long r10 __asm__("r10") = d, r8 __asm__("r8") = e, r9 __asm__("r9") = f;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return result;
#elif defined __aarch64__
  register long x8 __asm__("x8") = number, x0 __asm__("x0") = a, x1 __asm__("x1") = b, x2 __asm__("x2") = c;
  register long x3 __asm__("x3") = d, x4 __asm__("x4") = e, x5 __asm__("x5") = f;
  __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
  return x0;
#else
  return clinux_result(syscall(number, a, b, c, d, e, f));
#endif
}

// glibc's wrappers of these are cancellation points: pthread_cancel would end the thread inside this library, with
// its locks held and in the driver's seat.
static inline long clinux_receive(int fd, void *buffer, size_t count, int flags) {
  return clinux_call(SYS_recvfrom, fd, (long)buffer, (long)count, flags, 0, 0);
}
static inline long clinux_receive_message(int fd, struct msghdr *message, int flags) {
  return clinux_call(SYS_recvmsg, fd, (long)message, flags, 0, 0, 0);
}
static inline long clinux_send(int fd, const void *buffer, size_t count, int flags) {
  return clinux_call(SYS_sendto, fd, (long)buffer, (long)count, flags, 0, 0);
}
static inline long clinux_send_message(int fd, const struct msghdr *message, int flags) {
  return clinux_call(SYS_sendmsg, fd, (long)message, flags, 0, 0, 0);
}
static inline long clinux_connect(int fd, const void *address, socklen_t length) {
  return clinux_result(syscall(SYS_connect, fd, address, length));
}
static inline long clinux_read(int fd, void *buffer, size_t count) { return clinux_result(syscall(SYS_read, fd, buffer, count)); }
static inline long clinux_write(int fd, const void *buffer, size_t count) {
  return clinux_result(syscall(SYS_write, fd, buffer, count));
}
static inline long clinux_close(int fd) { return clinux_result(syscall(SYS_close, fd)); }
static inline long clinux_epoll_wait(int set, struct epoll_event *events, int capacity, int milliseconds) {
  return clinux_call(SYS_epoll_pwait, set, (long)events, capacity, milliseconds, 0, 0);
}

static inline long clinux_accept(int fd, void *address, socklen_t *length) {
  return clinux_result(syscall(SYS_accept4, fd, address, length, SOCK_CLOEXEC));
}
static inline long clinux_open_process(int id) { return clinux_result(syscall(SYS_pidfd_open, id, 0)); }
static inline long clinux_poll(struct pollfd *entries, unsigned long count, const struct timespec *timeout) {
  struct timespec copy;   // the system call, unlike glibc's wrapper, writes the remaining time back
  if (timeout)
    copy = *timeout;
  return clinux_result(syscall(SYS_ppoll, entries, count, timeout ? &copy : NULL, NULL, 0));
}
static inline int clinux_open(const char *path, int flags, unsigned mode) { return open(path, flags, mode); }
static inline long clinux_rename(const char *from, const char *to, int replaces) {
  return syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, replaces ? 0 : 1 /* RENAME_NOREPLACE */);
}
static inline long clinux_random(void *out, size_t count) { return clinux_result(syscall(SYS_getrandom, out, count, 0)); }
static inline long clinux_memory_file(void) { return clinux_result(syscall(SYS_memfd_create, "mapping", 1 /* MFD_CLOEXEC */)); }
static inline int clinux_status_flags(int fd) { return fcntl(fd, F_GETFL); }
static inline long clinux_pipe(int ends[2]) { return syscall(SYS_pipe2, ends, O_CLOEXEC); }
static inline long clinux_utime_omit(void) { return UTIME_OMIT; }
static inline long clinux_sendfile(int socket, int file, int64_t *offset, size_t count) {
  return clinux_result(sendfile(socket, file, (off_t *)offset, count));
}
// Puts the open file behind `with` under the number `fd` too; what was there is closed.
static inline long clinux_replace(int fd, int with) { return clinux_result(syscall(SYS_dup3, with, fd, O_CLOEXEC)); }
// Puts the open file behind `from` under the number `to`, and closes `from`.
static inline long clinux_move_descriptor(int from, int to) {
  long r = clinux_replace(to, from);
  clinux_close(from);
  return r;
}
static inline long clinux_futex_wait(uint32_t *word, uint32_t expected, const struct timespec *absolute_monotonic) {
  return clinux_result(syscall(SYS_futex, word, FUTEX_WAIT_BITSET | FUTEX_PRIVATE_FLAG, expected, absolute_monotonic,
                               NULL, FUTEX_BITSET_MATCH_ANY));
}
static inline long clinux_futex_wake(uint32_t *word, int count) {
  return clinux_result(syscall(SYS_futex, word, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, count, NULL, NULL, 0));
}
// F_OFD_SETLK, which glibc shows to GNU sources only.
static inline long clinux_lock(int fd, int type, int64_t start, int64_t length) {
  struct flock range = {.l_type = (short)type, .l_whence = SEEK_SET, .l_start = start, .l_len = length};
  return clinux_result(fcntl(fd, 37, &range));
}
static inline long clinux_duplicate(int fd) { return clinux_result(fcntl(fd, F_DUPFD_CLOEXEC, 3)); }
static inline long clinux_fcntl_get_flags(int fd) { return clinux_result(fcntl(fd, F_GETFL)); }
static inline long clinux_fcntl_set_flags(int fd, int flags) { return clinux_result(fcntl(fd, F_SETFL, flags)); }
static inline long clinux_ioctl_int(int fd, unsigned long request, int *value) { return clinux_result(ioctl(fd, request, value)); }
static inline long clinux_ioctl(int fd, unsigned long request, void *argument) { return clinux_result(ioctl(fd, request, argument)); }
static inline int clinux_rusage(int of_thread, struct rusage *usage) { return getrusage(of_thread ? 1 /* RUSAGE_THREAD */ : RUSAGE_SELF, usage); }
static inline char **clinux_environment(void) {
  extern char **environ;
  return environ;
}
static inline long clinux_populate(void *page, size_t length, int for_writing) {
  // MADV_POPULATE_READ 22, MADV_POPULATE_WRITE 23: fault the pages in without changing them.
  return clinux_result(madvise(page, length, for_writing ? 23 : 22));
}
static inline long clinux_is_mapped(void *page, size_t length, unsigned char *residency) {
  return clinux_result(mincore(page, length, residency));
}
static inline uint64_t clinux_monotonic_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}
// A clock that costs an instruction, in units of its own, and how many of them are about 8 milliseconds.
static inline uint64_t clinux_ticks(void) {
#if defined __x86_64__
  return __builtin_ia32_rdtsc();
#elif defined __aarch64__
  uint64_t ticks;
  __asm__ volatile("mrs %0, cntvct_el0" : "=r"(ticks));
  return ticks;
#else
  return clinux_monotonic_ns();
#endif
}
static inline uint64_t clinux_ticks_of_a_pause(void) {
#if defined __x86_64__
  return 20000000;   // of a processor of 2.5 GHz
#elif defined __aarch64__
  uint64_t per_second;
  __asm__ volatile("mrs %0, cntfrq_el0" : "=r"(per_second));
  return per_second / 125;
#else
  return 8000000;
#endif
}
int clinux_available_processors(void);
static inline int clinux_thread_id(void) { return (int)syscall(SYS_gettid); }

int clinux_current_processor(void);
// The processors below 64 that may run a thread (0: the caller), as bits. 0, or the negated errno.
int clinux_get_affinity(int thread, uint64_t *mask);
int clinux_set_affinity(int thread, uint64_t mask);
static inline int clinux_niceness(int thread) { return getpriority(PRIO_PROCESS, (id_t)thread); }
static inline int clinux_set_niceness(int thread, int value) { return setpriority(PRIO_PROCESS, (id_t)thread, value); }
// Where a thread begins that is started with these attributes.
void clinux_start_on(pthread_attr_t *attributes, uint64_t mask);
void clinux_start_anywhere(pthread_attr_t *attributes);
int clinux_name_thread(int thread, const char *name);
// Writes what the streams of stdio hold, but waits for none that another thread has under way.
void clinux_flush(void);
uintptr_t clinux_next_argument(void *list);

// Calls with the stack pointer moved down by some bytes.
void clinux_call_below(size_t gap, void (*body)(void *), void *argument);
size_t clinux_stack_size(void);

// MARK: The library itself, for GetModuleHandle

void *clinux_own_object(void);
const char *clinux_object_name(void *object);
const char *clinux_object_of_address(const void *address);

// MARK: Signals

int clinux_signal_pipe(void);
void clinux_catch_signal(int number);

// MARK: Control messages, which glibc offers as macros only.

static inline struct cmsghdr *clinux_cmsg_first(struct msghdr *m) { return CMSG_FIRSTHDR(m); }
static inline struct cmsghdr *clinux_cmsg_next(struct msghdr *m, struct cmsghdr *c) { return CMSG_NXTHDR(m, c); }
static inline unsigned char *clinux_cmsg_data(struct cmsghdr *c) { return CMSG_DATA(c); }

// MARK: liburing

// Makes prepared submissions visible to the kernel without entering it and returns how many wait.
// liburing 2.3 keeps this step private; the driver needs it apart from the system call because it
// must not hold the ring's lock while it blocks. The release store pairs with the kernel's acquire
// load of the tail: the entries are complete before the tail covers them.
static inline unsigned clinux_ring_flush(struct io_uring *ring) {
  struct io_uring_sq *sq = &ring->sq;
  sq->sqe_head = sq->sqe_tail;
  __atomic_store_n(sq->ktail, sq->sqe_tail, __ATOMIC_RELEASE);
  return sq->sqe_tail - __atomic_load_n(sq->khead, __ATOMIC_ACQUIRE);
}

// Entries go to the kernel in the order in which they stand, so its array of their places is written once.
static inline void clinux_ring_order(struct io_uring *ring) {
  for (unsigned i = 0; i < ring->sq.ring_entries; i++)
    ring->sq.array[i] = i;
}

// Submits and, if min_complete is not 0, blocks until that many completions or the time-out.
static inline long clinux_ring_enter(int ring_fd, unsigned to_submit, unsigned min_complete, const int64_t *timeout_ns) {
  struct __kernel_timespec ts;
  struct io_uring_getevents_arg arg = {.sigmask_sz = _NSIG / 8};
  if (!timeout_ns)
    return clinux_call(SYS_io_uring_enter, ring_fd, to_submit, min_complete, min_complete ? IORING_ENTER_GETEVENTS : 0, 0, 0);
  ts.tv_sec = *timeout_ns / 1000000000;
  ts.tv_nsec = *timeout_ns % 1000000000;
  arg.ts = (uint64_t)(uintptr_t)&ts;
  return clinux_call(SYS_io_uring_enter, ring_fd, to_submit, min_complete,
                     IORING_ENTER_GETEVENTS | IORING_ENTER_EXT_ARG, (long)&arg, sizeof arg);
}

// io_uring_get_sqe for a ring with entries of the usual size and no thread of the kernel's that polls it.
__attribute__((always_inline)) static inline struct io_uring_sqe *clinux_ring_next_entry(struct io_uring *ring) {
  struct io_uring_sq *sq = &ring->sq;
  if (sq->sqe_tail - __atomic_load_n(sq->khead, __ATOMIC_ACQUIRE) >= sq->ring_entries)
    return 0;
  return &sq->sqes[sq->sqe_tail++ & sq->ring_mask];
}

// Prepares a submission; false when the queue is full.
__attribute__((always_inline)) static inline int clinux_ring_prepare(struct io_uring *ring, unsigned operation, int fd, const void *address, unsigned length,
                                      unsigned message_flags, uint64_t user_data) {
  struct io_uring_sqe *sqe = clinux_ring_next_entry(ring);
  if (!sqe)
    return 0;
  *sqe = (struct io_uring_sqe){.opcode = (uint8_t)operation, .fd = fd, .addr = (uint64_t)(uintptr_t)address,
                               .len = length, .msg_flags = message_flags, .user_data = user_data};
  return 1;
}

struct clinux_completion { uint64_t user_data; int32_t result; uint32_t flags; };

// The place of the first completion; null if there is none.
static inline const struct io_uring_cqe *clinux_ring_first(struct io_uring *ring) {
  unsigned head = *ring->cq.khead;
  if (head == __atomic_load_n(ring->cq.ktail, __ATOMIC_ACQUIRE))
    return 0;
  return &ring->cq.cqes[head & ring->cq.ring_mask];
}
// Takes what stands there and hands the place back to the kernel.
static inline struct clinux_completion clinux_ring_take(struct io_uring *ring, const struct io_uring_cqe *cqe) {
  struct clinux_completion taken = {cqe->user_data, cqe->res, cqe->flags};
  __atomic_store_n(ring->cq.khead, *ring->cq.khead + 1, __ATOMIC_RELEASE);
  return taken;
}
static inline int clinux_ring_has_completions(struct io_uring *ring) {
  return *ring->cq.khead != __atomic_load_n(ring->cq.ktail, __ATOMIC_ACQUIRE);
}
static inline int clinux_ring_cq_overflowed(struct io_uring *ring) {
  return (__atomic_load_n(ring->sq.kflags, __ATOMIC_RELAXED) & IORING_SQ_CQ_OVERFLOW) != 0;
}

#endif
