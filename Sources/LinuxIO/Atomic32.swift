// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import Synchronization

/// A sequentially consistent 32-bit number, as a stored property of a class.
public struct Atomic32: ~Copyable, Sendable {
  @usableFromInline let number: Atomic<Int32>

  public init(_ value: Int32) { number = Atomic(value) }

  @inlinable @inline(__always)
  public var value: Int32 { number.load(ordering: .sequentiallyConsistent) }
  @inlinable @inline(__always)
  public func store(_ value: Int32) { number.store(value, ordering: .sequentiallyConsistent) }
  @inlinable @inline(__always)
  public func add(_ value: Int32) { number.add(value, ordering: .sequentiallyConsistent) }
}
