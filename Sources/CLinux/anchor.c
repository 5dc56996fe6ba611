// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// The storage behind CLinux.h: thread-local words, tables that are zero at first, and switches.
#define _GNU_SOURCE
#include "CLinux.h"
#include <link.h>
#include <stdio.h>
#include <sched.h>

__thread int32_t clinux_last_error;
__thread void *clinux_thread;
__thread uintptr_t clinux_stack_low = UINTPTR_MAX;
__thread uintptr_t clinux_stack_high;
void *clinux_handle_chunks[CLINUX_HANDLE_CHUNKS];
void *clinux_operation_chunks[CLINUX_OPERATION_CHUNKS];
struct clinux_region clinux_regions[CLINUX_REGIONS];
int clinux_switches;

void clinux_learn_stack(void) {
  pthread_attr_t attributes;
  void *low;
  size_t size;
  if (clinux_stack_high || pthread_getattr_np(pthread_self(), &attributes))
    return;
  if (!pthread_attr_getstack(&attributes, &low, &size)) {
    clinux_stack_low = (uintptr_t)low;
    clinux_stack_high = (uintptr_t)low + size;
  }
  pthread_attr_destroy(&attributes);
}

// A region has a second place in the other half of the table, so that two that are used in turn and fall together do not
// drive each other out. Written under a lock; readers compare the number before and after.
static pthread_mutex_t region_lock = PTHREAD_MUTEX_INITIALIZER;

static struct clinux_region *second_place(uint64_t number) { return clinux_region(number + CLINUX_REGIONS / 2); }

static void set_region(struct clinux_region *place, const struct clinux_region *value) {
  __atomic_store_n(&place->number, 0, __ATOMIC_SEQ_CST);
  for (int access = 0; access < 3; access++)
    __atomic_store_n(&place->pages[access], value->pages[access], __ATOMIC_RELEASE);
  __atomic_store_n(&place->number, value->number, __ATOMIC_RELEASE);
}

int clinux_is_page_known(uint64_t page, unsigned access) {
  return clinux_has_page(clinux_region(page / 64), page, access) || clinux_has_page(second_place(page / 64), page, access);
}

void clinux_note_page(uint64_t page, unsigned access) {
  struct clinux_region *place = clinux_region(page / 64);
  pthread_mutex_lock(&region_lock);
  if (place->number != page / 64) {
    if (second_place(page / 64)->number == page / 64) {
      place = second_place(page / 64);
    } else {
      struct clinux_region empty = {page / 64, {0, 0, 0}};
      set_region(second_place(page / 64), place);
      set_region(place, &empty);
    }
  }
  // What can be written can be read, and both are there.
  for (unsigned a = access; a < 3; a++)
    __atomic_fetch_or(&place->pages[a], (uint64_t)1 << (page % 64), __ATOMIC_RELEASE);
  pthread_mutex_unlock(&region_lock);
}

void clinux_forget_pages(void) {
  pthread_mutex_lock(&region_lock);
  for (int i = 0; i < CLINUX_REGIONS; i++)
    __atomic_store_n(&clinux_regions[i].number, 0, __ATOMIC_SEQ_CST);
  pthread_mutex_unlock(&region_lock);
}

__attribute__((constructor)) static void read_switches(void) {
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
