// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Interlocked operations: full barriers, as on Windows, on objects of whatever integer type: a program's long has 64 bits
// here and LONG has 32, and both are counted right.
#ifndef WS2_INTERLOCKED_H
#define WS2_INTERLOCKED_H

#include "ws2_wintypes.h"

#ifdef __cplusplus
extern "C++" {
template <typename T> inline T InterlockedIncrement(T volatile *p) { return __atomic_add_fetch(p, 1, __ATOMIC_SEQ_CST); }
template <typename T> inline T InterlockedDecrement(T volatile *p) { return __atomic_sub_fetch(p, 1, __ATOMIC_SEQ_CST); }
template <typename T, typename V> inline T InterlockedExchange(T volatile *p, V v) { return __atomic_exchange_n(p, static_cast<T>(v), __ATOMIC_SEQ_CST); }
template <typename T, typename V> inline T InterlockedExchangeAdd(T volatile *p, V v) { return __atomic_fetch_add(p, static_cast<T>(v), __ATOMIC_SEQ_CST); }
template <typename T, typename V> inline T InterlockedAdd(T volatile *p, V v) { return __atomic_add_fetch(p, static_cast<T>(v), __ATOMIC_SEQ_CST); }
template <typename T, typename V> inline T InterlockedAnd(T volatile *p, V v) { return __atomic_fetch_and(p, static_cast<T>(v), __ATOMIC_SEQ_CST); }
template <typename T, typename V> inline T InterlockedOr(T volatile *p, V v) { return __atomic_fetch_or(p, static_cast<T>(v), __ATOMIC_SEQ_CST); }
template <typename T, typename V> inline T InterlockedXor(T volatile *p, V v) { return __atomic_fetch_xor(p, static_cast<T>(v), __ATOMIC_SEQ_CST); }
template <typename T, typename V, typename W> inline T InterlockedCompareExchange(T volatile *p, V v, W c) { return __sync_val_compare_and_swap(p, static_cast<T>(c), static_cast<T>(v)); }
}
#else
#define InterlockedIncrement(p) __atomic_add_fetch((p), 1, __ATOMIC_SEQ_CST)
#define InterlockedDecrement(p) __atomic_sub_fetch((p), 1, __ATOMIC_SEQ_CST)
#define InterlockedExchange(p, v) __atomic_exchange_n((p), (v), __ATOMIC_SEQ_CST)
#define InterlockedExchangeAdd(p, v) __atomic_fetch_add((p), (v), __ATOMIC_SEQ_CST)
#define InterlockedAdd(p, v) __atomic_add_fetch((p), (v), __ATOMIC_SEQ_CST)
#define InterlockedAnd(p, v) __atomic_fetch_and((p), (v), __ATOMIC_SEQ_CST)
#define InterlockedOr(p, v) __atomic_fetch_or((p), (v), __ATOMIC_SEQ_CST)
#define InterlockedXor(p, v) __atomic_fetch_xor((p), (v), __ATOMIC_SEQ_CST)
#define InterlockedCompareExchange(p, v, c) __sync_val_compare_and_swap((p), (c), (v))
#endif

// The variants by width and by barrier are the same operation.
#define InterlockedIncrementAcquire InterlockedIncrement
#define InterlockedIncrementRelease InterlockedIncrement
#define InterlockedIncrementNoFence InterlockedIncrement
#define InterlockedIncrement8 InterlockedIncrement
#define InterlockedIncrement8Acquire InterlockedIncrement
#define InterlockedIncrement8Release InterlockedIncrement
#define InterlockedIncrement8NoFence InterlockedIncrement
#define InterlockedIncrement16 InterlockedIncrement
#define InterlockedIncrement16Acquire InterlockedIncrement
#define InterlockedIncrement16Release InterlockedIncrement
#define InterlockedIncrement16NoFence InterlockedIncrement
#define InterlockedIncrement64 InterlockedIncrement
#define InterlockedIncrement64Acquire InterlockedIncrement
#define InterlockedIncrement64Release InterlockedIncrement
#define InterlockedIncrement64NoFence InterlockedIncrement
#define InterlockedDecrementAcquire InterlockedDecrement
#define InterlockedDecrementRelease InterlockedDecrement
#define InterlockedDecrementNoFence InterlockedDecrement
#define InterlockedDecrement8 InterlockedDecrement
#define InterlockedDecrement8Acquire InterlockedDecrement
#define InterlockedDecrement8Release InterlockedDecrement
#define InterlockedDecrement8NoFence InterlockedDecrement
#define InterlockedDecrement16 InterlockedDecrement
#define InterlockedDecrement16Acquire InterlockedDecrement
#define InterlockedDecrement16Release InterlockedDecrement
#define InterlockedDecrement16NoFence InterlockedDecrement
#define InterlockedDecrement64 InterlockedDecrement
#define InterlockedDecrement64Acquire InterlockedDecrement
#define InterlockedDecrement64Release InterlockedDecrement
#define InterlockedDecrement64NoFence InterlockedDecrement
#define InterlockedExchangeAcquire InterlockedExchange
#define InterlockedExchangeRelease InterlockedExchange
#define InterlockedExchangeNoFence InterlockedExchange
#define InterlockedExchange8 InterlockedExchange
#define InterlockedExchange8Acquire InterlockedExchange
#define InterlockedExchange8Release InterlockedExchange
#define InterlockedExchange8NoFence InterlockedExchange
#define InterlockedExchange16 InterlockedExchange
#define InterlockedExchange16Acquire InterlockedExchange
#define InterlockedExchange16Release InterlockedExchange
#define InterlockedExchange16NoFence InterlockedExchange
#define InterlockedExchange64 InterlockedExchange
#define InterlockedExchange64Acquire InterlockedExchange
#define InterlockedExchange64Release InterlockedExchange
#define InterlockedExchange64NoFence InterlockedExchange
#define InterlockedExchangeAddAcquire InterlockedExchangeAdd
#define InterlockedExchangeAddRelease InterlockedExchangeAdd
#define InterlockedExchangeAddNoFence InterlockedExchangeAdd
#define InterlockedExchangeAdd8 InterlockedExchangeAdd
#define InterlockedExchangeAdd8Acquire InterlockedExchangeAdd
#define InterlockedExchangeAdd8Release InterlockedExchangeAdd
#define InterlockedExchangeAdd8NoFence InterlockedExchangeAdd
#define InterlockedExchangeAdd16 InterlockedExchangeAdd
#define InterlockedExchangeAdd16Acquire InterlockedExchangeAdd
#define InterlockedExchangeAdd16Release InterlockedExchangeAdd
#define InterlockedExchangeAdd16NoFence InterlockedExchangeAdd
#define InterlockedExchangeAdd64 InterlockedExchangeAdd
#define InterlockedExchangeAdd64Acquire InterlockedExchangeAdd
#define InterlockedExchangeAdd64Release InterlockedExchangeAdd
#define InterlockedExchangeAdd64NoFence InterlockedExchangeAdd
#define InterlockedAddAcquire InterlockedAdd
#define InterlockedAddRelease InterlockedAdd
#define InterlockedAddNoFence InterlockedAdd
#define InterlockedAdd8 InterlockedAdd
#define InterlockedAdd8Acquire InterlockedAdd
#define InterlockedAdd8Release InterlockedAdd
#define InterlockedAdd8NoFence InterlockedAdd
#define InterlockedAdd16 InterlockedAdd
#define InterlockedAdd16Acquire InterlockedAdd
#define InterlockedAdd16Release InterlockedAdd
#define InterlockedAdd16NoFence InterlockedAdd
#define InterlockedAdd64 InterlockedAdd
#define InterlockedAdd64Acquire InterlockedAdd
#define InterlockedAdd64Release InterlockedAdd
#define InterlockedAdd64NoFence InterlockedAdd
#define InterlockedAndAcquire InterlockedAnd
#define InterlockedAndRelease InterlockedAnd
#define InterlockedAndNoFence InterlockedAnd
#define InterlockedAnd8 InterlockedAnd
#define InterlockedAnd8Acquire InterlockedAnd
#define InterlockedAnd8Release InterlockedAnd
#define InterlockedAnd8NoFence InterlockedAnd
#define InterlockedAnd16 InterlockedAnd
#define InterlockedAnd16Acquire InterlockedAnd
#define InterlockedAnd16Release InterlockedAnd
#define InterlockedAnd16NoFence InterlockedAnd
#define InterlockedAnd64 InterlockedAnd
#define InterlockedAnd64Acquire InterlockedAnd
#define InterlockedAnd64Release InterlockedAnd
#define InterlockedAnd64NoFence InterlockedAnd
#define InterlockedOrAcquire InterlockedOr
#define InterlockedOrRelease InterlockedOr
#define InterlockedOrNoFence InterlockedOr
#define InterlockedOr8 InterlockedOr
#define InterlockedOr8Acquire InterlockedOr
#define InterlockedOr8Release InterlockedOr
#define InterlockedOr8NoFence InterlockedOr
#define InterlockedOr16 InterlockedOr
#define InterlockedOr16Acquire InterlockedOr
#define InterlockedOr16Release InterlockedOr
#define InterlockedOr16NoFence InterlockedOr
#define InterlockedOr64 InterlockedOr
#define InterlockedOr64Acquire InterlockedOr
#define InterlockedOr64Release InterlockedOr
#define InterlockedOr64NoFence InterlockedOr
#define InterlockedXorAcquire InterlockedXor
#define InterlockedXorRelease InterlockedXor
#define InterlockedXorNoFence InterlockedXor
#define InterlockedXor8 InterlockedXor
#define InterlockedXor8Acquire InterlockedXor
#define InterlockedXor8Release InterlockedXor
#define InterlockedXor8NoFence InterlockedXor
#define InterlockedXor16 InterlockedXor
#define InterlockedXor16Acquire InterlockedXor
#define InterlockedXor16Release InterlockedXor
#define InterlockedXor16NoFence InterlockedXor
#define InterlockedXor64 InterlockedXor
#define InterlockedXor64Acquire InterlockedXor
#define InterlockedXor64Release InterlockedXor
#define InterlockedXor64NoFence InterlockedXor
#define InterlockedCompareExchangeAcquire InterlockedCompareExchange
#define InterlockedCompareExchangeRelease InterlockedCompareExchange
#define InterlockedCompareExchangeNoFence InterlockedCompareExchange
#define InterlockedCompareExchange8 InterlockedCompareExchange
#define InterlockedCompareExchange8Acquire InterlockedCompareExchange
#define InterlockedCompareExchange8Release InterlockedCompareExchange
#define InterlockedCompareExchange8NoFence InterlockedCompareExchange
#define InterlockedCompareExchange16 InterlockedCompareExchange
#define InterlockedCompareExchange16Acquire InterlockedCompareExchange
#define InterlockedCompareExchange16Release InterlockedCompareExchange
#define InterlockedCompareExchange16NoFence InterlockedCompareExchange
#define InterlockedCompareExchange64 InterlockedCompareExchange
#define InterlockedCompareExchange64Acquire InterlockedCompareExchange
#define InterlockedCompareExchange64Release InterlockedCompareExchange
#define InterlockedCompareExchange64NoFence InterlockedCompareExchange

// The names by barrier and width, in the order of Windows.
#define InterlockedIncrementAcquire8 InterlockedIncrement
#define InterlockedIncrementAcquire16 InterlockedIncrement
#define InterlockedIncrementAcquire64 InterlockedIncrement
#define InterlockedIncrementRelease8 InterlockedIncrement
#define InterlockedIncrementRelease16 InterlockedIncrement
#define InterlockedIncrementRelease64 InterlockedIncrement
#define InterlockedIncrementNoFence8 InterlockedIncrement
#define InterlockedIncrementNoFence16 InterlockedIncrement
#define InterlockedIncrementNoFence64 InterlockedIncrement
#define InterlockedDecrementAcquire8 InterlockedDecrement
#define InterlockedDecrementAcquire16 InterlockedDecrement
#define InterlockedDecrementAcquire64 InterlockedDecrement
#define InterlockedDecrementRelease8 InterlockedDecrement
#define InterlockedDecrementRelease16 InterlockedDecrement
#define InterlockedDecrementRelease64 InterlockedDecrement
#define InterlockedDecrementNoFence8 InterlockedDecrement
#define InterlockedDecrementNoFence16 InterlockedDecrement
#define InterlockedDecrementNoFence64 InterlockedDecrement
#define InterlockedExchangeAcquire8 InterlockedExchange
#define InterlockedExchangeAcquire16 InterlockedExchange
#define InterlockedExchangeAcquire64 InterlockedExchange
#define InterlockedExchangeRelease8 InterlockedExchange
#define InterlockedExchangeRelease16 InterlockedExchange
#define InterlockedExchangeRelease64 InterlockedExchange
#define InterlockedExchangeNoFence8 InterlockedExchange
#define InterlockedExchangeNoFence16 InterlockedExchange
#define InterlockedExchangeNoFence64 InterlockedExchange
#define InterlockedExchangeAddAcquire8 InterlockedExchangeAdd
#define InterlockedExchangeAddAcquire16 InterlockedExchangeAdd
#define InterlockedExchangeAddAcquire64 InterlockedExchangeAdd
#define InterlockedExchangeAddRelease8 InterlockedExchangeAdd
#define InterlockedExchangeAddRelease16 InterlockedExchangeAdd
#define InterlockedExchangeAddRelease64 InterlockedExchangeAdd
#define InterlockedExchangeAddNoFence8 InterlockedExchangeAdd
#define InterlockedExchangeAddNoFence16 InterlockedExchangeAdd
#define InterlockedExchangeAddNoFence64 InterlockedExchangeAdd
#define InterlockedAddAcquire8 InterlockedAdd
#define InterlockedAddAcquire16 InterlockedAdd
#define InterlockedAddAcquire64 InterlockedAdd
#define InterlockedAddRelease8 InterlockedAdd
#define InterlockedAddRelease16 InterlockedAdd
#define InterlockedAddRelease64 InterlockedAdd
#define InterlockedAddNoFence8 InterlockedAdd
#define InterlockedAddNoFence16 InterlockedAdd
#define InterlockedAddNoFence64 InterlockedAdd
#define InterlockedAndAcquire8 InterlockedAnd
#define InterlockedAndAcquire16 InterlockedAnd
#define InterlockedAndAcquire64 InterlockedAnd
#define InterlockedAndRelease8 InterlockedAnd
#define InterlockedAndRelease16 InterlockedAnd
#define InterlockedAndRelease64 InterlockedAnd
#define InterlockedAndNoFence8 InterlockedAnd
#define InterlockedAndNoFence16 InterlockedAnd
#define InterlockedAndNoFence64 InterlockedAnd
#define InterlockedOrAcquire8 InterlockedOr
#define InterlockedOrAcquire16 InterlockedOr
#define InterlockedOrAcquire64 InterlockedOr
#define InterlockedOrRelease8 InterlockedOr
#define InterlockedOrRelease16 InterlockedOr
#define InterlockedOrRelease64 InterlockedOr
#define InterlockedOrNoFence8 InterlockedOr
#define InterlockedOrNoFence16 InterlockedOr
#define InterlockedOrNoFence64 InterlockedOr
#define InterlockedXorAcquire8 InterlockedXor
#define InterlockedXorAcquire16 InterlockedXor
#define InterlockedXorAcquire64 InterlockedXor
#define InterlockedXorRelease8 InterlockedXor
#define InterlockedXorRelease16 InterlockedXor
#define InterlockedXorRelease64 InterlockedXor
#define InterlockedXorNoFence8 InterlockedXor
#define InterlockedXorNoFence16 InterlockedXor
#define InterlockedXorNoFence64 InterlockedXor
#define InterlockedCompareExchangeAcquire8 InterlockedCompareExchange
#define InterlockedCompareExchangeAcquire16 InterlockedCompareExchange
#define InterlockedCompareExchangeAcquire64 InterlockedCompareExchange
#define InterlockedCompareExchangeRelease8 InterlockedCompareExchange
#define InterlockedCompareExchangeRelease16 InterlockedCompareExchange
#define InterlockedCompareExchangeRelease64 InterlockedCompareExchange
#define InterlockedCompareExchangeNoFence8 InterlockedCompareExchange
#define InterlockedCompareExchangeNoFence16 InterlockedCompareExchange
#define InterlockedCompareExchangeNoFence64 InterlockedCompareExchange

static inline WS2_MAYBE_UNUSED PVOID InterlockedExchangePointer(PVOID volatile *Target, PVOID Value) {
  return __atomic_exchange_n(Target, Value, __ATOMIC_SEQ_CST);
}
static inline WS2_MAYBE_UNUSED PVOID InterlockedCompareExchangePointer(PVOID volatile *Destination, PVOID ExChange, PVOID Comperand) {
  return __sync_val_compare_and_swap(Destination, Comperand, ExChange);
}
#define InterlockedExchangePointerAcquire InterlockedExchangePointer
#define InterlockedExchangePointerNoFence InterlockedExchangePointer
#define InterlockedCompareExchangePointerAcquire InterlockedCompareExchangePointer
#define InterlockedCompareExchangePointerRelease InterlockedCompareExchangePointer
#define InterlockedCompareExchangePointerNoFence InterlockedCompareExchangePointer
#define WS2_BIT_TEST(name, type, bits, one, change) \
  static inline WS2_MAYBE_UNUSED unsigned char name(volatile type *Base, type Offset) { \
    type bit = (type)(one << (Offset & (bits - 1))); \
    return (change & bit) != 0; }
WS2_BIT_TEST(InterlockedBitTestAndSet, LONG, 32, 1u, __atomic_fetch_or(Base + (Offset >> 5), bit, __ATOMIC_SEQ_CST))
WS2_BIT_TEST(InterlockedBitTestAndReset, LONG, 32, 1u, __atomic_fetch_and(Base + (Offset >> 5), ~bit, __ATOMIC_SEQ_CST))
WS2_BIT_TEST(InterlockedBitTestAndComplement, LONG, 32, 1u, __atomic_fetch_xor(Base + (Offset >> 5), bit, __ATOMIC_SEQ_CST))
WS2_BIT_TEST(InterlockedBitTestAndSet64, LONG64, 64, 1ull, __atomic_fetch_or(Base + (Offset >> 6), bit, __ATOMIC_SEQ_CST))
WS2_BIT_TEST(InterlockedBitTestAndReset64, LONG64, 64, 1ull, __atomic_fetch_and(Base + (Offset >> 6), ~bit, __ATOMIC_SEQ_CST))
#define WS2_READS_WRITES(infix, suffix, type) \
  static inline WS2_MAYBE_UNUSED type Read##infix##Acquire##suffix(type const volatile *Source) { return __atomic_load_n(Source, __ATOMIC_ACQUIRE); } \
  static inline WS2_MAYBE_UNUSED type Read##infix##NoFence##suffix(type const volatile *Source) { return __atomic_load_n(Source, __ATOMIC_RELAXED); } \
  static inline WS2_MAYBE_UNUSED type Read##infix##Raw##suffix(type const volatile *Source) { return __atomic_load_n(Source, __ATOMIC_RELAXED); } \
  static inline WS2_MAYBE_UNUSED void Write##infix##Release##suffix(type volatile *Destination, type Value) { __atomic_store_n(Destination, Value, __ATOMIC_RELEASE); } \
  static inline WS2_MAYBE_UNUSED void Write##infix##NoFence##suffix(type volatile *Destination, type Value) { __atomic_store_n(Destination, Value, __ATOMIC_RELAXED); } \
  static inline WS2_MAYBE_UNUSED void Write##infix##Raw##suffix(type volatile *Destination, type Value) { __atomic_store_n(Destination, Value, __ATOMIC_RELAXED); }
WS2_READS_WRITES(, , LONG)
WS2_READS_WRITES(, 64, LONG64)
WS2_READS_WRITES(ULong, , ULONG)
WS2_READS_WRITES(ULong64, , ULONG64)
WS2_READS_WRITES(Pointer, , PVOID)
#if defined(__x86_64__)
static inline WS2_MAYBE_UNUSED unsigned char InterlockedCompareExchange128(LONG64 volatile *Destination, LONG64 ExchangeHigh, LONG64 ExchangeLow, LONG64 *ComparandResult) {
  unsigned char equal;
  __asm__ __volatile__("lock cmpxchg16b %1; sete %0"
                       : "=q"(equal), "+m"(*(LONG64 volatile (*)[2])Destination), "+a"(ComparandResult[0]), "+d"(ComparandResult[1])
                       : "b"(ExchangeLow), "c"(ExchangeHigh)
                       : "memory", "cc");
  return equal;
}
#endif

#endif
