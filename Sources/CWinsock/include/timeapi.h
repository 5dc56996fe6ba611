// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// The multimedia clock.
#ifndef WS2_TIMEAPI_H
#define WS2_TIMEAPI_H

#include "winbase.h"

typedef UINT MMRESULT;
typedef struct timecaps_tag {
  UINT wPeriodMin;
  UINT wPeriodMax;
} TIMECAPS, *PTIMECAPS, *LPTIMECAPS;
#define TIMERR_NOERROR 0
#define TIMERR_NOCANDO 97
#define TIMERR_STRUCT 129
#define MMSYSERR_NOERROR 0

#ifdef __cplusplus
extern "C" {
#endif
DWORD timeGetTime(void);
MMRESULT timeBeginPeriod(UINT uPeriod);
MMRESULT timeEndPeriod(UINT uPeriod);
MMRESULT timeGetDevCaps(LPTIMECAPS ptc, UINT cbtc);
#ifdef __cplusplus
}
#endif

#endif
