// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// What all headers stand on: peace with glibc's headers, calling conventions, annotations, and the names under
// which functions are bound.
#ifndef WS2_BASE_H
#define WS2_BASE_H

#include "sdkddkver.h"

// glibc declares fd_set, select, timeval, u_long, socklen_t and gethostname in headers that every program
// includes. They are included here first; their guards make a later inclusion void, so that the names below
// mean the same in the whole translation unit, whatever the order of the includes.
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>
#include <wctype.h>

#undef FD_SET
#undef FD_CLR
#undef FD_ISSET
#undef FD_ZERO
// FD_SETSIZE is the program's where it has set one; that of glibc expands to __FD_SETSIZE.
#pragma push_macro("__FD_SETSIZE")
#undef __FD_SETSIZE
#define __FD_SETSIZE 0
#if FD_SETSIZE == 0
#undef FD_SETSIZE
#endif
#pragma pop_macro("__FD_SETSIZE")
#define timeval ws2_timeval
#define fd_set ws2_fd_set
#define u_long ws2_u_long
#define socklen_t ws2_socklen_t

// What MinGW says of types that are there.
#ifndef _SSIZE_T_DEFINED
#define _SSIZE_T_DEFINED
#endif
#ifndef _TIMESPEC_DEFINED
#define _TIMESPEC_DEFINED
#endif

// The Swift view of these headers stands beside Glibc's module, where one tag has one meaning.
#ifdef WS2_PREFIXED_TAGS
#include "ws2_tags.h"
#endif

#if defined(__cplusplus)
#define WS2_EXTERN_C extern "C"
#else
#define WS2_EXTERN_C
#endif
#define WS2_MAYBE_UNUSED __attribute__((unused))
#ifdef WS2_PREFIXED_TAGS
#define WS2_NORETURN
#else
#define WS2_NORETURN __attribute__((noreturn))
#endif

// A function whose name exists in libc is exported under another symbol, and bound to it here (design 13).
#define WS2_SYMBOL(symbol) __asm__(#symbol)
// Wide functions: WCHAR is wchar_t, 32 bits by default; with -fshort-wchar they are bound to 16-bit entry points.
#if __SIZEOF_WCHAR_T__ == 2
#define WS2_WIDE(name) __asm__("ws2_" #name "_16")
#else
#define WS2_WIDE(name)
#endif
#ifdef UNICODE
#define WS2_AW(name) name##W
#else
#define WS2_AW(name) name##A
#endif

// MARK: Calling conventions and storage classes, which x64 and Linux do not have.
#define __cdecl
#define _cdecl
#define __stdcall
#define _stdcall
#define __fastcall
#define __thiscall
#define __vectorcall
#define WINAPI
#define WSAAPI
#define APIENTRY
#define CALLBACK
#define PASCAL
#define APIPRIVATE
#define WINAPIV
#define NTAPI
#define FAR
#define NEAR
#define far
#define near
#define CONST const
// C90 does not have the word.
#if defined(__STRICT_ANSI__) && !defined(__cplusplus) && __STDC_VERSION__ + 0 < 199901L
#define inline __inline
#endif
#define DECLSPEC_IMPORT
#define WINBASEAPI
#define WINSOCK_API_LINKAGE
#ifndef __forceinline
#define __forceinline inline __attribute__((always_inline))
#endif
#ifndef __cplusplus
#ifndef _inline
#define _inline inline
#endif
#endif
#define __int8 char
#define __int16 short
#define __int32 int
#define __int64 long long
#ifndef __declspec
#define __declspec(x) ws2_declspec_##x
#endif
#define ws2_declspec_dllimport
#define ws2_declspec_dllexport __attribute__((visibility("default")))
#define ws2_declspec_noreturn __attribute__((noreturn))
#define ws2_declspec_noinline __attribute__((noinline))
#define ws2_declspec_nothrow
#define ws2_declspec_novtable
#define ws2_declspec_selectany __attribute__((weak))
#define ws2_declspec_deprecated __attribute__((deprecated))
#define ws2_declspec_thread __thread
#define ws2_declspec_align(n) __attribute__((aligned(n)))
#define ws2_declspec_uuid(x)
#define ws2_declspec_allocator

// MARK: Annotations
#ifndef IN
#define IN
#define OUT
#define OPTIONAL
#endif
#define _In_
#define _In_opt_
#define _In_z_
#define _In_opt_z_
#define _Inout_
#define _Inout_opt_
#define _Out_
#define _Out_opt_
#define _Outptr_
#define _Outptr_opt_
#define _In_reads_(n)
#define _In_reads_opt_(n)
#define _In_reads_bytes_(n)
#define _In_reads_bytes_opt_(n)
#define _Out_writes_(n)
#define _Out_writes_opt_(n)
#define _Out_writes_bytes_(n)
#define _Out_writes_bytes_opt_(n)
#define _Out_writes_to_(n, m)
#define _Out_writes_bytes_to_(n, m)
#define _Inout_updates_(n)
#define _Inout_updates_bytes_(n)
#define _Ret_maybenull_
#define _Must_inspect_result_
#define _Success_(x)
#define _Printf_format_string_
#define _Check_return_
#define _Reserved_
#define _Pre_
#define _Post_
#define _When_(c, a)
#define _Field_size_(n)
#define _Field_size_bytes_(n)
#define __checkReturn
#define __out_opt
#define __in_opt
#define __inout
#define _IRQL_requires_max_(x)
#define _Ret_writes_(n)
#define _Pre_maybenull_
#define _Post_invalid_
#define _Post_ptr_invalid_
#define _Frees_ptr_opt_
#define _COM_Outptr_
#define _Outptr_result_z_
#define _Deref_out_opt_
#define _At_(t, a)
#define _Guarded_by_(x)
#define _Requires_lock_held_(x)
#define _Releases_lock_(x)
#define _Acquires_lock_(x)
#define _Analysis_assume_(x)
#define _Function_class_(x)
#define _Return_type_success_(x)
#define _Out_range_(a, b)
#define _In_range_(a, b)
#define _Out_writes_to_opt_(n, m)
#define _Out_writes_bytes_to_opt_(n, m)
#define _Out_writes_bytes_all_(n)
#define _Out_writes_all_(n)
#define _Inout_updates_bytes_opt_(n)
#define _Inout_updates_opt_(n)
#define _Inout_updates_z_(n)
#define _In_reads_or_z_(n)
#define _In_reads_z_(n)
#define _Out_writes_opt_z_(n)
#define _Out_writes_z_(n)
#define _Post_satisfies_(x)
#define _Pre_satisfies_(x)
#define _Use_decl_annotations_
#define _Const_
#define _Maybenull_
#define _Notnull_
#define _Null_terminated_
#define _Ret_z_
#define _Ret_notnull_
#define _Outptr_result_maybenull_
#define _Out_z_
#define _Inout_z_

#ifndef TRUE
#define TRUE 1
#define FALSE 0
#endif
#ifndef VOID
#define VOID void
#endif

// MARK: Values in words
#define LOWORD(l) ((WORD)((ULONG_PTR)(l) & 0xffff))
#define HIWORD(l) ((WORD)(((ULONG_PTR)(l) >> 16) & 0xffff))
#define LOBYTE(w) ((BYTE)((ULONG_PTR)(w) & 0xff))
#define HIBYTE(w) ((BYTE)(((ULONG_PTR)(w) >> 8) & 0xff))
#define MAKEWORD(a, b) ((WORD)(((BYTE)((ULONG_PTR)(a) & 0xff)) | ((WORD)((BYTE)((ULONG_PTR)(b) & 0xff))) << 8))
#define MAKELONG(a, b) ((LONG)(((WORD)((ULONG_PTR)(a) & 0xffff)) | ((DWORD)((WORD)((ULONG_PTR)(b) & 0xffff))) << 16))
#if !defined(NOMINMAX) && defined(__cplusplus)
// As macros they would break the headers of libstdc++. The types may differ, as with the macros.
extern "C++" {
#include <type_traits>
#ifndef min
template <class A, class B> constexpr typename std::common_type<A, B>::type min(A a, B b) { return a < b ? a : b; }
#endif
#ifndef max
template <class A, class B> constexpr typename std::common_type<A, B>::type max(A a, B b) { return a > b ? a : b; }
#endif
}
#elif !defined(NOMINMAX)
#ifndef min
#define min(a, b) (((a) < (b)) ? (a) : (b))
#endif
#ifndef max
#define max(a, b) (((a) > (b)) ? (a) : (b))
#endif
#endif

#ifndef WS2_PREFIXED_TAGS
#include "ws2_stdio.h"
// Programs begin with main, or with these: libws2_main.a has the main that calls them.
#if __SIZEOF_WCHAR_T__ == 2
#define wmain ws2_wmain_16
#else
#define wmain ws2_wmain_32
#endif
#endif

#endif
