/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * AF_UNIX stream sockets: names, what addresses look like, the peer's process, errors. */
#include "check.h"
#include <afunix.h>

static char folder[80] = "/tmp/ws2_unix_XXXXXX";

static struct sockaddr_un address(const char *file)
{
    struct sockaddr_un a;

    memset(&a, 0, sizeof a);
    a.sun_family = AF_UNIX;
    snprintf(a.sun_path, sizeof a.sun_path, "%s/%s", folder, file);
    return a;
}

static SOCKET local(void) { return WSASocketW(AF_UNIX, SOCK_STREAM, 0, NULL, 0, WSA_FLAG_OVERLAPPED); }

/* 0 or the error. */
static int bind_to(SOCKET s, const struct sockaddr_un *a, int size) { return bind(s, (const struct sockaddr *)a, size) ? WSAGetLastError() : 0; }
static int connect_to(SOCKET s, const struct sockaddr_un *a, int size) { return connect(s, (const struct sockaddr *)a, size) ? WSAGetLastError() : 0; }

/* Whether the name is this path, all of it, and the rest of the structure zero. */
static int is_name(const struct sockaddr_un *a, int size, const char *path)
{
    char whole[sizeof a->sun_path] = "";

    memcpy(whole, path, strlen(path));
    return size == sizeof *a && a->sun_family == AF_UNIX && !memcmp(a->sun_path, whole, sizeof whole);
}

static int own_name_is(SOCKET s, const char *path)
{
    struct sockaddr_un a;
    int n = sizeof a;

    memset(&a, 0x5a, sizeof a);
    return getsockname(s, (struct sockaddr *)&a, &n) == 0 && is_name(&a, n, path);
}

static int peer_name_is(SOCKET s, const char *path)
{
    struct sockaddr_un a;
    int n = sizeof a;

    memset(&a, 0x5a, sizeof a);
    return getpeername(s, (struct sockaddr *)&a, &n) == 0 && is_name(&a, n, path);
}

static int peer_process(SOCKET s, DWORD size, DWORD *id)
{
    DWORD n = 0;

    *id = 0;
    return WSAIoctl(s, SIO_AF_UNIX_GETPEERPID, NULL, 0, id, size, &n, NULL, NULL) ? WSAGetLastError() : n == sizeof *id ? 0 : -1;
}

static void connection(void)
{
    SOCKET l = local(), a = local(), b, other = local();
    struct sockaddr_un where = address("server"), from;
    int n = sizeof from;
    DWORD id;
    char text[8];

    equal(0, peer_process(a, sizeof id, &id), WSAENOTCONN, "SIO_AF_UNIX_GETPEERPID without a connection: WSAENOTCONN");
    equal(0, bind_to(l, &where, sizeof where), 0, "bind makes the file");
    check(0, own_name_is(l, where.sun_path), "getsockname gives the path in a whole sockaddr_un");
    equal(0, bind_to(other, &where, sizeof where), WSAEADDRINUSE, "a second bind: WSAEADDRINUSE");
    equal(0, connect_to(a, &where, sizeof where), WSAECONNREFUSED, "nobody listens yet: WSAECONNREFUSED");
    closesocket(a);
    a = local();
    equal(0, listen(l, 5), 0, "listen");
    equal(0, connect_to(a, &where, sizeof where), 0, "connect");
    memset(&from, 0x5a, sizeof from);
    b = accept(l, (struct sockaddr *)&from, &n);
    check(0, b != INVALID_SOCKET && is_name(&from, n, ""), "accept: the client has no name");
    check(0, own_name_is(a, "") && peer_name_is(a, where.sun_path), "the client's names: none, and the server's");
    check(0, own_name_is(b, where.sun_path) && peer_name_is(b, ""), "and the other way round");
    equal(0, peer_process(a, sizeof id, &id), 0, "SIO_AF_UNIX_GETPEERPID");
    equal(0, id, GetCurrentProcessId(), "names the server's process");
    equal(0, peer_process(b, sizeof id, &id), 0, "on the other side");
    equal(0, id, GetCurrentProcessId(), "the client's");
    equal(0, peer_process(b, 2, &id), WSAEFAULT, "without room for it: WSAEFAULT");
    check(0, put(a, "abc") == 3 && recv(b, text, 3, MSG_WAITALL) == 3 && !memcmp(text, "abc", 3), "bytes go across");
    shutdown(a, SD_SEND);
    equal(0, recv(b, text, 1, 0), 0, "and so does the end");
    closesocket(a);
    closesocket(b);
    closesocket(l);
    a = local();
    equal(0, connect_to(a, &where, sizeof where), WSAECONNREFUSED, "the file stays, its server is gone: WSAECONNREFUSED");
    equal(0, bind_to(other, &where, sizeof where), WSAEADDRINUSE, "it has to be deleted");
    check(0, DeleteFileA(where.sun_path), "DeleteFile does that");
    equal(0, bind_to(other, &where, sizeof where), 0, "then the name is free");
    closesocket(other);
    closesocket(a);
    DeleteFileA(where.sun_path);
}

static void names(void)
{
    struct sockaddr_un a = address("back"), none;
    SOCKET s = local(), t = local();
    char *slash, forward[108];
    int size;

    memcpy(forward, a.sun_path, sizeof forward);
    while ((slash = strchr(a.sun_path, '/')) != NULL)
        *slash = '\\';
    equal(0, bind_to(s, &a, sizeof a), 0, "a path with backslashes");
    check(0, own_name_is(s, forward), "is that with slashes");
    check(0, DeleteFileA(a.sun_path), "as for DeleteFile");
    closesocket(s);

    memset(&none, 0, sizeof none);
    none.sun_family = AF_UNIX;
    s = local();
    equal(0, bind_to(s, &none, sizeof none), WSAEINVAL, "no path: WSAEINVAL");
    equal(0, bind_to(s, &none, 2), WSAEINVAL, "not even room for one: WSAEINVAL");
    equal(0, connect_to(s, &none, sizeof none), WSAEINVAL, "nor can it be connected to: WSAEINVAL");
    a = address("no/such/folder");
    equal(0, bind_to(s, &a, sizeof a), WSAEINVAL, "a folder that is not there: WSAEINVAL");
    equal(0, connect_to(s, &a, sizeof a), WSAECONNREFUSED, "to connect: WSAECONNREFUSED");
    equal(0, bind_to(s, &a, 1), WSAEFAULT, "an address that is too short: WSAEFAULT");
    closesocket(s);

    /* Abstract names: the zeroes behind one do not count, so that both lengths mean the same. */
    s = local();
    memset(&a, 0, sizeof a);
    a.sun_family = AF_UNIX;
    size = 3 + snprintf(a.sun_path + 1, sizeof a.sun_path - 1, "ws2 test %lu", (unsigned long)GetCurrentProcessId());
    equal(0, bind_to(s, &a, sizeof a), 0, "an abstract name");
    listen(s, 1);
    equal(0, connect_to(t, &a, size), 0, "with or without the zeroes behind it");
    closesocket(s);
    closesocket(t);

    s = tcp();
    {
        DWORD id;

        equal(0, peer_process(s, sizeof id, &id), WSAEOPNOTSUPP, "SIO_AF_UNIX_GETPEERPID of another family: WSAEOPNOTSUPP");
    }
    closesocket(s);
}

int main(void)
{
    start();
    if (!mkdtemp(folder))
        return 2;
    connection();
    names();
    rmdir(folder);
    return finish_tests();
}
