// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// A question to a database that is answered by a message to a window (WSAAsyncGet…). One thread answers all
/// of them in turn, as on Windows; it ends when there is nothing left to answer.
package final class BackgroundLookup: @unchecked Sendable {
  /// What was found: its size in bytes, and a way to write it where it will stay.
  package struct Answer {
    package let size: Int
    package let write: (UnsafeMutableRawPointer) -> Void

    package init(size: Int, write: @escaping (UnsafeMutableRawPointer) -> Void) {
      self.size = size
      self.write = write
    }
  }

  private let task: UInt64
  private let window: WindowHandle
  private let message: UInt32
  private let buffer: UnsafeMutableRawPointer?
  private let capacity: Int
  private let find: @Sendable () throws(WinsockError) -> Answer

  private static let lock = Lock()
  nonisolated(unsafe) private static var waiting: [BackgroundLookup] = []
  nonisolated(unsafe) private static var underWay: BackgroundLookup?
  nonisolated(unsafe) private static var hasWorker = false
  private static let firstTask: UInt64 = 0x1001
  nonisolated(unsafe) private static var nextTask = firstTask

  private init(
    _ task: UInt64, _ window: WindowHandle, _ message: UInt32,
    _ buffer: UnsafeMutableRawPointer?, _ capacity: Int,
    _ find: @escaping @Sendable () throws(WinsockError) -> Answer
  ) {
    self.task = task
    self.window = window
    self.message = message
    self.buffer = buffer
    self.capacity = capacity
    self.find = find
  }

  /// Begins a lookup.
  ///
  /// - Parameters:
  ///   - buffer: `capacity` bytes of the program, which stay its own until the message comes.
  ///   - find: runs on the lookup thread.
  /// - Returns: the task, which the message carries and `cancel` takes.
  /// - Throws: `.wouldBlock` if no thread can be started for it.
  package static func start(
    window: WindowHandle, message: UInt32, buffer: UnsafeMutableRawPointer?, capacity: Int,
    find: @escaping @Sendable () throws(WinsockError) -> Answer
  ) throws(WinsockError) -> UInt64 {
    lock.lock()
    defer { lock.unlock() }
    if !hasWorker {
      do { try KernelThread.start(lookupMain, nil) } catch { throw .wouldBlock }
      hasWorker = true
    }
    let lookup = BackgroundLookup(nextTask, window, message, buffer, capacity, find)
    // A task is a number that WSACancelAsyncRequest tells from one that never was.
    nextTask += 1
    waiting.append(lookup)
    return lookup.task
  }

  /// WSACancelAsyncRequest: no message comes, and the buffer is the program's again.
  ///
  /// - Throws: `.alreadyInProgress` for a task that is over, `.invalidArgument` for one that never was.
  package static func cancel(_ task: UInt64) throws(WinsockError) {
    lock.lock()
    defer { lock.unlock() }
    if underWay?.task == task {
      underWay = nil
    } else if let index = waiting.firstIndex(where: { $0.task == task }) {
      waiting.remove(at: index)
    } else {
      throw firstTask..<nextTask ~= task ? .alreadyInProgress : .invalidArgument
    }
  }

  /// The last WSACleanup: none of them is answered any more.
  package static func cancelAll() {
    lock.withLock {
      waiting.removeAll()
      underWay = nil
    }
  }

  fileprivate static func run() {
    KernelThread.blockSignals()
    while let lookup = next() { lookup.answer() }
  }

  private static func next() -> BackgroundLookup? {
    lock.withLock {
      underWay = waiting.isEmpty ? nil : waiting.removeFirst()
      if underWay == nil { hasWorker = false }
      return underWay
    }
  }

  private func answer() {
    let result: Result<Answer, WinsockError>
    do { result = .success(try find()) } catch { result = .failure(error) }
    var aftermath = Aftermath()
    BackgroundLookup.lock.withLock {
      // Cancelled meanwhile: the buffer may be gone.
      guard BackgroundLookup.underWay === self else { return }
      BackgroundLookup.underWay = nil
      let (error, size) = store(result)
      // WSAMAKEASYNCREPLY(size, error).
      let reply = UInt32(min(size, 0xFFFF)) | UInt32(truncatingIfNeeded: error) << 16
      Desktop.window(window)?.postSurely(message, task, Int64(Int32(bitPattern: reply)), &aftermath)
    }
    aftermath.settle()
  }

  /// Writes what was found; the error and the size of the answer.
  private func store(_ result: Result<Answer, WinsockError>) -> (Int32, Int) {
    switch result {
    case .failure(let error): return (error.code, 0)
    case .success(let answer):
      if answer.size > capacity { return (WinsockError.noBuffers.code, answer.size) }
      guard Thread.current.isWritable(buffer, answer.size), let buffer else {
        return (WinsockError.badAddress.code, 0)
      }
      answer.write(buffer)
      return (0, answer.size)
    }
  }
}

@c private func lookupMain(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  BackgroundLookup.run()
  return nil
}
