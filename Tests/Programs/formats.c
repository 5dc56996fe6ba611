/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Formats that Microsoft's C library knows and that of Linux does not, in the narrow functions of stdio.h. */
#include "check.h"
#include <stdio.h>

#pragma GCC diagnostic ignored "-Wformat"
#pragma GCC diagnostic ignored "-Wformat-extra-args"

static char buf[256];

static void text(const char *want, const char *what)
{
    if (strcmp(buf, want))
        printf("  got '%s', want '%s'\n", buf, want);
    check(0, !strcmp(buf, want), what);
}

static int by_list(const char *format, ...)
{
    va_list ap;
    int n;

    va_start(ap, format);
    n = vsnprintf(NULL, 0, format, ap);
    check(0, vsnprintf(buf, sizeof buf, format, ap) == n, "a va_list counts, and formats once more");
    vsprintf(buf + n, format, ap);
    va_end(ap);
    return n;
}

/* What goes to a stream, read back. */
static void stream(void)
{
    FILE *f = tmpfile();
    char line[64];

    if (!f) {
        check(0, 0, "tmpfile");
        return;
    }
    equal(0, fprintf(f, "%I64d %Iu|%ws\n", -5LL, (size_t)6, L"wide"), 10, "fprintf");
    rewind(f);
    check(0, fgets(line, sizeof line, f) && !strcmp(line, "-5 6|wide\n"), "what it wrote");
    fclose(f);
}

int main(void)
{
    long long n = 0;
    unsigned long long u = 0;
    size_t z = 0;
    int i = 0, count = 0;
    char word[16] = "", *volatile narrow = NULL;
    wchar_t *volatile wide = NULL;

    start();
    equal(0, sprintf(buf, "%I64d %I64u %I64x", -9000000000LL, 18446744073709551615ULL, 0xFEDCBA9876543210ULL), 49, "sprintf");
    text("-9000000000 18446744073709551615 fedcba9876543210", "64 bits");
    snprintf(buf, sizeof buf, "%I32d %I32u|%Id %Iu|%Ix", -1, 4000000000u, (SSIZE_T)-2, (SIZE_T)3, (SIZE_T)-1);
    text("-1 4000000000|-2 3|ffffffffffffffff", "32 bits and those of a pointer");
    snprintf(buf, sizeof buf, "%08I64X|%-6I64d|%+I64d|%*I64d|%.3I64d", 0xABCDEFULL, 12LL, 7LL, 5, 8LL, 9LL);
    text("00ABCDEF|12    |+7|    8|009", "flags, width and precision");
    snprintf(buf, sizeof buf, "%ws %S %ls %hs %s|%6ws|%-6S|%.2ws|%wc%C%lc%hc", L"one", L"two", L"three", "four", "five", L"abc", L"def",
             L"ghi", L'x', L'y', L'z', 'a');
    text("one two three four five|   abc|def   |gh|xyza", "wide strings in a narrow format");
    snprintf(buf, sizeof buf, "%ws", L"\u00e4\u20ac");
    text("\u00e4\u20ac", "beyond ASCII");
    snprintf(buf, sizeof buf, "%S|%s", wide, narrow);
    text("(null)|(null)", "no string");
    equal(0, snprintf(buf, 4, "%I64d", 123456LL), 6, "what does not fit is counted");
    text("123", "and cut off");
    equal(0, snprintf(NULL, 0, "%I64d", 123456LL), 6, "without room");
    equal(0, by_list("%d %s %I64d", 1, "two", 3LL), 7, "vsnprintf");
    text("1 two 31 two 3", "vsprintf");
    by_list("%d %s", 1, "two");
    text("1 two1 two", "the same without anything foreign");
    equal(0, _snprintf(buf, sizeof buf, "%I64d", 42LL), 2, "_snprintf");
    equal(0, sprintf_s(buf, sizeof buf, "%I64d %S", 43LL, L"wide"), 7, "sprintf_s");
    text("43 wide", "what it wrote");
    equal(0, _scprintf("%I64d", 1234567890123LL), 13, "_scprintf");
    snprintf(buf, sizeof buf, "%lld %zu %5.2f %c%%", 1LL, (size_t)2, 3.14159, 'c');
    text("1 2  3.14 c%", "what both know");
    snprintf(buf, sizeof buf, "%I64d %5.2f %e %c%% %x %lu %hd %hhd %g", 1LL, 3.14159, 1.0, 'c', 255, 7ul, (short)8, (char)9, 0.5);
    text("1  3.14 1.000000e+00 c% ff 7 8 9 0.5", "both in one format");
    stream();

    equal(0, sscanf("-9000000000 18446744073709551615 77 5", "%I64d %I64u %Iu %I32d", &n, &u, &z, &i), 4, "sscanf");
    check(0, n == -9000000000LL && u == 18446744073709551615ULL && z == 77 && i == 5, "what it read");
    equal(0, sscanf("%9 word:12", "%%%*d %15[^:%]:%I64i%n", word, &n, &count), 2, "sets, and what is left out");
    check(0, !strcmp(word, "word") && n == 12 && count == 10, "what it read");
    equal(0, sscanf_s("8", "%I64d", &n), 1, "sscanf_s");
    equal(0, sscanf("narrow", "%hs", word), 1, "%hs");
    check(0, !strcmp(word, "narrow"), "what it read");
    return finish_tests();
}
