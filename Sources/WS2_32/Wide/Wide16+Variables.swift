// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Variables and the command line for -fshort-wchar.

@c(ws2_GetEnvironmentVariableW_16)
public func getEnvironmentVariable16(
  _ lpName: UnsafePointer<UInt16>!, _ lpBuffer: UnsafeMutablePointer<UInt16>!, _ nSize: DWORD
) -> DWORD {
  getVariable(Text(lpName), lpBuffer, nSize)
}

@c(ws2_SetEnvironmentVariableW_16)
public func setEnvironmentVariable16(_ lpName: UnsafePointer<UInt16>!, _ lpValue: UnsafePointer<UInt16>!)
  -> BOOL
{
  setVariable(Text(lpName), Text(lpValue))
}

@c(ws2_ExpandEnvironmentStringsW_16)
public func expandEnvironmentStrings16(
  _ lpSrc: UnsafePointer<UInt16>!, _ lpDst: UnsafeMutablePointer<UInt16>!, _ nSize: DWORD
) -> DWORD {
  expandVariables(Text(lpSrc), lpDst, nSize)
}

@c(ws2_GetEnvironmentStringsW_16)
public func getEnvironmentStrings16() -> UnsafeMutablePointer<UInt16>? {
  block(Variables.all, UInt16.self)
}

@c(ws2_FreeEnvironmentStringsW_16)
public func freeEnvironmentStrings16(_ penv: UnsafeMutablePointer<UInt16>!) -> BOOL {
  Heap.process.free(penv) ? yes : fail(no, .invalidParameter)
}

@c(ws2_GetCommandLineW_16)
public func getCommandLine16() -> UnsafeMutablePointer<UInt16>? {
  PermanentCommandLine.get(UInt16.self)
}

@c(ws2_CommandLineToArgvW_16)
public func commandLineToArgv16(_ lpCmdLine: UnsafePointer<UInt16>!, _ pNumArgs: UnsafeMutablePointer<Int32>!)
  -> UnsafeMutablePointer<UnsafeMutablePointer<UInt16>?>?
{
  splitCommandLine(Text(lpCmdLine), pNumArgs, UInt16.self)
}
