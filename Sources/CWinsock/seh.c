// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// What ws2_seh.h needs: the frames of each thread, and signals that become exceptions. SetUnhandledExceptionFilter.
#define _GNU_SOURCE
#define WS2_PREFIXED_TAGS 1
#include "ws2_seh.h"
#include <signal.h>

#define EXPORT __attribute__((visibility("default")))

static __thread struct ws2_seh *innermost;

static const struct {
  int signal;
  DWORD code;
} faults[] = {
  {SIGSEGV, EXCEPTION_ACCESS_VIOLATION},
  {SIGBUS, EXCEPTION_IN_PAGE_ERROR},
  {SIGFPE, EXCEPTION_INT_DIVIDE_BY_ZERO},
  {SIGILL, EXCEPTION_ILLEGAL_INSTRUCTION},
  {SIGTRAP, EXCEPTION_BREAKPOINT},
};
static struct sigaction former[sizeof faults / sizeof faults[0]];

static PTOP_LEVEL_EXCEPTION_FILTER filter;
static __thread int is_filtering;

// What the program's filter says about an exception that nothing handles. One that fails itself is not asked again.
static LONG ask_filter(EXCEPTION_RECORD *record) {
  PTOP_LEVEL_EXCEPTION_FILTER current = __atomic_load_n(&filter, __ATOMIC_ACQUIRE);
  EXCEPTION_POINTERS pointers = {record, NULL};
  LONG verdict;
  if (!current || is_filtering)
    return EXCEPTION_CONTINUE_SEARCH;
  is_filtering = 1;
  verdict = current(&pointers);
  is_filtering = 0;
  return verdict;
}

// Returning repeats the instruction, this time without a handler.
static void end_by(int number, const siginfo_t *information) {
  signal(number, SIG_DFL);
  if (information->si_code <= 0 || number == SIGTRAP)
    raise(number);
}

// Nothing has handled an exception.
_Noreturn static void end(const EXCEPTION_RECORD *record, LONG verdict) {
  if (verdict != EXCEPTION_EXECUTE_HANDLER)
    fprintf(stderr, "unhandled exception 0x%08X\n", record->ExceptionCode);
  abort();
}

// A fault outside every __try is the program's former handler's, or ends the process as it would have.
static void pass_on(unsigned i, int number, siginfo_t *information, void *context) {
  if (former[i].sa_flags & SA_SIGINFO && former[i].sa_sigaction) {
    former[i].sa_sigaction(number, information, context);
  } else if (former[i].sa_handler != SIG_DFL && former[i].sa_handler != SIG_IGN) {
    former[i].sa_handler(number);
  } else {
    end_by(number, information);
  }
}

static void fault(int number, siginfo_t *information, void *context) {
  for (unsigned i = 0; i < sizeof faults / sizeof faults[0]; i++) {
    EXCEPTION_RECORD record = {0};
    if (faults[i].signal != number)
      continue;
    record.ExceptionCode = faults[i].code;
    if (number == SIGFPE && information->si_code != FPE_INTDIV)
      record.ExceptionCode = EXCEPTION_FLT_INVALID_OPERATION;
    if (number == SIGSEGV || number == SIGBUS) {
      record.NumberParameters = 2;
      record.ExceptionInformation[1] = (ULONG_PTR)information->si_addr;
    } else {
      record.ExceptionAddress = information->si_addr;
    }
    if (innermost)
      ws2_seh_raise(&record);
    switch (ask_filter(&record)) {
    case EXCEPTION_CONTINUE_EXECUTION: return;
    case EXCEPTION_EXECUTE_HANDLER: end_by(number, information); return;
    default: pass_on(i, number, information, context); return;
    }
  }
}

static void install(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = fault;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  for (unsigned i = 0; i < sizeof faults / sizeof faults[0]; i++)
    sigaction(faults[i].signal, &action, &former[i]);
}

static void catch_faults(void) {
  static int state;   // 0: signals are not caught yet, 1: under way, 2: they are
  int expected = 0;
  if (__atomic_load_n(&state, __ATOMIC_ACQUIRE) != 2) {
    if (__atomic_compare_exchange_n(&state, &expected, 1, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) {
      install();
      __atomic_store_n(&state, 2, __ATOMIC_RELEASE);
    }
    while (__atomic_load_n(&state, __ATOMIC_ACQUIRE) != 2)
      usleep(100);
  }
}

EXPORT void ws2_seh_push(struct ws2_seh *frame) {
  catch_faults();
  memset(&frame->record, 0, sizeof frame->record);
  frame->pointers.ExceptionRecord = &frame->record;
  frame->pointers.ContextRecord = NULL;
  frame->outer = innermost;
  frame->is_pushed = 1;
  innermost = frame;
}

EXPORT void ws2_seh_pop(struct ws2_seh *frame) {
  if (frame->is_pushed && innermost == frame)
    innermost = frame->outer;
  frame->is_pushed = 0;
}

EXPORT void ws2_seh_raise(const EXCEPTION_RECORD *record) {
  struct ws2_seh *frame = innermost;
  if (!frame) {
    EXCEPTION_RECORD copy = *record;
    end(record, ask_filter(&copy));
  }
  frame->record = *record;
  innermost = frame->outer;
  frame->is_pushed = 0;
  siglongjmp(frame->environment, 1);
}

EXPORT void ws2_RaiseException(DWORD code, DWORD flags, DWORD count, const ULONG_PTR *arguments) {
  EXCEPTION_RECORD record = {0};
  record.ExceptionCode = code & ~0x10000000u;
  record.ExceptionFlags = flags & EXCEPTION_NONCONTINUABLE;
  record.ExceptionAddress = __builtin_return_address(0);
  if (arguments) {
    record.NumberParameters = count < EXCEPTION_MAXIMUM_PARAMETERS ? count : EXCEPTION_MAXIMUM_PARAMETERS;
    memcpy(record.ExceptionInformation, arguments, record.NumberParameters * sizeof *arguments);
  }
  if (!innermost) {
    LONG verdict = ask_filter(&record);
    if (verdict == EXCEPTION_CONTINUE_EXECUTION && !record.ExceptionFlags)
      return;
    end(&record, verdict);
  }
  ws2_seh_raise(&record);
}

PTOP_LEVEL_EXCEPTION_FILTER ws2_exchange_filter(PTOP_LEVEL_EXCEPTION_FILTER new) {
  if (new)
    catch_faults();
  return __atomic_exchange_n(&filter, new, __ATOMIC_ACQ_REL);
}
