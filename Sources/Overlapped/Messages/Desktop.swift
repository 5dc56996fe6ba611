// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// The windows of the process, their classes, and the message queues of its threads. Every process has a
/// desktop to itself.
public enum Desktop {
  /// Guards what stands here, and what belongs to windows but for their queues. `Dispatcher.lock` may be taken
  /// under it; no window procedure is called under it.
  static let lock = Lock()
  nonisolated(unsafe) private static var windows: [WindowHandle: Window] = [:]
  nonisolated(unsafe) private static var classes: [UInt16: WindowClass] = [:]
  nonisolated(unsafe) private static var atoms = AtomTable()
  nonisolated(unsafe) private static var queues: [UInt32: MessageQueue] = [:]
  nonisolated(unsafe) private static var lastHandle: UInt64 = 0x1_0020

  /// How many windows a process may have, as on Windows.
  static let maximumWindows = 10_000

  // MARK: Windows

  public static func window(_ handle: WindowHandle) -> Window? { lock.withLock { windows[handle] } }

  /// The window behind a handle.
  /// - Throws: `.invalidWindow`.
  public static func require(_ handle: WindowHandle) throws(WinsockError) -> Window {
    guard let window = window(handle) else { throw .invalidWindow }
    return window
  }

  /// Every window that is nobody's child and no message-only window.
  static var topLevelWindows: [Window] { lock.withLock { windows.values.filter(\.isTopLevel) } }

  static func windows(of queue: MessageQueue) -> [Window] {
    lock.withLock { windows.values.filter { $0.queue === queue } }
  }

  /// Under the lock. The handles of windows that are gone come again as late as possible.
  private static func freeHandle() -> WindowHandle? {
    guard windows.count < maximumWindows else { return nil }
    repeat {
      lastHandle += 2
      // 0xFFFF alone is a special handle, and indices below 0x20 look like small numbers of the program.
      if lastHandle & 0xFFFF == 0 { lastHandle += 0x20 }
      if lastHandle > 0x7FFF_FFFF { lastHandle = 0x1_0020 }
    } while windows[WindowHandle(bits: lastHandle)] != nil
    return WindowHandle(bits: lastHandle)
  }

  /// - Throws: `.noMoreUserHandles`.
  static func add(_ make: (WindowHandle) -> Window) throws(WinsockError) -> Window {
    lock.lock()
    defer { lock.unlock() }
    guard let handle = freeHandle() else { throw .noMoreUserHandles }
    let window = make(handle)
    windows[handle] = window
    window.parent?.children.append(window)
    return window
  }

  /// False if it has been removed already.
  static func remove(_ window: Window) -> Bool {
    lock.withLock {
      guard windows.removeValue(forKey: window.handle) != nil else { return false }
      window.parent?.children.removeAll { $0 === window }
      return true
    }
  }

  // MARK: Classes and names

  /// RegisterClass.
  /// - Throws: `.classAlreadyExists`, or `.notEnoughMemory` when there are no more names.
  public static func register(
    _ name: ClassName, procedure: @escaping WindowProcedure, encoding: TextEncoding, windowBytes: Int
  ) throws(WinsockError) -> UInt16 {
    lock.lock()
    defer { lock.unlock() }
    let atom: UInt16
    var text = ""
    switch name {
    case .atom(let number): atom = number
    case .text(let name):
      text = name
      guard let number = atoms.number(for: name) else { throw .notEnoughMemory }
      atom = number
    }
    guard classes[atom] == nil else { throw .classAlreadyExists }
    classes[atom] = WindowClass(
      name: text, atom: atom, procedure: procedure, encoding: encoding, windowBytes: windowBytes)
    return atom
  }

  /// UnregisterClass.
  /// - Throws: `.classDoesNotExist`, `.classHasWindows`.
  public static func unregister(_ name: ClassName) throws(WinsockError) {
    lock.lock()
    defer { lock.unlock() }
    guard let found = find(name) else { throw .classDoesNotExist }
    guard !windows.values.contains(where: { $0.windowClass === found }) else { throw .classHasWindows }
    classes[found.atom] = nil
  }

  /// The class that is registered under a name or an atom.
  public static func windowClass(_ name: ClassName) -> WindowClass? { lock.withLock { find(name) } }

  private static func find(_ name: ClassName) -> WindowClass? {
    switch name {
    case .atom(let atom): classes[atom]
    case .text(let text): atoms.existing(text).flatMap { classes[$0] }
    }
  }

  /// RegisterWindowMessage: the same number for the same name; nil when there are no more.
  public static func messageNumber(for name: String) -> UInt32? {
    lock.withLock { atoms.number(for: name).map { UInt32($0) } }
  }

  // MARK: Queues

  static func queue(ofThread id: UInt32) -> MessageQueue? { lock.withLock { queues[id] } }
  static func add(_ queue: MessageQueue) { lock.withLock { queues[queue.threadID] = queue } }

  static func remove(_ queue: MessageQueue) {
    lock.withLock { if queues[queue.threadID] === queue { queues[queue.threadID] = nil } }
  }
}
