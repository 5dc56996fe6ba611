// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// State that few sockets have, so that the others need not carry it. Under the socket's lock.
final class RareState: @unchecked Sendable {
  var messageRest: MessageRest?
  /// An ICMP error that a send ran into; the next receive reports it.
  var datagramReport: Errno?
  var selection: EventSelection?
  /// When the connection was made, for SO_CONNECT_TIME.
  var connectedAt: UInt64?
  /// The outcome of a connect that did not block (SO_ERROR; behaviour 77).
  var connectError: Int32 = 0
  /// Urgent bytes that were taken out of the stream and not yet received.
  var urgentBytes: [UInt8] = []
  var hasSeenUrgent = false
  /// The peer's address, which Linux forgets when the connection is over.
  var peer: SocketAddress?
  /// shutdown(SD_SEND) came while sends were pending.
  var shutsAfterSends = false
}

extension Socket {
  var rareState: RareState {
    if let rare { return rare }
    let state = RareState()
    rare = state
    return state
  }

  var hasSeenUrgent: Bool { rare?.hasSeenUrgent ?? false }

  // MARK: Errors of earlier datagrams

  /// Keeps an ICMP error for the next receive, unless SIO_UDP_CONNRESET is off; empties the error queue.
  func noteDatagramReport(_ errno: Errno) {
    DatagramErrors.drain(descriptor)
    if !flags.contains(.ignoresUnreachable) { rareState.datagramReport = errno }
  }

  func takeDatagramReport() -> Errno? {
    guard let errno = rare?.datagramReport else { return nil }
    rare?.datagramReport = nil
    return errno
  }

  // MARK: Urgent data

  /// Collects the urgent byte the kernel holds, if it has one, so that a second does not push it into the
  /// stream: Linux keeps one only. Two that arrive between two looks still do (docs/DEVIATIONS.md).
  func collectUrgentByte() {
    guard isStream, !options.receivesUrgentInline else { return }
    var byte: UInt8 = 0
    while System.receive(descriptor, &byte, 1, flags: MessageFlags.linuxOutOfBand) == 1 {
      rareState.hasSeenUrgent = true
      rareState.urgentBytes.append(byte)
    }
  }

  func takeUrgentByte(peek: Bool) -> UInt8? {
    collectUrgentByte()
    guard let rare, let byte = rare.urgentBytes.first else { return nil }
    if !peek { rare.urgentBytes.removeFirst() }
    return byte
  }
}
