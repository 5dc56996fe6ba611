// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Intrinsic functions: interlocked operations on any integer, barriers, bits.
#ifndef WS2_INTRIN_H
#define WS2_INTRIN_H

#include "winbase.h"

#define _ReadWriteBarrier() __asm__ __volatile__("" ::: "memory")
#define _ReadBarrier() _ReadWriteBarrier()
#define _WriteBarrier() _ReadWriteBarrier()
#define __debugbreak() __builtin_trap()
#define __noop(...) ((void)0)
#define __assume(e) ((e) ? (void)0 : __builtin_unreachable())
#define _ReturnAddress() __builtin_return_address(0)
#define __nop() __asm__ __volatile__("nop")

// Of whatever type the object has: long has 64 bits here and LONG 32.
#define _InterlockedIncrement(p) __atomic_add_fetch((p), 1, __ATOMIC_SEQ_CST)
#define _InterlockedDecrement(p) __atomic_sub_fetch((p), 1, __ATOMIC_SEQ_CST)
#define _InterlockedExchange(p, v) __atomic_exchange_n((p), (v), __ATOMIC_SEQ_CST)
#define _InterlockedExchangeAdd(p, v) __atomic_fetch_add((p), (v), __ATOMIC_SEQ_CST)
#define _InterlockedAnd(p, v) __atomic_fetch_and((p), (v), __ATOMIC_SEQ_CST)
#define _InterlockedOr(p, v) __atomic_fetch_or((p), (v), __ATOMIC_SEQ_CST)
#define _InterlockedXor(p, v) __atomic_fetch_xor((p), (v), __ATOMIC_SEQ_CST)
#define _InterlockedCompareExchange(p, v, c) __sync_val_compare_and_swap((p), (c), (v))
#define _InterlockedExchangePointer(p, v) __atomic_exchange_n((p), (v), __ATOMIC_SEQ_CST)
#define _InterlockedCompareExchangePointer(p, v, c) __sync_val_compare_and_swap((p), (c), (v))
#define _InterlockedIncrement8 _InterlockedIncrement
#define _InterlockedDecrement8 _InterlockedDecrement
#define _InterlockedExchange8 _InterlockedExchange
#define _InterlockedExchangeAdd8 _InterlockedExchangeAdd
#define _InterlockedAnd8 _InterlockedAnd
#define _InterlockedOr8 _InterlockedOr
#define _InterlockedXor8 _InterlockedXor
#define _InterlockedCompareExchange8 _InterlockedCompareExchange
#define _InterlockedIncrement16 _InterlockedIncrement
#define _InterlockedDecrement16 _InterlockedDecrement
#define _InterlockedExchange16 _InterlockedExchange
#define _InterlockedExchangeAdd16 _InterlockedExchangeAdd
#define _InterlockedAnd16 _InterlockedAnd
#define _InterlockedOr16 _InterlockedOr
#define _InterlockedXor16 _InterlockedXor
#define _InterlockedCompareExchange16 _InterlockedCompareExchange
#define _InterlockedIncrement64 _InterlockedIncrement
#define _InterlockedDecrement64 _InterlockedDecrement
#define _InterlockedExchange64 _InterlockedExchange
#define _InterlockedExchangeAdd64 _InterlockedExchangeAdd
#define _InterlockedAnd64 _InterlockedAnd
#define _InterlockedOr64 _InterlockedOr
#define _InterlockedXor64 _InterlockedXor
#define _InterlockedCompareExchange64 _InterlockedCompareExchange

static inline WS2_MAYBE_UNUSED unsigned char _BitScanForward(ULONG *index, ULONG mask) {
  if (mask) *index = (ULONG)__builtin_ctz(mask);
  return mask != 0;
}
static inline WS2_MAYBE_UNUSED unsigned char _BitScanReverse(ULONG *index, ULONG mask) {
  if (mask) *index = 31 - (ULONG)__builtin_clz(mask);
  return mask != 0;
}
static inline WS2_MAYBE_UNUSED unsigned char _BitScanForward64(ULONG *index, ULONG64 mask) {
  if (mask) *index = (ULONG)__builtin_ctzll(mask);
  return mask != 0;
}
static inline WS2_MAYBE_UNUSED unsigned char _BitScanReverse64(ULONG *index, ULONG64 mask) {
  if (mask) *index = 63 - (ULONG)__builtin_clzll(mask);
  return mask != 0;
}
#define _byteswap_ushort __builtin_bswap16
#define _byteswap_ulong __builtin_bswap32
#define _byteswap_uint64 __builtin_bswap64
static inline WS2_MAYBE_UNUSED unsigned ws2_rotl(unsigned v, int n) { return v << (n & 31) | v >> (-n & 31); }
#define _rotl(v, n) ws2_rotl((v), (n))
#define _rotr(v, n) ws2_rotl((v), -(n))
#define _lrotl _rotl
#define _lrotr _rotr
static inline WS2_MAYBE_UNUSED ULONG64 ws2_rotl64(ULONG64 v, int n) { return v << (n & 63) | v >> (-n & 63); }
#define _rotl64(v, n) ws2_rotl64((v), (n))
#define _rotr64(v, n) ws2_rotl64((v), -(n))
#define __popcnt __builtin_popcount
#define __popcnt64 __builtin_popcountll
#if defined(__x86_64__) && !defined(__clang__) && !defined(_MM_HINT_T0)
#define _mm_pause() __builtin_ia32_pause()
#endif
#if defined(__x86_64__)
#define __rdtsc() __builtin_ia32_rdtsc()
// <cpuid.h> has a macro of five operands by this name.
#ifndef __cpuid
static inline WS2_MAYBE_UNUSED void __cpuidex(int information[4], int function, int subfunction) {
  __asm__ __volatile__("cpuid"
                       : "=a"(information[0]), "=b"(information[1]), "=c"(information[2]), "=d"(information[3])
                       : "0"(function), "2"(subfunction));
}
static inline WS2_MAYBE_UNUSED void __cpuid(int information[4], int function) { __cpuidex(information, function, 0); }
#endif
#endif

#endif
