// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

/// The three standard handles; they do not own their descriptors. A program may put others in their place.
enum StandardHandles {
  private static let lock = Lock()
  nonisolated(unsafe) private static var all: [Handle?] = (0..<3).map { make(Int32($0)) }

  private static func make(_ descriptor: Int32) -> Handle? {
    HandleTable.open(FileObject(descriptor: descriptor, isOverlapped: false, ownsDescriptor: false))
  }

  private static func index(_ which: DWORD) throws(WinsockError) -> Int {
    switch which {
    case STD_INPUT_HANDLE: return 0
    case STD_OUTPUT_HANDLE: return 1
    case STD_ERROR_HANDLE: return 2
    default: throw .invalidHandle
    }
  }

  static func get(_ which: DWORD) throws(WinsockError) -> HANDLE? {
    let index = try index(which)
    return lock.withLock { all[index] }?.pointer
  }

  static func set(_ which: DWORD, _ handle: HANDLE?) throws(WinsockError) {
    let index = try index(which)
    lock.withLock { all[index] = handle.map { Handle($0) } }
  }

  /// CONIN$ and CONOUT$; nil for other names.
  static func open(_ name: String, _ access: DWORD) throws(WinsockError) -> HANDLE? {
    let isInput = name.uppercased() == "CONIN$"
    guard isInput || name.uppercased() == "CONOUT$" else { return nil }
    let result = FileSystem.open("/dev/tty", reads: true, writes: true, .openExisting)
    guard result >= 0 else { throw .invalidHandle }
    return try WS2_32.open(FileObject(descriptor: Int32(result), isOverlapped: false), or: .notEnoughMemory)
      .pointer
  }
}

@c @implementation
public func GetStdHandle(_ nStdHandle: DWORD) -> HANDLE! {
  win32(HANDLE(bitPattern: UInt.max)) { () throws(WinsockError) in try StandardHandles.get(nStdHandle) }
}

@c @implementation
public func SetStdHandle(_ nStdHandle: DWORD, _ hHandle: HANDLE!) -> BOOL {
  win32 { () throws(WinsockError) in try StandardHandles.set(nStdHandle, hHandle) }
}
