// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// select and WSAPoll.

/// An fd_set of any size: a count, then so many sockets.
private struct SocketSet {
  private let base: UnsafeMutableRawPointer?
  private static let arrayOffset = 8

  init(_ set: UnsafeMutablePointer<ws2_fd_set>?) throws(WinsockError) {
    base = UnsafeMutableRawPointer(set)
    guard let base else { return }
    try requireWritable(base, 4)
    try requireWritable(base, SocketSet.arrayOffset + Int(base.load(as: UInt32.self)) * 8)
  }

  var members: [SOCKET] {
    guard let base else { return [] }
    let first = (base + SocketSet.arrayOffset).assumingMemoryBound(to: SOCKET.self)
    return Array(UnsafeBufferPointer(start: first, count: Int(base.load(as: UInt32.self))))
  }

  func replace(by sockets: [SOCKET]) {
    guard let base else { return }
    base.storeBytes(of: UInt32(sockets.count), as: UInt32.self)
    for (i, socket) in sockets.enumerated() {
      base.storeBytes(of: socket, toByteOffset: SocketSet.arrayOffset + i * 8, as: SOCKET.self)
    }
  }
}

/// select: nfds is ignored; sets may hold any number of sockets (behaviour 65, 75, 85, 100, 101).
@c @implementation
public func ws2_select(
  _ nfds: Int32, _ readfds: UnsafeMutablePointer<ws2_fd_set>!, _ writefds: UnsafeMutablePointer<ws2_fd_set>!,
  _ exceptfds: UnsafeMutablePointer<ws2_fd_set>!, _ timeout: PTIMEVAL!
) -> Int32 {
  winsock(socketError) { () throws(WinsockError) in
    let sets = (try SocketSet(readfds), try SocketSet(writefds), try SocketSet(exceptfds))
    let (reads, writes, excepts) = (sets.0.members, sets.1.members, sets.2.members)
    guard !(reads.isEmpty && writes.isEmpty && excepts.isEmpty) else { throw .invalidArgument }
    var requests = try merge(reads, writes, excepts)
    defer { Polling.close(requests) }
    try Polling.wait(&requests, until: try deadline(timeout)) {
      $0.contains { $0.readiness.contains(.closed) || selected($0) != (false, false, false) }
    }
    // A socket that another thread closed ends the wait; that is an error unless it was waited for to read.
    if requests.contains(where: { $0.readiness.contains(.closed) && !$0.wantsRead }) { throw .notSocket }
    let results = Dictionary(uniqueKeysWithValues: requests.map { ($0.handle, selected($0)) })
    let chosen = (
      unique(reads).filter { results[$0]!.0 }, unique(writes).filter { results[$0]!.1 },
      unique(excepts).filter { results[$0]!.2 }
    )
    // The same set may serve twice or thrice: it gets what was found for each use.
    let uses = [(readfds, sets.0, chosen.0), (writefds, sets.1, chosen.1), (exceptfds, sets.2, chosen.2)]
    for (pointer, set, _) in uses where pointer != nil {
      set.replace(by: unique(uses.filter { $0.0 == pointer }.flatMap { $0.2 }))
    }
    return Int32(chosen.0.count + chosen.1.count + chosen.2.count)
  }
}

private func unique(_ sockets: [SOCKET]) -> [SOCKET] {
  var seen: Set<SOCKET> = []
  return sockets.filter { seen.insert($0).inserted }
}

private func merge(_ reads: [SOCKET], _ writes: [SOCKET], _ excepts: [SOCKET]) throws(WinsockError)
  -> [PollRequest]
{
  var requests: [PollRequest] = []
  var places: [SOCKET: Int] = [:]
  for socket in reads + writes + excepts where places[socket] == nil {
    places[socket] = requests.count
    requests.append(PollRequest(handle: socket))
  }
  for socket in reads { requests[places[socket]!].wantsRead = true }
  for socket in writes { requests[places[socket]!].wantsWrite = true }
  for socket in excepts { requests[places[socket]!].wantsUrgent = true }
  Polling.open(&requests)
  guard requests.allSatisfy(\.isOpen) else {
    Polling.close(requests)
    throw .notSocket
  }
  return requests
}

/// Which sets a socket belongs to.
private func selected(_ request: PollRequest) -> (Bool, Bool, Bool) {
  let state = request.readiness
  if state.contains(.closed) { return (request.wantsRead, false, request.wantsUrgent && !request.wantsRead) }
  return (
    request.wantsRead && !state.isDisjoint(with: [.readable, .ended, .failed]),
    request.wantsWrite && state.contains(.writable),
    request.wantsUrgent && !state.isDisjoint(with: [.urgent, .connectFailed])
  )
}

private func deadline(_ timeout: PTIMEVAL?) throws(WinsockError) -> Deadline {
  guard let timeout else { return .never }
  try requireReadable(timeout, MemoryLayout<ws2_timeval>.size)
  let (seconds, micro) = (Int64(timeout.pointee.tv_sec), Int64(timeout.pointee.tv_usec))
  guard seconds >= 0 else { throw .invalidArgument }
  // Negative microseconds are taken for a time that is over: programs compute them from a timeout of -1.
  let milliseconds = seconds * 1000 + (micro + 999) / 1000
  return milliseconds <= 0 ? .now : .after(milliseconds: UInt64(milliseconds))
}

@c @implementation
public func __WSAFDIsSet(_ arg1: SOCKET, _ arg2: UnsafeMutablePointer<ws2_fd_set>!) -> Int32 {
  let members = (try? SocketSet(arg2))?.members ?? []
  return members.contains(arg1) ? 1 : 0
}

// MARK: WSAPoll

/// WSAPoll (behaviour 102–104). An entry that names no socket gets POLLNVAL and is not counted.
@c @implementation
public func WSAPoll(_ fdarray: UnsafeMutablePointer<WSAPOLLFD>!, _ nfds: ULONG, _ timeout: INT) -> Int32 {
  winsock(socketError) { () throws(WinsockError) in
    guard nfds > 0 else { throw .invalidArgument }
    guard let entries = fdarray else { throw .badAddress }
    try requireWritable(entries, Int(nfds) * MemoryLayout<WSAPOLLFD>.stride)
    let refused = Int16(POLLERR | POLLHUP | POLLNVAL | POLLPRI | POLLWRBAND)
    var requests: [PollRequest] = []
    for i in 0..<Int(nfds) {
      // A negative descriptor is skipped whatever it asks for.
      guard entries[i].fd == invalidSocket || entries[i].events & refused == 0 else { throw .invalidArgument }
      var request = PollRequest(handle: entries[i].fd, index: i)
      request.wantsRead = entries[i].events & Int16(POLLRDNORM) != 0
      request.wantsWrite = entries[i].events & Int16(POLLWRNORM) != 0
      request.wantsUrgent = entries[i].events & Int16(POLLRDBAND) != 0
      requests.append(request)
    }
    Polling.open(&requests)
    defer { Polling.close(requests) }
    guard requests.contains(where: \.isOpen) else {
      for request in requests { entries[request.index].revents = Int16(POLLNVAL) }
      throw .notSocket
    }
    let end: Deadline = timeout < 0 ? .never : Deadline(timeout: DWORD(timeout))
    try Polling.wait(&requests, until: end) { $0.contains { $0.isOpen && polled($0) != 0 } }
    var count: Int32 = 0
    for request in requests {
      let events = request.isOpen ? polled(request) : Int16(POLLNVAL)
      entries[request.index].revents = events
      if request.isOpen && events != 0 { count += 1 }
    }
    return count
  }
}

private func polled(_ request: PollRequest) -> Int16 {
  let state = request.readiness
  if state.contains(.closed) { return Int16(POLLNVAL) }
  var events: Int32 = 0
  if state.contains(.connectFailed) {
    return Int16(POLLHUP | POLLERR) | (request.wantsWrite ? Int16(POLLWRNORM) : 0)
  }
  if state.contains(.readable) && request.wantsRead { events |= Int32(POLLRDNORM) }
  if state.contains(.writable) && request.wantsWrite { events |= Int32(POLLWRNORM) }
  if state.contains(.urgent) && request.wantsUrgent { events |= Int32(POLLRDBAND) }
  if state.contains(.ended) { events |= Int32(POLLHUP) }
  if state.contains(.failed) { events |= Int32(POLLERR | POLLHUP) }
  return Int16(events)
}
