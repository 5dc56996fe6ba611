// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Objects of the thread pool in the hands of std::unique_ptr; callbacks that leave their object; stacks of a pool.
#include "check.h"
#include <memory>
#include <pthread.h>

struct Close {
    void operator()(TP_WORK *w) const { CloseThreadpoolWork(w); }
    void operator()(TP_TIMER *t) const { CloseThreadpoolTimer(t); }
    void operator()(TP_WAIT *w) const { CloseThreadpoolWait(w); }
    void operator()(TP_IO *io) const { CloseThreadpoolIo(io); }
    void operator()(TP_POOL *p) const { CloseThreadpool(p); }
    void operator()(TP_CLEANUP_GROUP *g) const { CloseThreadpoolCleanupGroup(g); }
};

static HANDLE arrived, go, done;
static volatile LONG ended;

static void CALLBACK leaves(TP_CALLBACK_INSTANCE *instance, PVOID context, TP_WORK *)
{
    SetEventWhenCallbackReturns(instance, done);
    if (context)
        DisassociateCurrentThreadFromCallback(instance);
    DisassociateCurrentThreadFromCallback(context ? instance : nullptr);
    SetEvent(arrived);
    WaitForSingleObject(go, context ? LONG_TIME : 100);
    InterlockedIncrement(&ended);
}

static void disassociated()
{
    std::unique_ptr<TP_WORK, Close> work(CreateThreadpoolWork(leaves, &arrived, nullptr));

    SubmitThreadpoolWork(work.get());
    WaitForSingleObject(arrived, LONG_TIME);
    WaitForThreadpoolWorkCallbacks(work.get(), FALSE);
    equal(0, ended, 0, "nobody waits for a callback that has left its object");
    check(0, WaitForSingleObject(done, 0) == WAIT_TIMEOUT, "it has not returned");
    SetEvent(go);
    equal(0, WaitForSingleObject(done, LONG_TIME), WAIT_OBJECT_0, "what it wants done on its return is done");
    equal(0, ended, 1, "it went on");
    work.reset(CreateThreadpoolWork(leaves, nullptr, nullptr));
    SubmitThreadpoolWork(work.get());
    WaitForSingleObject(arrived, LONG_TIME);
    WaitForThreadpoolWorkCallbacks(work.get(), FALSE);
    equal(0, ended, 2, "others are waited for, before and after");
    WaitForSingleObject(done, LONG_TIME);
}

static volatile SIZE_T stack_of_worker;

static void CALLBACK measures(PTP_CALLBACK_INSTANCE, PVOID, PTP_WORK)
{
    pthread_attr_t attributes;
    size_t size = 0;

    pthread_getattr_np(pthread_self(), &attributes);
    pthread_attr_getstacksize(&attributes, &size);
    pthread_attr_destroy(&attributes);
    stack_of_worker = size;
}

static void stacks()
{
    std::unique_ptr<TP_POOL, Close> pool(CreateThreadpool(nullptr));
    TP_POOL_STACK_INFORMATION stack = {}, wanted = {3u << 20, 64u << 10};
    TP_CALLBACK_ENVIRON environment;

    check(0, QueryThreadpoolStackInformation(pool.get(), &stack) && stack.StackReserve > 0 && stack.StackCommit == 4096, "QueryThreadpoolStackInformation");
    check(0, SetThreadpoolStackInformation(pool.get(), &wanted), "SetThreadpoolStackInformation");
    check(0, QueryThreadpoolStackInformation(pool.get(), &stack) && stack.StackReserve == 3u << 20 && stack.StackCommit == 64u << 10, "is returned");
    InitializeThreadpoolEnvironment(&environment);
    SetThreadpoolCallbackPool(&environment, pool.get());
    std::unique_ptr<TP_WORK, Close> work(CreateThreadpoolWork(measures, nullptr, &environment));
    SubmitThreadpoolWork(work.get());
    WaitForThreadpoolWorkCallbacks(work.get(), FALSE);
    check(0, stack_of_worker >= 3u << 20 && stack_of_worker < 4u << 20, "and is what a worker has");
    wanted.StackCommit = (SIZE_T)1 << 36;
    check(0, !SetThreadpoolStackInformation(pool.get(), &wanted) && GetLastError() == ERROR_INVALID_PARAMETER, "no more is committed than there is");
    check(0, !SetThreadpoolStackInformation(pool.get(), nullptr) && GetLastError() == ERROR_NOACCESS, "a size has to be given");
    check(0, !QueryThreadpoolStackInformation(nullptr, &stack) && GetLastError() == ERROR_INVALID_HANDLE, "of a pool");
}

static void CALLBACK timed(PTP_CALLBACK_INSTANCE, PVOID, PTP_TIMER) { SetEvent(done); }
static void CALLBACK waited(PTP_CALLBACK_INSTANCE, PVOID, PTP_WAIT, TP_WAIT_RESULT) { SetEvent(done); }

static void CALLBACK received(PTP_CALLBACK_INSTANCE, PVOID, PVOID, ULONG, ULONG_PTR, PTP_IO) { SetEvent(done); }

static void owned()
{
    std::unique_ptr<TP_CLEANUP_GROUP, Close> group(CreateThreadpoolCleanupGroup());
    std::unique_ptr<TP_TIMER, Close> timer(CreateThreadpoolTimer(timed, nullptr, nullptr));
    std::unique_ptr<TP_WAIT, Close> wait(CreateThreadpoolWait(waited, nullptr, nullptr));
    SOCKET s = udp();
    std::unique_ptr<TP_IO, Close> io(CreateThreadpoolIo(reinterpret_cast<HANDLE>(s), received, nullptr, nullptr));
    FILETIME soon = {};

    check(0, group && timer && wait && io, "objects of the pool have owners");
    SetThreadpoolTimer(timer.get(), &soon, 0, 0);
    equal(0, WaitForSingleObject(done, LONG_TIME), WAIT_OBJECT_0, "and do their work");
    SetThreadpoolWait(wait.get(), go, nullptr);
    SetEvent(go);
    equal(0, WaitForSingleObject(done, LONG_TIME), WAIT_OBJECT_0, "each of them");
    closesocket(s);
}

int main()
{
    start();
    arrived = CreateEventA(nullptr, FALSE, FALSE, nullptr);
    go = CreateEventA(nullptr, FALSE, FALSE, nullptr);
    done = CreateEventA(nullptr, FALSE, FALSE, nullptr);
    disassociated();
    stacks();
    owned();
    return finish_tests();
}
