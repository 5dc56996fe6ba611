// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Integers of a known size.
#ifndef WS2_BASETSD_H
#define WS2_BASETSD_H

#include "ws2_wintypes.h"

// Numbers in pointers and handles, which keep their sign.
#define HandleToUlong(h) ((ULONG)(ULONG_PTR)(h))
#define HandleToLong(h) ((LONG)(LONG_PTR)(h))
#define HandleToULong HandleToUlong
#define UlongToHandle(n) ((HANDLE)(ULONG_PTR)(ULONG)(n))
#define ULongToHandle UlongToHandle
#define LongToHandle(n) ((HANDLE)(LONG_PTR)(LONG)(n))
#define PtrToUlong(p) ((ULONG)(ULONG_PTR)(p))
#define PtrToULong PtrToUlong
#define PtrToLong(p) ((LONG)(LONG_PTR)(p))
#define PtrToUint(p) ((UINT)(UINT_PTR)(p))
#define PtrToInt(p) ((INT)(INT_PTR)(p))
#define UlongToPtr(n) ((VOID *)(ULONG_PTR)(ULONG)(n))
#define ULongToPtr UlongToPtr
#define LongToPtr(n) ((VOID *)(LONG_PTR)(LONG)(n))
#define UintToPtr(n) ((VOID *)(UINT_PTR)(UINT)(n))
#define UIntToPtr UintToPtr
#define IntToPtr(n) ((VOID *)(INT_PTR)(INT)(n))

#endif
