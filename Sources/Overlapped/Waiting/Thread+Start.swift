// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// The start routine of a thread of the C interface.
public typealias ThreadRoutine = @convention(c) (UnsafeMutableRawPointer?) -> UInt32

extension Thread {
  /// What a new thread needs to know; freed by it.
  private final class Start: @unchecked Sendable {
    let thread: Thread
    let routine: ThreadRoutine
    let argument: UnsafeMutableRawPointer?

    init(_ thread: Thread, _ routine: @escaping ThreadRoutine, _ argument: UnsafeMutableRawPointer?) {
      self.thread = thread
      self.routine = routine
      self.argument = argument
    }
  }

  /// CreateThread: starts a thread and returns a handle for it, and its id.
  ///
  /// - Parameters:
  ///   - stackSize: bytes; 0 for the system's default.
  ///   - suspended: do not run the routine before `resume`.
  /// - Throws: `.notEnoughMemory` when the kernel refuses.
  package static func start(
    stackSize: Int, suspended: Bool, _ routine: @escaping ThreadRoutine, _ argument: UnsafeMutableRawPointer?
  ) throws(WinsockError) -> (handle: Handle, id: UInt32) {
    let thread = Thread()
    thread.gate = Futex(suspended ? 1 : 0)
    thread.begun = Futex(0)
    thread.selfHandle = HandleTable.open(thread)
    guard thread.selfHandle != nil, let handle = HandleTable.open(thread) else { throw .notEnoughMemory }
    let start = Unmanaged.passRetained(Start(thread, routine, argument))
    do { try KernelThread.start(stackSize: stackSize, threadMain, start.toOpaque()) } catch {
      start.release()
      _ = HandleTable.close(handle)
      if let own = thread.selfHandle { _ = HandleTable.close(own) }
      throw .notEnoughMemory
    }
    // The id is the kernel's: known once the thread runs.
    while thread.begun!.value == 0 { thread.begun!.wait(while: 0, until: .never) }
    return (handle, thread.id)
  }

  /// What a thread calls. No reference is held while it does: ExitThread does not come back to release one.
  fileprivate struct Call: BitwiseCopyable {
    let routine: ThreadRoutine
    let argument: UnsafeMutableRawPointer?
  }

  /// Begins the life of the calling thread, and waits until it may run.
  @inline(never)
  fileprivate static func prepare(_ argument: UnsafeMutableRawPointer) -> Call {
    let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
    let thread = start.thread
    thread.begin()
    thread.begun!.store(1)
    thread.begun!.wakeAll()
    while thread.gate!.value > 0 { thread.gate!.wait(while: thread.gate!.value, until: .never) }
    return Call(routine: start.routine, argument: start.argument)
  }

  /// ResumeThread: the suspend count before; nil for a thread that this library did not start.
  package func resume() -> UInt32? {
    guard let gate else { return nil }
    while true {
      let count = gate.value
      if count == 0 { return 0 }
      if gate.replace(count, with: count - 1) {
        gate.wakeAll()
        return count
      }
    }
  }

  /// SuspendThread, as far as a thread that has not yet begun its routine can be held back longer.
  package func suspendAgain() -> UInt32? {
    guard let gate else { return nil }
    while true {
      let count = gate.value
      if count == 0 { return nil }
      if gate.replace(count, with: count + 1) { return count }
    }
  }

  private static let descriptionKey = 0x6E61_6D65

  private final class Description {
    let text: String
    init(_ text: String) { self.text = text }
  }

  /// What SetThreadDescription has set; empty without. Under the dispatcher's lock: others may ask.
  package var description: String {
    Dispatcher.lock.withLock { (attachments[Thread.descriptionKey] as? Description)?.text ?? "" }
  }

  /// SetThreadDescription; the system shows the first 15 bytes.
  package func describe(_ text: String) {
    let description = Description(text)
    Dispatcher.lock.withLock { attachments[Thread.descriptionKey] = description }
    ProcessInformation.name(thread: id, text)
  }

  func setExitCode(_ code: UInt32) {
    Dispatcher.lock.withLock { exitCode = code }
  }

  /// GetExitCodeThread: 259 while it runs.
  package var currentExitCode: UInt32 { Dispatcher.lock.withLock { hasExited ? exitCode : 259 } }

  /// ExitThread.
  package static func exit(code: UInt32) -> Never {
    current.setExitCode(code)
    KernelThread.exit()
  }
}

@c private func threadMain(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let argument else { return nil }
  var call = Thread.prepare(argument)
  // A page apart, for the frames of the thread's end (`threadExited`).
  KernelThread.callBelow(4096, callRoutine, &call)
  return nil
}

@c private func callRoutine(_ argument: UnsafeMutableRawPointer?) {
  let call = argument!.load(as: Thread.Call.self)
  let code = call.routine(call.argument)
  Thread.reference._withUnsafeGuaranteedRef { $0.setExitCode(code) }
}
