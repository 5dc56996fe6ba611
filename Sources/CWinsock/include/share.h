// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Sharing modes of _fsopen. Every file is shared here.
#ifndef WS2_SHARE_H
#define WS2_SHARE_H

#define _SH_COMPAT 0x00
#define _SH_DENYRW 0x10
#define _SH_DENYWR 0x20
#define _SH_DENYRD 0x30
#define _SH_DENYNO 0x40
#define _SH_SECURE 0x80

#endif
