// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Interlocked operations: full barriers, as on Windows.
#ifndef WS2_INTERLOCKED_H
#define WS2_INTERLOCKED_H

#include "ws2_wintypes.h"

#define WS2_INTERLOCKED(type, suffix) \
  static inline type InterlockedExchange##suffix(type volatile *Target, type Value) { \
    return __atomic_exchange_n(Target, Value, __ATOMIC_SEQ_CST); } \
  static inline type InterlockedExchangeAdd##suffix(type volatile *Addend, type Value) { \
    return __atomic_fetch_add(Addend, Value, __ATOMIC_SEQ_CST); } \
  static inline type InterlockedAdd##suffix(type volatile *Addend, type Value) { \
    return __atomic_add_fetch(Addend, Value, __ATOMIC_SEQ_CST); } \
  static inline type InterlockedIncrement##suffix(type volatile *Addend) { \
    return __atomic_add_fetch(Addend, 1, __ATOMIC_SEQ_CST); } \
  static inline type InterlockedDecrement##suffix(type volatile *Addend) { \
    return __atomic_sub_fetch(Addend, 1, __ATOMIC_SEQ_CST); } \
  static inline type InterlockedAnd##suffix(type volatile *Destination, type Value) { \
    return __atomic_fetch_and(Destination, Value, __ATOMIC_SEQ_CST); } \
  static inline type InterlockedOr##suffix(type volatile *Destination, type Value) { \
    return __atomic_fetch_or(Destination, Value, __ATOMIC_SEQ_CST); } \
  static inline type InterlockedXor##suffix(type volatile *Destination, type Value) { \
    return __atomic_fetch_xor(Destination, Value, __ATOMIC_SEQ_CST); } \
  static inline type InterlockedCompareExchange##suffix(type volatile *Destination, type ExChange, type Comperand) { \
    __atomic_compare_exchange_n(Destination, &Comperand, ExChange, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST); \
    return Comperand; }

WS2_INTERLOCKED(LONG, )
WS2_INTERLOCKED(LONG64, 64)
WS2_INTERLOCKED(short, 16)

static inline PVOID InterlockedExchangePointer(PVOID volatile *Target, PVOID Value) {
  return __atomic_exchange_n(Target, Value, __ATOMIC_SEQ_CST);
}
static inline PVOID InterlockedCompareExchangePointer(PVOID volatile *Destination, PVOID ExChange, PVOID Comperand) {
  __atomic_compare_exchange_n(Destination, &Comperand, ExChange, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
  return Comperand;
}
static inline unsigned char InterlockedBitTestAndSet(volatile LONG *Base, LONG Offset) {
  LONG bit = (LONG)(1u << (Offset & 31));
  return (__atomic_fetch_or(Base + (Offset >> 5), bit, __ATOMIC_SEQ_CST) & bit) != 0;
}
static inline unsigned char InterlockedBitTestAndReset(volatile LONG *Base, LONG Offset) {
  LONG bit = (LONG)(1u << (Offset & 31));
  return (__atomic_fetch_and(Base + (Offset >> 5), ~bit, __ATOMIC_SEQ_CST) & bit) != 0;
}

#endif
