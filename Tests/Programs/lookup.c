/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * WSALookupService: the classes behind gethostbyname and its kin, what flags return, buffers that are too small;
 * and the name space providers. */
#include "check.h"
#include <svcguid.h>

static GUID by_name = SVCID_INET_HOSTADDRBYNAME, host_name = SVCID_HOSTNAME, by_address = SVCID_INET_HOSTADDRBYINETSTRING;
static GUID by_service = SVCID_INET_SERVICEBYNAME, dns_a = SVCID_DNS_TYPE_A, unknown_class = { 9, 9, 9, { 9 } };
static char buffer[8192];

static int begin(GUID *kind, const char *name, DWORD flags, HANDLE *h)
{
    WSAQUERYSETA q;

    memset(&q, 0, sizeof q);
    q.dwSize = sizeof q;
    q.lpServiceClassId = kind;
    q.lpszServiceInstanceName = (char *)name;
    q.dwNameSpace = NS_ALL;
    *h = NULL;
    WSASetLastError(0);
    return WSALookupServiceBeginA(&q, flags, h) ? WSAGetLastError() : 0;
}

static int next(HANDLE h, DWORD flags, DWORD *size)
{
    WSASetLastError(0);
    return WSALookupServiceNextA(h, flags, size, (WSAQUERYSETA *)buffer) ? WSAGetLastError() : 0;
}

/* Begins, takes the first result, ends; 0 or the error of the first call that failed. */
static int ask(GUID *kind, const char *name, DWORD flags)
{
    DWORD size = sizeof buffer;
    HANDLE h;
    int rc = begin(kind, name, flags, &h);

    if (rc)
        return rc;
    memset(buffer, 0x5a, sizeof buffer);
    rc = next(h, flags, &size);
    WSALookupServiceEnd(h);
    return rc;
}

static WSAQUERYSETA *answer(void) { return (WSAQUERYSETA *)buffer; }

/* What a hostent in a blob says: its pointers are offsets. */
static const void *in_blob(const void *pointer) { return answer()->lpBlob->pBlobData + (size_t)pointer; }

static int names_loopback(void)
{
    const struct hostent *h = (const struct hostent *)answer()->lpBlob->pBlobData;
    const char *const *list = in_blob(h->h_addr_list);

    return h->h_addrtype == AF_INET && h->h_length == 4 && ((const char *)in_blob(h->h_name))[0] &&
           *(const unsigned *)in_blob(list[0]) == htonl(INADDR_LOOPBACK) &&
           (size_t)h->h_addr_list < answer()->lpBlob->cbSize;
}

static void hosts(void)
{
    const SOCKADDR *a;

    equal(0, ask(&by_name, "localhost", LUP_RETURN_ALL), 0, "SVCID_INET_HOSTADDRBYNAME finds localhost");
    equal(0, answer()->dwSize, sizeof(WSAQUERYSETA), "dwSize");
    equal(0, answer()->dwNameSpace, NS_DNS, "in the name space NS_DNS");
    check(0, answer()->lpszServiceInstanceName && answer()->lpszServiceInstanceName[0], "LUP_RETURN_NAME");
    check(0, answer()->lpServiceClassId && !memcmp(answer()->lpServiceClassId, &by_name, sizeof by_name), "LUP_RETURN_TYPE");
    check(0, answer()->lpszQueryString && !strcmp(answer()->lpszQueryString, "localhost"), "LUP_RETURN_QUERY_STRING");
    check(0, answer()->dwNumberOfCsAddrs >= 1 && answer()->lpcsaBuffer, "LUP_RETURN_ADDR");
    a = answer()->lpcsaBuffer[0].RemoteAddr.lpSockaddr;
    check(0, a->sa_family == AF_INET && ((struct sockaddr_in *)a)->sin_addr.s_addr == htonl(INADDR_LOOPBACK) && ((struct sockaddr_in *)a)->sin_port == 0,
          "the remote part is the address, its port 0");
    check(0, answer()->lpcsaBuffer[0].iSocketType == SOCK_STREAM && answer()->lpcsaBuffer[0].iProtocol == IPPROTO_TCP, "for TCP");
    check(0, answer()->lpBlob && names_loopback(), "LUP_RETURN_BLOB: a hostent whose pointers are offsets");

    equal(0, ask(&by_name, "localhost", LUP_RETURN_NAME), 0, "with LUP_RETURN_NAME alone");
    check(0, answer()->lpszServiceInstanceName && !answer()->lpBlob && !answer()->lpcsaBuffer && answer()->dwNumberOfCsAddrs == 0 &&
          !answer()->lpServiceClassId, "nothing else comes");
    equal(0, ask(&by_name, "localhost", LUP_RETURN_ADDR | LUP_RES_SERVICE), 0, "LUP_RES_SERVICE");
    a = answer()->lpcsaBuffer[0].LocalAddr.lpSockaddr;
    check(0, ((struct sockaddr_in *)a)->sin_addr.s_addr == htonl(INADDR_LOOPBACK), "puts the address in the local part");
    equal(0, ask(&dns_a, "localhost", LUP_RETURN_ADDR), 0, "SVCID_DNS_TYPE_A finds it as well");

    equal(0, ask(&host_name, NULL, LUP_RETURN_NAME), 0, "SVCID_HOSTNAME");
    {
        char name[256];

        gethostname(name, sizeof name);
        check(0, !strncmp(answer()->lpszServiceInstanceName, name, strlen(name)), "is what gethostname says");
    }
    equal(0, ask(&by_address, "127.0.0.1", LUP_RETURN_NAME | LUP_RETURN_BLOB), 0, "SVCID_INET_HOSTADDRBYINETSTRING");
    check(0, names_loopback(), "finds the host at an address");
    equal(0, ask(&by_address, "not an address", LUP_RETURN_NAME), WSAEINVAL, "no address: WSAEINVAL");
    equal(0, ask(&by_name, "127.0.0.1", LUP_RETURN_ADDR), WSASERVICE_NOT_FOUND, "a dotted address is no host name: WSASERVICE_NOT_FOUND");
    equal(0, ask(&by_name, "no such host", LUP_RETURN_ADDR), WSASERVICE_NOT_FOUND, "an unknown host: WSASERVICE_NOT_FOUND");
}

static void services(void)
{
    struct servent *http = getservbyname("http", "tcp"), *s;
    int rc = ask(&by_service, "http/tcp", LUP_RETURN_ALL);

    equal(0, rc, http ? 0 : WSASERVICE_NOT_FOUND, "SVCID_INET_SERVICEBYNAME knows what getservbyname knows");
    if (!rc) {
        s = (struct servent *)answer()->lpBlob->pBlobData;
        check(0, s->s_port == htons(80) && !strcmp(in_blob(s->s_name), "http") && !strcmp(in_blob(s->s_proto), "tcp"), "a servent whose pointers are offsets");
        equal(0, ((struct sockaddr_in *)answer()->lpcsaBuffer[0].RemoteAddr.lpSockaddr)->sin_port, htons(80), "and its port in the address");
        equal(0, ask(&by_service, "80/tcp", LUP_RETURN_NAME), 0, "also by its number");
        check(0, !strcmp(answer()->lpszServiceInstanceName, "http"), "the same service");
    }
    equal(0, ask(&by_service, "no-such-service/tcp", LUP_RETURN_NAME), WSASERVICE_NOT_FOUND, "an unknown service: WSASERVICE_NOT_FOUND");
}

static void sizes(void)
{
    DWORD needed = 1, size = 1;
    HANDLE h;

    equal(0, begin(&by_name, "localhost", LUP_RETURN_ALL & ~LUP_RETURN_ALIASES, &h), 0, "a handle");
    equal(0, next(h, LUP_RETURN_ALL, &needed), WSAEFAULT, "a buffer that is too small: WSAEFAULT");
    check(0, needed > sizeof(WSAQUERYSETA), "and the size needed");
    size = needed - 1;
    equal(0, next(h, LUP_RETURN_ALL, &size), WSAEFAULT, "a byte less does not do");
    equal(0, size, needed, "the same size is asked for");
    equal(0, next(h, LUP_RETURN_ALL, &size), 0, "the result is still there, and fits exactly");
    size = sizeof buffer;
    equal(0, next(h, LUP_RETURN_ALL, &size), WSA_E_NO_MORE, "then there is no more: WSA_E_NO_MORE");
    equal(0, WSALookupServiceEnd(h), 0, "the end");
    equal(0, WSALookupServiceEnd(h) ? WSAGetLastError() : 0, WSA_INVALID_HANDLE, "only once: WSA_INVALID_HANDLE");
    equal(0, next(h, LUP_RETURN_ALL, &size), WSA_INVALID_HANDLE, "and no result after it: WSA_INVALID_HANDLE");

    begin(&by_name, "localhost", LUP_RETURN_NAME, &h);
    size = 1;
    equal(0, next(h, LUP_RETURN_NAME, &size), WSAEFAULT, "one that did not fit");
    size = sizeof buffer;
    equal(0, next(h, LUP_RETURN_NAME | LUP_FLUSHPREVIOUS, &size), WSA_E_NO_MORE, "is skipped by LUP_FLUSHPREVIOUS");
    WSALookupServiceEnd(h);
    begin(&by_name, "localhost", LUP_RETURN_NAME, &h);
    size = sizeof buffer;
    next(h, LUP_RETURN_NAME | LUP_RETURN_BLOB, &size);
    check(0, answer()->lpszServiceInstanceName && !answer()->lpBlob, "the flags of a result never add to those of the query");
    WSALookupServiceEnd(h);
    begin(&by_name, "localhost", LUP_RETURN_NAME | LUP_RETURN_BLOB, &h);
    size = sizeof buffer;
    next(h, LUP_FLUSHPREVIOUS, &size);
    check(0, answer()->lpszServiceInstanceName && answer()->lpBlob && !answer()->lpcsaBuffer, "without such flags it has all that the query asks for");
    WSALookupServiceEnd(h);
    begin(&by_name, "localhost", LUP_RETURN_NAME | LUP_RETURN_BLOB, &h);
    size = sizeof buffer;
    next(h, LUP_RETURN_BLOB, &size);
    check(0, !answer()->lpszServiceInstanceName && answer()->lpBlob, "with some of them only those");
    WSALookupServiceEnd(h);
}

static void wide(void)
{
    WSAQUERYSETW q, *r = (WSAQUERYSETW *)buffer;
    AFPROTOCOLS only[2] = { { AF_INET, IPPROTO_UDP }, { AF_INET, IPPROTO_TCP } };
    DWORD size = sizeof buffer;
    HANDLE h = NULL;

    memset(&q, 0, sizeof q);
    q.dwSize = sizeof q;
    q.lpServiceClassId = &by_name;
    q.lpszServiceInstanceName = (wchar_t *)L"localhost";
    q.dwNameSpace = NS_DNS;
    q.dwNumberOfProtocols = 2;
    q.lpafpProtocols = only;
    equal(0, WSALookupServiceBeginW(&q, LUP_RETURN_ADDR | LUP_RETURN_QUERY_STRING, &h), 0, "the wide form, restricted to two protocols");
    equal(0, WSALookupServiceNextW(h, LUP_RETURN_ALL, &size, r), 0, "has a result");
    check(0, r->dwNumberOfCsAddrs == 2 && r->lpcsaBuffer[0].iProtocol == IPPROTO_UDP && r->lpcsaBuffer[0].iSocketType == SOCK_DGRAM &&
          r->lpcsaBuffer[1].iProtocol == IPPROTO_TCP, "an address for each");
    check(0, !memcmp(r->lpszQueryString, L"localhost", sizeof L"localhost"), "and the wide string");
    WSALookupServiceEnd(h);
}

static void errors(void)
{
    WSAQUERYSETA q;
    HANDLE h;
    DWORD size = sizeof buffer;

    memset(&q, 0, sizeof q);
    equal(0, WSALookupServiceBeginA(&q, 0, &h) ? WSAGetLastError() : 0, WSAEINVAL, "no size: WSAEINVAL");
    q.dwSize = sizeof q;
    equal(0, WSALookupServiceBeginA(&q, 0, &h) ? WSAGetLastError() : 0, WSAEINVAL, "no class: WSAEINVAL");
    equal(0, WSALookupServiceBeginA(NULL, 0, &h) ? WSAGetLastError() : 0, WSAEFAULT, "no query: WSAEFAULT");
    equal(0, begin(&unknown_class, "x", LUP_RETURN_ALL, &h), WSASERVICE_NOT_FOUND, "an unknown class: WSASERVICE_NOT_FOUND");
    equal(0, begin(&by_name, "localhost", LUP_CONTAINERS, &h), WSANO_DATA, "containers: WSANO_DATA");
    q.lpServiceClassId = &by_name;
    q.dwNameSpace = NS_BTH;
    equal(0, WSALookupServiceBeginA(&q, 0, &h) ? WSAGetLastError() : 0, WSASERVICE_NOT_FOUND, "another name space: WSASERVICE_NOT_FOUND");
    equal(0, begin(&by_name, "localhost", 0, &h), 0, "a query");
    equal(0, WSALookupServiceNextA(h, 0, NULL, (WSAQUERYSETA *)buffer) ? WSAGetLastError() : 0, WSAEFAULT, "no length: WSAEFAULT");
    WSALookupServiceEnd(h);
    equal(0, next((HANDLE)8, 0, &size), WSA_INVALID_HANDLE, "no handle: WSA_INVALID_HANDLE");
    h = CreateEventW(NULL, TRUE, FALSE, NULL);
    equal(0, WSALookupServiceEnd(h) ? WSAGetLastError() : 0, WSA_INVALID_HANDLE, "a handle of another kind: WSA_INVALID_HANDLE");
    check(0, SetEvent(h), "which stays open");
    CloseHandle(h);
}

static void providers(void)
{
    WSANAMESPACE_INFOA *a = (WSANAMESPACE_INFOA *)buffer;
    WSANAMESPACE_INFOEXW *w = (WSANAMESPACE_INFOEXW *)buffer;
    DWORD size = 0;

    equal(0, WSAEnumNameSpaceProvidersA(&size, a), SOCKET_ERROR, "WSAEnumNameSpaceProviders without room");
    equal(0, WSAGetLastError(), WSAEFAULT, "WSAEFAULT");
    check(0, size > sizeof *a && size <= sizeof buffer, "and the size needed");
    equal(0, WSAEnumNameSpaceProvidersA(&size, a), 1, "one provider");
    check(0, a->dwNameSpace == NS_DNS && a->fActive && a->lpszIdentifier && a->lpszIdentifier[0], "the resolver, active");
    size = sizeof buffer;
    equal(0, WSAEnumNameSpaceProvidersExW(&size, w), 1, "the longer form");
    check(0, w->dwNameSpace == NS_DNS && w->lpszIdentifier[0] && w->ProviderSpecific.cbSize == 0 && !w->ProviderSpecific.pBlobData, "without private data");
    size = sizeof buffer;
    equal(0, WSAEnumNameSpaceProvidersExA(&size, (WSANAMESPACE_INFOEXA *)buffer), 1, "in narrow characters");
    check(0, ((WSANAMESPACE_INFOEXA *)buffer)->lpszIdentifier[0], "with a name");
    size = sizeof buffer;
    equal(0, WSAEnumNameSpaceProvidersW(&size, (WSANAMESPACE_INFOW *)buffer), 1, "the shorter form in wide ones");
    check(0, ((WSANAMESPACE_INFOW *)buffer)->dwNameSpace == NS_DNS && ((WSANAMESPACE_INFOW *)buffer)->lpszIdentifier[0], "with a name");
    size = sizeof buffer;
    equal(0, WSAEnumNameSpaceProvidersA(NULL, a) == SOCKET_ERROR ? WSAGetLastError() : 0, WSAEFAULT, "no length: WSAEFAULT");
    equal(0, WSAEnumNameSpaceProvidersA(&size, NULL) == SOCKET_ERROR ? WSAGetLastError() : 0, WSAEFAULT, "no buffer: WSAEFAULT");
}

int main(void)
{
    start();
    hosts();
    services();
    sizes();
    wide();
    errors();
    providers();
    return finish_tests();
}
