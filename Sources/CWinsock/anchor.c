/* The module needs one translation unit; including the umbrella here compiles every header once as C. */
#include "winsock2.h"
