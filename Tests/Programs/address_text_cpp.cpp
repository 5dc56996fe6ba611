/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * The Rtl functions that parse addresses, from C++: their Terminator is PCSTR * in Microsoft's headers and LPSTR * in
 * those of mingw-w64, and programs written for either compile. */
#include "check.h"
#include <mstcpip.h>
#if defined(__MINGW32__)
#error the headers of mingw-w64 have only one of the two forms
#endif

int main()
{
    PCSTR a = nullptr;
    PCWSTR w = nullptr;
    LPSTR plain = nullptr;
    LPWSTR wide = nullptr;
    IN_ADDR four;
    IN6_ADDR six;
    const char *text4 = "10.1.2.3/8", *text6 = "fe80::1/64";
    const WCHAR *wide4 = L"10.1.2.3/8", *wide6 = L"fe80::1/64";

    equal(0, RtlIpv4StringToAddressA(text4, TRUE, &a, &four), 0, "PCSTR *, IPv4");
    equal(0, a - text4, 8, "ends there");
    equal(0, ntohl(four.s_addr), 0x0a010203, "is the address");
    equal(0, RtlIpv4StringToAddressA(text4, TRUE, &plain, &four), 0, "LPSTR *, IPv4");
    equal(0, plain - text4, 8, "ends there");
    equal(0, RtlIpv4StringToAddressW(wide4, TRUE, &w, &four), 0, "PCWSTR *, IPv4");
    equal(0, w - wide4, 8, "ends there");
    equal(0, RtlIpv4StringToAddressW(wide4, TRUE, &wide, &four), 0, "LPWSTR *, IPv4");
    equal(0, RtlIpv6StringToAddressA(text6, &a, &six), 0, "PCSTR *, IPv6");
    equal(0, a - text6, 7, "ends there");
    check(0, six.s6_addr[0] == 0xfe && six.s6_addr[15] == 1, "is the address");
    equal(0, RtlIpv6StringToAddressA(text6, &plain, &six), 0, "LPSTR *, IPv6");
    equal(0, RtlIpv6StringToAddressW(wide6, &w, &six), 0, "PCWSTR *, IPv6");
    equal(0, w - wide6, 7, "ends there");
    equal(0, RtlIpv6StringToAddressW(wide6, &wide, &six), 0, "LPWSTR *, IPv6");
    equal(0, RtlIpv6StringToAddressA(text6, NULL, &six), 0, "NULL is not ambiguous");
    return finish_tests();
}
