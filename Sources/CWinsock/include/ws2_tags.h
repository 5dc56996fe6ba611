// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Tags that glibc uses as well, prefixed for the Swift view.
#ifndef WS2_TAGS_H
#define WS2_TAGS_H

#define sockaddr ws2_sockaddr
#define sockaddr_in ws2_sockaddr_in
#define in_addr ws2_in_addr
#define in6_addr ws2_in6_addr
#define sockaddr_in6 ws2_sockaddr_in6
#define sockaddr_storage ws2_sockaddr_storage
#define sockaddr_un ws2_sockaddr_un
#define addrinfo ws2_addrinfo
#define hostent ws2_hostent
#define servent ws2_servent
#define protoent ws2_protoent
#define netent ws2_netent
#define linger ws2_linger
#define ip_mreq ws2_ip_mreq
#define ipv6_mreq ws2_ipv6_mreq
#define ip_mreq_source ws2_ip_mreq_source
#define ip_msfilter ws2_ip_msfilter
#define group_req ws2_group_req
#define group_source_req ws2_group_source_req
#define group_filter ws2_group_filter
#define in_pktinfo ws2_in_pktinfo
#define in6_pktinfo ws2_in6_pktinfo
#define pollfd ws2_pollfd

#endif
