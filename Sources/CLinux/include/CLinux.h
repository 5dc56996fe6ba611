#ifndef CLINUX_H
#define CLINUX_H
#include <liburing.h>
#endif
