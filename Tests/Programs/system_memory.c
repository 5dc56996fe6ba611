/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Heaps, local and global memory, pages. */
#include "check.h"

static void heaps(void)
{
    HANDLE own = HeapCreate(0, 0, 0), all[64];
    char *p = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, 100), *q;
    ULONG kind = 2;

    check(0, p && p[0] == 0 && p[99] == 0 && ((ULONG_PTR)p & 15) == 0, "HeapAlloc");
    equal(0, HeapSize(GetProcessHeap(), 0, p), 100, "HeapSize is what was asked for");
    p[99] = 'x';
    p = HeapReAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, p, 200);
    check(0, p && p[99] == 'x' && p[100] == 0 && p[199] == 0 && HeapSize(GetProcessHeap(), 0, p) == 200, "HeapReAlloc");
    check(0, HeapValidate(GetProcessHeap(), 0, p) && HeapFree(GetProcessHeap(), 0, p), "HeapFree");
    q = HeapAlloc(own, 0, 50);
    check(0, q && HeapValidate(own, 0, q) && !HeapValidate(GetProcessHeap(), 0, q), "a block belongs to its heap");
    check(0, GetProcessHeaps(64, all) >= 2, "GetProcessHeaps");
    check(0, HeapSetInformation(own, HeapEnableTerminationOnCorruption, NULL, 0) || HeapSetInformation(own, HeapCompatibilityInformation, &kind, sizeof kind),
          "HeapSetInformation");
    check(0, HeapDestroy(own), "HeapDestroy");
}

static void handles(void)
{
    char *p = LocalAlloc(LPTR, 30), *g = GlobalAlloc(GPTR, 40);

    check(0, p && p[29] == 0 && LocalSize(p) == 30, "LocalAlloc");
    check(0, LocalFlags(p) == 0 && LocalLock(p) == p && !LocalUnlock(p), "fixed memory is its own handle");
    p = LocalReAlloc(p, 300, LMEM_MOVEABLE | LMEM_ZEROINIT);
    check(0, p && LocalSize(p) == 300 && LocalFree(p) == NULL, "LocalReAlloc, LocalFree");
    check(0, g && g[39] == 0 && GlobalSize(g) == 40, "GlobalAlloc");
    check(0, GlobalFlags(g) == 0 && GlobalLock(g) == g && GlobalHandle(g) == g, "GlobalLock");
    GlobalUnlock(g);
    g = GlobalReAlloc(g, 400, GMEM_MOVEABLE);
    check(0, g && GlobalSize(g) == 400 && GlobalFree(g) == NULL, "GlobalReAlloc, GlobalFree");
    check(0, LocalFree(NULL) == NULL && GlobalFree(NULL) == NULL, "NULL is free");
}

static void pages(void)
{
    SYSTEM_INFO info;
    MEMORY_BASIC_INFORMATION memory;
    DWORD old = 0;
    char *p, *q;

    GetSystemInfo(&info);
    p = VirtualAlloc(NULL, 10 * info.dwPageSize, MEM_RESERVE, PAGE_NOACCESS);
    check(0, p && (ULONG_PTR)p % info.dwAllocationGranularity == 0, "VirtualAlloc reserves at the granularity");
    check(0, VirtualQuery(p, &memory, sizeof memory) == sizeof memory && memory.State == MEM_RESERVE && memory.AllocationBase == p &&
          memory.RegionSize == 10 * info.dwPageSize && memory.Type == MEM_PRIVATE, "VirtualQuery of what is reserved");
    q = VirtualAlloc(p + info.dwPageSize, 100, MEM_COMMIT, PAGE_READWRITE);
    check(0, q == p + info.dwPageSize, "commits a part");
    q[0] = 'x';
    check(0, VirtualQuery(q + 5, &memory, sizeof memory) && memory.State == MEM_COMMIT && memory.Protect == PAGE_READWRITE &&
          memory.BaseAddress == q && memory.RegionSize == info.dwPageSize && memory.AllocationBase == p, "VirtualQuery of what is committed");
    check(0, VirtualProtect(q, 1, PAGE_READONLY, &old) && old == PAGE_READWRITE, "VirtualProtect tells the old protection");
    check(0, VirtualProtect(q, 1, PAGE_READWRITE, &old) && old == PAGE_READONLY && q[0] == 'x', "which it has set");
    check(0, VirtualLock(q, 1) ? VirtualUnlock(q, 1) : 1, "VirtualLock");
    check(0, VirtualFree(q, info.dwPageSize, MEM_DECOMMIT) && VirtualQuery(q, &memory, sizeof memory) && memory.State == MEM_RESERVE, "MEM_DECOMMIT");
    check(0, !VirtualFree(p, 1, MEM_RELEASE) && GetLastError() == ERROR_INVALID_PARAMETER, "MEM_RELEASE is of all");
    check(0, VirtualFree(p, 0, MEM_RELEASE), "VirtualFree");
    check(0, !VirtualFree(p, 0, MEM_RELEASE) && GetLastError() == ERROR_INVALID_ADDRESS, "once");
    check(0, !VirtualAlloc(NULL, 0, MEM_COMMIT, PAGE_READWRITE) && GetLastError() == ERROR_INVALID_PARAMETER, "not nothing");
    check(0, !VirtualAlloc(NULL, 1, MEM_COMMIT, 3) && GetLastError() == ERROR_INVALID_PARAMETER, "one protection");
    check(0, FlushInstructionCache(GetCurrentProcess(), NULL, 0), "FlushInstructionCache");
}

int main(void)
{
    start();
    heaps();
    handles();
    pages();
    return finish_tests();
}
