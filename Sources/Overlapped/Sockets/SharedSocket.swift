// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// What another process has to know of a socket whose descriptor it gets (WSADuplicateSocket): the state that this
/// library keeps beside the kernel's. Both processes share the kernel's socket from then on; this state is a copy.
struct SharedSocketState: BitwiseCopyable {
  /// Changes with the layout: programs of different versions do not misread each other.
  private static let currentVersion: UInt64 = 0x5753_3264_7570_0002
  private var version = SharedSocketState.currentVersion
  private var size = MemoryLayout<SharedSocketState>.size
  private let family, type, protocolNumber: Int32
  private let delivery: UInt32
  private let catalogEntry: UInt32
  private let flags: UInt32
  private let connectedAt: UInt64
  private let options: SocketOptions.Plain
  private let peer, source: SocketAddress

  private static let deliveries: [DeliveryStyle] = [.stream, .datagram, .partialMessages, .wholeMessages]
  /// Of the flags, those that say something about the socket itself, rather than about this process's use of it.
  private static let flags: SocketFlags = [
    .overlapped, .nonBlocking, .bound, .connected, .listening, .receiveShut, .sendShut, .ended,
    .ignoresUnreachable,
    .needsContext, .disconnected, .reusable, .accepted,
  ]

  /// Under the socket's lock.
  init(_ socket: Socket) {
    socket.settleConnecting()
    family = socket.family
    type = socket.type
    protocolNumber = socket.protocolNumber
    delivery = UInt32(SharedSocketState.deliveries.firstIndex(of: socket.delivery)!)
    catalogEntry = socket.catalogEntry
    flags = socket.flags.intersection(SharedSocketState.flags).rawValue
    connectedAt = socket.connection.begin
    options = socket.options.plain
    peer = socket.rare?.peer ?? SocketAddress()
    source = socket.rare?.sourceAddress ?? SocketAddress()
  }

  /// Nil if the bytes are no state of this version.
  init?(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count == MemoryLayout<SharedSocketState>.size else { return nil }
    self = bytes.loadUnaligned(as: SharedSocketState.self)
    guard version == SharedSocketState.currentVersion, size == bytes.count,
      delivery < SharedSocketState.deliveries.count
    else { return nil }
  }

  func open(_ descriptor: Int32) -> Socket {
    let socket = Socket(
      descriptor: descriptor, family: family, type: type, protocolNumber: protocolNumber,
      delivery: SharedSocketState.deliveries[Int(delivery)], isOverlapped: false)
    socket.flags.formUnion(SocketFlags(rawValue: flags).intersection(SharedSocketState.flags))
    socket.catalogEntry = catalogEntry
    socket.connection.begin = connectedAt
    socket.options = SocketOptions(options)
    if peer.length > 0 { socket.rareState.peer = peer }
    if source.length > 0 { socket.rareState.sourceAddress = source }
    socket.rareState.isShared = true
    return socket
  }
}

/// Sockets that are offered to other processes. Each waits under a name of its own, which is a number that only the
/// target has been told, until the target connects; the kernel says who connects.
package enum SocketOffers {
  private struct Offer {
    let number: UInt32
    let listener: Int32
    let target: Int32
    /// Readable when the target has ended; negative if the kernel cannot say so.
    let process: Int32
    let socket: Socket
    /// Of the kernel's socket, which the offer keeps although this process may close its own.
    let descriptor: Int32
  }

  /// Numbers of this process's own offers are below.
  package static let firstNumber: UInt32 = 1 << 31
  private static let lock = Lock()
  nonisolated(unsafe) private static var offers: [Offer] = []
  private static let waker = Int32(System.eventDescriptor())
  nonisolated(unsafe) private static var isRunning = false

  private static func name(_ number: UInt32) -> String {
    "ws2_32/socket/\(ProcessInformation.user)/\(String(number, radix: 16))"
  }

  /// Offers a socket to another process of the same user.
  ///
  /// - Returns: the number by which the target opens it.
  /// - Throws: `.invalidArgument` if there is no such process, `.accessDenied` if it is another user's,
  ///   `.tooManySockets`, `.noBuffers`.
  package static func offer(_ socket: Socket, to process: UInt32) throws(WinsockError) -> UInt32 {
    guard let target = Int32(exactly: process), target > 0 else { throw .invalidArgument }
    let state = ProcessInformation.probe(target)
    if state < 0 {
      throw Errno(Int32(-state)) == .notPermitted ? .accessDenied : .invalidArgument
    }
    var (number, listener) = (UInt32(0), 0)
    repeat {
      number = UInt32.random(in: firstNumber...UInt32.max)
      listener = LocalChannel.listen(name(number))
    } while listener == -Int(Errno.addressInUse.code)
    guard listener >= 0 else { throw WinsockError(Errno(Int32(-listener))) }
    let descriptor = Int32(System.duplicate(socket.descriptor))
    guard descriptor >= 0 else {
      System.close(Int32(listener))
      throw WinsockError(Errno(-descriptor))
    }
    let offer = Offer(
      number: number, listener: Int32(listener), target: target,
      process: Int32(ProcessInformation.open(target)), socket: socket, descriptor: descriptor)
    socket.lock.withLock { socket.rareState.isShared = true }
    let needsThread = lock.withLock {
      offers.append(offer)
      defer { isRunning = true }
      return !isRunning
    }
    System.signalEventDescriptor(waker)
    if needsThread { try start(offer) }
    return number
  }

  private static func start(_ first: Offer) throws(WinsockError) {
    do throws(Errno) { try KernelThread.start(offersMain, nil) } catch {
      let all = lock.withLock {
        defer { offers = [] }
        isRunning = false
        return offers
      }
      for offer in all { close(offer) }
      throw .noBuffers
    }
  }

  private static func close(_ offer: Offer) {
    System.close(offer.listener)
    System.close(offer.descriptor)
    if offer.process >= 0 { System.close(offer.process) }
  }

  // MARK: The thread that hands them over; it lives while there are offers

  fileprivate static func run() {
    KernelThread.blockSignals()
    while true {
      let open = lock.withLock { () -> [Offer] in
        if offers.isEmpty { isRunning = false }
        return offers
      }
      if open.isEmpty { return }
      var entries = [PollEntry(waker, readable: true)]
      for offer in open {
        entries.append(PollEntry(offer.listener, readable: true))
        entries.append(PollEntry(offer.process, readable: true))
      }
      PollEntry.wait(&entries, until: .never)
      System.drainEventDescriptor(waker)
      for (i, offer) in open.enumerated() {
        let isTaken = entries[1 + 2 * i].events != 0 && handOver(offer)
        if isTaken || entries[2 + 2 * i].events != 0 { withdraw(offer) }
      }
    }
  }

  /// - Returns: whether the target has come. Others are sent away.
  private static func handOver(_ offer: Offer) -> Bool {
    let result = LocalChannel.accept(offer.listener)
    guard result >= 0 else { return false }
    let channel = Int32(result)
    defer { System.close(channel) }
    guard
      LocalChannel.peer(of: channel)
        == LocalChannel.Peer(process: offer.target, user: ProcessInformation.user)
    else { return false }
    let state = offer.socket.lock.withLock { SharedSocketState(offer.socket) }
    _ = withUnsafeBytes(of: state) {
      LocalChannel.send(channel, $0, descriptor: offer.descriptor)
    }
    return true
  }

  private static func withdraw(_ offer: Offer) {
    lock.withLock { offers.removeAll { $0.number == offer.number } }
    close(offer)
  }

  // MARK: In the target

  /// Opens a socket that another process has offered to this one.
  ///
  /// - Throws: `.invalidArgument` if there is no such offer: taken already, made to another process, or its maker
  ///   has ended.
  package static func open(_ number: UInt32) throws(WinsockError) -> Socket {
    let result = LocalChannel.connect(name(number), seconds: 10)
    guard result >= 0 else { throw .invalidArgument }
    let channel = Int32(result)
    defer { System.close(channel) }
    guard LocalChannel.peer(of: channel)?.user == ProcessInformation.user else { throw .invalidArgument }
    let (state, descriptor) = withUnsafeTemporaryAllocation(
      byteCount: MemoryLayout<SharedSocketState>.size + 1, alignment: 8
    ) { buffer in
      let message = LocalChannel.receive(channel, buffer)
      return (
        SharedSocketState(UnsafeRawBufferPointer(rebasing: buffer[..<max(message.count, 0)])),
        message.descriptor
      )
    }
    guard let descriptor else { throw .invalidArgument }
    guard let state else {
      System.close(descriptor)
      throw .invalidArgument
    }
    return state.open(descriptor)
  }
}

@c private func offersMain(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  SocketOffers.run()
  return nil
}
