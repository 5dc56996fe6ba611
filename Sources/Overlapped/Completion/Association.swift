// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension CompletionPort {
  /// CreateIoCompletionPort with a file: the completions of a socket or a file come to this port from now on.
  ///
  /// - Throws: `.invalidHandle` for another object; `.invalidParameter` for one that is not overlapped, or has a
  ///   port already.
  public func associate(_ object: KernelObject, key: UInt) throws(WinsockError) {
    switch object {
    case let socket as Socket: try socket.associate(with: self, key: key)
    case let file as FileObject: try file.associate(with: self, key: key)
    default: throw .invalidHandle
    }
  }
}
