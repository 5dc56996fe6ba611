/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Names of hosts, services and protocols: what Windows knows on every machine, and how it refuses. */
#include "check.h"

static int look_up(const char *host, const char *service, int flags, int family, int type)
{
    struct addrinfo hints, *list = NULL;
    int error;

    memset(&hints, 0, sizeof hints);
    hints.ai_flags = flags;
    hints.ai_family = family;
    hints.ai_socktype = type;
    error = getaddrinfo(host, service, &hints, &list);
    if (error)
        return error;
    error = list ? ntohs(((struct sockaddr_in *)list->ai_addr)->sin_port) : -1;
    freeaddrinfo(list);
    return error;
}

static void services(void)
{
    static const struct { const char *name, *protocol; int port; } rows[] = {
        { "http", "tcp", 80 }, { "HTTP", "TCP", 80 }, { "domain", "udp", 53 }, { "https", NULL, 443 }, { "pop3", "tcp", 110 },
        { "ntp", NULL, 123 }, { "ms-sql-s", "udp", 1433 }, { "microsoft-ds", "udp", 445 }, { "ms-wbt-server", "tcp", 3389 },
        { "discard", "udp", 9 }, { "sink", "tcp", 9 },
    };
    struct servent *s;
    unsigned i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        s = getservbyname(rows[i].name, rows[i].protocol);
        check(0, s && ntohs((u_short)s->s_port) == rows[i].port, rows[i].name);
    }
    check(0, !getservbyname("no such service", "tcp") && WSAGetLastError() == WSANO_DATA, "an unknown one: WSANO_DATA");
    check(0, !getservbyname("ftp", "udp") && WSAGetLastError() == WSANO_DATA, "one of another protocol as well");
    s = getservbyport(htons(25), "tcp");
    check(0, s && !strcmp(s->s_name, "smtp") && !strcmp(s->s_proto, "tcp"), "getservbyport");
}

static void protocols(void)
{
    static const struct { const char *name; int number; } rows[] = {
        { "ip", 0 }, { "icmp", 1 }, { "tcp", 6 }, { "TCP", 6 }, { "udp", 17 }, { "ipv6", 41 }, { "ipv6-icmp", 58 }, { "rvd", 66 },
    };
    struct protoent *p;
    unsigned i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        p = getprotobyname(rows[i].name);
        check(0, p && p->p_proto == rows[i].number, rows[i].name);
        p = getprotobynumber(rows[i].number);
        check(0, p && p->p_proto == rows[i].number && p->p_name[0] && p->p_aliases[0], "and back");
    }
    check(0, !getprotobyname("no such protocol") && WSAGetLastError() == WSANO_DATA, "an unknown one: WSANO_DATA");
}

static void hosts(void)
{
    equal(0, look_up("127.0.0.1", "http", 0, 0, SOCK_STREAM), 80, "a service by name");
    equal(0, look_up("127.0.0.1", "HTTP", 0, 0, 0), 80, "in any case");
    equal(0, look_up("127.0.0.1", "ntp", 0, AF_INET, SOCK_DGRAM), 123, "of datagrams");
    equal(0, look_up("127.0.0.1", "ntp", 0, AF_INET, SOCK_STREAM), WSATYPE_NOT_FOUND, "not of streams: WSATYPE_NOT_FOUND");
    equal(0, look_up("127.0.0.1", "no such service", 0, 0, 0), WSATYPE_NOT_FOUND, "an unknown one");
    equal(0, look_up("127.0.0.1", "http", AI_NUMERICSERV, 0, 0), WSAHOST_NOT_FOUND, "a name where a number is wanted: WSAHOST_NOT_FOUND");
    equal(0, look_up("localhost", "80", AI_NUMERICHOST, 0, 0), WSAHOST_NOT_FOUND, "a host's name where a number is wanted");
    equal(0, look_up(NULL, NULL, 0, 0, 0), WSAHOST_NOT_FOUND, "neither host nor service");
    equal(0, look_up("127.0.0.1", "80", 0, 77, 0), WSAEAFNOSUPPORT, "no family: WSAEAFNOSUPPORT");
    equal(0, look_up("127.0.0.1", "80", 0, 0, 77), WSAESOCKTNOSUPPORT, "no type: WSAESOCKTNOSUPPORT");
    equal(0, look_up("localhost", "80", 0, AF_INET, SOCK_STREAM), 80, "localhost");
    equal(0, look_up("", "80", 0, AF_INET, SOCK_STREAM), 80, "\"\" is this host");
}

int main(void)
{
    start();
    services();
    protocols();
    hosts();
    return finish_tests();
}
