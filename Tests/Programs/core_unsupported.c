/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Functions without a meaning here fail at once, with an error (docs/DEVIATIONS.md). */
#include "check.h"
#include <ws2spi.h>
#include <sporder.h>
#include <mstcpip.h>

/* Fails, and says why: in the last error, or in the place for it. */
#define FAILS(call) \
    do { \
        place = 0; \
        WSASetLastError(0); \
        check(0, (call) != 0 && (WSAGetLastError() != 0 || place != 0), #call); \
    } while (0)
#define REFUSES(call) \
    do { \
        WSASetLastError(0); \
        check(0, !(call) && WSAGetLastError() != 0, #call); \
    } while (0)

static void providers(void)
{
    GUID id = { 1, 2, 3, { 4 } };
    INT place = 0;

    FAILS(WPUCompleteOverlappedRequest(0, NULL, 0, 0, &place));
    FAILS(WSAAdvertiseProvider(&id, NULL));
    FAILS(WSAUnadvertiseProvider(&id));
    FAILS(WSAProviderCompleteAsyncCall(NULL, 0));
    FAILS(WSCDeinstallProvider(&id, &place));
    FAILS(WSCDeinstallProvider32(&id, &place));
    FAILS(WSCEnableNSProvider(&id, TRUE));
    FAILS(WSCEnableNSProvider32(&id, TRUE));
    FAILS(WSCEnumNameSpaceProviders32(NULL, NULL));
    FAILS(WSCEnumNameSpaceProvidersEx32(NULL, NULL));
    FAILS(WSCEnumProtocols(NULL, NULL, NULL, &place));
    FAILS(WSCEnumProtocols32(NULL, NULL, NULL, &place));
    FAILS(WSCGetApplicationCategory(NULL, 0, NULL, 0, NULL, &place));
    FAILS(WSCSetApplicationCategory(NULL, 0, NULL, 0, 0, NULL, &place));
    FAILS(WSCGetProviderInfo(&id, ProviderInfoLspCategories, NULL, NULL, 0, &place));
    FAILS(WSCGetProviderInfo32(&id, ProviderInfoLspCategories, NULL, NULL, 0, &place));
    FAILS(WSCSetProviderInfo(&id, ProviderInfoLspCategories, NULL, 0, 0, &place));
    FAILS(WSCSetProviderInfo32(&id, ProviderInfoLspCategories, NULL, 0, 0, &place));
    FAILS(WSCGetProviderPath(&id, NULL, NULL, &place));
    FAILS(WSCGetProviderPath32(&id, NULL, NULL, &place));
    FAILS(WSCInstallNameSpace(NULL, NULL, 0, 0, &id));
    FAILS(WSCInstallNameSpace32(NULL, NULL, 0, 0, &id));
    FAILS(WSCInstallNameSpaceEx(NULL, NULL, 0, 0, &id, NULL));
    FAILS(WSCInstallNameSpaceEx32(NULL, NULL, 0, 0, &id, NULL));
    FAILS(WSCInstallProvider(&id, NULL, NULL, 0, &place));
    FAILS(WSCInstallProviderAndChains(&id, NULL, NULL, 0, NULL, 0, NULL, &place));
    FAILS(WSCInstallProvider64_32(&id, NULL, NULL, 0, &place));
    FAILS(WSCInstallProviderAndChains64_32(&id, NULL, NULL, NULL, 0, NULL, 0, NULL, &place));
    FAILS(WSCUnInstallNameSpace(&id));
    FAILS(WSCUnInstallNameSpace32(&id));
    FAILS(WSCUpdateProvider(&id, NULL, NULL, 0, &place));
    FAILS(WSCUpdateProvider32(&id, NULL, NULL, 0, &place));
    FAILS(WSCWriteNameSpaceOrder(&id, 1));
    FAILS(WSCWriteNameSpaceOrder32(&id, 1));
    FAILS(WSCWriteProviderOrder(NULL, 1));
    FAILS(WSCWriteProviderOrder32(NULL, 1));
}

static void services(void)
{
    SOCKET s = tcp();
    GUID id = { 1, 2, 3, { 4 } };
    DWORD size = 0;
    INT place = 0;

    REFUSES(WSAGetQOSByName(s, NULL, NULL));
    FAILS(WSAImpersonateSocketPeer(s, NULL, 0));
    FAILS(WSARevertImpersonation());
    FAILS(WSAQuerySocketSecurity(s, NULL, 0, NULL, NULL, NULL, NULL));
    FAILS(WSASetSocketSecurity(s, NULL, 0, NULL, NULL));
    FAILS(WSASetSocketPeerTargetName(s, NULL, 0, NULL, NULL));
    FAILS(WSAInstallServiceClassA(NULL));
    FAILS(WSAInstallServiceClassW(NULL));
    FAILS(WSARemoveServiceClass(&id));
    FAILS(WSASetServiceA(NULL, RNRSERVICE_REGISTER, 0));
    FAILS(WSASetServiceW(NULL, RNRSERVICE_REGISTER, 0));
    FAILS(WSAGetServiceClassInfoA(NULL, &id, &size, NULL));
    FAILS(WSAGetServiceClassInfoW(NULL, &id, &size, NULL));
    FAILS(WSAGetServiceClassNameByClassIdA(&id, NULL, &size));
    FAILS(WSAGetServiceClassNameByClassIdW(&id, NULL, &size));
    FAILS(WSANSPIoctl(NULL, 0, NULL, 0, NULL, 0, NULL, NULL));
    FAILS(SetAddrInfoExA(NULL, NULL, NULL, 0, NULL, 0, 0, NULL, NULL, NULL, NULL, NULL));
    FAILS(SetAddrInfoExW(NULL, NULL, NULL, 0, NULL, 0, 0, NULL, NULL, NULL, NULL, NULL));
    FAILS(WSAProviderConfigChange(NULL, NULL, NULL));
    check(0, WSAJoinLeaf(s, NULL, 0, NULL, NULL, NULL, NULL, 0) == INVALID_SOCKET && WSAGetLastError() != 0, "WSAJoinLeaf of a stream");
    closesocket(s);
}

int main(void)
{
    start();
    providers();
    services();
    return finish_tests();
}
