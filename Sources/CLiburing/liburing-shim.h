// The feature macros are settled before liburing.h, see CLinux.h.
#include <sys/types.h>
#include <liburing.h>
