// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// ntdll: what an operation has come to, and what kernel32 calls a status.
#ifndef WS2_WINTERNL_H
#define WS2_WINTERNL_H

#include "winnt.h"

typedef struct _IO_STATUS_BLOCK {
  __extension__ union {
    NTSTATUS Status;
    PVOID Pointer;
  };
  ULONG_PTR Information;
} IO_STATUS_BLOCK, *PIO_STATUS_BLOCK;
typedef void (*PIO_APC_ROUTINE)(PVOID ApcContext, PIO_STATUS_BLOCK IoStatusBlock, ULONG Reserved);
#ifndef NT_SUCCESS
#define NT_SUCCESS(status) ((NTSTATUS)(status) >= 0)
#define NT_INFORMATION(status) ((ULONG)(status) >> 30 == 1)
#define NT_WARNING(status) ((ULONG)(status) >> 30 == 2)
#define NT_ERROR(status) ((ULONG)(status) >> 30 == 3)
#endif

#ifdef __cplusplus
extern "C" {
#endif
ULONG RtlNtStatusToDosError(NTSTATUS Status);

#ifdef __cplusplus
}
#endif

#endif
