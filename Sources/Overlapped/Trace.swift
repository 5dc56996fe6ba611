// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux
internal import LinuxIO

/// `WS2_TRACE=-` (standard error) or a file name: one line per completion, with the time in microseconds.
public enum Trace {
  private static let descriptor: Int32 = {
    guard let target = Environment.text("WS2_TRACE") else { return -1 }
    return target == "-" ? 2 : clinux_open(target, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
  }()

  @inline(__always)
  static func completion(_ operation: OperationPointer, _ socket: Socket) {
    if _slowPath(Switches.traces) { write(operation, socket) }
  }

  /// A line of the program's own (OutputDebugString).
  public static func text(_ text: String) {
    guard Switches.traces else { return }
    var bytes = Array((text.hasSuffix("\n") ? text : text + "\n").utf8)
    _ = CLinux.write(descriptor, &bytes, bytes.count)
  }

  @inline(never)
  private static func write(_ operation: OperationPointer, _ socket: Socket) {
    let row = StatusRow.find(operation.pointee.status.rawValue)
    let status = row.map { "\($0.name)" } ?? "0x" + String(operation.pointee.status.rawValue, radix: 16)
    let line =
      "\(MonotonicClock.nanoseconds / 1000) thread \(ThreadExitKey.threadID) descriptor \(socket.descriptor) "
      + "\(operation.pointee.kind) \(operation.pointee.transferred) bytes, \(row == nil && operation.pointee.status == .success ? "SUCCESS" : status)\n"
    var text = Array(line.utf8)
    _ = CLinux.write(descriptor, &text, text.count)
  }
}
