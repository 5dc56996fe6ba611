/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * The host process survives: bad memory, limits, signals, fork, cancelled threads; and nothing leaks. */
#include "lasting.h"
#include <dirent.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>

unsigned alarm(unsigned);
int usleep(unsigned), execl(const char *, const char *, ...);
pid_t fork(void);

static char buf[64];

static int entries(const char *folder)
{
    int n = 0;
    DIR *d = opendir(folder);

    while (readdir(d))
        n++;
    closedir(d);
    return n;
}

static int failed_with(int rc) { return rc < 0 ? WSAGetLastError() : 0; }

/* The thread sanitizer maps memory of its own where some has just been freed: then there is nothing to be seen. */
static int is_still_empty(void *pages)
{
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
    return VirtualAlloc(pages, 8192, MEM_RESERVE, PAGE_NOACCESS) != NULL;
#endif
#endif
    return pages != NULL;
}

/* A page that was good is looked at anew once it has been freed or protected. */
static void test_pages_that_change(void)
{
    SOCKET a, b;
    OVERLAPPED *ov = VirtualAlloc(NULL, 8192, MEM_COMMIT | MEM_RESERVE, PAGE_READWRITE);
    char *page = VirtualAlloc(NULL, 8192, MEM_COMMIT | MEM_RESERVE, PAGE_READWRITE);
    DWORD old;

    tcp_pair(&a, &b);
    put(a, "x");
    wait_for(b, 1);
    equal(0, get(b, buf, 8, 0, NULL, ov, NULL), 0, "an OVERLAPPED in pages of VirtualAlloc");
    VirtualFree(ov, 0, MEM_RELEASE);
    if (is_still_empty(ov))
        equal(0, get(b, buf, 8, 0, NULL, ov, NULL), WSAEFAULT, "that are gone: WSAEFAULT");
    put(a, "x");
    equal(0, recv(b, page, 8, 0), 1, "a buffer there");
    VirtualProtect(page, 8192, PAGE_READONLY, &old);
    put(a, "y");
    wait_for(b, 1);
    equal(0, failed_with(recv(b, page, 8, 0)), WSAEFAULT, "that may no longer be written: WSAEFAULT");
    equal(0, recv(b, buf, 8, 0), 1, "and the byte is still there");
    closesocket(a);
    closesocket(b);
}

static void test_bad_buffers(void)
{
    SOCKET a, b, c, d;
    char *fixed = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    char *edge = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    munmap(edge + 4096, 4096);
    udp_pair(&a, &b);
    tcp_pair(&c, &d);
    put(a, "dg");
    put(c, "abc");
    wait_for(b, 2);
    wait_for(d, 3);
    equal(0, failed_with(recv(b, fixed, 8, 0)), WSAEFAULT, "a datagram for a buffer that cannot be written");
    equal(0, failed_with(recv(b, edge + 4000, 200, 0)), WSAEFAULT, "or that ends outside the memory");
    equal(0, recv(b, buf, 8, 0), 2, "is not lost");
    equal(0, failed_with(recv(d, buf, -1, 0)), WSAEFAULT, "a length of -1 with data there");
    equal(0, recv(d, buf, 8, 0), 3, "takes none");
    nonblocking(b, 1);
    nonblocking(d, 1);
    equal(0, failed_with(recv(b, edge + 4000, 200, 0)), WSAEFAULT, "WSAEFAULT comes before WSAEWOULDBLOCK");
    equal(0, failed_with(recv(d, fixed, 8, 0)), WSAEFAULT, "on streams as well");
    closesocket(a);
    closesocket(b);
    closesocket(c);
    closesocket(d);
}

static void test_misaligned(void)
{
    SOCKET a, b;
    char raw[64];
    int offset, ok = 0;

    tcp_pair(&a, &b);
    for (offset = 1; offset < 8; offset++) {
        OVERLAPPED *ov = (OVERLAPPED *)(void *)(raw + offset);
        HANDLE e = CreateEventA(NULL, TRUE, FALSE, NULL);
        DWORD n = 0, flags;

        memset(ov, 0, sizeof *ov);
        memcpy((char *)ov + 24, &e, sizeof e);
        get(b, buf, 8, 0, NULL, ov, NULL);
        put(a, "x");
        WaitForSingleObject(e, LONG_TIME);
        ok += WSAGetOverlappedResult(b, ov, &n, FALSE, &flags) && n == 1;
        CloseHandle(e);
    }
    equal(0, ok, 7, "an OVERLAPPED at an odd address");
    closesocket(a);
    closesocket(b);
}

static DWORD WINAPI leaves_a_receive(LPVOID socket)
{
    OVERLAPPED ov;              /* locals of a routine that returns while they are in use */
    char local[8];

    memset(&ov, 0, sizeof ov);
    return (DWORD)get((SOCKET)(ULONG_PTR)socket, local, sizeof local, 0, NULL, &ov, NULL);
}

static DWORD WINAPI exits(LPVOID socket)
{
    leaves_a_receive(socket);
    ExitThread(7);
    return 0;
}

static void test_threads(void)
{
    SOCKET a, b;
    long before = 0;
    DWORD code = 0;
    int i;

    tcp_pair(&a, &b);
    for (i = 0; i < 3000; i++) {
        HANDLE t = thread(i % 2 ? exits : leaves_a_receive, (void *)b);
        if (i == 1000)
            before = resident_kilobytes();
        WaitForSingleObject(t, LONG_TIME);
        GetExitCodeThread(t, &code);
        CloseHandle(t);
    }
    equal(0, code, 7, "threads end with receives pending into their own stacks");
    check(0, resident_kilobytes() - before < 2000, "and leave nothing behind");
    closesocket(a);
    closesocket(b);
}

static void test_ports_and_events(void)
{
    int i, round, before = 0;
    long memory;

    for (round = 0; round < 2; round++) {
        for (i = 0; i < 500; i++) {
            HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
            SOCKET s = udp();
            OVERLAPPED ov;

            memset(&ov, 0, sizeof ov);
            bind_local(s);
            CreateIoCompletionPort((HANDLE)s, port, 1, 0);
            get(s, buf, 8, 0, NULL, &ov, NULL);
            if (i % 2)
                CloseHandle(port);
            closesocket(s);
            if (i % 2 == 0)
                CloseHandle(port);
        }
        for (i = 0; i < LONG_TIME / 20 && round && entries("/proc/self/fd") > before + 2; i++)
            Sleep(20);
        if (round == 0) {
            Sleep(200);
            before = entries("/proc/self/fd");
        }
    }
    check(0, entries("/proc/self/fd") <= before + 2, "ports that are closed with operations outstanding leak no descriptor");
    memory = resident_kilobytes();
    for (i = 0; i < 100000; i++)
        CloseHandle(CreateEventA(NULL, TRUE, FALSE, NULL));
    check(0, resident_kilobytes() - memory < 1000, "nor do events leak memory");
}

static void test_no_descriptors_left(void)
{
    struct rlimit old, few;
    SOCKET a, b, s = 0;
    DWORD ms = 50;
    HANDLE port;
    int i;

    tcp_pair(&a, &b);
    getrlimit(RLIMIT_NOFILE, &old);
    few = old;
    few.rlim_cur = (rlim_t)entries("/proc/self/fd");
    setrlimit(RLIMIT_NOFILE, &few);
    for (i = 0; i < 50 && s != INVALID_SOCKET; i++)
        s = tcp();
    equal(0, s == INVALID_SOCKET ? WSAGetLastError() : 0, WSAEMFILE, "a socket too many: WSAEMFILE");
    port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
    check(0, !port && GetLastError() == ERROR_NO_SYSTEM_RESOURCES, "a port too many: ERROR_NO_SYSTEM_RESOURCES");
    put(a, "x");
    equal(0, recv(b, buf, 4, 0), 1, "the others go on");
    setsockopt(b, SOL_SOCKET, SO_RCVTIMEO, (char *)&ms, sizeof ms);
    equal(0, failed_with(recv(b, buf, 4, 0)), WSAETIMEDOUT, "and time out");
    setrlimit(RLIMIT_NOFILE, &old);
    closesocket(a);
    closesocket(b);
}

static void CALLBACK ignored(DWORD error, DWORD bytes, LPWSAOVERLAPPED ov, DWORD flags)
{
    (void)error;
    (void)bytes;
    (void)ov;
    (void)flags;
}

/* Every way in which an operation ends lets go of its socket: none keeps a descriptor. */
static void test_descriptors_go(void)
{
    HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0), e = WSACreateEvent();
    int round, way, before = 0;
    OVERLAPPED ov, *out;
    ULONG_PTR key;
    DWORD n;

    for (round = 0; round < 20; round++) {
        for (way = 0; way < 8; way++) {
            SOCKET a, b;

            tcp_pair(&a, &b);
            memset(&ov, 0, sizeof ov);
            if (way == 0 || way == 3)
                CreateIoCompletionPort((HANDLE)b, port, 0, 0);
            if (way == 1 || way == 4 || way == 6)
                ov.hEvent = e;
            if (way >= 3 && way <= 5)
                put(a, "x");
            if (way >= 3)
                wait_for(b, way <= 5);
            get(b, buf, 8, way == 7 ? MSG_PEEK : 0, NULL, &ov, way == 2 || way == 5 ? ignored : NULL);
            if (way < 3 || way == 7)
                put(a, "x");
            if (way == 6)
                CancelIoEx((HANDLE)b, &ov);
            if (way == 0 || way == 3)
                GetQueuedCompletionStatus(port, &n, &key, &out, LONG_TIME);
            else if (way == 2 || way == 5)
                SleepEx(LONG_TIME, TRUE);
            else
                GetOverlappedResult((HANDLE)b, &ov, &n, TRUE);
            closesocket(a);
            closesocket(b);
        }
        if (round == 9)
            before = entries("/proc/self/fd");
    }
    equal(0, entries("/proc/self/fd") - before, 0, "no operation keeps a descriptor of its socket");
    CloseHandle(port);
    WSACloseEvent(e);
}

static void *receives(void *s) { return (void *)(long)recv((SOCKET)(ULONG_PTR)s, buf, 8, 0); }
static void *waits(void *e) { return (void *)(long)WaitForSingleObject(e, INFINITE); }
static void *works(void *port)
{
    DWORD n;
    ULONG_PTR key;
    OVERLAPPED *ov;

    return (void *)(long)GetQueuedCompletionStatus(port, &n, &key, &ov, INFINITE);
}

/* No call of the library is a cancellation point: a thread does not vanish inside, from the driver's seat. */
static void test_pthread_cancel(void)
{
    SOCKET a, b;
    HANDLE e = CreateEventA(NULL, TRUE, FALSE, NULL), port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
    WSAOVERLAPPED ov;
    pthread_t t[3];
    int i;

    tcp_pair(&a, &b);
    pthread_create(&t[0], NULL, receives, (void *)b);
    pthread_create(&t[1], NULL, waits, e);
    pthread_create(&t[2], NULL, works, port);
    usleep(50000);
    for (i = 0; i < 3; i++)
        pthread_cancel(t[i]);
    put(a, "zz");
    pthread_join(t[0], NULL);
    prepare(&ov);
    get(b, buf, 8, 0, NULL, &ov, NULL);
    put(a, "q");
    equal(0, WaitForSingleObject(ov.hEvent, LONG_TIME), WAIT_OBJECT_0, "events go on after pthread_cancel of a thread that waits");
    SetEvent(e);
    pthread_join(t[1], NULL);
    PostQueuedCompletionStatus(port, 0, 1, NULL);
    pthread_join(t[2], NULL);
    PostQueuedCompletionStatus(port, 0, 1, NULL);
    check(0, works(port) != NULL, "so do ports");
    closesocket(a);
    closesocket(b);
    CloseHandle(port);
    CloseHandle(e);
}

static volatile LONG stop;
static pthread_t target;
static void nothing(int number) { (void)number; }
static void *disturbs(void *unused)
{
    (void)unused;
    while (!InterlockedCompareExchange(&stop, 0, 0)) {
        pthread_kill(target, SIGUSR1);
        usleep(500);
    }
    return NULL;
}

static void lasts(DWORD begin, int ok, const char *what)
{
    DWORD ms = GetTickCount() - begin;

    check(0, ok && ms >= 190 && ms < 5000, what);
}

static void test_signals(void)
{
    struct sigaction action = {0};
    pthread_t t;
    SOCKET a, b;
    DWORD ms = 200, n, begin;
    HANDLE e = CreateEventA(NULL, TRUE, FALSE, NULL), port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
    ULONG_PTR key;
    OVERLAPPED *ov;

    action.sa_handler = nothing;
    sigaction(SIGUSR1, &action, NULL);
    target = pthread_self();
    tcp_pair(&a, &b);
    setsockopt(b, SOL_SOCKET, SO_RCVTIMEO, (char *)&ms, sizeof ms);
    pthread_create(&t, NULL, disturbs, NULL);
    begin = GetTickCount();
    lasts(begin, failed_with(recv(b, buf, 4, 0)) == WSAETIMEDOUT, "signals do not shorten a receive");
    begin = GetTickCount();
    lasts(begin, WaitForSingleObject(e, 200) == WAIT_TIMEOUT, "nor a wait");
    begin = GetTickCount();
    lasts(begin, !GetQueuedCompletionStatus(port, &n, &key, &ov, 200) && GetLastError() == WAIT_TIMEOUT, "nor one for a packet");
    begin = GetTickCount();
    Sleep(200);
    lasts(begin, 1, "nor Sleep");
    InterlockedExchange(&stop, 1);
    pthread_join(t, NULL);
    closesocket(a);
    closesocket(b);
    CloseHandle(e);
    CloseHandle(port);
}

static void test_fork(void)
{
    SOCKET a, b;
    WSAOVERLAPPED ov;
    int i, status, bad = 0;

    tcp_pair(&a, &b);
    prepare(&ov);
    get(b, buf, 8, 0, NULL, &ov, NULL);
    for (i = 0; i < 10; i++) {
        pid_t child = fork();
        if (!child) {
            alarm(10);
            if (i % 2)
                exit(0);
            execl("/bin/true", "true", (char *)NULL);
            exit(1);
        }
        waitpid(child, &status, 0);
        bad += !WIFEXITED(status) || WEXITSTATUS(status);
    }
    equal(0, bad, 0, "children end, with and without exec");
    put(a, "q");
    equal(0, WaitForSingleObject(ov.hEvent, LONG_TIME), WAIT_OBJECT_0, "and the parent goes on");
    closesocket(a);
    closesocket(b);
}

int main(void)
{
    start();
    test_pages_that_change();
    test_bad_buffers();
    test_misaligned();
    test_threads();
    test_ports_and_events();
    test_pthread_cancel();
    test_signals();
    test_fork();
    test_no_descriptors_left();
    test_descriptors_go();
    return finish_tests();
}
