// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// What winnt.h says of the compiler, and the ends of the ranges of integers.
#ifndef WS2_MACROS_H
#define WS2_MACROS_H

#include "ws2_wintypes.h"

// MARK: The compiler
#define FORCEINLINE __forceinline
#define DECLSPEC_ALIGN(n) __attribute__((aligned(n)))
#define SYSTEM_CACHE_ALIGNMENT_SIZE 64
#define DECLSPEC_CACHEALIGN DECLSPEC_ALIGN(SYSTEM_CACHE_ALIGNMENT_SIZE)
#define DECLSPEC_NOINLINE __attribute__((noinline))
#define DECLSPEC_NORETURN __attribute__((noreturn))
#define DECLSPEC_NOTHROW __attribute__((nothrow))
#define DECLSPEC_SELECTANY __attribute__((weak))
#define DECLSPEC_DEPRECATED __attribute__((deprecated))
#define TYPE_ALIGNMENT(t) __alignof__(t)
#ifdef __cplusplus
#define C_ASSERT(e) static_assert((e), #e)
#else
#define C_ASSERT(e) _Static_assert((e), #e)
#endif
#define DBG_UNREFERENCED_LOCAL_VARIABLE(v) ((void)(v))
#define DECLARE_HANDLE(name) \
  struct name##__ { int unused; }; \
  typedef struct name##__ *name

// MARK: Products and shifts
#define Int32x32To64(a, b) ((LONGLONG)(LONG)(a) * (LONGLONG)(LONG)(b))
#define UInt32x32To64(a, b) ((ULONGLONG)(UINT)(a) * (ULONGLONG)(UINT)(b))
#define Int64ShllMod32(a, b) ((ULONGLONG)(a) << (b))
#define Int64ShraMod32(a, b) ((LONGLONG)(a) >> (b))
#define Int64ShrlMod32(a, b) ((ULONGLONG)(a) >> (b))

// MARK: Ranges
#define MINCHAR 0x80
#define MAXCHAR 0x7f
#define MINSHORT 0x8000
#define MAXSHORT 0x7fff
#define MINLONG 0x80000000u
#define MAXBYTE 0xff
#ifndef MAXWORD
#define MAXWORD 0xffff
#endif
#define MAXUINT8 ((UINT8)~(UINT8)0)
#define MAXINT8 ((INT8)(MAXUINT8 >> 1))
#define MAXUINT16 ((UINT16)~(UINT16)0)
#define MAXINT16 ((INT16)(MAXUINT16 >> 1))
#define MAXUINT32 ((UINT32)~(UINT32)0)
#define MAXINT32 ((INT32)(MAXUINT32 >> 1))
#define MININT32 ((INT32)~MAXINT32)
#define MAXUINT64 ((UINT64)~(UINT64)0)
#define MAXINT64 ((INT64)(MAXUINT64 >> 1))
#define MININT64 ((INT64)~MAXINT64)
#define MAXUINT ((UINT)~(UINT)0)
#define MAXINT ((INT)(MAXUINT >> 1))
#define MININT ((INT)~MAXINT)
#define MAXULONG ((ULONG)~(ULONG)0)
#define MAXULONGLONG ((ULONGLONG)~(ULONGLONG)0)
#define MAXLONGLONG ((LONGLONG)(MAXULONGLONG >> 1))
#define MINLONGLONG ((LONGLONG)~MAXLONGLONG)
#define MAXDWORD32 ((DWORD32)~(DWORD32)0)
#define MAXDWORD64 ((DWORD64)~(DWORD64)0)
#define MAXUINT_PTR ((UINT_PTR)~(UINT_PTR)0)
#define MAXULONG_PTR ((ULONG_PTR)~(ULONG_PTR)0)
#define MAXDWORD_PTR ((DWORD_PTR)~(DWORD_PTR)0)
#define MAXINT_PTR ((INT_PTR)(MAXUINT_PTR >> 1))
#define MAXLONG_PTR ((LONG_PTR)(MAXULONG_PTR >> 1))
#define MAXSIZE_T ((SIZE_T)~(SIZE_T)0)
#define MAXSSIZE_T ((SSIZE_T)(MAXSIZE_T >> 1))

// MARK: Severities of statuses
#define ERROR_SEVERITY_SUCCESS 0x00000000u
#define ERROR_SEVERITY_INFORMATIONAL 0x40000000u
#define ERROR_SEVERITY_WARNING 0x80000000u
#define ERROR_SEVERITY_ERROR 0xC0000000u

typedef char CCHAR, *PCCHAR;
typedef short CSHORT;

// MARK: Declarations
#ifdef __cplusplus
#define EXTERN_C extern "C"
#else
#define EXTERN_C extern
#endif
#define _STATIC_ASSERT(e) C_ASSERT(e)
#define DECLSPEC_NOVTABLE
#define STDMETHODCALLTYPE
#define STDAPICALLTYPE
#define STDAPI EXTERN_C HRESULT
#define STDAPI_(type) EXTERN_C type
#define UNALIGNED
#define __unaligned
#define __ptr64
#define __w64
#define __pragma(x)
#define __analysis_assume(x)
#define UNREFERENCED_LOCAL_VARIABLE(v) ((void)(v))

// MARK: The signal of Ctrl-Break, beside those of <signal.h>
#ifndef SIGBREAK
#define SIGBREAK SIGQUIT
#endif

// MARK: Fields, arrays and code units
#define ANYSIZE_ARRAY 1
#define RTL_FIELD_SIZE(type, field) (sizeof(((type *)0)->field))
#define RTL_SIZEOF_THROUGH_FIELD(type, field) (FIELD_OFFSET(type, field) + RTL_FIELD_SIZE(type, field))
#define RTL_CONTAINS_FIELD(s, size, field) (((PCHAR)(&(s)->field) + sizeof((s)->field)) <= ((PCHAR)(s) + (size)))
#define RTL_NUMBER_OF_V1(a) (sizeof(a) / sizeof((a)[0]))
#define _ARRAYSIZE(a) RTL_NUMBER_OF_V1(a)
#ifndef __max
#define __max(a, b) (((a) > (b)) ? (a) : (b))
#define __min(a, b) (((a) < (b)) ? (a) : (b))
#endif
#define IS_HIGH_SURROGATE(c) ((c) >= 0xd800 && (c) <= 0xdbff)
#define IS_LOW_SURROGATE(c) ((c) >= 0xdc00 && (c) <= 0xdfff)
#define IS_SURROGATE_PAIR(high, low) (IS_HIGH_SURROGATE(high) && IS_LOW_SURROGATE(low))

#ifdef __cplusplus
// The operators of an enumeration that is a set of flags.
#define DEFINE_ENUM_FLAG_OPERATORS(T) \
  extern "C++" { \
  inline constexpr T operator|(T a, T b) { return T(static_cast<long long>(a) | static_cast<long long>(b)); } \
  inline constexpr T operator&(T a, T b) { return T(static_cast<long long>(a) & static_cast<long long>(b)); } \
  inline constexpr T operator^(T a, T b) { return T(static_cast<long long>(a) ^ static_cast<long long>(b)); } \
  inline constexpr T operator~(T a) { return T(~static_cast<long long>(a)); } \
  inline T &operator|=(T &a, T b) { return a = a | b; } \
  inline T &operator&=(T &a, T b) { return a = a & b; } \
  inline T &operator^=(T &a, T b) { return a = a ^ b; } \
  }
#else
#define DEFINE_ENUM_FLAG_OPERATORS(T)
#endif

#endif
