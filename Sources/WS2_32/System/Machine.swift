// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// The machine, its version and its names.

/// The version that programs see: Windows 10 22H2, whose sockets are the model.
private enum Version {
  static let major: DWORD = 10
  static let minor: DWORD = 0
  static let build: DWORD = 19045
  static let platform: DWORD = 2  // VER_PLATFORM_WIN32_NT
}

@c @implementation
public func GetVersion() -> DWORD {
  Version.build << 16 | Version.minor << 8 | Version.major
}

/// GetVersionEx: Windows 10, also without a manifest.
@c @implementation
public func GetVersionExA(_ lpVersionInformation: LPOSVERSIONINFOA!) -> BOOL {
  version(UnsafeMutableRawPointer(lpVersionInformation), CChar.self)
}

@c @implementation
public func GetVersionExW(_ lpVersionInformation: LPOSVERSIONINFOW!) -> BOOL {
  version(UnsafeMutableRawPointer(lpVersionInformation), WCHAR.self)
}

/// OSVERSIONINFO and OSVERSIONINFOEX: five numbers, 128 characters, then the parts of the longer one.
func version<Character: WideCharacter>(_ out: UnsafeMutableRawPointer?, _ type: Character.Type) -> BOOL {
  win32 { () throws(WinsockError) in
    let plain = 20 + 128 * MemoryLayout<Character>.size
    try requireWritable(out, 4)
    guard let out else { throw .noAccess }
    let size = Int(out.load(as: DWORD.self))
    guard size == plain || size == plain + 8 else { throw .insufficientBuffer }
    try requireWritable(out, size)
    (out + 4).initializeMemory(as: UInt8.self, repeating: 0, count: size - 4)
    for (i, number) in [Version.major, Version.minor, Version.build, Version.platform].enumerated() {
      out.storeBytes(of: number, toByteOffset: 4 + 4 * i, as: DWORD.self)
    }
    // wSuiteMask 256 (single user), wProductType 1 (workstation).
    if size > plain {
      out.storeBytes(of: 256, toByteOffset: plain + 4, as: WORD.self)
      out.storeBytes(of: 1, toByteOffset: plain + 6, as: UInt8.self)
    }
  }
}

private let oldVersion = WinsockError(code: ERROR_OLD_WIN_VERSION)

/// VerifyVersionInfo: compares the parts that are asked for, the most significant first.
func verify(_ asked: UnsafeRawPointer?, _ types: DWORD, _ conditions: ULONGLONG, servicePack: Int)
  -> BOOL
{
  win32 { () throws(WinsockError) in
    try requireReadable(asked, servicePack + 8)
    guard let asked, types != 0 else { throw .invalidParameter }
    func number(_ offset: Int) -> DWORD { asked.load(fromByteOffset: offset, as: DWORD.self) }
    func word(_ offset: Int) -> DWORD { DWORD(asked.load(fromByteOffset: offset, as: WORD.self)) }
    // Type bit, ours, theirs; in the order in which they weigh.
    let rows: [(DWORD, DWORD, DWORD)] = [
      (2, Version.major, number(4)), (1, Version.minor, number(8)), (4, Version.build, number(12)),
      (0x20, 0, word(servicePack)), (0x10, 0, word(servicePack + 2)), (8, Version.platform, number(16)),
      (0x80, 1, DWORD(asked.load(fromByteOffset: servicePack + 6, as: UInt8.self))),
    ]
    for (bit, ours, theirs) in rows where types & bit != 0 {
      let condition = Int(conditions >> (3 * UInt64(bit.trailingZeroBitCount)) & 7)
      let holds: Bool
      switch condition {
      case 1: holds = ours == theirs
      case 2: holds = ours > theirs
      case 3: holds = ours >= theirs
      case 4: holds = ours < theirs
      case 5: holds = ours <= theirs
      default: throw .invalidParameter
      }
      // A part that differs decides where the version is compared as a whole.
      let isVersion = bit & 0x33 != 0
      if isVersion && ours != theirs && condition >= 2 {
        guard condition <= 3 ? ours > theirs : ours < theirs else { throw oldVersion }
        return
      }
      if !holds && !(isVersion && ours == theirs && types & 0x33 != bit) { throw oldVersion }
    }
  }
}

/// VerifyVersionInfo: ERROR_OLD_WIN_VERSION if the system is not what is asked for.
@c @implementation
public func VerifyVersionInfoA(
  _ lpVersionInformation: LPOSVERSIONINFOEXA!, _ dwTypeMask: DWORD, _ dwlConditionMask: DWORDLONG
) -> BOOL {
  verify(lpVersionInformation, dwTypeMask, dwlConditionMask, servicePack: 148)
}

@c @implementation
public func VerifyVersionInfoW(
  _ lpVersionInformation: LPOSVERSIONINFOEXW!, _ dwTypeMask: DWORD, _ dwlConditionMask: DWORDLONG
) -> BOOL {
  verify(lpVersionInformation, dwTypeMask, dwlConditionMask, servicePack: 20 + 128 * MemoryLayout<WCHAR>.size)
}

@c @implementation
public func VerSetConditionMask(_ ConditionMask: ULONGLONG, _ TypeMask: DWORD, _ Condition: BYTE) -> ULONGLONG
{
  guard TypeMask != 0 else { return ConditionMask }
  // Where several types are named the highest counts.
  let shift = 3 * UInt64(31 - TypeMask.leadingZeroBitCount)
  return shift > 60 ? ConditionMask : ConditionMask | ULONGLONG(Condition & 7) << shift
}

// MARK: Processors and addresses

@c @implementation
public func GetSystemInfo(_ lpSystemInfo: LPSYSTEM_INFO!) {
  lpSystemInfo?.pointee = machine
}

@c @implementation
public func GetNativeSystemInfo(_ lpSystemInfo: LPSYSTEM_INFO!) {
  lpSystemInfo?.pointee = machine
}

private var machine: SYSTEM_INFO {
  var information = SYSTEM_INFO()
  information.wProcessorArchitecture = 9  // PROCESSOR_ARCHITECTURE_AMD64
  information.dwPageSize = DWORD(Pages.size)
  information.lpMinimumApplicationAddress = LPVOID(bitPattern: 0x10000)
  information.lpMaximumApplicationAddress = LPVOID(bitPattern: 0x7FFF_FFFE_FFFF)
  information.dwNumberOfProcessors = DWORD(Processors.count)
  information.dwActiveProcessorMask = Processors.online
  information.dwProcessorType = 8664
  information.dwAllocationGranularity = 65536
  return information
}

// MARK: Names

func machineName(_ format: COMPUTER_NAME_FORMAT) throws(WinsockError) -> String {
  let whole = NameResolution.hostName
  let parts = whole.split(separator: ".", maxSplits: 1).map(String.init)
  let host = parts.first ?? ""
  let domain = parts.count > 1 ? parts[1] : ""
  switch format {
  case ComputerNameNetBIOS, ComputerNamePhysicalNetBIOS: return String(host.prefix(15)).uppercased()
  case ComputerNameDnsHostname, ComputerNamePhysicalDnsHostname: return host
  case ComputerNameDnsDomain, ComputerNamePhysicalDnsDomain: return domain
  case ComputerNameDnsFullyQualified, ComputerNamePhysicalDnsFullyQualified: return whole
  default: throw .invalidParameter
  }
}

/// A name with its length: in characters, with the NUL on input and where the buffer is too small.
func giveName<Character: WideCharacter>(
  _ name: String, _ buffer: UnsafeMutablePointer<Character>?, _ size: LPDWORD?, tooSmall: WinsockError,
  countsNul: Bool = false
) throws(WinsockError) -> BOOL {
  try requireWritable(size, 4)
  guard let size else { throw .invalidParameter }
  let characters = Character.encode(name) + [0]
  guard characters.count <= Int(size.pointee), let buffer else {
    size.pointee = DWORD(characters.count)
    throw tooSmall
  }
  for (i, character) in characters.enumerated() { buffer[i] = character }
  size.pointee = DWORD(characters.count - (countsNul ? 0 : 1))
  return yes
}

/// GetComputerName: up to 15 characters in upper case; ERROR_BUFFER_OVERFLOW if the buffer is too small.
@c @implementation
public func GetComputerNameA(_ lpBuffer: LPSTR!, _ nSize: LPDWORD!) -> BOOL {
  win32(no) { () throws(WinsockError) in
    try giveName(
      try machineName(ComputerNameNetBIOS), lpBuffer, nSize,
      tooSmall: WinsockError(code: ERROR_BUFFER_OVERFLOW))
  }
}

@c @implementation
public func GetComputerNameW(_ lpBuffer: LPWSTR!, _ nSize: LPDWORD!) -> BOOL {
  win32(no) { () throws(WinsockError) in
    try giveName(
      try machineName(ComputerNameNetBIOS), lpBuffer, nSize,
      tooSmall: WinsockError(code: ERROR_BUFFER_OVERFLOW))
  }
}

@c @implementation
public func GetComputerNameExA(_ NameType: COMPUTER_NAME_FORMAT, _ lpBuffer: LPSTR!, _ nSize: LPDWORD!)
  -> BOOL
{
  win32(no) { () throws(WinsockError) in
    try giveName(try machineName(NameType), lpBuffer, nSize, tooSmall: .moreData)
  }
}

@c @implementation
public func GetComputerNameExW(_ NameType: COMPUTER_NAME_FORMAT, _ lpBuffer: LPWSTR!, _ nSize: LPDWORD!)
  -> BOOL
{
  win32(no) { () throws(WinsockError) in
    try giveName(try machineName(NameType), lpBuffer, nSize, tooSmall: .moreData)
  }
}

/// GetUserName: the count includes the NUL.
@c @implementation
public func GetUserNameA(_ lpBuffer: LPSTR!, _ pcbBuffer: LPDWORD!) -> BOOL {
  win32(no) { () throws(WinsockError) in
    try giveName(
      ProcessInformation.userName ?? "", lpBuffer, pcbBuffer, tooSmall: .insufficientBuffer, countsNul: true)
  }
}

@c @implementation
public func GetUserNameW(_ lpBuffer: LPWSTR!, _ pcbBuffer: LPDWORD!) -> BOOL {
  win32(no) { () throws(WinsockError) in
    try giveName(
      ProcessInformation.userName ?? "", lpBuffer, pcbBuffer, tooSmall: .insufficientBuffer, countsNul: true)
  }
}

@c @implementation
public func GlobalMemoryStatusEx(_ lpBuffer: LPMEMORYSTATUSEX!) -> BOOL {
  win32 { () throws(WinsockError) in
    try requireWritable(lpBuffer, 4)
    guard lpBuffer.pointee.dwLength == 64 else { throw .invalidParameter }
    try requireWritable(lpBuffer, 64)
    let memory = ProcessInformation.memory
    lpBuffer.pointee.dwMemoryLoad = DWORD(100 - memory.available * 100 / max(1, memory.total))
    lpBuffer.pointee.ullTotalPhys = memory.total
    lpBuffer.pointee.ullAvailPhys = memory.available
    lpBuffer.pointee.ullTotalPageFile = memory.totalWithSwap
    lpBuffer.pointee.ullAvailPageFile = memory.availableWithSwap
    lpBuffer.pointee.ullTotalVirtual = 0x7FFF_FFFE_0000
    lpBuffer.pointee.ullAvailVirtual = 0x7FFF_FFFE_0000
    lpBuffer.pointee.ullAvailExtendedVirtual = 0
  }
}

/// GetSystemDirectory: where the libraries of the system are.
@c @implementation
public func GetSystemDirectoryA(_ lpBuffer: LPSTR!, _ uSize: UINT) -> UINT {
  returnText("/usr/lib", lpBuffer, uSize)
}

@c @implementation
public func GetSystemDirectoryW(_ lpBuffer: LPWSTR!, _ uSize: UINT) -> UINT {
  returnText("/usr/lib", lpBuffer, uSize)
}

@c @implementation
public func GetWindowsDirectoryA(_ lpBuffer: LPSTR!, _ uSize: UINT) -> UINT {
  returnText("/usr", lpBuffer, uSize)
}

@c @implementation
public func GetWindowsDirectoryW(_ lpBuffer: LPWSTR!, _ uSize: UINT) -> UINT {
  returnText("/usr", lpBuffer, uSize)
}

// MARK: Debugging and errors

@c @implementation
public func IsDebuggerPresent() -> BOOL {
  ProcessInformation.isTraced ? yes : no
}

/// OutputDebugString: goes where WS2_TRACE says; nowhere without it, as without a debugger.
@c @implementation
public func OutputDebugStringA(_ lpOutputString: LPCSTR!) {
  if let text = try? Text(lpOutputString)?.string { Trace.text(text) }
}

@c @implementation
public func OutputDebugStringW(_ lpOutputString: LPCWSTR!) {
  if let text = try? Text(lpOutputString)?.string { Trace.text(text) }
}

/// DebugBreak: SIGTRAP, which ends the process without a debugger.
@c @implementation
public func DebugBreak() {
  ProcessInformation.raiseTrap()
}

private enum ErrorModes {
  private static let lock = Lock()
  nonisolated(unsafe) private static var mode: UINT = 0
  static var current: UINT { lock.withLock { mode } }
  static func exchange(_ new: UINT) -> UINT {
    lock.withLock {
      defer { mode = new }
      return mode
    }
  }
}

/// SetErrorMode: kept and returned. No error here shows a dialog box, which is all that it could prevent.
@c @implementation
public func SetErrorMode(_ uMode: UINT) -> UINT {
  ErrorModes.exchange(uMode)
}

@c @implementation
public func GetErrorMode() -> UINT {
  ErrorModes.current
}

/// SetUnhandledExceptionFilter: asked about hardware faults and RaiseException where no `__except` takes them. Returns
/// the filter before; NULL ends it.
@c @implementation
public func SetUnhandledExceptionFilter(_ lpTopLevelExceptionFilter: LPTOP_LEVEL_EXCEPTION_FILTER!)
  -> LPTOP_LEVEL_EXCEPTION_FILTER!
{
  ws2_exchange_filter(lpTopLevelExceptionFilter)
}
