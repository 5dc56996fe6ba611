/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Messages between threads, and waits for messages together with events, routines and sockets. */
#include "check.h"

#define WM_ASK (WM_USER + 1)
#define WM_ASK_BACK (WM_USER + 2)
#define WM_REPLY_EARLY (WM_USER + 3)
#define WM_STOP (WM_USER + 4)

static HWND mine, theirs;
static DWORD their_id;
static HANDLE ready, go;
static volatile LONG notified, was_sent, nested;

static LRESULT CALLBACK procedure(HWND h, UINT m, WPARAM w, LPARAM l)
{
    switch (m) {
    case WM_ASK:
        was_sent = InSendMessage();
        return (LRESULT)(w + GetCurrentThreadId());
    case WM_ASK_BACK: /* the sender answers while it waits */
        return SendMessageA((HWND)l, WM_ASK, w, 0) + 1;
    case WM_REPLY_EARLY:
        nested = InSendMessageEx(NULL) == ISMEX_SEND && ReplyMessage(5) && (InSendMessageEx(NULL) & ISMEX_REPLIED);
        WaitForSingleObject(go, LONG_TIME);
        return 6;
    case WM_STOP:
        PostQuitMessage((int)w);
        return 0;
    case WM_USER:
        InterlockedIncrement(&notified);
        return 0;
    }
    return DefWindowProcA(h, m, w, l);
}

static HWND make(void)
{
    return CreateWindowExA(0, "threads", NULL, 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, GetModuleHandleA(NULL), NULL);
}

static DWORD WINAPI loop(void *unused)
{
    MSG m;

    (void)unused;
    theirs = make();
    SetEvent(ready);
    while (GetMessageA(&m, NULL, 0, 0) > 0)
        DispatchMessageA(&m);
    return (DWORD)m.wParam;
}

static DWORD WINAPI without_queue(void *unused)
{
    MSG m;

    (void)unused;
    SetEvent(ready);
    WaitForSingleObject(go, LONG_TIME);
    PeekMessageA(&m, NULL, 0, 0, PM_NOREMOVE);
    SetEvent(ready);
    return GetMessageA(&m, NULL, 0, 0) ? m.message : 0;
}

static DWORD WINAPI to_itself(void *unused)
{
    MSG m;

    (void)unused;
    SetEvent(ready);
    if (!PostThreadMessageA(GetCurrentThreadId(), WM_USER + 8, 0, 0) || !GetMessageA(&m, NULL, 0, 0))
        return 0;
    return m.message;
}

static HANDLE begin(LPTHREAD_START_ROUTINE f)
{
    HANDLE t = CreateThread(NULL, 0, f, NULL, 0, &their_id);

    WaitForSingleObject(ready, LONG_TIME);
    return t;
}

static DWORD ended(HANDLE t)
{
    DWORD code = 0;

    WaitForSingleObject(t, LONG_TIME);
    GetExitCodeThread(t, &code);
    CloseHandle(t);
    return code;
}

static void sending(void)
{
    HANDLE t = begin(loop);
    DWORD_PTR result = 0;
    MSG m;
    LRESULT r;

    equal(0, SendMessageA(theirs, WM_ASK, 1, 0), (long long)their_id + 1, "another thread's procedure runs on that thread");
    check(0, was_sent, "and knows that it was sent a message");
    equal(0, SendMessageA(mine, WM_ASK, 1, 0), (long long)GetCurrentThreadId() + 1, "the own procedure runs here");
    check(0, !was_sent, "and was not sent one");
    equal(0, SendMessageA(theirs, WM_ASK_BACK, 2, (LPARAM)mine), (long long)GetCurrentThreadId() + 3, "a sender answers while it waits");
    equal(0, SendMessageA(theirs, WM_REPLY_EARLY, 0, 0), 5, "ReplyMessage lets the sender go on");
    SetLastError(0);
    r = SendMessageTimeoutA(theirs, WM_ASK, 1, 0, SMTO_NORMAL, 30, &result);
    check(0, !r && GetLastError() == ERROR_TIMEOUT, "SendMessageTimeout");
    SetEvent(go);
    check(0, SendMessageTimeoutA(theirs, WM_ASK, 1, 0, SMTO_BLOCK, LONG_TIME, &result) == 1 && result == their_id + 1, "in time");
    check(0, nested, "InSendMessageEx knows of the reply");
    ResetEvent(go);
    check(0, SendNotifyMessageA(theirs, WM_USER, 0, 0), "SendNotifyMessage waits for nobody");
    SendMessageA(theirs, WM_NULL, 0, 0);
    equal(0, notified, 1, "and comes in order");
    SetLastError(0);
    check(0, !DestroyWindow(theirs) && GetLastError() == ERROR_ACCESS_DENIED, "no thread destroys another's window");
    check(0, !PeekMessageA(&m, theirs, 0, 0, PM_REMOVE), "nor takes its messages");
    PostMessageA(theirs, WM_STOP, 33, 0);
    equal(0, ended(t), 33, "WM_QUIT ends the loop");
    check(0, !IsWindow(theirs), "windows go with their thread");
}

static void posting(void)
{
    HANDLE t = begin(without_queue);

    SetLastError(0);
    check(0, !PostThreadMessageA(their_id, WM_USER + 7, 0, 0) && GetLastError() == ERROR_INVALID_THREAD_ID, "a thread without a queue");
    SetEvent(go);
    WaitForSingleObject(ready, LONG_TIME);
    ResetEvent(go);
    check(0, PostThreadMessageA(their_id, WM_USER + 7, 0, 0), "gets one by looking");
    equal(0, ended(t), WM_USER + 7, "and the message");
    equal(0, ended(begin(to_itself)), WM_USER + 8, "posting gives a thread a queue as well");
#ifndef _WIN32 /* Wine: ERROR_INVALID_PARAMETER */
    SetLastError(0);
    check(0, !PostThreadMessageA(their_id, WM_USER, 0, 0) && GetLastError() == ERROR_INVALID_THREAD_ID, "a thread that has ended");
#endif
}

static DWORD WINAPI vanishing(void *unused)
{
    (void)unused;
    theirs = make();
    SetEvent(ready);
    WaitForSingleObject(go, LONG_TIME); /* never looks for messages */
    return 0;
}

static DWORD WINAPI letting_go(void *unused)
{
    (void)unused;
    while (!(WaitForSingleObject(ready, 0) == WAIT_TIMEOUT))
        ;
    Sleep(20); /* whether the message is on its way yet or not, the answer is 0 */
    SetEvent(go);
    return 0;
}

static void vanished(void)
{
    HANDLE t = begin(vanishing), u = thread(letting_go, NULL);

    equal(0, SendMessageA(theirs, WM_ASK, 1, 0), 0, "a message to a window that vanishes is answered by 0");
    ended(t);
    join(u);
    ResetEvent(go);
}

static DWORD WINAPI poster(void *unused)
{
    (void)unused;
    PostMessageA(mine, WM_USER + 9, 1, 0);
    return 0;
}

static void CALLBACK routine(ULONG_PTR p) { *(int *)p += 1; }

static void waits(void)
{
    HANDLE events[64], t;
    MSG m;
    int i, ran = 0;

    for (i = 0; i < 64; i++)
        events[i] = CreateEventA(NULL, FALSE, FALSE, NULL);
    equal(0, MsgWaitForMultipleObjects(0, NULL, FALSE, 0, QS_ALLINPUT), WAIT_TIMEOUT, "no messages");
    equal(0, MsgWaitForMultipleObjects(64, events, FALSE, 0, QS_ALLINPUT), WAIT_FAILED, "64 objects are too many");
    equal(0, GetLastError(), ERROR_INVALID_PARAMETER, "ERROR_INVALID_PARAMETER");
    t = thread(poster, NULL);
    equal(0, MsgWaitForMultipleObjects(63, events, FALSE, LONG_TIME, QS_ALLINPUT), WAIT_OBJECT_0 + 63, "63 objects and a message");
    join(t);
    SetEvent(events[5]);
    equal(0, MsgWaitForMultipleObjects(63, events, FALSE, LONG_TIME, QS_ALLINPUT), WAIT_OBJECT_0 + 5, "an object comes before messages");
    equal(0, MsgWaitForMultipleObjects(1, events, FALSE, 0, QS_TIMER), WAIT_TIMEOUT, "messages of another kind");
    PostMessageA(mine, WM_USER, 0, 0);
    PeekMessageA(&m, NULL, 0, 0, PM_NOREMOVE);
    equal(0, MsgWaitForMultipleObjects(1, events, FALSE, 10, QS_ALLINPUT), WAIT_TIMEOUT, "messages that were seen end no wait");
    equal(0, MsgWaitForMultipleObjectsEx(1, events, 0, QS_ALLINPUT, MWMO_INPUTAVAILABLE), WAIT_OBJECT_0 + 1, "but with MWMO_INPUTAVAILABLE");
    check(0, HIWORD(GetQueueStatus(QS_ALLINPUT)) == QS_POSTMESSAGE && LOWORD(GetQueueStatus(QS_ALLINPUT)) == 0, "GetQueueStatus");
    PostMessageA(mine, WM_USER, 0, 0);
    PeekMessageA(&m, NULL, WM_USER + 500, WM_USER + 500, PM_NOREMOVE);
    equal(0, LOWORD(GetQueueStatus(QS_POSTMESSAGE | QS_ALLPOSTMESSAGE)), QS_ALLPOSTMESSAGE, "a look with a filter leaves QS_ALLPOSTMESSAGE");
    while (PeekMessageA(&m, NULL, 0, 0, PM_REMOVE))
        ;
    SetEvent(events[0]);
    equal(0, MsgWaitForMultipleObjectsEx(1, events, 10, QS_ALLINPUT, MWMO_WAITALL), WAIT_TIMEOUT, "MWMO_WAITALL waits for a message as well");
    t = thread(poster, NULL);
    equal(0, MsgWaitForMultipleObjectsEx(1, events, LONG_TIME, QS_ALLINPUT, MWMO_WAITALL), WAIT_OBJECT_0, "and has both");
    join(t);
    equal(0, WaitForSingleObject(events[0], 0), WAIT_TIMEOUT, "it takes the signal");
    while (PeekMessageA(&m, NULL, 0, 0, PM_REMOVE))
        ;
    QueueUserAPC(routine, GetCurrentThread(), (ULONG_PTR)&ran);
    equal(0, MsgWaitForMultipleObjectsEx(0, NULL, 0, QS_ALLINPUT, 0), WAIT_TIMEOUT, "routines do not run");
    equal(0, MsgWaitForMultipleObjectsEx(1, events, LONG_TIME, QS_ALLINPUT, MWMO_ALERTABLE), WAIT_IO_COMPLETION, "but with MWMO_ALERTABLE");
    equal(0, ran, 1, "the routine ran");
    SetTimer(mine, 1, 20, NULL);
    equal(0, MsgWaitForMultipleObjects(1, events, FALSE, LONG_TIME, QS_TIMER), WAIT_OBJECT_0 + 1, "a timer ends a wait");
    KillTimer(mine, 1);
    while (PeekMessageA(&m, NULL, 0, 0, PM_REMOVE))
        ;
    t = thread(poster, NULL);
    check(0, WaitMessage() && PeekMessageA(&m, mine, WM_USER + 9, WM_USER + 9, PM_REMOVE), "WaitMessage");
    join(t);
    for (i = 0; i < 64; i++)
        CloseHandle(events[i]);
}

static DWORD WINAPI sets_timer(void *unused)
{
    (void)unused;
    return (DWORD)SetTimer(mine, 9, 20, NULL);
}

/* The same once the other one waits, most likely. */
static DWORD WINAPI sets_timer_late(void *unused)
{
    (void)unused;
    Sleep(50);
    return (DWORD)SetTimer(mine, 9, 20, NULL);
}

/* A timer that another thread sets ends a wait for messages: before it, at its beginning, and long after. */
static void timers(void)
{
    MSG m;
    int i, late, n = 0;

    for (late = 0; late < 2; late++) {
        for (i = 0; i < (late ? 3 : 30); i++) {
            HANDLE t = thread(late ? sets_timer_late : sets_timer, NULL);

            n += GetMessageA(&m, NULL, 0, 0) > 0 && m.message == WM_TIMER && m.wParam == 9;
            join(t);
            KillTimer(mine, 9);
        }
    }
    equal(0, n, 33, "timers that another thread sets");
}

/* A thread that waits for messages drives the engine: completions come although nobody waits for them. */
static void completions(void)
{
    SOCKET a, b;
    WSAOVERLAPPED ov;
    char byte = 0;
    DWORD n, flags = 0;

    tcp_pair(&a, &b);
    prepare(&ov);
    equal(0, get(b, &byte, 1, 0, &n, &ov, NULL), WSA_IO_PENDING, "a receive pends");
    put(a, "x");
    equal(0, MsgWaitForMultipleObjects(1, &ov.hEvent, FALSE, LONG_TIME, QS_ALLINPUT), WAIT_OBJECT_0, "its event ends a wait for messages");
    check(0, WSAGetOverlappedResult(b, &ov, &n, FALSE, &flags) && n == 1 && byte == 'x', "with the data");
    closesocket(a);
    closesocket(b);
    WSACloseEvent(ov.hEvent);
}

int main(void)
{
    WNDCLASSA c;
    MSG m;

    start();
    memset(&c, 0, sizeof c);
    c.lpfnWndProc = procedure;
    c.lpszClassName = "threads";
    c.hInstance = GetModuleHandleA(NULL);
    RegisterClassA(&c);
    ready = CreateEventA(NULL, FALSE, FALSE, NULL);
    go = CreateEventA(NULL, TRUE, FALSE, NULL);
    mine = make();
    while (PeekMessageA(&m, NULL, 0, 0, PM_REMOVE))
        ;
    sending();
    posting();
    vanished();
    waits();
    completions();
    timers();
    return finish_tests();
}
