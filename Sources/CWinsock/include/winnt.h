// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Constants and macros of the NT layer: access rights, pages, wait results, interlocked operations.
#ifndef WS2_WINNT_H
#define WS2_WINNT_H

#include "ws2_wintypes.h"
#include "basetsd.h"
#include "ws2_interlocked.h"
#include "ws2_macros.h"
#include "ws2_processors.h"

#ifndef MAX_NATURAL_ALIGNMENT
#define MAX_NATURAL_ALIGNMENT 8
#endif
#ifndef MEMORY_ALLOCATION_ALIGNMENT
#define MEMORY_ALLOCATION_ALIGNMENT 16
#endif
#ifndef MAXLONG
#define MAXLONG 2147483647
#endif
#ifndef MAXDWORD
#define MAXDWORD 0xFFFFFFFFu
#endif
#ifndef LANG_NEUTRAL
#define LANG_NEUTRAL 0
#endif
#ifndef LANG_ENGLISH
#define LANG_ENGLISH 9
#endif
#ifndef SUBLANG_NEUTRAL
#define SUBLANG_NEUTRAL 0
#endif
#ifndef SUBLANG_DEFAULT
#define SUBLANG_DEFAULT 1
#endif
#ifndef SUBLANG_ENGLISH_US
#define SUBLANG_ENGLISH_US 1
#endif
#ifndef LANG_SYSTEM_DEFAULT
#define LANG_SYSTEM_DEFAULT 2048
#endif
#ifndef LANG_USER_DEFAULT
#define LANG_USER_DEFAULT 1024
#endif
#ifndef MAXIMUM_WAIT_OBJECTS
#define MAXIMUM_WAIT_OBJECTS 64
#endif
#ifndef MAXIMUM_SUSPEND_COUNT
#define MAXIMUM_SUSPEND_COUNT 127
#endif
#ifndef DELETE
#define DELETE 0x10000
#endif
#ifndef READ_CONTROL
#define READ_CONTROL 0x20000
#endif
#ifndef WRITE_DAC
#define WRITE_DAC 0x40000
#endif
#ifndef WRITE_OWNER
#define WRITE_OWNER 0x80000
#endif
#ifndef SYNCHRONIZE
#define SYNCHRONIZE 0x100000
#endif
#ifndef STANDARD_RIGHTS_REQUIRED
#define STANDARD_RIGHTS_REQUIRED 983040
#endif
#ifndef STANDARD_RIGHTS_READ
#define STANDARD_RIGHTS_READ 0x20000
#endif
#ifndef STANDARD_RIGHTS_WRITE
#define STANDARD_RIGHTS_WRITE 0x20000
#endif
#ifndef STANDARD_RIGHTS_EXECUTE
#define STANDARD_RIGHTS_EXECUTE 0x20000
#endif
#ifndef STANDARD_RIGHTS_ALL
#define STANDARD_RIGHTS_ALL 2031616
#endif
#ifndef SPECIFIC_RIGHTS_ALL
#define SPECIFIC_RIGHTS_ALL 65535
#endif
#ifndef MAXIMUM_ALLOWED
#define MAXIMUM_ALLOWED 0x2000000
#endif
#ifndef GENERIC_READ
#define GENERIC_READ 0x80000000u
#endif
#ifndef GENERIC_WRITE
#define GENERIC_WRITE 0x40000000
#endif
#ifndef GENERIC_EXECUTE
#define GENERIC_EXECUTE 0x20000000
#endif
#ifndef GENERIC_ALL
#define GENERIC_ALL 0x10000000
#endif
#ifndef PROCESS_TERMINATE
#define PROCESS_TERMINATE 1
#endif
#ifndef PROCESS_DUP_HANDLE
#define PROCESS_DUP_HANDLE 64
#endif
#ifndef PROCESS_SET_INFORMATION
#define PROCESS_SET_INFORMATION 512
#endif
#ifndef PROCESS_QUERY_LIMITED_INFORMATION
#define PROCESS_QUERY_LIMITED_INFORMATION 4096
#endif
#ifndef PROCESS_QUERY_INFORMATION
#define PROCESS_QUERY_INFORMATION 1024
#endif
#ifndef PROCESS_ALL_ACCESS
#define PROCESS_ALL_ACCESS 2097151
#endif
#ifndef THREAD_TERMINATE
#define THREAD_TERMINATE 1
#endif
#ifndef THREAD_SUSPEND_RESUME
#define THREAD_SUSPEND_RESUME 2
#endif
#ifndef THREAD_GET_CONTEXT
#define THREAD_GET_CONTEXT 8
#endif
#ifndef THREAD_SET_CONTEXT
#define THREAD_SET_CONTEXT 16
#endif
#ifndef THREAD_SET_INFORMATION
#define THREAD_SET_INFORMATION 32
#endif
#ifndef THREAD_QUERY_INFORMATION
#define THREAD_QUERY_INFORMATION 64
#endif
#ifndef THREAD_ALL_ACCESS
#define THREAD_ALL_ACCESS 2097151
#endif
#ifndef TLS_MINIMUM_AVAILABLE
#define TLS_MINIMUM_AVAILABLE 64
#endif
#ifndef EVENT_MODIFY_STATE
#define EVENT_MODIFY_STATE 2
#endif
#ifndef EVENT_ALL_ACCESS
#define EVENT_ALL_ACCESS 2031619
#endif
#ifndef MUTANT_QUERY_STATE
#define MUTANT_QUERY_STATE 1
#endif
#ifndef MUTANT_ALL_ACCESS
#define MUTANT_ALL_ACCESS 2031617
#endif
#ifndef SEMAPHORE_MODIFY_STATE
#define SEMAPHORE_MODIFY_STATE 2
#endif
#ifndef SEMAPHORE_ALL_ACCESS
#define SEMAPHORE_ALL_ACCESS 2031619
#endif
#ifndef PROCESSOR_ARCHITECTURE_INTEL
#define PROCESSOR_ARCHITECTURE_INTEL 0
#endif
#ifndef PROCESSOR_ARCHITECTURE_ARM
#define PROCESSOR_ARCHITECTURE_ARM 5
#endif
#ifndef PROCESSOR_ARCHITECTURE_AMD64
#define PROCESSOR_ARCHITECTURE_AMD64 9
#endif
#ifndef PROCESSOR_ARCHITECTURE_ARM64
#define PROCESSOR_ARCHITECTURE_ARM64 12
#endif
#ifndef PROCESSOR_ARCHITECTURE_UNKNOWN
#define PROCESSOR_ARCHITECTURE_UNKNOWN 65535
#endif
#ifndef PAGE_NOACCESS
#define PAGE_NOACCESS 1
#endif
#ifndef PAGE_READONLY
#define PAGE_READONLY 2
#endif
#ifndef PAGE_READWRITE
#define PAGE_READWRITE 4
#endif
#ifndef PAGE_WRITECOPY
#define PAGE_WRITECOPY 8
#endif
#ifndef PAGE_EXECUTE
#define PAGE_EXECUTE 16
#endif
#ifndef PAGE_EXECUTE_READ
#define PAGE_EXECUTE_READ 32
#endif
#ifndef PAGE_EXECUTE_READWRITE
#define PAGE_EXECUTE_READWRITE 64
#endif
#ifndef PAGE_GUARD
#define PAGE_GUARD 256
#endif
#ifndef PAGE_NOCACHE
#define PAGE_NOCACHE 512
#endif
#ifndef MEM_COMMIT
#define MEM_COMMIT 0x1000
#endif
#ifndef MEM_RESERVE
#define MEM_RESERVE 0x2000
#endif
#ifndef MEM_DECOMMIT
#define MEM_DECOMMIT 0x4000
#endif
#ifndef MEM_RELEASE
#define MEM_RELEASE 0x8000
#endif
#ifndef MEM_FREE
#define MEM_FREE 0x10000
#endif
#ifndef MEM_PRIVATE
#define MEM_PRIVATE 0x20000
#endif
#ifndef MEM_MAPPED
#define MEM_MAPPED 0x40000
#endif
#ifndef MEM_RESET
#define MEM_RESET 0x80000
#endif
#ifndef MEM_TOP_DOWN
#define MEM_TOP_DOWN 0x100000
#endif
#ifndef FILE_READ_DATA
#define FILE_READ_DATA 0x1
#endif
#ifndef FILE_WRITE_DATA
#define FILE_WRITE_DATA 0x2
#endif
#ifndef FILE_APPEND_DATA
#define FILE_APPEND_DATA 0x4
#endif
#ifndef FILE_READ_ATTRIBUTES
#define FILE_READ_ATTRIBUTES 0x80
#endif
#ifndef FILE_WRITE_ATTRIBUTES
#define FILE_WRITE_ATTRIBUTES 0x100
#endif
#ifndef FILE_GENERIC_READ
#define FILE_GENERIC_READ 0x120089
#endif
#ifndef FILE_GENERIC_WRITE
#define FILE_GENERIC_WRITE 0x120116
#endif
#ifndef FILE_SHARE_READ
#define FILE_SHARE_READ 0x1
#endif
#ifndef FILE_SHARE_WRITE
#define FILE_SHARE_WRITE 0x2
#endif
#ifndef FILE_SHARE_DELETE
#define FILE_SHARE_DELETE 0x4
#endif
#ifndef FILE_ATTRIBUTE_READONLY
#define FILE_ATTRIBUTE_READONLY 0x1
#endif
#ifndef FILE_ATTRIBUTE_HIDDEN
#define FILE_ATTRIBUTE_HIDDEN 0x2
#endif
#ifndef FILE_ATTRIBUTE_NORMAL
#define FILE_ATTRIBUTE_NORMAL 0x80
#endif
#ifndef FILE_ATTRIBUTE_TEMPORARY
#define FILE_ATTRIBUTE_TEMPORARY 0x100
#endif
#ifndef DUPLICATE_CLOSE_SOURCE
#define DUPLICATE_CLOSE_SOURCE 1
#endif
#ifndef DUPLICATE_SAME_ACCESS
#define DUPLICATE_SAME_ACCESS 2
#endif
#ifndef HEAP_NO_SERIALIZE
#define HEAP_NO_SERIALIZE 1
#endif
#ifndef HEAP_GENERATE_EXCEPTIONS
#define HEAP_GENERATE_EXCEPTIONS 4
#endif
#ifndef HEAP_ZERO_MEMORY
#define HEAP_ZERO_MEMORY 8
#endif
#ifndef HEAP_REALLOC_IN_PLACE_ONLY
#define HEAP_REALLOC_IN_PLACE_ONLY 16
#endif
#ifndef HEAP_CREATE_ENABLE_EXECUTE
#define HEAP_CREATE_ENABLE_EXECUTE 0x40000
#endif
#ifndef WT_EXECUTEDEFAULT
#define WT_EXECUTEDEFAULT 0
#endif
#ifndef WT_EXECUTEINIOTHREAD
#define WT_EXECUTEINIOTHREAD 1
#endif
#ifndef WT_EXECUTEINWAITTHREAD
#define WT_EXECUTEINWAITTHREAD 4
#endif
#ifndef WT_EXECUTEONLYONCE
#define WT_EXECUTEONLYONCE 8
#endif
#ifndef WT_EXECUTELONGFUNCTION
#define WT_EXECUTELONGFUNCTION 16
#endif
#ifndef WT_EXECUTEINPERSISTENTTHREAD
#define WT_EXECUTEINPERSISTENTTHREAD 128
#endif
#ifndef WT_TRANSFER_IMPERSONATION
#define WT_TRANSFER_IMPERSONATION 256
#endif
#ifndef DLL_PROCESS_ATTACH
#define DLL_PROCESS_ATTACH 1
#endif
#ifndef DLL_THREAD_ATTACH
#define DLL_THREAD_ATTACH 2
#endif
#ifndef DLL_THREAD_DETACH
#define DLL_THREAD_DETACH 3
#endif
#ifndef DLL_PROCESS_DETACH
#define DLL_PROCESS_DETACH 0
#endif
#ifndef MAXUINT
#define MAXUINT 0xFFFFFFFFu
#endif
#ifndef MAX_PATH
#define MAX_PATH 260
#endif
#ifndef FALSE
#define FALSE 0
#endif
#ifndef TRUE
#define TRUE 1
#endif

#ifndef STATUS_WAIT_0
#define STATUS_WAIT_0 ((DWORD)0x00000000)
#define STATUS_PENDING ((DWORD)0x00000103)
#ifndef STATUS_TIMEOUT
#define STATUS_TIMEOUT ((DWORD)0x00000102)
#endif
#ifndef STATUS_BREAKPOINT
#define STATUS_BREAKPOINT ((DWORD)0x80000003)
#endif
#ifndef STATUS_ACCESS_VIOLATION
#define STATUS_ACCESS_VIOLATION ((DWORD)0xC0000005)
#endif
#ifndef STATUS_IN_PAGE_ERROR
#define STATUS_IN_PAGE_ERROR ((DWORD)0xC0000006)
#endif
#ifndef STATUS_INVALID_HANDLE
#define STATUS_INVALID_HANDLE ((DWORD)0xC0000008)
#endif
#ifndef STATUS_INVALID_PARAMETER
#define STATUS_INVALID_PARAMETER ((DWORD)0xC000000D)
#endif
#ifndef STATUS_NO_MEMORY
#define STATUS_NO_MEMORY ((DWORD)0xC0000017)
#endif
#ifndef STATUS_ILLEGAL_INSTRUCTION
#define STATUS_ILLEGAL_INSTRUCTION ((DWORD)0xC000001D)
#endif
#ifndef STATUS_NONCONTINUABLE_EXCEPTION
#define STATUS_NONCONTINUABLE_EXCEPTION ((DWORD)0xC0000025)
#endif
#ifndef STATUS_INTEGER_DIVIDE_BY_ZERO
#define STATUS_INTEGER_DIVIDE_BY_ZERO ((DWORD)0xC0000094)
#endif
#ifndef STATUS_STACK_OVERFLOW
#define STATUS_STACK_OVERFLOW ((DWORD)0xC00000FD)
#endif
#ifndef STATUS_CONTROL_C_EXIT
#define STATUS_CONTROL_C_EXIT ((DWORD)0xC000013A)
#endif
#endif

#define MAKELANGID(p, s) ((((WORD)(s)) << 10) | (WORD)(p))
#ifndef LANG_NEUTRAL
#define LANG_NEUTRAL 0x00
#define SUBLANG_DEFAULT 0x01
#endif
#define CONTAINING_RECORD(address, type, field) ((type *)((PCHAR)(address) - (ULONG_PTR)(&((type *)0)->field)))
#define FIELD_OFFSET(type, field) ((LONG)(LONG_PTR)&(((type *)0)->field))
#define RTL_NUMBER_OF(a) (sizeof(a) / sizeof((a)[0]))
#define ARRAYSIZE(a) RTL_NUMBER_OF(a)
#ifndef _countof
#define _countof(a) RTL_NUMBER_OF(a)
#endif
#define UNREFERENCED_PARAMETER(p) ((void)(p))
#define DBG_UNREFERENCED_PARAMETER(p) ((void)(p))
#define MemoryBarrier() __sync_synchronize()
#define YieldProcessor() ws2_yield_processor()
#define RtlZeroMemory(p, n) memset((p), 0, (n))
#define RtlCopyMemory(d, s, n) memcpy((d), (s), (n))
#define RtlMoveMemory(d, s, n) memmove((d), (s), (n))
#define RtlFillMemory(d, n, b) memset((d), (b), (n))
#define RtlEqualMemory(a, b, n) (!memcmp((a), (b), (n)))
#define ZeroMemory RtlZeroMemory
#define CopyMemory RtlCopyMemory
#define MoveMemory RtlMoveMemory
#define FillMemory RtlFillMemory
#ifndef MAXDWORD
#define MAXDWORD 0xffffffffu
#define MAXLONG 0x7fffffff
#define MAXWORD 0xffff
#endif
#define TEXT(s) WS2_TEXT(s)
#ifdef UNICODE
#define WS2_TEXT(s) L##s
#else
#define WS2_TEXT(s) s
#endif

static inline void ws2_yield_processor(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#endif
}

// The store is volatile, so that it stays although nobody reads it.
static inline PVOID ws2_secure_zero(PVOID p, SIZE_T n) {
  volatile char *bytes = (volatile char *)p;
  while (n--)
    *bytes++ = 0;
  return p;
}
#define RtlSecureZeroMemory(p, n) ws2_secure_zero((p), (n))
#define SecureZeroMemory RtlSecureZeroMemory

#endif
