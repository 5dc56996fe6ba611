// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// Listens to rtnetlink for the whole process, from the first request on. The selector's epoll set watches its socket;
/// it has no thread of its own.
final class NetworkMonitor: @unchecked Sendable {
  static let shared = NetworkMonitor()

  /// A leaf: taken under a socket's lock.
  private let lock = Lock()
  private var source: RoutingSocket?
  private var table = NetworkTable()
  /// The sockets that wait for something. Each is taken out when it waits no longer, at the latest when it is closed.
  private var waiting: [ObjectIdentifier: Socket] = [:]

  private init() {}

  /// Takes note of what has happened so far, so that who asks now is told only of what comes. Without locks.
  ///
  /// - Throws: `.noBuffers`, `.networkDown` if the kernel does not tell us of changes.
  func catchUp() throws(WinsockError) {
    do throws(Errno) { try startIfNeeded() } catch {
      let isShortage = [Errno.tooManyFiles, .tooManyFilesInSystem, .outOfMemory, .noBuffers].contains(error)
      throw isShortage ? .noBuffers : .networkDown
    }
    update()
  }

  private func startIfNeeded() throws(Errno) {
    lock.lock()
    defer { lock.unlock() }
    if source != nil { return }
    let new = try RoutingSocket()
    do throws(Errno) {
      // What changes meanwhile is told by the socket, which has been listening since before.
      try RoutingSocket.forEachAssignment { table.apply($0) }
      guard Selector.shared.watch(new.descriptor, NetworkRegistration()) else { throw .noBuffers }
    } catch {
      System.close(new.descriptor)
      throw error
    }
    source = new
  }

  /// Takes in what the kernel has told, and passes it on.
  fileprivate func update() {
    lock.lock()
    guard let source else { return lock.unlock() }
    var hasNews = false
    let isWhole = source.receive {
      table.apply($0)
      hasNews = true
    }
    if !isWhole {
      table.forget()
      try? RoutingSocket.forEachAssignment { table.apply($0) }
    }
    let sockets = hasNews || !isWhole ? Array(waiting.values) : []
    lock.unlock()
    for socket in sockets {
      var aftermath = Aftermath()
      socket.lock.lock()
      socket.noticeChanges(Thread.current, &aftermath)
      socket.lock.unlock()
      aftermath.settle()
    }
  }

  func counts(isIPv6: Bool) -> NetworkTable.Counts { lock.withLock { table.counts(isIPv6: isIPv6) } }

  func add(_ socket: Socket) { lock.withLock { waiting[ObjectIdentifier(socket)] = socket } }
  func remove(_ socket: Socket) {
    lock.withLock { _ = waiting.removeValue(forKey: ObjectIdentifier(socket)) }
  }
}

/// The place of the monitor's socket in the selector's epoll set.
private final class NetworkRegistration: SelectorRegistration, @unchecked Sendable {
  override func becameReady() { NetworkMonitor.shared.update() }
}
