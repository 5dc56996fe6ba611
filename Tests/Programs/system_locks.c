/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Locks, condition variables, one-time initialisation, lists, local storage. */
#include "check.h"

static CRITICAL_SECTION section;
static CONDITION_VARIABLE changed;
static SRWLOCK lock;
static INIT_ONCE once;
static volatile LONG value, fls_calls, got_in;

static DWORD WINAPI tries(LPVOID unused)
{
    (void)unused;
    got_in = TryEnterCriticalSection(&section) ? 1 : 0;
    if (got_in)
        LeaveCriticalSection(&section);
    return 0;
}

static DWORD WINAPI sets(LPVOID unused)
{
    (void)unused;
    EnterCriticalSection(&section);
    value = 1;
    LeaveCriticalSection(&section);
    WakeConditionVariable(&changed);
    return 0;
}

static void sections(void)
{
    HANDLE t;

    check(0, InitializeCriticalSectionAndSpinCount(&section, 4000), "InitializeCriticalSectionAndSpinCount");
    check(0, (SetCriticalSectionSpinCount(&section, 10) & 0xffffff) == 4000, "SetCriticalSectionSpinCount");
    EnterCriticalSection(&section);
    check(0, TryEnterCriticalSection(&section), "its owner may enter again");
    join(thread(tries, NULL));
    equal(0, got_in, 0, "nobody else");
    LeaveCriticalSection(&section);
    LeaveCriticalSection(&section);
    join(thread(tries, NULL));
    equal(0, got_in, 1, "until it is left as often");
    DeleteCriticalSection(&section);
    check(0, InitializeCriticalSectionEx(&section, 0, CRITICAL_SECTION_NO_DEBUG_INFO), "InitializeCriticalSectionEx");
    InitializeConditionVariable(&changed);
    EnterCriticalSection(&section);
    t = thread(sets, NULL);
    while (!value)
        SleepConditionVariableCS(&changed, &section, LONG_TIME);
    LeaveCriticalSection(&section);
    equal(0, value, 1, "SleepConditionVariableCS");
    join(t);
    EnterCriticalSection(&section);
    check(0, !SleepConditionVariableCS(&changed, &section, 5) && GetLastError() == ERROR_TIMEOUT, "times out");
    LeaveCriticalSection(&section);
    WakeAllConditionVariable(&changed);
    DeleteCriticalSection(&section);
}

static void slim(void)
{
    InitializeSRWLock(&lock);
    check(0, TryAcquireSRWLockShared(&lock) && TryAcquireSRWLockShared(&lock), "a slim lock is shared");
    check(0, !TryAcquireSRWLockExclusive(&lock), "then nobody has it alone");
    ReleaseSRWLockShared(&lock);
    ReleaseSRWLockShared(&lock);
    check(0, TryAcquireSRWLockExclusive(&lock) && !TryAcquireSRWLockShared(&lock) && !TryAcquireSRWLockExclusive(&lock), "or one alone");
    ReleaseSRWLockExclusive(&lock);
    AcquireSRWLockExclusive(&lock);
    ReleaseSRWLockExclusive(&lock);
}

static void initialisation(void)
{
    BOOL pending = FALSE;
    PVOID context = NULL;

    InitOnceInitialize(&once);
    check(0, InitOnceBeginInitialize(&once, 0, &pending, &context) && pending, "InitOnceBeginInitialize");
    check(0, InitOnceComplete(&once, 0, (PVOID)16), "InitOnceComplete");
    check(0, InitOnceBeginInitialize(&once, INIT_ONCE_CHECK_ONLY, &pending, &context) && !pending && context == (PVOID)16, "it is done once");
    InitOnceInitialize(&once);
    check(0, !InitOnceBeginInitialize(&once, INIT_ONCE_CHECK_ONLY, &pending, &context), "not done yet");
    check(0, InitOnceBeginInitialize(&once, INIT_ONCE_ASYNC, &pending, &context) && pending &&
          InitOnceBeginInitialize(&once, INIT_ONCE_ASYNC, &pending, &context) && pending, "several may try at once");
    check(0, InitOnceComplete(&once, INIT_ONCE_ASYNC, (PVOID)32) && !InitOnceComplete(&once, INIT_ONCE_ASYNC, (PVOID)64), "the first one wins");
}

static void lists(void)
{
    static SLIST_HEADER head;
    static struct { SLIST_ENTRY entry; int number; } items[3];
    int i;

    InitializeSListHead(&head);
    for (i = 0; i < 3; i++) {
        items[i].number = i;
        InterlockedPushEntrySList(&head, &items[i].entry);
    }
    equal(0, QueryDepthSList(&head), 3, "QueryDepthSList");
    check(0, InterlockedPopEntrySList(&head) == &items[2].entry, "the last in is the first out");
    check(0, InterlockedFlushSList(&head) == &items[1].entry && QueryDepthSList(&head) == 0, "InterlockedFlushSList");
    check(0, InterlockedPopEntrySList(&head) == NULL, "an empty list");
}

static void CALLBACK fls_ends(PVOID data)
{
    if (data == (PVOID)&fls_calls)
        InterlockedIncrement(&fls_calls);
}

static DWORD WINAPI uses_fls(LPVOID index)
{
    FlsSetValue((DWORD)(ULONG_PTR)index, (PVOID)&fls_calls);
    return FlsGetValue((DWORD)(ULONG_PTR)index) == (PVOID)&fls_calls;
}

static void storage(void)
{
    DWORD fls = FlsAlloc(fls_ends), tls = TlsAlloc();

    check(0, fls != FLS_OUT_OF_INDEXES && FlsGetValue(fls) == NULL, "FlsAlloc");
    join(thread(uses_fls, (LPVOID)(ULONG_PTR)fls));
    equal(0, fls_calls, 1, "its callback runs when a thread ends");
    check(0, FlsFree(fls) && !FlsFree(fls) && GetLastError() == ERROR_INVALID_PARAMETER, "FlsFree");
    check(0, TlsSetValue(tls, &fls) && TlsGetValue(tls) == &fls && TlsFree(tls), "TlsAlloc");
    check(0, !TlsSetValue(0xfffffff0, NULL) && GetLastError() == ERROR_INVALID_PARAMETER, "no index");
}

static void interlocked(void)
{
    LONG a = 5;
    long plain = 5;
    LONG64 b = 1;
#ifdef __linux__
    LONG64 pair[2] __attribute__((aligned(16))) = { 1, 2 }, compared[2] = { 1, 2 };
#endif

    check(0, InterlockedIncrement(&a) == 6 && InterlockedDecrement(&a) == 5 && InterlockedExchangeAdd(&a, 3) == 5 && a == 8, "interlocked arithmetic");
    check(0, InterlockedCompareExchange(&a, 1, 8) == 8 && InterlockedExchange(&a, 9) == 1, "exchange");
    check(0, InterlockedAnd(&a, 8) == 9 && InterlockedOr(&a, 1) == 8 && InterlockedXor(&a, 9) == 9 && a == 0, "bits");
    check(0, InterlockedBitTestAndSet(&a, 3) == 0 && a == 8 && InterlockedBitTestAndReset(&a, 3) == 1 && a == 0, "single bits");
    check(0, InterlockedIncrement64(&b) == 2 && InterlockedCompareExchange64(&b, 7, 2) == 2 && b == 7, "64 bits");
#ifdef __linux__
    check(0, InterlockedCompareExchange128(pair, 4, 3, compared) && pair[0] == 3 && pair[1] == 4, "128 bits");
#endif
    check(0, InterlockedIncrement(&plain) == 6 && plain == 6, "a long counts as it is");
}

struct listed {
    int before;
    LIST_ENTRY entry;
};

/* What servers do with their lists. */
static void double_lists(void)
{
    struct listed a = { 1, { 0, 0 } };
    LIST_ENTRY head;
    PLIST_ENTRY first;

    equal(0, sizeof(LIST_ENTRY), 16, "LIST_ENTRY");
    equal(0, FIELD_OFFSET(LIST_ENTRY, Blink), 8, "its second link");
    equal(0, sizeof(SINGLE_LIST_ENTRY), 8, "SINGLE_LIST_ENTRY");
    head.Flink = head.Blink = &a.entry;
    a.entry.Flink = a.entry.Blink = &head;
    first = head.Flink;
    check(0, CONTAINING_RECORD(first, struct listed, entry) == &a, "CONTAINING_RECORD of a LIST_ENTRY");
}

int main(void)
{
    start();
    sections();
    slim();
    initialisation();
    lists();
    storage();
    interlocked();
    double_lists();
    return finish_tests();
}
