// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// What ws2tcpip.h has inline: filters of multicast groups (RFC 3678).
#ifndef WS2_FILTERS_H
#define WS2_FILTERS_H

#include <stdlib.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

static inline WS2_MAYBE_UNUSED int setipv4sourcefilter(SOCKET Socket, IN_ADDR Interface, IN_ADDR Group, MULTICAST_MODE_TYPE FilterMode, ULONG SourceCount, const IN_ADDR *SourceList) {
  const size_t size = IP_MSFILTER_SIZE((size_t)SourceCount);
  DWORD returned;
  int rc;
  IP_MSFILTER *filter = size > 0xFFFFFFFFu ? NULL : (IP_MSFILTER *)malloc(size + sizeof *filter);
  if (!filter) {
    WSASetLastError(WSAENOBUFS);
    return SOCKET_ERROR;
  }
  filter->imsf_multiaddr = Group;
  filter->imsf_interface = Interface;
  filter->imsf_fmode = FilterMode;
  filter->imsf_numsrc = SourceCount;
  if (SourceCount > 0)
    memcpy(filter->imsf_slist, SourceList, SourceCount * sizeof *SourceList);
  rc = WSAIoctl(Socket, SIOCSIPMSFILTER, filter, (DWORD)size, NULL, 0, &returned, NULL, NULL);
  free(filter);
  return rc;
}

static inline WS2_MAYBE_UNUSED int getipv4sourcefilter(SOCKET Socket, IN_ADDR Interface, IN_ADDR Group, MULTICAST_MODE_TYPE *FilterMode, ULONG *SourceCount, IN_ADDR *SourceList) {
  const ULONG room = *SourceCount;
  const size_t size = IP_MSFILTER_SIZE((size_t)room);
  DWORD returned;
  int rc;
  IP_MSFILTER *filter = size > 0xFFFFFFFFu ? NULL : (IP_MSFILTER *)calloc(1, size + sizeof *filter);
  if (!filter) {
    WSASetLastError(WSAENOBUFS);
    return SOCKET_ERROR;
  }
  filter->imsf_multiaddr = Group;
  filter->imsf_interface = Interface;
  filter->imsf_numsrc = room;
  rc = WSAIoctl(Socket, SIOCGIPMSFILTER, filter, (DWORD)size, filter, (DWORD)size, &returned, NULL, NULL);
  if (rc == 0) {
    const ULONG found = filter->imsf_numsrc;
    if (room > 0 && found > 0)
      memcpy(SourceList, filter->imsf_slist, (found < room ? found : room) * sizeof *SourceList);
    *SourceCount = found;
    *FilterMode = filter->imsf_fmode;
  }
  free(filter);
  return rc;
}

// Room for a filter of so many bytes, to be freed; null with the last error.
static inline WS2_MAYBE_UNUSED GROUP_FILTER *ws2_group_filter(ULONG interface_index, const SOCKADDR *group, int group_length, size_t size) {
  GROUP_FILTER *filter = NULL;
  if (group_length >= 0 && (size_t)group_length <= sizeof filter->gf_group && size <= 0xFFFFFFFFu)
    filter = (GROUP_FILTER *)calloc(1, size + sizeof *filter);
  if (!filter) {
    WSASetLastError(WSAENOBUFS);
    return NULL;
  }
  filter->gf_interface = interface_index;
  memcpy(&filter->gf_group, group, (size_t)group_length);
  return filter;
}

static inline WS2_MAYBE_UNUSED int setsourcefilter(SOCKET Socket, ULONG Interface, const SOCKADDR *Group, int GroupLength, MULTICAST_MODE_TYPE FilterMode, ULONG SourceCount, const SOCKADDR_STORAGE *SourceList) {
  const size_t size = GROUP_FILTER_SIZE((size_t)SourceCount);
  DWORD returned;
  int rc;
  GROUP_FILTER *filter = ws2_group_filter(Interface, Group, GroupLength, size);
  if (!filter)
    return SOCKET_ERROR;
  filter->gf_fmode = FilterMode;
  filter->gf_numsrc = SourceCount;
  if (SourceCount > 0)
    memcpy(filter->gf_slist, SourceList, SourceCount * sizeof *SourceList);
  rc = WSAIoctl(Socket, SIOCSMSFILTER, filter, (DWORD)size, NULL, 0, &returned, NULL, NULL);
  free(filter);
  return rc;
}

static inline WS2_MAYBE_UNUSED int getsourcefilter(SOCKET Socket, ULONG Interface, const SOCKADDR *Group, int GroupLength, MULTICAST_MODE_TYPE *FilterMode, ULONG *SourceCount, SOCKADDR_STORAGE *SourceList) {
  const ULONG room = *SourceCount;
  const size_t size = GROUP_FILTER_SIZE((size_t)room);
  DWORD returned;
  int rc;
  GROUP_FILTER *filter = ws2_group_filter(Interface, Group, GroupLength, size);
  if (!filter)
    return SOCKET_ERROR;
  filter->gf_numsrc = room;
  rc = WSAIoctl(Socket, SIOCGMSFILTER, filter, (DWORD)size, filter, (DWORD)size, &returned, NULL, NULL);
  if (rc == 0) {
    const ULONG found = filter->gf_numsrc;
    if (room > 0 && found > 0)
      memcpy(SourceList, filter->gf_slist, (found < room ? found : room) * sizeof *SourceList);
    *SourceCount = found;
    *FilterMode = filter->gf_fmode;
  }
  free(filter);
  return rc;
}

#ifdef __cplusplus
}
#endif

#endif
