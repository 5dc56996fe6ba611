/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Processors: which there are, which run the process and its threads, what they share; priorities. */
#define _GNU_SOURCE
#include "check.h"
#include <sched.h>
#include <stddef.h>
#include <sys/resource.h>

static DWORD_PTR ours, system_mask;

/* The processors that Linux lets the calling thread use. */
static DWORD_PTR allowed(void)
{
    cpu_set_t set;
    DWORD_PTR mask = 0;
    int i;

    sched_getaffinity(0, sizeof set, &set);
    for (i = 0; i < 64; i++)
        if (CPU_ISSET(i, &set))
            mask |= (DWORD_PTR)1 << i;
    return mask;
}

static DWORD bits(DWORD_PTR mask) { return (DWORD)__builtin_popcountll(mask); }

static void layouts(void)
{
    equal(0, sizeof(GROUP_AFFINITY), 16, "GROUP_AFFINITY");
    equal(0, offsetof(GROUP_AFFINITY, Group), 8, "GROUP_AFFINITY.Group");
    equal(0, sizeof(PROCESSOR_NUMBER), 4, "PROCESSOR_NUMBER");
    equal(0, sizeof(CACHE_DESCRIPTOR), 12, "CACHE_DESCRIPTOR");
    equal(0, sizeof(SYSTEM_LOGICAL_PROCESSOR_INFORMATION), 32, "SYSTEM_LOGICAL_PROCESSOR_INFORMATION");
    equal(0, offsetof(SYSTEM_LOGICAL_PROCESSOR_INFORMATION, Cache), 16, "its cache");
    equal(0, sizeof(SYSTEM_LOGICAL_PROCESSOR_INFORMATION_EX), 80, "SYSTEM_LOGICAL_PROCESSOR_INFORMATION_EX");
    equal(0, offsetof(SYSTEM_LOGICAL_PROCESSOR_INFORMATION_EX, Processor), 8, "its union");
    equal(0, sizeof(PROCESSOR_RELATIONSHIP), 40, "PROCESSOR_RELATIONSHIP");
    equal(0, offsetof(PROCESSOR_RELATIONSHIP, GroupCount), 22, "PROCESSOR_RELATIONSHIP.GroupCount");
    equal(0, sizeof(NUMA_NODE_RELATIONSHIP), 40, "NUMA_NODE_RELATIONSHIP");
    equal(0, offsetof(CACHE_RELATIONSHIP, GroupMask), 32, "CACHE_RELATIONSHIP.GroupMask");
    equal(0, sizeof(PROCESSOR_GROUP_INFO), 48, "PROCESSOR_GROUP_INFO");
    equal(0, offsetof(GROUP_RELATIONSHIP, GroupInfo), 24, "GROUP_RELATIONSHIP.GroupInfo");
    equal(0, ALL_PROCESSOR_GROUPS + MAXIMUM_PROCESSORS, 65535 + 64, "limits");
}

static DWORD WINAPI started(LPVOID out)
{
    *(DWORD_PTR *)out = allowed();
    return 0;
}

static DWORD WINAPI nothing(LPVOID p) { (void)p; return 0; }

static void affinities(void)
{
    HANDLE self = GetCurrentThread(), ended;
    DWORD_PTR one, outside, mask = 0;
    GROUP_AFFINITY group, former;
    USHORT count = 0, number = 9;
    SYSTEM_INFO info;

    GetSystemInfo(&info);
    check(0, GetProcessAffinityMask(GetCurrentProcess(), &ours, &system_mask), "GetProcessAffinityMask");
    check(0, ours == allowed() && system_mask == info.dwActiveProcessorMask && !(ours & ~system_mask), "what Linux allows");
    check(0, !GetProcessAffinityMask(NULL, &ours, &mask) && GetLastError() == ERROR_INVALID_HANDLE, "of a process");
    check(0, !GetProcessAffinityMask(GetCurrentProcess(), NULL, &mask) && GetLastError() == ERROR_NOACCESS, "for a mask");
    one = ours & -ours;
    outside = ~system_mask & -~system_mask;
    check(0, SetThreadAffinityMask(self, one) == ours && allowed() == one, "SetThreadAffinityMask returns the mask before");
    equal(0, GetCurrentProcessorNumber(), __builtin_ctzll(one), "and moves the thread");
    join(thread(started, &mask));
    check(0, mask == ours, "threads that it starts may use what the process may");
    check(0, SetThreadAffinityMask(self, 0) == 0 && GetLastError() == ERROR_INVALID_PARAMETER, "no processor");
    if (outside)
        check(0, SetThreadAffinityMask(self, one | outside) == 0 && GetLastError() == ERROR_INVALID_PARAMETER, "one that is not there");
    check(0, SetThreadAffinityMask(NULL, one) == 0 && GetLastError() == ERROR_INVALID_HANDLE, "no thread");
    ended = thread(nothing, NULL);
    WaitForSingleObject(ended, LONG_TIME);
    check(0, SetThreadAffinityMask(ended, one) == 0 && GetLastError() == ERROR_ACCESS_DENIED, "a thread that has ended");
    CloseHandle(ended);
    check(0, GetThreadGroupAffinity(self, &group) && group.Mask == one && group.Group == 0, "GetThreadGroupAffinity");
    group.Mask = ours;
    check(0, SetThreadGroupAffinity(self, &group, &former) && former.Mask == one && allowed() == ours, "SetThreadGroupAffinity");
    group.Group = 1;
    check(0, !SetThreadGroupAffinity(self, &group, NULL) && GetLastError() == ERROR_INVALID_PARAMETER, "of another group");
    group.Group = 0;
    group.Reserved[1] = 1;
    check(0, !SetThreadGroupAffinity(self, &group, NULL) && GetLastError() == ERROR_INVALID_PARAMETER, "with something reserved");
    check(0, !GetThreadGroupAffinity(self, NULL) && GetLastError() == ERROR_INVALID_PARAMETER, "into nothing");
    check(0, !GetProcessGroupAffinity(GetCurrentProcess(), &count, &number) && GetLastError() == ERROR_INSUFFICIENT_BUFFER && count == 1,
          "GetProcessGroupAffinity without room");
    check(0, GetProcessGroupAffinity(GetCurrentProcess(), &count, &number) && number == 0, "GetProcessGroupAffinity");

    check(0, SetProcessAffinityMask(GetCurrentProcess(), one) && allowed() == one, "SetProcessAffinityMask restricts all threads");
    join(thread(started, &mask));
    check(0, mask == one, "and those to come");
    if (ours != one)
        check(0, SetThreadAffinityMask(self, ours) == 0 && GetLastError() == ERROR_INVALID_PARAMETER, "a thread can have no more");
    check(0, GetProcessAffinityMask(GetCurrentProcess(), &mask, &system_mask) && mask == one, "it is returned");
    check(0, SetProcessAffinityMask(GetCurrentProcess(), ours) && allowed() == ours, "and taken back");
    check(0, !SetProcessAffinityMask(GetCurrentProcess(), 0) && GetLastError() == ERROR_INVALID_PARAMETER, "no processor for the process");
    check(0, !SetProcessAffinityMask(NULL, one) && GetLastError() == ERROR_INVALID_HANDLE, "no process");
}

static void ideals(void)
{
    HANDLE self = GetCurrentThread();
    DWORD first = (DWORD)__builtin_ctzll(ours), last = 63 - (DWORD)__builtin_clzll(ours);
    PROCESSOR_NUMBER number = { 9, 9, 9 }, former = { 9, 9, 9 };

    equal(0, SetThreadIdealProcessor(self, MAXIMUM_PROCESSORS), first, "SetThreadIdealProcessor asks");
    equal(0, SetThreadIdealProcessor(self, last), first, "sets");
    equal(0, SetThreadIdealProcessor(self, MAXIMUM_PROCESSORS), last, "and returns");
    check(0, SetThreadIdealProcessor(self, 65) == (DWORD)-1 && GetLastError() == ERROR_INVALID_PARAMETER, "a processor");
    check(0, SetThreadIdealProcessor(NULL, 0) == (DWORD)-1 && GetLastError() == ERROR_INVALID_HANDLE, "of a thread");
    check(0, GetThreadIdealProcessorEx(self, &number) && number.Group == 0 && number.Number == last, "GetThreadIdealProcessorEx");
    number.Number = (BYTE)first;
    check(0, SetThreadIdealProcessorEx(self, &number, &former) && former.Number == last, "SetThreadIdealProcessorEx");
    number.Group = 1;
    check(0, !SetThreadIdealProcessorEx(self, &number, NULL) && GetLastError() == ERROR_INVALID_PARAMETER, "of another group");
    GetCurrentProcessorNumberEx(&number);
    check(0, number.Group == 0 && ours >> number.Number & 1, "GetCurrentProcessorNumberEx");
}

static void counts(void)
{
    equal(0, GetActiveProcessorGroupCount() + GetMaximumProcessorGroupCount(), 2, "one group");
    equal(0, GetActiveProcessorCount(0), bits(system_mask), "GetActiveProcessorCount");
    equal(0, GetActiveProcessorCount(ALL_PROCESSOR_GROUPS), bits(system_mask), "of all groups");
    check(0, GetActiveProcessorCount(1) == 0 && GetLastError() == ERROR_INVALID_PARAMETER, "of a group that is not there");
    check(0, GetMaximumProcessorCount(0) >= GetActiveProcessorCount(0) && GetMaximumProcessorCount(0) <= 64, "GetMaximumProcessorCount");
    check(0, GetMaximumProcessorCount(7) == 0 && GetLastError() == ERROR_INVALID_PARAMETER, "of a group that is not there");
}

static void nodes(void)
{
    ULONG highest = 99, i;
    ULONGLONG mask, all = 0;
    GROUP_AFFINITY group;
    UCHAR node = 99;

    check(0, GetNumaHighestNodeNumber(&highest) && highest < 64, "GetNumaHighestNodeNumber");
    for (i = 0; i <= highest; i++)
        if (GetNumaNodeProcessorMask((UCHAR)i, &mask))
            all |= mask;
    check(0, all == system_mask, "every processor is near to a node");
    check(0, !GetNumaNodeProcessorMask(200, &mask) && GetLastError() == ERROR_INVALID_PARAMETER, "a node that is not there");
    check(0, GetNumaProcessorNode((UCHAR)__builtin_ctzll(ours), &node) && node <= highest, "GetNumaProcessorNode");
    check(0, GetNumaNodeProcessorMaskEx(node, &group) && group.Mask & (ours & -ours), "GetNumaNodeProcessorMaskEx");
    check(0, !GetNumaProcessorNode(255, &node) && GetLastError() == ERROR_INVALID_PARAMETER && node == 255, "a processor that is not there");
}

static void relationships(void)
{
    static SYSTEM_LOGICAL_PROCESSOR_INFORMATION list[2000];
    DWORD length = 0, needed, i, n;
    ULONG_PTR cores = 0, packages = 0, beside = 0;
    int caches = 0, good = 1;

    check(0, !GetLogicalProcessorInformation(NULL, &length) && GetLastError() == ERROR_INSUFFICIENT_BUFFER, "GetLogicalProcessorInformation asks");
    check(0, length > 0 && length % sizeof list[0] == 0, "how much it needs");
    check(0, !GetLogicalProcessorInformation(list, NULL) && GetLastError() == ERROR_INVALID_PARAMETER, "with a length");
    needed = length--;
    check(0, !GetLogicalProcessorInformation(list, &length) && GetLastError() == ERROR_INSUFFICIENT_BUFFER && length == needed, "a byte too few");
    length = sizeof list;
    check(0, GetLogicalProcessorInformation(list, &length) && length == needed, "and with room");
    n = length / (DWORD)sizeof list[0];
    for (i = 0; i < n; i++) {
        ULONG_PTR mask = list[i].ProcessorMask;

        if (list[i].Relationship == RelationProcessorCore) {
            good &= !(cores & mask) && list[i].ProcessorCore.Flags == (bits(mask) > 1 ? LTP_PC_SMT : 0);
            cores |= mask;
        } else if (list[i].Relationship == RelationProcessorPackage)
            good &= !(packages & mask), packages |= mask;
        else if (list[i].Relationship == RelationNumaNode)
            beside |= mask;
        else if (list[i].Relationship == RelationCache) {
            caches++;
            good &= list[i].Cache.Level >= 1 && list[i].Cache.Size > 0 && list[i].Cache.Associativity > 0 && list[i].Cache.Type <= CacheData;
        } else
            good = 0;
        good &= !(mask & ~system_mask);
    }
    check(0, good && cores == system_mask && packages == system_mask && beside == system_mask, "every processor is in one core, package and node");
    length = 0;
    GetLogicalProcessorInformationEx(RelationCache, NULL, &length);
    equal(0, length, caches * 56, "caches are the same");
}

static void extended(void)
{
    static ULONGLONG space[8000];
    DWORD length = 0, sum = 0, all = 0, at;
    ULONG_PTR cores = 0;
    SYSTEM_LOGICAL_PROCESSOR_INFORMATION_EX *x = (SYSTEM_LOGICAL_PROCESSOR_INFORMATION_EX *)space;
    int kind;

    for (kind = RelationProcessorCore; kind <= RelationGroup; kind++, sum += length)
        if (length = 0, GetLogicalProcessorInformationEx((LOGICAL_PROCESSOR_RELATIONSHIP)kind, NULL, &length))
            length = 0;
    check(0, !GetLogicalProcessorInformationEx(RelationAll, NULL, &all) && GetLastError() == ERROR_INSUFFICIENT_BUFFER && all == sum, "all are all");
    length = sizeof space;
    check(0, GetLogicalProcessorInformationEx(RelationGroup, x, &length) && length == 80 && x->Size == 80 && x->Relationship == RelationGroup, "groups");
    check(0, x->Group.ActiveGroupCount == 1 && x->Group.GroupInfo[0].ActiveProcessorCount == bits(system_mask), "one");
    check(0, x->Group.GroupInfo[0].ActiveProcessorMask == system_mask, "of all processors");
    length = sizeof space;
    check(0, GetLogicalProcessorInformationEx(RelationProcessorCore, x, &length), "cores");
    for (at = 0; at < length; at += 48) {
        x = (SYSTEM_LOGICAL_PROCESSOR_INFORMATION_EX *)((char *)space + at);
        if (x->Size == 48 && x->Processor.GroupCount == 1 && x->Processor.GroupMask[0].Group == 0)
            cores |= x->Processor.GroupMask[0].Mask;
    }
    check(0, cores == system_mask, "hold every processor");
    check(0, !GetLogicalProcessorInformationEx((LOGICAL_PROCESSOR_RELATIONSHIP)9, x, &length) && GetLastError() == ERROR_INVALID_PARAMETER, "others are unknown");
}

static DWORD WINAPI niceness(LPVOID p)
{
    *(int *)p = getpriority(PRIO_PROCESS, 0);
    return 0;
}

static void priorities(void)
{
    HANDLE process = GetCurrentProcess(), self = GetCurrentThread();
    BOOL off = 7;
    int nice = 99;

    if (getpriority(PRIO_PROCESS, 0) == 0)
        equal(0, GetPriorityClass(process), NORMAL_PRIORITY_CLASS, "GetPriorityClass");
    check(0, !SetPriorityClass(process, 3) && GetLastError() == ERROR_INVALID_PARAMETER, "a class");
    check(0, !SetPriorityClass(NULL, NORMAL_PRIORITY_CLASS) && GetLastError() == ERROR_INVALID_HANDLE, "of a process");
    check(0, GetPriorityClass(NULL) == 0 && GetLastError() == ERROR_INVALID_HANDLE, "also to ask");
    check(0, SetPriorityClass(process, BELOW_NORMAL_PRIORITY_CLASS), "SetPriorityClass");
    equal(0, GetPriorityClass(process), BELOW_NORMAL_PRIORITY_CLASS, "is returned");
    equal(0, getpriority(PRIO_PROCESS, 0), 10, "and is a niceness");
    join(thread(niceness, &nice));
    equal(0, nice, 10, "which threads inherit");
    if (SetPriorityClass(process, HIGH_PRIORITY_CLASS))
        equal(0, GetPriorityClass(process), HIGH_PRIORITY_CLASS, "a privileged process may have more");
    else
        equal(0, GetLastError(), ERROR_ACCESS_DENIED, "another one may not");
    check(0, SetPriorityClass(process, IDLE_PRIORITY_CLASS) && GetPriorityClass(process) == IDLE_PRIORITY_CLASS, "idle");
    check(0, GetThreadPriorityBoost(self, &off) && off == FALSE, "GetThreadPriorityBoost");
    check(0, SetThreadPriorityBoost(self, 5) && GetThreadPriorityBoost(self, &off) && off == TRUE, "SetThreadPriorityBoost");
    check(0, !SetThreadPriorityBoost(NULL, TRUE) && GetLastError() == ERROR_INVALID_HANDLE, "of a thread");
    check(0, !GetThreadPriorityBoost(self, NULL) && GetLastError() == ERROR_NOACCESS, "into nothing");
}

int main(void)
{
    start();
    layouts();
    affinities();
    ideals();
    counts();
    nodes();
    relationships();
    extended();
    priorities();
    return finish_tests();
}
