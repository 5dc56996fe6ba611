/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Names and addresses as text, in both widths; the catalog; byte order; connecting by name. */
#include "check.h"
#include <winternl.h>
#include <wchar.h>

static void texts(void)
{
    struct in_addr four;
    struct in6_addr six;
    char s[64], *next;
    WCHAR w[64], *end;
    char *stop;
    WCHAR *wide_stop;
    ULONG size, scope = 0;
    USHORT port = 0;

    four.s_addr = htonl(0x7f000001);
    memset(&six, 0, sizeof six);
    ((unsigned char *)&six)[15] = 1;
    check(0, inet_ntop(AF_INET, &four, s, sizeof s) && !strcmp(s, "127.0.0.1"), "inet_ntop");
    check(0, InetNtopW(AF_INET6, &six, w, 64) && !wcscmp(w, L"::1"), "InetNtopW");
    check(0, InetPtonW(AF_INET, L"10.0.0.1", &four) == 1 && four.s_addr == htonl(0x0a000001), "InetPtonW");
    next = RtlIpv4AddressToStringA(&four, s);
    check(0, !strcmp(s, "10.0.0.1") && next == s + 8, "RtlIpv4AddressToString returns the end");
    end = RtlIpv4AddressToStringW(&four, w);
    check(0, !wcscmp(w, L"10.0.0.1") && end == w + 8, "RtlIpv4AddressToStringW");
    size = 64;
    check(0, RtlIpv4AddressToStringExA(&four, htons(80), s, &size) == 0 && !strcmp(s, "10.0.0.1:80") && size == 12, "with a port");
    size = 64;
    check(0, RtlIpv4AddressToStringExW(&four, htons(80), w, &size) == 0 && !wcscmp(w, L"10.0.0.1:80"), "in wide characters");
    RtlIpv6AddressToStringA(&six, s);
    RtlIpv6AddressToStringW(&six, w);
    check(0, !strcmp(s, "::1") && !wcscmp(w, L"::1"), "RtlIpv6AddressToString");
    size = 64;
    check(0, RtlIpv6AddressToStringExA(&six, 3, htons(80), s, &size) == 0 && !strcmp(s, "[::1%3]:80"), "with scope and port");
    size = 64;
    check(0, RtlIpv6AddressToStringExW(&six, 0, htons(80), w, &size) == 0 && !wcscmp(w, L"[::1]:80"), "in wide characters");
    check(0, RtlIpv4StringToAddressA("1.2.3.4x", TRUE, &stop, &four) == 0 && *stop == 'x' && four.s_addr == htonl(0x01020304), "RtlIpv4StringToAddress");
    check(0, RtlIpv4StringToAddressW(L"5.6.7.8", TRUE, &wide_stop, &four) == 0 && !*wide_stop && four.s_addr == htonl(0x05060708), "RtlIpv4StringToAddressW");
    check(0, RtlIpv4StringToAddressExA("1.2.3.4:80", TRUE, &four, &port) == 0 && port == htons(80), "RtlIpv4StringToAddressEx");
    check(0, RtlIpv4StringToAddressExW(L"1.2.3.4:81", TRUE, &four, &port) == 0 && port == htons(81), "RtlIpv4StringToAddressExW");
    check(0, RtlIpv6StringToAddressExA("[::1%5]:82", &six, &scope, &port) == 0 && scope == 5 && port == htons(82), "RtlIpv6StringToAddressEx");
    check(0, RtlIpv6StringToAddressExW(L"[::1]:83", &six, &scope, &port) == 0 && port == htons(83), "RtlIpv6StringToAddressExW");
}

static void sockaddrs(void)
{
    struct sockaddr_in a;
    char s[64];
    WCHAR w[64];
    DWORD n = sizeof s;
    int size = sizeof a;

    memset(&a, 0, sizeof a);
    check(0, WSAStringToAddressA((LPSTR)"10.0.0.1:99", AF_INET, NULL, (LPSOCKADDR)&a, &size) == 0 && a.sin_port == htons(99), "WSAStringToAddress");
    check(0, WSAAddressToStringA((LPSOCKADDR)&a, sizeof a, NULL, s, &n) == 0 && !strcmp(s, "10.0.0.1:99") && n == 12, "WSAAddressToString");
    n = 64;
    check(0, WSAAddressToStringW((LPSOCKADDR)&a, sizeof a, NULL, w, &n) == 0 && !wcscmp(w, L"10.0.0.1:99"), "WSAAddressToStringW");
    size = sizeof a;
    check(0, WSAStringToAddressW((LPWSTR)L"10.0.0.2", AF_INET, NULL, (LPSOCKADDR)&a, &size) == 0 && a.sin_addr.s_addr == htonl(0x0a000002), "WSAStringToAddressW");
}

static void lookups(void)
{
    ADDRINFOW hints, *list = NULL;
    WCHAR host[64], service[64];
    struct in_addr loopback;
    struct protoent *p = getprotobynumber(IPPROTO_TCP);
    struct servent *s = getservbyport(htons(80), "tcp");
    DWORD size = 0;
    WSAPROTOCOL_INFOW *all;
    SOCKET t = tcp();
    u_long l = 0;
    u_short h = 0;
    int n;

    memset(&hints, 0, sizeof hints);
    hints.ai_flags = AI_NUMERICHOST;
    check(0, GetAddrInfoW(L"127.0.0.1", L"80", &hints, &list) == 0 && list, "GetAddrInfoW");
    check(0, list && GetNameInfoW(list->ai_addr, (socklen_t)list->ai_addrlen, host, 64, service, 64, NI_NUMERICHOST | NI_NUMERICSERV) == 0 &&
          !wcscmp(host, L"127.0.0.1") && !wcscmp(service, L"80"), "GetNameInfoW");
    FreeAddrInfoW(list);
    check(0, GetHostNameW(host, 64) == 0 && host[0], "GetHostNameW");
    loopback.s_addr = htonl(INADDR_LOOPBACK);
    WSASetLastError(0);
    check(0, gethostbyaddr((char *)&loopback, 4, AF_INET) || WSAGetLastError(), "gethostbyaddr, or why not");
    check(0, (!p || p->p_proto == IPPROTO_TCP) && (!s || s->s_port == htons(80)), "getprotobynumber, getservbyport");
    check(0, WSAEnumProtocolsW(NULL, NULL, &size) == SOCKET_ERROR && WSAGetLastError() == WSAENOBUFS && size, "WSAEnumProtocolsW says what it needs");
    all = calloc(1, size);
    n = WSAEnumProtocolsW(NULL, all, &size);
    check(0, n > 2 && all[0].szProtocol[0], "and gives it");
    free(all);
    check(0, WSAHtonl(t, 0x01020304, &l) == 0 && l == 0x04030201 && WSANtohl(t, l, &l) == 0 && l == 0x01020304, "WSAHtonl, WSANtohl");
    check(0, WSAHtons(t, 0x0102, &h) == 0 && h == 0x0201 && WSANtohs(t, h, &h) == 0 && h == 0x0102, "WSAHtons, WSANtohs");
    closesocket(t);
}

static void by_name(void)
{
    SOCKET l = tcp(), a = tcp(), b = tcp(), c = tcp();
    struct sockaddr_in where = bind_local(l);
    char port[8];
    WCHAR wide[8];
    char storage[sizeof(SOCKET_ADDRESS_LIST)];
    SOCKET_ADDRESS_LIST *list = (SOCKET_ADDRESS_LIST *)storage;

    listen(l, 5);
    snprintf(port, sizeof port, "%u", ntohs(where.sin_port));
    MultiByteToWideChar(CP_UTF8, 0, port, -1, wide, 8);
    check(0, WSAConnectByNameA(a, (LPSTR)"127.0.0.1", port, NULL, NULL, NULL, NULL, NULL, NULL), "WSAConnectByName");
    check(0, WSAConnectByNameW(b, (LPWSTR)L"127.0.0.1", wide, NULL, NULL, NULL, NULL, NULL, NULL), "WSAConnectByNameW");
    list->iAddressCount = 1;
    list->Address[0].lpSockaddr = (LPSOCKADDR)&where;
    list->Address[0].iSockaddrLength = sizeof where;
    check(0, WSAConnectByList(c, list, NULL, NULL, NULL, NULL, NULL, NULL) || WSAGetLastError() == WSAEINVAL, "WSAConnectByList, of IPv6 sockets");
    closesocket(a);
    closesocket(b);
    closesocket(c);
    closesocket(l);
}

int main(void)
{
    start();
    texts();
    sockaddrs();
    lookups();
    by_name();
    return finish_tests();
}
