// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// The storage behind CLinux.h: thread-local words, tables that are zero at first, and switches.
#define _GNU_SOURCE
#include "CLinux.h"
#include <link.h>
#include <stdio.h>
#include <sched.h>

__thread int32_t clinux_last_error;
__thread void *clinux_thread;
void *clinux_handle_chunks[CLINUX_HANDLE_CHUNKS];
void *clinux_operation_chunks[CLINUX_OPERATION_CHUNKS];
uint64_t clinux_pages[CLINUX_ACCESSES][CLINUX_PAGES];
uint64_t clinux_startup_count;
int clinux_switches;

void clinux_find_stack(uintptr_t *low, size_t *size) {
  pthread_attr_t attributes;
  void *start;
  *low = *size = 0;
  if (pthread_getattr_np(pthread_self(), &attributes))
    return;
  if (!pthread_attr_getstack(&attributes, &start, size))
    *low = (uintptr_t)start;
  pthread_attr_destroy(&attributes);
}

// A page has a second place in the other half of the table, so that two that are used in turn and fall together do not
// drive each other out. Written under a lock.
static pthread_mutex_t page_lock = PTHREAD_MUTEX_INITIALIZER;

static uint64_t *second_place(uint64_t number, unsigned access) {
  return clinux_page(number + CLINUX_PAGES / 2, access);
}

int clinux_is_page_known(uintptr_t address, unsigned access) {
  return clinux_tells(address, access) ||
         __atomic_load_n(second_place(address >> 12, access), __ATOMIC_ACQUIRE) == address >> 12;
}

void clinux_note_page(uintptr_t address, unsigned access) {
  uint64_t number = address >> 12;
  pthread_mutex_lock(&page_lock);
  // What can be written can be read, and both are there.
  for (; access < CLINUX_ACCESSES; access++) {
    uint64_t *place = clinux_page(number, access), former = *place;
    if (former == number)
      continue;
    if (former)
      __atomic_store_n(second_place(number, access), former, __ATOMIC_RELEASE);
    __atomic_store_n(place, number, __ATOMIC_RELEASE);
  }
  pthread_mutex_unlock(&page_lock);
}

// What an empty place holds: no number that belongs there.
static uint64_t empty(unsigned place) { return place == 0; }

void clinux_forget_pages(void) {
  pthread_mutex_lock(&page_lock);
  for (unsigned access = 0; access < CLINUX_ACCESSES; access++)
    for (unsigned i = 0; i < CLINUX_PAGES; i++)
      // Only read where there is nothing: that takes no memory.
      if (clinux_pages[access][i] != empty(i))
        __atomic_store_n(&clinux_pages[access][i], empty(i), __ATOMIC_SEQ_CST);
  pthread_mutex_unlock(&page_lock);
}

__attribute__((constructor)) static void begin(void) {
  for (unsigned access = 0; access < CLINUX_ACCESSES; access++)
    clinux_pages[access][0] = empty(0);
  clinux_switches = (getenv("WS2_FAULTS") ? CLINUX_FAULTS : 0) | (getenv("WS2_TRACE") ? CLINUX_TRACE : 0) |
                    (getenv("WS2_SPIN_US") ? CLINUX_SPIN : 0);
}

// Signals become bytes of a pipe: a handler may do no more than write.
static int signal_pipe[2] = {-1, -1};

int clinux_signal_pipe(void) {
  if (signal_pipe[0] < 0 && pipe2(signal_pipe, O_CLOEXEC) < 0)
    return -1;
  return signal_pipe[0];
}

static void pass_signal(int number) {
  unsigned char byte = (unsigned char)number;
  int saved = errno;
  if (write(signal_pipe[1], &byte, 1) < 0)
    errno = saved;
  errno = saved;
}

void clinux_catch_signal(int number) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = pass_signal;
  action.sa_flags = SA_RESTART;
  sigaction(number, &action, NULL);
}

void *clinux_own_object(void) {
  Dl_info information;
  if (!dladdr((void *)&clinux_switches, &information))
    return NULL;
  return dlopen(information.dli_fname, RTLD_LAZY | RTLD_NOLOAD);
}

const char *clinux_object_name(void *object) {
  struct link_map *map = NULL;
  return dlinfo(object, RTLD_DI_LINKMAP, &map) == 0 && map ? map->l_name : NULL;
}

const char *clinux_object_of_address(const void *address) {
  Dl_info information;
  return address && dladdr(address, &information) ? information.dli_fname : NULL;
}

int clinux_current_processor(void) { return sched_getcpu(); }

int clinux_get_affinity(int thread, uint64_t *mask) {
  cpu_set_t set;
  if (sched_getaffinity(thread, sizeof set, &set) < 0)
    return -errno;
  memcpy(mask, &set, sizeof *mask);
  return 0;
}

static cpu_set_t set_of(uint64_t mask) {
  cpu_set_t set;
  CPU_ZERO(&set);
  memcpy(&set, &mask, sizeof mask);
  return set;
}

int clinux_set_affinity(int thread, uint64_t mask) {
  cpu_set_t set = set_of(mask);
  return sched_setaffinity(thread, sizeof set, &set) < 0 ? -errno : 0;
}

void clinux_start_on(pthread_attr_t *attributes, uint64_t mask) {
  cpu_set_t set = set_of(mask);
  pthread_attr_setaffinity_np(attributes, sizeof set, &set);
}

void clinux_start_anywhere(pthread_attr_t *attributes) {
  cpu_set_t set;
  memset(&set, 0xFF, sizeof set);   // Linux takes those of them that there are
  pthread_attr_setaffinity_np(attributes, sizeof set, &set);
}

void clinux_flush(void) {
  FILE *standard[] = {stdin, stdout, stderr};
  int busy = 0;
  for (int i = 0; i < 3; i++) {
    if (ftrylockfile(standard[i])) {
      busy = 1;
      continue;
    }
    if (i > 0)
      fflush(standard[i]);
    funlockfile(standard[i]);
  }
  if (!busy)
    fflush(NULL);
}

int clinux_name_thread(int thread, const char *name) {
  char path[64];
  snprintf(path, sizeof path, "/proc/self/task/%d/comm", thread);
  int file = open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0)
    return -1;
  long n = write(file, name, strnlen(name, 15));
  close(file);
  return n < 0 ? -1 : 0;
}

uintptr_t clinux_next_argument(void *list) { return va_arg(*(va_list *)list, uintptr_t); }

int clinux_available_processors(void) {
  cpu_set_t set;
  return sched_getaffinity(0, sizeof set, &set) < 0 ? 0 : CPU_COUNT(&set);
}

__attribute__((noinline)) void clinux_call_below(size_t gap, void (*body)(void *), void *argument) {
  volatile char *below = __builtin_alloca(gap);
  (void)below[0];   // keeps the gap, and changes nothing in it
  body(argument);
  (void)below[0];
}

size_t clinux_stack_size(void) {
  pthread_attr_t attributes;
  size_t size = 0;
  void *base;
  if (pthread_getattr_np(pthread_self(), &attributes))
    return 0;
  pthread_attr_getstack(&attributes, &base, &size);
  pthread_attr_destroy(&attributes);
  return size;
}
