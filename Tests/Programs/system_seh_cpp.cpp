// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// __try, __finally, __except and __leave in C++: nested, and several in a function.
#include "check.h"
#include <ws2_seh.h>
#include <stdexcept>
#include <string>
#include <thread>

static int trail;

static int two_blocks(int leaves) {
  trail = 0;
  __try {
    if (leaves) __leave;
    trail += 1;
  } __finally {
    trail += 10;
    equal(0, AbnormalTermination(), 0, "leaving is no abnormal termination");
  }
  __try {
    for (;;) {
      __try {
        if (leaves) __leave;
        trail += 100;
      } __finally {
        trail += 1000;
      }
      break;
    }
  } __except (EXCEPTION_EXECUTE_HANDLER) {
    trail = -1;
  }
  return trail;
}

static void raise_through_finally(DWORD code) {
  __try {
    RaiseException(code, 0, 0, NULL);
    trail = 1;
  } __finally {
    trail = AbnormalTermination() ? 2 : 3;
  }
  trail = 4;
}

static DWORD filtered(DWORD code) {
  DWORD caught = 0;
  __try {
    __try {
      raise_through_finally(code);
    } __except (GetExceptionCode() == 0xE0000001u ? EXCEPTION_EXECUTE_HANDLER : EXCEPTION_CONTINUE_SEARCH) {
      caught = 1;
    }
  } __except (EXCEPTION_EXECUTE_HANDLER) {
    caught = GetExceptionCode();
  }
  return caught;
}

static ULONG_PTR argument() {
  ULONG_PTR arguments[2] = {7, 9}, found = 0;
  __try {
    RaiseException(0xE0000003u, 0, 2, arguments);
  } __except (EXCEPTION_EXECUTE_HANDLER) {
    found = GetExceptionInformation()->ExceptionRecord->ExceptionInformation[1];
  }
  return found;
}

static std::string thrown() {
  try {
    __try {
      __try {
        throw std::runtime_error("passes");
      } __finally {
        trail = 5;
      }
    } __except (EXCEPTION_EXECUTE_HANDLER) {
      return "not for __except";
    }
  } catch (std::exception &error) {
    return error.what();
  }
  return "";
}

static DWORD WINAPI ends_inside(LPVOID) {
  __try {
    ExitThread(6);
  } __finally {
    trail = 77;
  }
  return 1;
}

int main() {
  DWORD code = 0;
  HANDLE t;

  start();
  equal(0, two_blocks(0), 1111, "blocks come to their ends");
  equal(0, two_blocks(1), 1010, "__leave goes to its own __finally");
  equal(0, filtered(0xE0000001u), 1, "the inner filter takes it");
  equal(0, trail, 2, "__finally knows of the exception, and it goes on");
  equal(0, filtered(0xE0000002u), 0xE0000002u, "a filter that does not want it hands it on");
  equal(0, (long long)argument(), 9, "arguments of RaiseException");
  check(0, thrown() == "passes" && trail == 5, "exceptions of C++ pass a __finally");
  std::thread([] { equal(0, filtered(0xE0000001u), 1, "in other threads"); }).join();
  trail = 0;
  t = thread(ends_inside, NULL);
  WaitForSingleObject(t, LONG_TIME);
  check(0, GetExitCodeThread(t, &code) && code == 6 && trail == 0, "a thread may end in the block");
  CloseHandle(t);
  return finish_tests();
}
