/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Network adapters. */
#include "check.h"
#include <iphlpapi.h>

static int finds_loopback(IP_ADAPTER_ADDRESSES *list)
{
    for (; list; list = list->Next)
        for (IP_ADAPTER_UNICAST_ADDRESS *u = list->FirstUnicastAddress; u; u = u->Next)
            if (u->Address.lpSockaddr->sa_family == AF_INET &&
                ((struct sockaddr_in *)u->Address.lpSockaddr)->sin_addr.s_addr == htonl(INADDR_LOOPBACK))
                return list->IfType == IF_TYPE_SOFTWARE_LOOPBACK && u->OnLinkPrefixLength == 8 && list->OperStatus == IfOperStatusUp &&
                       list->AdapterName[0] && list->FriendlyName[0];
    return 0;
}

int main(void)
{
    ULONG size = 0, n = 0, mask = 0;
    IP_ADAPTER_ADDRESSES *list;
    MIB_IPADDRTABLE *table;
    MIB_IFTABLE *interfaces;
    MIB_IFROW row;
    FIXED_INFO *parameters;
    DWORD best = 0, best_too = 0, error, i;
    struct sockaddr_in there;
    UINT8 length = 0;
    int found = 0;

    start();
    equal(0, GetAdaptersAddresses(AF_UNSPEC, 0, NULL, NULL, &size), ERROR_BUFFER_OVERFLOW, "GetAdaptersAddresses says what it needs");
    list = calloc(1, size);
    equal(0, GetAdaptersAddresses(AF_UNSPEC, 0, NULL, list, &size), NO_ERROR, "and gives it");
    check(0, finds_loopback(list), "the loopback is among them");
    equal(0, GetAdaptersAddresses(12345, 0, NULL, list, &size), ERROR_INVALID_PARAMETER, "for a family that exists");
    size = 0;
    equal(0, GetIpAddrTable(NULL, &size, FALSE), ERROR_INSUFFICIENT_BUFFER, "GetIpAddrTable says what it needs");
    table = calloc(1, size);
    GetIpAddrTable(table, &size, TRUE);
    for (i = 0; i < table->dwNumEntries; i++)
        found += table->table[i].dwAddr == htonl(INADDR_LOOPBACK) && table->table[i].dwMask == htonl(0xff000000);
    equal(0, found, 1, "with the loopback and its mask");
    check(0, GetNumberOfInterfaces(&n) == NO_ERROR && n >= 1, "GetNumberOfInterfaces");
    size = 0;
    equal(0, GetIfTable(NULL, &size, FALSE), ERROR_INSUFFICIENT_BUFFER, "GetIfTable says what it needs");
    interfaces = calloc(1, size);
    check(0, GetIfTable(interfaces, &size, TRUE) == NO_ERROR && interfaces->dwNumEntries >= 1, "GetIfTable");
    memset(&row, 0, sizeof row);
    row.dwIndex = interfaces->table[0].dwIndex;
    check(0, GetIfEntry(&row) == NO_ERROR && row.dwType == interfaces->table[0].dwType, "GetIfEntry");
    check(0, GetBestInterface(htonl(INADDR_LOOPBACK), &best) == NO_ERROR && best, "GetBestInterface");
    memset(&there, 0, sizeof there);
    there.sin_family = AF_INET;
    there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    check(0, GetBestInterfaceEx((struct sockaddr *)&there, &best_too) == NO_ERROR && best_too == best, "GetBestInterfaceEx");
    check(0, ConvertLengthToIpv4Mask(20, &mask) == NO_ERROR && mask == htonl(0xfffff000) && ConvertLengthToIpv4Mask(33, &mask) == ERROR_INVALID_PARAMETER,
          "ConvertLengthToIpv4Mask");
    check(0, ConvertIpv4MaskToLength(htonl(0xffffff00), &length) == NO_ERROR && length == 24 && ConvertIpv4MaskToLength(htonl(0xff00ff00), &length) != NO_ERROR,
          "ConvertIpv4MaskToLength");
    size = 0;
    equal(0, GetNetworkParams(NULL, &size), ERROR_BUFFER_OVERFLOW, "GetNetworkParams says what it needs");
    parameters = calloc(1, size);
    check(0, GetNetworkParams(parameters, &size) == NO_ERROR && parameters->HostName[0], "GetNetworkParams");
    size = 0;
    error = GetAdaptersInfo(NULL, &size);
    check(0, error == ERROR_NO_DATA || error == ERROR_BUFFER_OVERFLOW, "GetAdaptersInfo says what it needs, or that there is none");
    if (error == ERROR_BUFFER_OVERFLOW) {
        IP_ADAPTER_INFO *info = calloc(1, size);
        check(0, GetAdaptersInfo(info, &size) == NO_ERROR && info->AdapterName[0] && strchr(info->IpAddressList.IpAddress.String, '.'), "and gives it");
        free(info);
    }
    free(list);
    free(table);
    free(interfaces);
    free(parameters);
    return finish_tests();
}
