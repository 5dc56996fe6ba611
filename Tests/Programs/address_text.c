/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Addresses as text: where a text stops being one, odd forms, ports, scopes, buffers that are too short. */
#include "check.h"
#ifdef _WIN32 /* mingw-w64 declares none of them. */
NTSYSAPI LONG WINAPI RtlIpv4StringToAddressA(PCSTR, BOOLEAN, LPSTR *, struct in_addr *);
NTSYSAPI LONG WINAPI RtlIpv6StringToAddressA(PCSTR, LPSTR *, struct in6_addr *);
NTSYSAPI LONG WINAPI RtlIpv6StringToAddressW(PCWSTR, LPWSTR *, struct in6_addr *);
#endif

#define INVALID ((LONG)0xC000000D)
#define NOWHERE ((void *)(size_t)0xdead0000)

static void prefixes(void)
{
    static const struct { const char *text; int strict, is_address, end; ULONG value; } rows[] = {
        { "1.2.3.4", 1, 1, 7, 0x01020304 }, { "1.2.3.4x", 1, 1, 7, 0x01020304 }, { "1.2.3.4.5", 1, 0, 7, 0 },
        { "1.2.3", 1, 0, 5, 0 }, { "1.2.3", 0, 1, 5, 0x01020003 }, { "1", 0, 1, 1, 1 }, { "", 1, 0, 0, 0 },
        { "256.1.1.1", 0, 0, 9, 0 }, { "1.2.3.256", 1, 0, 9, 0 }, { "4294967296", 0, 0, 9, 0 },
        { "4294967295", 0, 1, 10, 0xffffffff }, { "0x7f.1", 0, 1, 6, 0x7f000001 }, { "0x7f.1", 1, 0, 2, 0 },
        { "017.1", 0, 1, 5, 0x0f000001 }, { "017.1", 1, 0, 1, 0 }, { "08.1", 0, 0, 1, 0 }, { "1..2", 0, 0, 3, 0 },
        { "1.", 0, 0, 2, 0 }, { ".1", 0, 0, 1, 0 }, { "-1", 0, 0, 0, 0 }, { " 1.2.3.4", 0, 0, 0, 0 },
        { "1.16777215", 0, 1, 10, 0x01ffffff }, { "1.16777216", 0, 0, 10, 0 }, { "1.2.3.0", 1, 1, 7, 0x01020300 },
    };
    unsigned i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct in_addr a;
        LPSTR end = NULL;
        LONG status;

        a.s_addr = 0;
        status = RtlIpv4StringToAddressA((PSTR)rows[i].text, (BOOLEAN)rows[i].strict, (void *)&end, &a);
        check(0, status == (rows[i].is_address ? 0 : INVALID) && end == rows[i].text + rows[i].end &&
              ntohl(a.s_addr) == rows[i].value, rows[i].text);
    }
}

static void prefixes6(void)
{
    static const struct { const char *text; int is_address, end; } rows[] = {
        { "::", 1, 2 }, { "::1", 1, 3 }, { "1::", 1, 3 }, { "::1]", 1, 3 }, { "fe80::1%3", 1, 7 }, { ":::", 1, 2 },
        { "1::2::3", 1, 4 }, { "1:2:3:4:5:6:7:8:9", 1, 15 }, { "1:2:3:4:5:6:7::", 1, 15 }, { "::1.2.3.4", 1, 9 },
        { "::ffff:1.2.3", 0, 12 }, { "::1.2.3.256", 0, 11 }, { "g::", 0, 0 }, { "", 0, 0 }, { ":", 0, 0 }, { "[::1]", 0, 0 },
    };
    unsigned i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct in6_addr a;
        LPSTR end = NULL;
        LONG status = RtlIpv6StringToAddressA((PSTR)rows[i].text, (void *)&end, &a);

        check(0, status == (rows[i].is_address ? 0 : INVALID) && end == rows[i].text + rows[i].end, rows[i].text);
    }
}

static void prefixes6_wide(void)
{
    static WCHAR text[] = { 'f', 'e', '8', '0', ':', ':', '1', '%', '3', 0 };
    static const unsigned char expected[16] = { 0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 };
    struct in6_addr a;
    LPWSTR end = NULL;

    memset(&a, 0x7a, sizeof a);
    equal(0, RtlIpv6StringToAddressW(text, (void *)&end, &a), 0, "an address in wide characters");
    check(0, end == text + 7 && !memcmp(&a, expected, 16), "up to its scope");
}

static int parse4(const char *text, struct sockaddr_in *a)
{
    int n = sizeof *a;

    return WSAStringToAddressA((char *)text, AF_INET, NULL, (struct sockaddr *)a, &n) ? WSAGetLastError() : 0;
}

static int parse6(const char *text, struct sockaddr_in6 *a)
{
    int n = sizeof *a;

    return WSAStringToAddressA((char *)text, AF_INET6, NULL, (struct sockaddr *)a, &n) ? WSAGetLastError() : 0;
}

static void strings(void)
{
    static const char *const wrong4[] = { "1.2.3.4:0", "1.2.3.4:", "1.2.3.4:65536", "1.2.3.4:+80", "1.2.3.4:80x", "1.2.3.4:00080", "1.2.3.4 ", "" };
    static const char *const wrong6[] = { "fe80::1%", "fe80::1%lo", "[::1", "::1]", "[::1]:", "[::1]:65536", "[1.2.3.4]:80", "fe80::1%4294967296", "12345::" };
    struct sockaddr_in four;
    struct sockaddr_in6 six;
    unsigned i;
    int n;

    check(0, parse4("1.2.3.4:80", &four) == 0 && ntohs(four.sin_port) == 80 && four.sin_addr.s_addr == htonl(0x01020304), "an address with its port");
    check(0, parse4("1.2.3.4:0x50", &four) == 0 && ntohs(four.sin_port) == 80, "a hexadecimal port");
    check(0, parse4("1.2.3.4:010", &four) == 0 && ntohs(four.sin_port) == 8, "an octal port");
    check(0, parse4("1.2:80", &four) == 0 && four.sin_addr.s_addr == htonl(0x01000002), "a short form");
    for (i = 0; i < sizeof wrong4 / sizeof *wrong4; i++)
        equal(0, parse4(wrong4[i], &four), WSAEINVAL, wrong4[i]);
    check(0, parse6("[fe80::1%5]:443", &six) == 0 && six.sin6_scope_id == 5 && ntohs(six.sin6_port) == 443, "a scope and a port");
    check(0, parse6("[::1]:0x50", &six) == 0 && ntohs(six.sin6_port) == 80, "a hexadecimal port behind brackets");
    for (i = 0; i < sizeof wrong6 / sizeof *wrong6; i++)
        equal(0, parse6(wrong6[i], &six), WSAEINVAL, wrong6[i]);
    n = 15;
    check(0, WSAStringToAddressA("1.2.3.4", AF_INET, NULL, (struct sockaddr *)&four, &n) && WSAGetLastError() == WSAEFAULT && n == 16, "too little room: WSAEFAULT and the size");
    n = 16;
    check(0, WSAStringToAddressA("1.2.3.4", 99, NULL, (struct sockaddr *)&four, &n) && WSAGetLastError() == WSAEINVAL, "another family: WSAEINVAL");
}

static int shows6(const char *bytes, const char *want)
{
    char text[64];

    return inet_ntop(AF_INET6, bytes, text, sizeof text) && !strcmp(text, want);
}

static void formats(void)
{
    struct sockaddr_in four;
    struct sockaddr_in6 six;
    char text[64];
    DWORD n = sizeof text;

    check(0, shows6("\xfe\x80\0\0\0\0\0\0\0\0\x5e\xfe\1\2\3\4", "fe80::5efe:1.2.3.4"), "ISATAP shows its IPv4 address");
    check(0, shows6("\0\0\0\0\0\0\0\0\xff\xff\0\0\1\2\3\4", "::ffff:0:1.2.3.4"), "a translated one as well");
    check(0, shows6("\0\0\0\0\0\0\0\0\0\0\xff\xff\1\2\3\4", "::ffff:1.2.3.4"), "a mapped one");
    check(0, shows6("\0\1\0\0\0\0\0\2\0\0\0\0\0\0\0\3", "1:0:0:2::3"), "the longest run of zeroes is left out");
    check(0, shows6("\0\1\0\0\0\2\0\0\0\3\0\0\0\4\0\0", "1:0:2:0:3:0:4:0"), "a single zero is not");
    memset(&four, 0, sizeof four);
    four.sin_family = AF_INET;
    four.sin_addr.s_addr = htonl(0x01020304);
    four.sin_port = htons(80);
    check(0, WSAAddressToStringA((struct sockaddr *)&four, sizeof four, NULL, text, &n) == 0 && !strcmp(text, "1.2.3.4:80") && n == 11, "WSAAddressToString");
    n = 10;
    check(0, WSAAddressToStringA((struct sockaddr *)&four, sizeof four, NULL, text, &n) && WSAGetLastError() == WSAEFAULT && n == 11, "too little room: WSAEFAULT and the size");
    memset(&six, 0, sizeof six);
    six.sin6_family = AF_INET6;
    six.sin6_addr.s6_addr[15] = 1;
    six.sin6_scope_id = 7;
    n = sizeof text;
    check(0, WSAAddressToStringA((struct sockaddr *)&six, sizeof six, NULL, text, &n) == 0 && !strcmp(text, "::1%7"), "a scope");
    check(0, inet_addr("1.2.3.4 x") == htonl(0x01020304) && inet_addr("1.2.3.4x") == INADDR_NONE, "inet_addr stops at white space only");
}

#ifndef _WIN32
/* Windows may raise an access violation here. */
static void wild(void)
{
    struct sockaddr_in four;
    char text[64];
    DWORD n = sizeof text;
    int k = sizeof four;

    memset(&four, 0, sizeof four);
    four.sin_family = AF_INET;
    check(0, WSAAddressToStringA((struct sockaddr *)&four, sizeof four, NULL, text, NOWHERE) && WSAGetLastError() == WSAEFAULT, "a wild length");
    check(0, WSAAddressToStringA((struct sockaddr *)&four, sizeof four, NULL, NOWHERE, &n) && WSAGetLastError() == WSAEFAULT, "a wild text");
    check(0, WSAAddressToStringA(NOWHERE, sizeof four, NULL, text, &n) && WSAGetLastError() == WSAEFAULT, "a wild address");
    check(0, WSAStringToAddressA(NOWHERE, AF_INET, NULL, (struct sockaddr *)&four, &k) && WSAGetLastError() == WSAEFAULT, "a wild text to read");
    check(0, WSAStringToAddressA("1.2.3.4", AF_INET, NULL, NOWHERE, &k) && WSAGetLastError() == WSAEFAULT, "a wild result");
    check(0, inet_pton(AF_INET, "1.2.3.4", NOWHERE) == -1 && WSAGetLastError() == WSAEFAULT, "inet_pton");
}
#else
static void wild(void) {}
#endif

int main(void)
{
    start();
    prefixes();
    prefixes6();
    prefixes6_wide();
    strings();
    formats();
    wild();
    return finish_tests();
}
