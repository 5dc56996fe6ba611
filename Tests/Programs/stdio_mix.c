/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * printf and wprintf may be mixed on one stream. */
#include <winsock2.h>
#include <stdio.h>

int main(void)
{
    printf("narrow %d\n", 1);
    wprintf(L"wide %d %s %ls %S %hs|%5s|%-5s|%.2s\n", 2, L"text", L"long", "narrow", "narrow", L"ab", L"cd", L"efgh");
    printf("narrow again\n");
    fwprintf(stdout, L"%08x %u %lld %c %f\n", 0xbeef, 7u, 1234567890123ll, L'w', 1.5);
    fputws(L"\x4e16\x754c\n", stdout);
    putwchar(L'!');
    putchar('\n');
    return 0;
}
