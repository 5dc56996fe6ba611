// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Random bytes of the system, by the older interface.
#ifndef WS2_WINCRYPT_H
#define WS2_WINCRYPT_H

#include "winbase.h"

typedef ULONG_PTR HCRYPTPROV;
#define PROV_RSA_FULL 1
#define PROV_RSA_AES 24
#define CRYPT_VERIFYCONTEXT 0xF0000000u
#define CRYPT_NEWKEYSET 8
#define CRYPT_MACHINE_KEYSET 32
#define CRYPT_SILENT 64

#ifdef __cplusplus
extern "C" {
#endif
// There are no keys: a context without CRYPT_VERIFYCONTEXT is NTE_BAD_KEYSET.
BOOL CryptAcquireContextA(HCRYPTPROV *phProv, LPCSTR szContainer, LPCSTR szProvider, DWORD dwProvType, DWORD dwFlags);
BOOL CryptAcquireContextW(HCRYPTPROV *phProv, LPCWSTR szContainer, LPCWSTR szProvider, DWORD dwProvType, DWORD dwFlags) WS2_WIDE(CryptAcquireContextW);
BOOL CryptGenRandom(HCRYPTPROV hProv, DWORD dwLen, BYTE *pbBuffer);
BOOL CryptReleaseContext(HCRYPTPROV hProv, DWORD dwFlags);
#ifdef __cplusplus
}
#endif
#define CryptAcquireContext WS2_AW(CryptAcquireContext)

#endif
