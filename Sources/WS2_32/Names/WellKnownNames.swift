// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
import LinuxIO

/// Services and protocols that Windows knows on every machine; a container often has no /etc/services. Names and
/// protocols are compared without regard to case, as on Windows.
enum WellKnownNames {
  private enum Transport { case tcp, udp, both }

  private struct ServiceRow {
    let name: String
    let port: UInt16
    let transport: Transport
    let aliases: [String]
    init(_ name: String, _ port: UInt16, _ transport: Transport, _ aliases: String...) {
      (self.name, self.port, self.transport, self.aliases) = (name, port, transport, aliases)
    }

    func has(_ protocolName: String?) -> Bool {
      switch protocolName?.lowercased() {
      case nil: true
      case "tcp": transport != .udp
      case "udp": transport != .tcp
      default: false
      }
    }

    func entry(_ protocolName: String?) -> NameResolution.Service {
      NameResolution.Service(
        name: name, aliases: aliases, port: Int32(port.bigEndian),
        protocolName: protocolName?.lowercased() ?? (transport == .udp ? "udp" : "tcp"))
    }
  }

  private static let services: [ServiceRow] = [
    ServiceRow("echo", 7, .both), ServiceRow("discard", 9, .both, "sink", "null"),
    ServiceRow("systat", 11, .both, "users"), ServiceRow("daytime", 13, .both),
    ServiceRow("qotd", 17, .both, "quote"), ServiceRow("chargen", 19, .both, "ttytst", "source"),
    ServiceRow("ftp-data", 20, .tcp), ServiceRow("ftp", 21, .tcp), ServiceRow("ssh", 22, .tcp),
    ServiceRow("telnet", 23, .tcp), ServiceRow("smtp", 25, .tcp, "mail"),
    ServiceRow("time", 37, .both, "timserver"), ServiceRow("rlp", 39, .udp, "resource"),
    ServiceRow("nameserver", 42, .both, "name"), ServiceRow("nicname", 43, .tcp, "whois"),
    ServiceRow("domain", 53, .both), ServiceRow("bootps", 67, .udp, "dhcps"),
    ServiceRow("bootpc", 68, .udp, "dhcpc"), ServiceRow("tftp", 69, .udp), ServiceRow("gopher", 70, .tcp),
    ServiceRow("finger", 79, .tcp), ServiceRow("http", 80, .tcp, "www", "www-http"),
    ServiceRow("kerberos", 88, .both, "krb5", "kerberos-sec"), ServiceRow("hostname", 101, .tcp, "hostnames"),
    ServiceRow("iso-tsap", 102, .tcp), ServiceRow("rtelnet", 107, .tcp),
    ServiceRow("pop2", 109, .tcp, "postoffice"), ServiceRow("pop3", 110, .tcp),
    ServiceRow("sunrpc", 111, .both, "rpcbind", "portmap"), ServiceRow("auth", 113, .tcp, "ident", "tap"),
    ServiceRow("nntp", 119, .tcp, "usenet"), ServiceRow("ntp", 123, .udp),
    ServiceRow("epmap", 135, .both, "loc-srv"), ServiceRow("netbios-ns", 137, .both, "nbname"),
    ServiceRow("netbios-dgm", 138, .udp, "nbdatagram"), ServiceRow("netbios-ssn", 139, .tcp, "nbsession"),
    ServiceRow("imap", 143, .tcp, "imap4"), ServiceRow("snmp", 161, .udp),
    ServiceRow("snmptrap", 162, .udp, "snmp-trap"), ServiceRow("bgp", 179, .tcp),
    ServiceRow("irc", 194, .tcp),
    ServiceRow("ldap", 389, .tcp), ServiceRow("https", 443, .both, "MCom"),
    ServiceRow("microsoft-ds", 445, .both), ServiceRow("kpasswd", 464, .both),
    ServiceRow("isakmp", 500, .udp, "ike"), ServiceRow("exec", 512, .tcp),
    ServiceRow("biff", 512, .udp, "comsat"),
    ServiceRow("login", 513, .tcp), ServiceRow("who", 513, .udp, "whod"),
    ServiceRow("cmd", 514, .tcp, "shell"),
    ServiceRow("syslog", 514, .udp), ServiceRow("printer", 515, .tcp, "spooler"),
    ServiceRow("talk", 517, .udp),
    ServiceRow("ntalk", 518, .udp), ServiceRow("router", 520, .udp, "route", "routed"),
    ServiceRow("uucp", 540, .tcp, "uucpd"), ServiceRow("klogin", 543, .tcp),
    ServiceRow("kshell", 544, .tcp, "krcmd"), ServiceRow("dhcpv6-client", 546, .both),
    ServiceRow("dhcpv6-server", 547, .both), ServiceRow("rtsp", 554, .both),
    ServiceRow("nntps", 563, .both, "snntp"), ServiceRow("http-rpc-epmap", 593, .both),
    ServiceRow("ldaps", 636, .tcp, "sldap"), ServiceRow("ftps-data", 989, .both),
    ServiceRow("ftps", 990, .both),
    ServiceRow("telnets", 992, .both), ServiceRow("imaps", 993, .tcp),
    ServiceRow("pop3s", 995, .tcp, "spop3"),
    ServiceRow("ms-sql-s", 1433, .both), ServiceRow("ms-sql-m", 1434, .both), ServiceRow("wins", 1512, .both),
    ServiceRow("l2tp", 1701, .udp), ServiceRow("pptp", 1723, .tcp), ServiceRow("radius", 1812, .udp),
    ServiceRow("radacct", 1813, .udp), ServiceRow("ssdp", 1900, .both), ServiceRow("nfsd", 2049, .udp, "nfs"),
    ServiceRow("ms-wbt-server", 3389, .both), ServiceRow("teredo", 3544, .udp),
  ]

  static func service(named name: String, protocol protocolName: String?) -> NameResolution.Service? {
    let wanted = name.lowercased()
    let row = services.first {
      $0.has(protocolName) && ($0.name == wanted || $0.aliases.contains { $0.lowercased() == wanted })
    }
    return row?.entry(protocolName)
      ?? NameResolution.service(named: name, protocol: protocolName?.lowercased())
      ?? NameResolution.service(named: wanted, protocol: protocolName?.lowercased())
  }

  /// - Parameter port: in network order; only 16 bits of it count.
  static func service(port: Int32, protocol protocolName: String?) -> NameResolution.Service? {
    let number = UInt16(truncatingIfNeeded: port)
    return services.first { $0.has(protocolName) && $0.port.bigEndian == number }?.entry(protocolName)
      ?? NameResolution.service(port: Int32(number), protocol: protocolName?.lowercased())
  }

  private static let protocols: [(name: String, alias: String, number: Int32)] = [
    ("ip", "IP", 0), ("icmp", "ICMP", 1), ("ggp", "GGP", 3), ("tcp", "TCP", 6), ("egp", "EGP", 8),
    ("pup", "PUP", 12), ("udp", "UDP", 17), ("hmp", "HMP", 20), ("xns-idp", "XNS-IDP", 22),
    ("rdp", "RDP", 27),
    ("ipv6", "IPv6", 41), ("ipv6-route", "IPv6-Route", 43), ("ipv6-frag", "IPv6-Frag", 44),
    ("esp", "ESP", 50),
    ("ah", "AH", 51), ("ipv6-icmp", "IPv6-ICMP", 58), ("ipv6-nonxt", "IPv6-NoNxt", 59),
    ("ipv6-opts", "IPv6-Opts", 60), ("rvd", "RVD", 66),
  ]

  static func `protocol`(named name: String) -> NameResolution.ProtocolEntry? {
    let wanted = name.lowercased()
    return entry { $0.name == wanted } ?? NameResolution.protocol(named: name)
      ?? NameResolution.protocol(named: wanted)
  }

  static func `protocol`(number: Int32) -> NameResolution.ProtocolEntry? {
    entry { $0.number == number } ?? NameResolution.protocol(number: number)
  }

  private static func entry(_ matches: ((name: String, alias: String, number: Int32)) -> Bool)
    -> NameResolution.ProtocolEntry?
  {
    protocols.first(where: matches).map {
      NameResolution.ProtocolEntry(name: $0.name, aliases: [$0.alias], number: $0.number)
    }
  }
}
