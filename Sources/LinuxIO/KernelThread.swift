// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// Starts POSIX threads.
public enum KernelThread {
  public typealias Entry = @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer?

  /// Starts a detached thread.
  ///
  /// - Parameter stackSize: bytes; 0 for the system's default.
  public static func start(
    stackSize: Int = 0, _ entry: @escaping Entry, _ argument: UnsafeMutableRawPointer?
  ) throws(Errno) {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    if let allowed = Affinity.ofNewThreads { clinux_start_on(&attributes, allowed) }
    if stackSize > 0 { pthread_attr_setstacksize(&attributes, max(stackSize, 64 * 1024)) }
    var id = pthread_t()
    var result = pthread_create(&id, &attributes, entry, argument)
    if result == EINVAL {
      // The processors may have been taken away from the process meanwhile.
      clinux_start_anywhere(&attributes)
      result = pthread_create(&id, &attributes, entry, argument)
    }
    guard result == 0 else { throw Errno(result) }
  }

  /// Keeps the host's signals away from the calling thread: they belong to its own threads.
  public static func blockSignals() {
    var all = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, nil)
  }

  /// Ends the calling thread as if its entry had returned.
  public static func exit() -> Never { pthread_exit(nil) }

  /// Calls with the stack pointer moved down by `gap` bytes, which the call leaves alone.
  public static func callBelow(
    _ gap: Int, _ body: @escaping @convention(c) (UnsafeMutableRawPointer?) -> Void,
    _ argument: UnsafeMutableRawPointer?
  ) { clinux_call_below(gap, body, argument) }

  /// Of a thread that is started without a size, in bytes.
  public static let defaultStackSize: Int = {
    var (attributes, size) = (pthread_attr_t(), 0)
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_getstacksize(&attributes, &size)
    return size
  }()

  /// The calling thread's, in bytes.
  public static var stackSize: Int { clinux_stack_size() }

  /// Lets another thread that is ready run first.
  public static func yield() { sched_yield() }
}

/// Calls back on each thread that armed it, when that thread ends.
public struct ThreadExitKey: @unchecked Sendable {
  private let key: pthread_key_t

  public init(_ body: @escaping @convention(c) (UnsafeMutableRawPointer?) -> Void) {
    var key = pthread_key_t()
    pthread_key_create(&key, body)
    self.key = key
  }

  /// The body gets what `ThreadLocal.thread` holds now.
  public func arm() { pthread_setspecific(key, ThreadLocal.thread) }

  public static var threadID: UInt32 { UInt32(clinux_thread_id()) }
}
