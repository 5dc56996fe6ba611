// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
import LinuxIO
import Testing

@testable import Overlapped

/// Behaviour 25, 28: the same status under the two interfaces.
@Test(arguments: [
  (UInt32(0xC000_020D), UInt32(64), Int32(10054)), (0x8000_0005, 234, 10040), (0xC000_0120, 995, 995),
  (0xC000_0241, 1236, 10053), (0xC000_0236, 1225, 10061), (0xC000_0002, 1, 10045), (0xC000_0008, 6, 10038),
  (0xC000_00B0, 233, 10058), (0xC000_00B5, 121, 10060), (0xC000_0240, 1235, 10004), (0xC000_0054, 33, 10022),
])
func statusesHaveTwoNames(status: UInt32, system: UInt32, winsock: Int32) {
  #expect(Status(rawValue: status).systemError == system)
  #expect(Status(rawValue: status).winsockError == winsock)
}

@Test func unknownErrorStatusesAreInvalidArguments() {
  #expect(Status(rawValue: 0xC0AB_CDEF).winsockError == 10022)
  #expect(Status(rawValue: 0xC0AB_CDEF).systemError == 317)
}

@Test func theStatusTableIsSorted() {
  let statuses = StatusRow.all.map(\.status)
  #expect(zip(statuses, statuses.dropFirst()).allSatisfy { $0 < $1 })
}

@Test func everyErrnoOfASocketCallHasARow() {
  for errno in [Errno.connectionReset, .notConnected, .timedOut, .addressInUse, .networkDown] {
    #expect(ErrnoRow.find(errno).errno == errno)
  }
}

@Test func handlesNeverEqualDescriptors() {
  let event = Event(manualReset: true, initiallySet: false)
  let handle = HandleTable.open(event)!
  #expect(handle.bits % 4 == 0)
  #expect(handle.bits >= 1 << 20 && handle.bits < 1 << 31)
  #expect(HandleTable.object(Handle(bits: handle.bits | 3)) === event)
  #expect(HandleTable.close(handle))
  #expect(!HandleTable.close(handle))
  #expect(HandleTable.object(handle) == nil)
}
