// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// __try, __finally, __except and __leave in C++, on top of its exceptions: nested, and several in a function. ws2_seh.h
// includes it.
//
// RaiseException throws what __except catches and __finally lets pass. Exceptions of C++ pass a __finally as well. Hardware
// faults are not caught in C++. `return` must not leave a __try that has a __finally: __leave does.
#ifndef WS2_SEH_CPP_H
#define WS2_SEH_CPP_H

#include <exception>
#include <cxxabi.h>

extern "C++" {
namespace ws2 {
struct seh_leave {};
struct seh_exception {
  EXCEPTION_RECORD record;
};

// The exception that this thread handles, for GetExceptionCode, and whether a filter has taken it.
struct seh_state {
  EXCEPTION_RECORD record;
  EXCEPTION_POINTERS pointers;
  std::exception_ptr passing;
  bool is_taken;
};
inline seh_state &seh() {
  static thread_local seh_state state;
  return state;
}
inline EXCEPTION_POINTERS *seh_pointers() {
  seh().pointers.ExceptionRecord = &seh().record;
  return &seh().pointers;
}
inline bool seh_take() {
  bool was = seh().is_taken;
  seh().is_taken = false;
  return was;
}

// The one turn of a __finally: at its end what came out of the block goes on.
class seh_finally {
  std::exception_ptr passing;

 public:
  bool once = true;
  seh_finally() : passing(seh().passing) { seh().passing = nullptr; }
  bool is_abnormal() const { return passing != nullptr; }
  void end() {
    once = false;
    if (passing) std::rethrow_exception(passing);
  }
};

[[noreturn]] inline void seh_raise(DWORD code, DWORD flags, DWORD count, const ULONG_PTR *arguments) {
  seh_exception exception = {};
  exception.record.ExceptionCode = code & ~0x10000000u;
  exception.record.ExceptionFlags = flags & EXCEPTION_NONCONTINUABLE;
  if (arguments) {
    exception.record.NumberParameters = count < EXCEPTION_MAXIMUM_PARAMETERS ? count : EXCEPTION_MAXIMUM_PARAMETERS;
    for (DWORD i = 0; i < exception.record.NumberParameters; i++) exception.record.ExceptionInformation[i] = arguments[i];
  }
  throw exception;
}
}
}

// libstdc++ defines it so as well, and its headers may come later.
#ifndef __try
#define __try try
#endif
#define __leave throw ::ws2::seh_leave()
// A thread that ends in the block ends: Windows runs no handlers then either.
#define __finally \
  catch (::ws2::seh_leave &) { \
  } catch (::abi::__forced_unwind &) { \
    throw; \
  } catch (...) { \
    ::ws2::seh().passing = ::std::current_exception(); \
  } \
  for (::ws2::seh_finally ws2_seh_finally; ws2_seh_finally.once; ws2_seh_finally.end())
#define __except(filter) \
  catch (::ws2::seh_leave &) { \
  } catch (::ws2::seh_exception & ws2_seh_exception) { \
    ::ws2::seh().record = ws2_seh_exception.record; \
    if ((filter) != EXCEPTION_EXECUTE_HANDLER) throw; \
    ::ws2::seh().is_taken = true; \
  } \
  if (::ws2::seh_take())
#define RaiseException ::ws2::seh_raise
#define GetExceptionCode() (::ws2::seh().record.ExceptionCode)
#define GetExceptionInformation() (::ws2::seh_pointers())
#define AbnormalTermination() (ws2_seh_finally.is_abnormal())

#endif
