// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux
#if !WS2_THREAD_SANITIZER
  @_spi(Unsafe) public import Synchronization
#endif

/// A mutual-exclusion lock that is never held across a blocking system call.
///
/// `Synchronization.Mutex` is the fastest lock Swift has, but ThreadSanitizer does not know it and
/// reports false races; under `WS2_THREAD_SANITIZER` a pthread mutex, which it knows, takes its place.
public struct Lock: ~Copyable, @unchecked Sendable {
  #if WS2_THREAD_SANITIZER
    private let mutex: UnsafeMutableRawPointer

    public init() {
      mutex = .allocate(byteCount: MemoryLayout<pthread_mutex_t>.size, alignment: 16)
      pthread_mutex_init(mutex.assumingMemoryBound(to: pthread_mutex_t.self), nil)
    }

    deinit {
      pthread_mutex_destroy(mutex.assumingMemoryBound(to: pthread_mutex_t.self))
      mutex.deallocate()
    }

    public func lock() { pthread_mutex_lock(mutex.assumingMemoryBound(to: pthread_mutex_t.self)) }
    public func unlock() { pthread_mutex_unlock(mutex.assumingMemoryBound(to: pthread_mutex_t.self)) }
  #else
    @usableFromInline let mutex = Mutex<Void>(())

    public init() {}

    @inlinable @inline(__always)
    public func lock() { mutex._unsafeLock() }
    @inlinable @inline(__always)
    public func unlock() { mutex._unsafeUnlock() }
  #endif

  /// Runs `body` with the lock held.
  @inlinable @inline(__always)
  public func withLock<R, E: Error>(_ body: () throws(E) -> R) throws(E) -> R {
    lock()
    defer { unlock() }
    return try body()
  }
}
