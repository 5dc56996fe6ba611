// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
import LinuxIO
import Testing

/// What /sys tells of processors, in the forms in which it does.
@Suite struct ProcessorTests {
  @Test func lists() {
    #expect(Processors.mask(ofList: "0") == 1)
    #expect(Processors.mask(ofList: "0-3,8") == 0x10F)
    #expect(Processors.mask(ofList: "62-127") == 0xC000_0000_0000_0000)
    #expect(Processors.mask(ofList: "0-63") == .max)
    #expect(Processors.mask(ofList: "64,70-80") == 0)
    #expect(Processors.mask(ofList: "") == 0)
  }

  @Test func sizes() {
    #expect(Processors.bytes("32K") == 32768)
    #expect(Processors.bytes("16M") == 16 << 20)
    #expect(Processors.bytes("512") == 512)
    #expect(Processors.bytes("") == 0)
  }
}
