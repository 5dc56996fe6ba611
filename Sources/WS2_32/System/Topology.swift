// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// The processors of the machine, and what they share: cores, packages, caches, nodes of memory.

// MARK: Counts

@c @implementation
public func GetActiveProcessorGroupCount() -> WORD {
  groupCount
}

@c @implementation
public func GetMaximumProcessorGroupCount() -> WORD {
  groupCount
}

/// Masks have 64 bits; processors beyond them are no group of their own (docs/DEVIATIONS.md).
private let groupCount: WORD = 1

/// GetActiveProcessorCount: of group 0 or ALL_PROCESSOR_GROUPS; 0 with ERROR_INVALID_PARAMETER for another group.
@c @implementation
public func GetActiveProcessorCount(_ GroupNumber: WORD) -> DWORD {
  win32(0) { () throws(WinsockError) in try count(Processors.online, GroupNumber) }
}

@c @implementation
public func GetMaximumProcessorCount(_ GroupNumber: WORD) -> DWORD {
  win32(0) { () throws(WinsockError) in try count(Processors.possible, GroupNumber) }
}

private func count(_ mask: UInt64, _ group: WORD) throws(WinsockError) -> DWORD {
  guard group < groupCount || group == WORD(ALL_PROCESSOR_GROUPS) else { throw .invalidParameter }
  return DWORD(mask.nonzeroBitCount)
}

// MARK: Nodes of memory

@c @implementation
public func GetNumaHighestNodeNumber(_ HighestNodeNumber: PULONG!) -> BOOL {
  win32 { () throws(WinsockError) in
    try requireAccess(HighestNodeNumber, 4)
    HighestNodeNumber.pointee = ULONG(Processors.nodes.last?.number ?? 0)
  }
}

/// GetNumaProcessorNode: ERROR_INVALID_PARAMETER, and 0xFF, for a processor that is not there.
@c @implementation
public func GetNumaProcessorNode(_ Processor: UCHAR, _ NodeNumber: PUCHAR!) -> BOOL {
  win32 { () throws(WinsockError) in
    try requireAccess(NodeNumber, 1)
    let bit = Processor < 64 ? UInt64(1) << UInt64(Processor) : 0
    let node = Processors.nodes.first { $0.processors & bit != 0 }
    NodeNumber.pointee = node.map { UCHAR($0.number) } ?? UCHAR.max
    if node == nil { throw .invalidParameter }
  }
}

@c @implementation
public func GetNumaNodeProcessorMask(_ Node: UCHAR, _ ProcessorMask: PULONGLONG!) -> BOOL {
  win32 { () throws(WinsockError) in
    try requireAccess(ProcessorMask, 8)
    ProcessorMask.pointee = try processors(ofNode: Int(Node))
  }
}

@c @implementation
public func GetNumaNodeProcessorMaskEx(_ Node: USHORT, _ ProcessorMask: PGROUP_AFFINITY!) -> BOOL {
  win32 { () throws(WinsockError) in
    try requireAccess(ProcessorMask, MemoryLayout<GROUP_AFFINITY>.size)
    let mask = try processors(ofNode: Int(Node))
    ProcessorMask.pointee = GROUP_AFFINITY(Mask: mask, Group: 0, Reserved: (0, 0, 0))
  }
}

private func processors(ofNode number: Int) throws(WinsockError) -> UInt64 {
  guard let node = Processors.nodes.first(where: { $0.number == number }) else { throw .invalidParameter }
  return node.processors
}

// MARK: Relationships

/// What some processors share.
private enum Relationship {
  case core(UInt64)
  case node(Int, UInt64)
  case cache(Processors.Cache)
  case package(UInt64)
  case group

  static var all: [Relationship] {
    Processors.cores.map { .core($0) } + Processors.caches.map { .cache($0) }
      + Processors.packages.map { .package($0) } + Processors.nodes.map { .node($0.number, $0.processors) }
  }

  var kind: LOGICAL_PROCESSOR_RELATIONSHIP {
    switch self {
    case .core: RelationProcessorCore
    case .node: RelationNumaNode
    case .cache: RelationCache
    case .package: RelationProcessorPackage
    case .group: RelationGroup
    }
  }

  var processors: UInt64 {
    switch self {
    case .core(let mask), .node(_, let mask), .package(let mask): mask
    case .cache(let cache): cache.processors
    case .group: Processors.online
    }
  }
}

extension Processors.Cache {
  /// Level, ways, bytes per line, bytes, kind: 12 bytes that both structures have.
  fileprivate func store(at out: UnsafeMutableRawPointer) {
    let ways = ways == 0 || ways > 0xFE ? UInt8(CACHE_FULLY_ASSOCIATIVE) : UInt8(ways)
    out.storeBytes(of: UInt8(clamping: level), as: UInt8.self)
    out.storeBytes(of: ways, toByteOffset: 1, as: UInt8.self)
    out.storeBytes(of: UInt16(clamping: lineSize), toByteOffset: 2, as: UInt16.self)
    out.storeBytes(of: UInt32(clamping: size), toByteOffset: 4, as: UInt32.self)
    out.storeBytes(of: UInt32(kind.rawValue), toByteOffset: 8, as: UInt32.self)
  }
}

/// Whether several logical processors make up a core.
private func flags(_ core: UInt64) -> UInt8 { core.nonzeroBitCount > 1 ? UInt8(LTP_PC_SMT) : 0 }

/// Hands out what `store` makes of each relationship; ERROR_INSUFFICIENT_BUFFER, and the bytes needed, if they do not
/// fit.
private func give(
  _ list: [Relationship], _ buffer: UnsafeMutableRawPointer?, _ length: PDWORD?,
  size: (Relationship) -> Int, _ store: (Relationship, UnsafeMutableRawPointer) -> Void
) throws(WinsockError) {
  guard let length else { throw .invalidParameter }
  try requireAccess(length, 4)
  let needed = list.reduce(0) { $0 + size($1) }
  let room = Int(length.pointee)
  length.pointee = DWORD(needed)
  guard room >= needed else { throw .insufficientBuffer }
  try requireAccess(buffer, needed)
  guard var out = buffer else { throw .noAccess }
  out.initializeMemory(as: UInt8.self, repeating: 0, count: needed)
  for relationship in list {
    store(relationship, out)
    out += size(relationship)
  }
}

/// GetLogicalProcessorInformation: an array of structures of 32 bytes.
@c @implementation
public func GetLogicalProcessorInformation(
  _ Buffer: PSYSTEM_LOGICAL_PROCESSOR_INFORMATION!, _ ReturnedLength: PDWORD!
) -> BOOL {
  win32 { () throws(WinsockError) in
    let size = MemoryLayout<SYSTEM_LOGICAL_PROCESSOR_INFORMATION>.size
    try give(Relationship.all, Buffer, ReturnedLength, size: { _ in size }) { (relationship, out) in
      out.storeBytes(of: relationship.processors, as: UInt64.self)
      out.storeBytes(of: relationship.kind.rawValue, toByteOffset: 8, as: UInt32.self)
      switch relationship {
      case .core(let mask): out.storeBytes(of: flags(mask), toByteOffset: 16, as: UInt8.self)
      case .node(let number, _): out.storeBytes(of: UInt32(number), toByteOffset: 16, as: UInt32.self)
      case .cache(let cache): cache.store(at: out + 16)
      case .package, .group: break
      }
    }
  }
}

/// GetLogicalProcessorInformationEx: structures of different sizes, one behind the other. ERROR_INVALID_PARAMETER for a
/// relationship other than cores, nodes, caches, packages and groups.
@c @implementation
public func GetLogicalProcessorInformationEx(
  _ RelationshipType: LOGICAL_PROCESSOR_RELATIONSHIP, _ Buffer: PSYSTEM_LOGICAL_PROCESSOR_INFORMATION_EX!,
  _ ReturnedLength: PDWORD!
) -> BOOL {
  win32 { () throws(WinsockError) in
    let isAll = RelationshipType == RelationAll
    guard isAll || RelationshipType.rawValue <= RelationGroup.rawValue else { throw .invalidParameter }
    let list = (Relationship.all + [.group]).filter { isAll || $0.kind == RelationshipType }
    try give(list, Buffer, ReturnedLength, size: extendedSize, storeExtended)
  }
}

private func extendedSize(_ relationship: Relationship) -> Int {
  switch relationship {
  case .core, .package, .node: 48
  case .cache: 56
  case .group: 80
  }
}

/// The kind and the size, then what is particular, and at the end one GROUP_AFFINITY or, of a group, its mask.
private func storeExtended(_ relationship: Relationship, _ out: UnsafeMutableRawPointer) {
  let size = extendedSize(relationship)
  out.storeBytes(of: relationship.kind.rawValue, as: UInt32.self)
  out.storeBytes(of: UInt32(size), toByteOffset: 4, as: UInt32.self)
  let body = out + 8
  switch relationship {
  case .core(let mask):
    body.storeBytes(of: flags(mask), as: UInt8.self)
    body.storeBytes(of: groupCount, toByteOffset: 22, as: WORD.self)
  case .package: body.storeBytes(of: groupCount, toByteOffset: 22, as: WORD.self)
  case .node(let number, _): body.storeBytes(of: UInt32(number), as: UInt32.self)
  case .cache(let cache): cache.store(at: body)
  case .group:
    body.storeBytes(of: groupCount, as: WORD.self)
    body.storeBytes(of: groupCount, toByteOffset: 2, as: WORD.self)
    body.storeBytes(of: UInt8(Processors.possible.nonzeroBitCount), toByteOffset: 24, as: UInt8.self)
    body.storeBytes(of: UInt8(Processors.online.nonzeroBitCount), toByteOffset: 25, as: UInt8.self)
    out.storeBytes(of: Processors.online, toByteOffset: size - 8, as: UInt64.self)
    return
  }
  out.storeBytes(of: relationship.processors, toByteOffset: size - 16, as: UInt64.self)
}
