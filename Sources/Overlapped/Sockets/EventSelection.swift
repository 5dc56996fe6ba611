// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// WSAEventSelect: which network events are recorded, and the event object that they set.
final class EventSelection: @unchecked Sendable {
  func becameReady(_ socket: Socket, _ readiness: Readiness, _ aftermath: inout Aftermath) {}
  func received(_ socket: Socket) {}
  func sendWouldBlock(_ socket: Socket) {}
  func stateChanged(_ socket: Socket) {}
  func accepted(_ socket: Socket) {}
  func inherit(to socket: Socket) {}
  func end(_ socket: Socket) {}
}
