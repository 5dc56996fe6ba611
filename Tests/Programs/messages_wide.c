/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Windows and messages by their wide names. */
#include "check.h"
#include <wchar.h>

static LRESULT CALLBACK procedure(HWND w, UINT message, WPARAM wp, LPARAM lp)
{
    if (message == WM_USER + 1)
        return (LRESULT)(wp + (WPARAM)lp);
    return DefWindowProcW(w, message, wp, lp);
}

int main(void)
{
    WNDCLASSEXW c;
    WCHAR name[64];
    HWND w;
    MSG m;
    DWORD_PTR result = 0;

    start();
    memset(&c, 0, sizeof c);
    c.cbSize = sizeof c;
    c.lpfnWndProc = procedure;
    c.hInstance = GetModuleHandleW(NULL);
    c.lpszClassName = L"ws2-wide";
    c.hCursor = LoadCursorW(NULL, (LPCWSTR)IDC_ARROW);
    c.hIcon = LoadIconW(NULL, (LPCWSTR)IDI_APPLICATION);
    (void)LoadCursorA(NULL, (LPCSTR)IDC_ARROW);
    (void)LoadIconA(NULL, (LPCSTR)IDI_APPLICATION);
    check(0, RegisterClassExW(&c) != 0, "RegisterClassExW");
    w = CreateWindowExW(0, L"ws2-wide", L"title", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, c.hInstance, NULL);
    check(0, w != NULL, "CreateWindowExW");
    check(0, GetClassNameW(w, name, 64) == 8 && !wcscmp(name, L"ws2-wide"), "GetClassNameW");
    equal(0, GetWindowTextLengthW(w), 5, "GetWindowTextLengthW");
    equal(0, SendMessageW(w, WM_USER + 1, 2, 3), 5, "SendMessageW");
    check(0, SendMessageTimeoutW(w, WM_USER + 1, 3, 4, SMTO_NORMAL, LONG_TIME, &result) && result == 7, "SendMessageTimeoutW");
    check(0, SendNotifyMessageW(w, WM_USER + 1, 0, 0), "SendNotifyMessageW");
    equal(0, CallWindowProcW(procedure, w, WM_USER + 1, 4, 5), 9, "CallWindowProcW");
    SetWindowLongPtrW(w, GWLP_USERDATA, 77);
    equal(0, GetWindowLongPtrW(w, GWLP_USERDATA), 77, "SetWindowLongPtrW");
    SetWindowLongW(w, GWL_STYLE, GetWindowLongW(w, GWL_STYLE));
    check(0, PostMessageW(w, WM_USER + 2, 1, 0) && PostThreadMessageW(GetCurrentThreadId(), WM_USER + 3, 0, 0), "PostMessageW");
    check(0, PeekMessageW(&m, w, WM_USER + 2, WM_USER + 2, PM_REMOVE) && m.message == WM_USER + 2 && m.wParam == 1, "PeekMessageW");
    check(0, GetMessageW(&m, NULL, 0, 0) && m.message == WM_USER + 3, "GetMessageW");
    (void)GetMessagePos();
    TranslateMessage(&m);
    equal(0, DispatchMessageW(&m), 0, "DispatchMessageW");
    check(0, DestroyWindow(w), "DestroyWindow");
    return finish_tests();
}
