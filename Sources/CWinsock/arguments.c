// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// __argc and __argv (ws2_crt_names.h): glibc hands the arguments of main to what runs before it, also in a library.
#define EXPORT __attribute__((visibility("default")))

static int count;
static char **texts;

__attribute__((constructor)) static void note(int argc, char **argv) {
  count = argc;
  texts = argv;
}

EXPORT int *ws2_argc(void) { return &count; }
EXPORT char ***ws2_argv(void) { return &texts; }
