// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// A window without a screen: a procedure, some data of the program, and a place in a thread's message queue.
/// It has no area, is never drawn and gets no input.
public final class Window: @unchecked Sendable {
  public let handle: WindowHandle
  public let windowClass: WindowClass
  /// The queue of the thread that made the window.
  public let queue: MessageQueue
  public let isMessageOnly: Bool
  /// Parent of a child window, owner of another one.
  let parent: Window?
  public let isChild: Bool

  // Under the desktop's lock.
  var children: [Window] = []
  private var state: State

  /// What a program may read and change about a window.
  public struct State: Sendable {
    public var procedure: WindowProcedure
    public var encoding: TextEncoding
    public var style: UInt32
    public var extendedStyle: UInt32
    public var identifier: Int64
    public var instance: Int64
    public var userData: Int64 = 0
    /// cbWndExtra bytes, for the program.
    public var bytes: [UInt8]
    public var text = ""
    var isEnding = false
  }

  /// Under the dispatcher's lock: nothing is queued to the window any more.
  var isGone = false

  /// What a new window is made with.
  public struct Attributes {
    public var style: UInt32
    public var extendedStyle: UInt32
    public var identifier: Int64
    public var instance: Int64
    public var parent: WindowHandle

    public init(
      style: UInt32, extendedStyle: UInt32, identifier: Int64, instance: Int64, parent: WindowHandle
    ) {
      self.style = style
      self.extendedStyle = extendedStyle
      self.identifier = identifier
      self.instance = instance
      self.parent = parent
    }
  }

  /// Bits of a window's style with a meaning here.
  public enum Style {
    public static let popUp: UInt32 = 0x8000_0000
    public static let child: UInt32 = 0x4000_0000
    public static let visible: UInt32 = 0x1000_0000
    static let clipSiblings: UInt32 = 0x0400_0000
    static let caption: UInt32 = 0x00C0_0000
  }

  private init(
    _ handle: WindowHandle, _ windowClass: WindowClass, _ attributes: Attributes, parent: Window?,
    _ queue: MessageQueue
  ) {
    self.handle = handle
    self.windowClass = windowClass
    self.parent = parent
    self.queue = queue
    isChild = attributes.style & Style.child != 0
    isMessageOnly = attributes.parent == .messageParent || (isChild && parent?.isMessageOnly ?? false)
    var style = attributes.style
    // What every window of its kind has on Windows, whatever was asked for. Showing it comes last.
    if !isChild { style |= Style.clipSiblings }
    if style & (Style.child | Style.popUp) == 0 { style |= Style.caption }
    state = State(
      procedure: windowClass.procedure, encoding: windowClass.encoding, style: style & ~Style.visible,
      extendedStyle: attributes.extendedStyle, identifier: attributes.identifier,
      instance: attributes.instance, bytes: [UInt8](repeating: 0, count: windowClass.windowBytes))
  }

  // MARK: Life

  /// CreateWindowEx: makes a window of the calling thread and tells its procedure (WM_NCCREATE, WM_CREATE).
  ///
  /// - Parameter parameters: the structure that both messages carry, in the class's encoding.
  /// - Returns: the window; nil if its procedure did not want it.
  /// - Throws: `.invalidWindow` for a parent that is none; `.topLevelChild` for a child without a parent;
  ///   `.noMoreUserHandles`.
  public static func create(
    _ windowClass: WindowClass, _ attributes: Attributes, parameters: UnsafeRawPointer
  ) throws(WinsockError) -> Window? {
    var parent: Window?
    if attributes.parent != .none && attributes.parent != .messageParent {
      parent = try Desktop.require(attributes.parent)
    }
    if attributes.style & Style.child != 0 && attributes.parent == .none { throw .topLevelChild }
    let queue = MessageQueue.current
    let window = try Desktop.add { Window($0, windowClass, attributes, parent: parent, queue) }
    let long = Int64(Int(bitPattern: parameters))
    guard window.call(Message.Number.nonclientCreate, 0, long) != 0 else {
      window.end(announced: false)
      return nil
    }
    guard window.call(Message.Number.create, 0, long) != -1 else {
      window.end(announced: true)
      return nil
    }
    // The procedure may have destroyed its window meanwhile.
    guard Desktop.window(window.handle) != nil else { return nil }
    if attributes.style & Style.visible != 0 { _ = window.show(true) }
    return window
  }

  /// DestroyWindow: tells the procedure, and those of children and owned windows (WM_DESTROY, WM_NCDESTROY).
  ///
  /// - Throws: `.accessDeniedBySystem` for a window of another thread.
  public func destroy() throws(WinsockError) {
    guard queue === Thread.current.messageQueue else { throw .accessDeniedBySystem }
    end(announced: true)
  }

  private func end(announced: Bool) {
    // A procedure that destroys its window in WM_DESTROY is in the middle of it already.
    let isFirst = change { state in
      defer { state.isEnding = true }
      return !state.isEnding
    }
    guard isFirst else { return }
    if announced { announceEnd() }
    finishEnd()
  }

  /// The window is told first: its children still exist then.
  private func announceEnd() {
    _ = try? send(Message.Number.destroy)
    for child in currentChildren {
      child.change { $0.isEnding = true }
      child.announceEnd()
    }
  }

  private func finishEnd() {
    for child in currentChildren { child.finishEnd() }
    _ = try? send(Message.Number.nonclientDestroy)
    vanish()
  }

  /// The window is gone: what was queued for it as well, and who waits for an answer gets 0. Also what becomes
  /// of the windows of a thread that ends, whose procedures are not called any more.
  func vanish() {
    for child in currentChildren { child.vanish() }
    guard Desktop.remove(self) else { return }
    var aftermath = Aftermath()
    Dispatcher.lock.withLock {
      isGone = true
      queue.forget(self, &aftermath)
    }
    aftermath.settle()
  }

  // MARK: Relations

  /// Whether it is shown, and the windows that it is a child of as well.
  public var isVisible: Bool {
    current.style & Style.visible != 0 && (!isChild || parent?.isVisible ?? true)
  }

  var isTopLevel: Bool { !isChild && !isMessageOnly }
  private var currentChildren: [Window] { Desktop.lock.withLock { children } }
  public var parentHandle: WindowHandle { parent?.handle ?? .none }

  /// Whether it is a child of `ancestor`, or a child of one.
  public func isDescendant(of ancestor: Window) -> Bool {
    var window = self
    while window.isChild, let parent = window.parent {
      if parent === ancestor { return true }
      window = parent
    }
    return false
  }

  /// The window and the child windows below it.
  var family: [WindowHandle] {
    [handle] + currentChildren.filter(\.isChild).flatMap(\.family)
  }

  // MARK: Data

  public var current: State { Desktop.lock.withLock { state } }

  /// Changes something about the window in one step.
  public func change<R>(_ body: (inout State) -> R) -> R { Desktop.lock.withLock { body(&state) } }

  /// ShowWindow: there is nothing to see; the style says "visible" or not, and a change is told
  /// (WM_SHOWWINDOW). True if the window was visible before.
  public func show(_ isVisible: Bool) -> Bool {
    let wasVisible = current.style & Style.visible != 0
    if wasVisible == isVisible { return wasVisible }
    _ = try? send(Message.Number.showWindow, isVisible ? 1 : 0)
    change { $0.style = isVisible ? $0.style | Style.visible : $0.style & ~Style.visible }
    return wasVisible
  }

  /// Calls the window's procedure on the calling thread.
  public func call(_ number: UInt32, _ wordParameter: UInt64 = 0, _ longParameter: Int64 = 0) -> Int64 {
    current.procedure(handle.bits, number, wordParameter, longParameter)
  }
}
