// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Heaps, local and global memory.
#ifndef WS2_HEAPAPI_H
#define WS2_HEAPAPI_H

#include "winbase.h"

typedef enum _HEAP_INFORMATION_CLASS {
  HeapCompatibilityInformation = 0,
  HeapEnableTerminationOnCorruption = 1
} HEAP_INFORMATION_CLASS;
#define GMEM_FIXED 0
#define GMEM_MOVEABLE 2
#define GMEM_ZEROINIT 64
#define GMEM_MODIFY 128
#define GMEM_INVALID_HANDLE 0x8000
#define GHND 66
#define GPTR 64
#define LMEM_MODIFY 128
#define LMEM_INVALID_HANDLE 0x8000

#ifdef __cplusplus
extern "C" {
#endif
DWORD GetProcessHeaps(DWORD NumberOfHeaps, PHANDLE ProcessHeaps);
BOOL HeapSetInformation(HANDLE HeapHandle, HEAP_INFORMATION_CLASS HeapInformationClass, PVOID HeapInformation, SIZE_T HeapInformationLength);
SIZE_T LocalSize(HLOCAL hMem);
LPVOID LocalLock(HLOCAL hMem);
BOOL LocalUnlock(HLOCAL hMem);
UINT LocalFlags(HLOCAL hMem);
HGLOBAL GlobalAlloc(UINT uFlags, SIZE_T dwBytes);
HGLOBAL GlobalReAlloc(HGLOBAL hMem, SIZE_T dwBytes, UINT uFlags);
HGLOBAL GlobalFree(HGLOBAL hMem);
SIZE_T GlobalSize(HGLOBAL hMem);
LPVOID GlobalLock(HGLOBAL hMem);
BOOL GlobalUnlock(HGLOBAL hMem);
UINT GlobalFlags(HGLOBAL hMem);
HGLOBAL GlobalHandle(LPCVOID pMem);
#ifdef __cplusplus
}
#endif

#endif
