/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Window classes, message-only windows, and the message queue of one thread. */
#include "check.h"

#define CLASS "swift-winsock test"

static UINT seen[64];
static int count;
static LRESULT on_create, on_nccreate = 1;
static CREATESTRUCTA created;
static WPARAM last_word;
static LPARAM last_long;

static LRESULT CALLBACK procedure(HWND h, UINT m, WPARAM w, LPARAM l)
{
    if (m != WM_GETMINMAXINFO && m != WM_NCCALCSIZE && count < 64)
        seen[count++] = m;
    if (m == WM_NCCREATE) {
        created = *(CREATESTRUCTA *)l;
        if (!on_nccreate)
            return FALSE;
    }
    if (m == WM_CREATE)
        return on_create;
    if (m >= WM_USER) {
        last_word = w;
        last_long = l;
        return (LRESULT)w + 1;
    }
    return DefWindowProcA(h, m, w, l);
}

static LRESULT CALLBACK wrapper(HWND h, UINT m, WPARAM w, LPARAM l)
{
    WNDPROC old = (WNDPROC)GetWindowLongPtrA(h, GWLP_USERDATA);

    return m == WM_USER ? 1000 + CallWindowProcA(old, h, m, w, l) : CallWindowProcA(old, h, m, w, l);
}

static HWND make(HWND parent, DWORD style, void *parameter)
{
    count = 0;
    SetLastError(0);
    return CreateWindowExA(0, CLASS, "title", style, 1, 2, 3, 4, parent, NULL, GetModuleHandleA(NULL), parameter);
}

static int error_of(int failed) { return failed ? (int)GetLastError() : -1; }

static void classes(void)
{
    WNDCLASSA c;
    WNDCLASSEXA x;
    ATOM atom;

    memset(&c, 0, sizeof c);
    c.lpfnWndProc = procedure;
    c.lpszClassName = CLASS;
    c.hInstance = GetModuleHandleA(NULL);
    c.cbWndExtra = -1;
    equal(0, error_of(!RegisterClassA(&c)), ERROR_INVALID_PARAMETER, "a negative number of bytes is refused");
    c.cbWndExtra = 20;
    atom = RegisterClassA(&c);
    check(0, atom >= 0xC000, "RegisterClass returns an atom");
    equal(0, error_of(!RegisterClassA(&c)), ERROR_CLASS_ALREADY_EXISTS, "a class is registered once");
    c.lpszClassName = "SWIFT-winsock TEST";
    equal(0, error_of(!RegisterClassA(&c)), ERROR_CLASS_ALREADY_EXISTS, "case makes no difference");
    memset(&x, 0, sizeof x);
    x.lpfnWndProc = procedure;
    x.lpszClassName = "other";
    x.hInstance = GetModuleHandleA(NULL);
    equal(0, error_of(!RegisterClassExA(&x)), ERROR_INVALID_PARAMETER, "RegisterClassEx wants its size");
    x.cbSize = sizeof x;
    check(0, RegisterClassExA(&x) != 0, "RegisterClassEx");
    check(0, UnregisterClassA("other", GetModuleHandleA(NULL)), "UnregisterClass");
    equal(0, error_of(!UnregisterClassA("other", GetModuleHandleA(NULL))), ERROR_CLASS_DOES_NOT_EXIST, "and it is gone");
    check(0, CreateWindowA((LPCSTR)(ULONG_PTR)atom, NULL, 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, GetModuleHandleA(NULL), NULL) != NULL,
          "a class is named by its atom as well");
#ifndef _WIN32
    equal(0, error_of(!CreateWindowA("other", "", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, NULL)), ERROR_CANNOT_FIND_WND_CLASS,
          "no window of a class that does not exist");
    equal(0, error_of(!RegisterClassA(NULL)), ERROR_NOACCESS, "a wild class is refused");
    equal(0, error_of(!LoadCursor(NULL, IDC_ARROW)), ERROR_RESOURCE_NAME_NOT_FOUND, "there are no cursors");
    equal(0, error_of(!LoadIcon(NULL, IDI_APPLICATION)), ERROR_RESOURCE_NAME_NOT_FOUND, "and no icons");
#endif
}

static void windows(void)
{
    HWND h, child;
    int here;
    DWORD process = 0;

    h = make(HWND_MESSAGE, 0, &here);
    check(0, h != NULL, "a message-only window");
    check(0, count == 2 && seen[0] == WM_NCCREATE && seen[1] == WM_CREATE, "WM_NCCREATE, then WM_CREATE");
    check(0, created.lpCreateParams == &here && created.x == 1 && created.cy == 4 && !strcmp(created.lpszName, "title")
                 && !strcmp(created.lpszClass, CLASS) && created.hInstance == GetModuleHandleA(NULL),
          "the first message carries what CreateWindowEx was given");
    check(0, IsWindow(h) && !IsWindowVisible(h) && !IsWindowUnicode(h), "it exists, and is not visible");
    check(0, GetWindowThreadProcessId(h, &process) == GetCurrentThreadId() && process == GetCurrentProcessId(), "it is this thread's");
    check(0, !CloseHandle((HANDLE)h), "a window is no handle of the kernel kind");
    equal(0, error_of(!UnregisterClassA(CLASS, GetModuleHandleA(NULL))), ERROR_CLASS_HAS_WINDOWS, "its class cannot go");
    child = h;
#ifndef _WIN32 /* Wine makes no child window without a display */
    child = make(h, WS_CHILD, NULL);
    check(0, child != NULL && IsChild(h, child) && GetParent(child) == h, "a child window");
#endif
    count = 0;
    check(0, DestroyWindow(h) && !IsWindow(h) && !IsWindow(child), "DestroyWindow takes the child along");
    check(0, seen[0] == WM_DESTROY && seen[count - 1] == WM_NCDESTROY, "WM_DESTROY first, WM_NCDESTROY last");
    equal(0, error_of(!PostMessageA(h, WM_USER, 0, 0)), ERROR_INVALID_WINDOW_HANDLE, "nothing can be posted to it");
    SetLastError(0);
    SendMessageA(h, WM_USER, 0, 0);
    equal(0, GetLastError(), ERROR_INVALID_WINDOW_HANDLE, "nor sent");
    on_nccreate = 0;
    check(0, !make(HWND_MESSAGE, 0, NULL) && count == 2 && seen[1] == WM_NCDESTROY, "WM_NCCREATE may refuse");
    on_nccreate = 1;
    on_create = -1;
    check(0, !make(HWND_MESSAGE, 0, NULL) && seen[count - 1] == WM_NCDESTROY, "and so may WM_CREATE");
    on_create = 0;
    equal(0, error_of(!make(NULL, WS_CHILD, NULL)), ERROR_TLW_WITH_WSCHILD, "a child needs a parent");
    equal(0, error_of(!make((HWND)0x1234, 0, NULL)), ERROR_INVALID_WINDOW_HANDLE, "a parent must be a window");
    h = make(HWND_MESSAGE, 0, NULL);
    SendMessageA(h, WM_CLOSE, 0, 0);
    check(0, !IsWindow(h), "WM_CLOSE destroys a window");
#ifndef _WIN32 /* Wine makes no other window without a display */
    h = make(NULL, WS_OVERLAPPEDWINDOW, NULL);
    count = 0;
    check(0, !ShowWindow(h, SW_SHOW) && IsWindowVisible(h) && seen[0] == WM_SHOWWINDOW, "ShowWindow says whether it was visible");
    check(0, UpdateWindow(h) && count == 1, "there is nothing to draw");
    check(0, ShowWindow(h, SW_HIDE) && !IsWindowVisible(h), "and hides again");
    DestroyWindow(h);
    h = make(HWND_MESSAGE, 0, NULL);
    check(0, PostMessageA(HWND_BROADCAST, WM_USER, 0, 0), "HWND_BROADCAST");
    child = make(NULL, WS_POPUP, NULL);
    {
        MSG m;

        check(0, !PeekMessageA(&m, h, 0, 0, PM_REMOVE), "does not reach a message-only window");
        PostMessageA(HWND_BROADCAST, WM_USER, 0, 0);
        check(0, PeekMessageA(&m, child, 0, 0, PM_REMOVE) && !PeekMessageA(&m, NULL, 0, 0, PM_REMOVE), "but a top-level window");
    }
    DestroyWindow(child);
    DestroyWindow(h);
#endif
}

static void data(void)
{
    HWND h = make(HWND_MESSAGE, 0, NULL), w;
    char text[32];
    WCHAR wide[32];
    WNDPROC old;

    SetLastError(0);
    check(0, !SetWindowLongPtrA(h, GWLP_USERDATA, 77) && !GetLastError() && GetWindowLongPtrA(h, GWLP_USERDATA) == 77, "GWLP_USERDATA");
    check(0, !SetWindowLongPtrA(h, 8, 0x123456789LL) && GetWindowLongPtrA(h, 8) == 0x123456789LL, "cbWndExtra bytes");
    check(0, SetWindowLongA(h, 16, 5) == 0 && GetWindowLongA(h, 16) == 5, "four of them");
    GetWindowLongPtrA(h, 13);
    equal(0, GetLastError(), ERROR_INVALID_INDEX, "no more than there are");
    SetLastError(0);
    SetWindowLongPtrA(h, -999, 1);
    equal(0, GetLastError(), ERROR_INVALID_INDEX, "no other index");
    old = (WNDPROC)GetWindowLongPtrA(h, GWLP_WNDPROC);
    check(0, old == procedure, "GWLP_WNDPROC");
    SetWindowLongPtrA(h, GWLP_USERDATA, (LONG_PTR)old);
    SetWindowLongPtrA(h, GWLP_WNDPROC, (LONG_PTR)wrapper);
    equal(0, SendMessageA(h, WM_USER, 1, 0), 1002, "a procedure in front of another");
    check(0, SetWindowTextA(h, "hello") && GetWindowTextA(h, text, 32) == 5 && !strcmp(text, "hello"), "a window has a text");
    check(0, GetWindowTextA(h, text, 3) == 2 && !strcmp(text, "he") && GetWindowTextLengthA(h) == 5, "of which part may be asked for");
    check(0, GetWindowTextW(h, wide, 32) == 5 && !wcscmp(wide, L"hello"), "also in wide characters");
    check(0, SetWindowTextW(h, L"wide") && GetWindowTextA(h, text, 32) == 4 && !strcmp(text, "wide"), "and back");
    check(0, GetClassNameA(h, text, 32) == (int)strlen(CLASS) && !strcmp(text, CLASS), "GetClassName");
    DestroyWindow(h);
    {
        WNDCLASSW c;

        memset(&c, 0, sizeof c);
        c.lpfnWndProc = DefWindowProcW;
        c.lpszClassName = L"wide class";
        c.hInstance = (HINSTANCE)GetModuleHandleA(NULL);
        check(0, RegisterClassW(&c) != 0, "RegisterClassW");
        w = CreateWindowExA(0, "wide class", "narrow", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, c.hInstance, NULL);
#ifndef _WIN32 /* Wine asks DefWindowProcW, not RegisterClassW, what the window is */
        check(0, IsWindowUnicode(w), "the class says which text a window has");
#endif
        check(0, w && GetWindowTextW(w, wide, 32) == 6 && !wcscmp(wide, L"narrow"), "a window of wide text made by a narrow call");
        DestroyWindow(w);
        check(0, UnregisterClassW(L"WIDE class", c.hInstance), "UnregisterClassW");
    }
}

static void queue(void)
{
    HWND h = make(HWND_MESSAGE, 0, NULL), other = make(HWND_MESSAGE, 0, NULL);
    DWORD me = GetCurrentThreadId();
    MSG m;
    int i;

    check(0, !PeekMessageA(&m, NULL, 0, 0, PM_REMOVE), "an empty queue");
    for (i = 0; i < 3; i++)
        PostMessageA(h, WM_USER + i, i, -i);
    check(0, PeekMessageA(&m, NULL, 0, 0, PM_NOREMOVE) && m.message == WM_USER && m.hwnd == h, "PM_NOREMOVE leaves a message");
    for (i = 0; i < 3; i++)
        check(0, GetMessageA(&m, NULL, 0, 0) && m.message == WM_USER + (UINT)i && m.wParam == (WPARAM)i && m.lParam == -i, "messages come in order");
    check(0, (DWORD)GetMessageTime() == m.time && GetTickCount() - m.time < LONG_TIME, "each with the time of its posting");
    equal(0, DispatchMessageA(&m), 3, "DispatchMessage calls the procedure");
    check(0, last_word == 2 && last_long == -2, "with what was posted");
    PostMessageA(h, WM_USER + 1, 0, 0);
    PostMessageA(other, WM_USER + 2, 0, 0);
    PostThreadMessageA(me, WM_USER + 3, 0, 0);
    PostMessageA(NULL, WM_USER + 4, 0, 0);
    check(0, PeekMessageA(&m, other, 0, 0, PM_REMOVE) && m.message == WM_USER + 2, "a window as filter");
    check(0, PeekMessageA(&m, NULL, WM_USER + 4, WM_USER + 9, PM_REMOVE) && m.message == WM_USER + 4 && !m.hwnd, "a range as filter");
    check(0, PeekMessageA(&m, (HWND)(LONG_PTR)-1, 0, 0, PM_REMOVE) && m.message == WM_USER + 3, "messages of the thread alone");
    check(0, !PeekMessageA(&m, (HWND)(LONG_PTR)-1, 0, 0, PM_REMOVE), "none of a window");
    check(0, PeekMessageA(&m, NULL, 0, 0, PM_REMOVE) && m.message == WM_USER + 1, "what no filter took is left");
    equal(0, GetMessageA(&m, (HWND)0x1234, 0, 0), -1, "GetMessage fails for no window");
    equal(0, GetLastError(), ERROR_INVALID_WINDOW_HANDLE, "ERROR_INVALID_WINDOW_HANDLE");
    equal(0, error_of(!PostMessageA(h, WM_SETTEXT, 0, 0)), ERROR_MESSAGE_SYNC_ONLY, "messages with pointers cannot be posted");
    PostQuitMessage(9);
    PostMessageA(h, WM_USER, 0, 0);
    check(0, GetMessageA(&m, NULL, 0, 0) && m.message == WM_USER, "WM_QUIT comes after what is posted");
    check(0, PeekMessageA(&m, other, WM_USER + 9, WM_USER + 9, PM_NOREMOVE) && m.message == WM_QUIT, "no filter holds it back");
    check(0, !GetMessageA(&m, NULL, 0, 0) && m.wParam == 9 && !PeekMessageA(&m, NULL, 0, 0, PM_REMOVE), "GetMessage returns 0, once");
    PostMessageA(other, WM_USER, 0, 0);
    DestroyWindow(other);
    check(0, !PeekMessageA(&m, NULL, 0, 0, PM_REMOVE), "messages go with their window");
    check(0, RegisterWindowMessageA("a message") == RegisterWindowMessageW(L"A MESSAGE") && RegisterWindowMessageA("a message") >= 0xC000,
          "RegisterWindowMessage");
#ifndef _WIN32 /* Wine has no limit */
    for (i = 0; PostMessageA(h, WM_USER, 0, 0); i++)
        ;
    check(0, i == 10000 && GetLastError() == ERROR_NOT_ENOUGH_QUOTA, "10,000 messages are the limit");
    for (i = 0; PeekMessageA(&m, NULL, 0, 0, PM_REMOVE); i++)
        ;
    equal(0, i, 10000, "all of them come");
    equal(0, GetMessageA(NULL, NULL, 0, 0), -1, "a wild message is refused");
    check(0, !GetWindowThreadProcessId(h, (DWORD *)16) && GetLastError() == ERROR_NOACCESS, "a wild place as well");
    equal(0, SendMessageA(h, WM_GETTEXT, (WPARAM)-1, 16), 0, "or text");
    m.hwnd = h;
    m.message = WM_TIMER;
    m.lParam = 0x1234;
    check(0, DispatchMessageA(&m) == 0, "a wild timer procedure is not called");
#endif
    DestroyWindow(h);
}

static int ticks;
static UINT_PTR ticked;

static void CALLBACK tick(HWND h, UINT m, UINT_PTR id, DWORD time)
{
    (void)h;
    ticks += m == WM_TIMER && GetTickCount() - time < LONG_TIME;
    ticked = id;
}

static void timers(void)
{
    HWND h = make(HWND_MESSAGE, 0, NULL);
    DWORD begin = GetTickCount();
    UINT_PTR id;
    MSG m;

    equal(0, SetTimer(h, 42, 20, NULL), 42, "SetTimer");
    check(0, GetMessageA(&m, NULL, 0, 0) && m.message == WM_TIMER && m.hwnd == h && m.wParam == 42 && !m.lParam, "WM_TIMER");
    check(0, GetTickCount() - begin >= 15, "after its time");
    Sleep(50);
    PostMessageA(h, WM_USER, 0, 0);
    check(0, GetMessageA(&m, NULL, 0, 0) && m.message == WM_USER, "all others come first");
    check(0, GetMessageA(&m, NULL, 0, 0) && m.message == WM_TIMER && !PeekMessageA(&m, NULL, 0, 0, PM_REMOVE), "periods that pass are one");
    check(0, GetMessageA(&m, NULL, 0, 0) && m.message == WM_TIMER, "it comes again");
    check(0, KillTimer(h, 42) && !KillTimer(h, 42), "KillTimer");
    id = SetTimer(NULL, 0, 10, tick);
    check(0, id != 0 && SetTimer(NULL, id, 10, tick) == id, "a timer of the thread");
    check(0, GetMessageA(&m, NULL, WM_TIMER, WM_TIMER) && m.message == WM_TIMER, "has messages too");
    DispatchMessageA(&m);
    check(0, ticks == 1 && ticked == id, "which call its procedure");
    KillTimer(NULL, id);
#ifndef _WIN32 /* Wine calls it */
    DispatchMessageA(&m);
    equal(0, ticks, 1, "not when it is gone");
#endif
    SetTimer(h, 1, 10, NULL);
    DestroyWindow(h);
    Sleep(30);
    check(0, !PeekMessageA(&m, NULL, 0, 0, PM_REMOVE), "timers go with their window");
}

int main(void)
{
    start();
    classes();
    windows();
    data();
    queue();
    timers();
    return finish_tests();
}
