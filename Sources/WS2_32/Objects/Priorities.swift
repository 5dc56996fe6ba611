// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// The priority of the process, and the boosts of its threads.

/// Each class, the niceness it sets, and the least that counts as it; the nicest first.
private let classes: [(value: Int32, niceness: Int, least: Int)] = [
  (IDLE_PRIORITY_CLASS, 19, 15), (BELOW_NORMAL_PRIORITY_CLASS, 10, 5), (NORMAL_PRIORITY_CLASS, 0, -4),
  (ABOVE_NORMAL_PRIORITY_CLASS, -5, -9), (HIGH_PRIORITY_CLASS, -10, -19),
  (REALTIME_PRIORITY_CLASS, -20, -20),
]

/// GetPriorityClass: the one that the niceness of the process comes to.
@c @implementation
public func GetPriorityClass(_ hProcess: HANDLE!) -> DWORD {
  win32(0) { () throws(WinsockError) in
    try requireProcess(hProcess)
    let niceness = ProcessInformation.niceness
    return DWORD(classes.first { niceness >= $0.least }?.value ?? NORMAL_PRIORITY_CLASS)
  }
}

/// SetPriorityClass: sets the niceness of all threads. ERROR_ACCESS_DENIED where Linux refuses: only a privileged
/// process may take its niceness down. What may not be REALTIME_PRIORITY_CLASS becomes HIGH_PRIORITY_CLASS, as on
/// Windows.
@c @implementation
public func SetPriorityClass(_ hProcess: HANDLE!, _ dwPriorityClass: DWORD) -> BOOL {
  win32 { () throws(WinsockError) in
    try requireProcess(hProcess)
    guard let row = classes.first(where: { DWORD($0.value) == dwPriorityClass }) else {
      throw .invalidParameter
    }
    if ProcessInformation.setNiceness(row.niceness) { return }
    guard row.value == REALTIME_PRIORITY_CLASS, ProcessInformation.setNiceness(-10) else {
      throw .accessDeniedBySystem
    }
  }
}

/// GetThreadPriorityBoost: TRUE if SetThreadPriorityBoost has switched boosts off.
@c @implementation
public func GetThreadPriorityBoost(_ hThread: HANDLE!, _ pDisablePriorityBoost: PBOOL!) -> BOOL {
  win32 { () throws(WinsockError) in
    let thread = try thread(hThread)
    try requireAccess(pDisablePriorityBoost, 4)
    pDisablePriorityBoost.pointee = thread.disablesBoost ? yes : no
  }
}

/// SetThreadPriorityBoost: kept. Linux has no boost that could be switched off.
@c @implementation
public func SetThreadPriorityBoost(_ hThread: HANDLE!, _ bDisablePriorityBoost: BOOL) -> BOOL {
  win32 { () throws(WinsockError) in try thread(hThread).disablesBoost = bDisablePriorityBoost != no }
}
