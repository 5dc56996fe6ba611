// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Security descriptors: programs fill them in to hand them on. The Create functions do not look at them.

private func requireDescriptor(_ pointer: PSECURITY_DESCRIPTOR?) throws(WinsockError) {
  guard MemoryProbe().isWritable(pointer, MemoryLayout<SECURITY_DESCRIPTOR>.size) else { throw .noAccess }
}

/// InitializeSecurityDescriptor: without owner, group and lists.
@c @implementation
public func InitializeSecurityDescriptor(_ pSecurityDescriptor: PSECURITY_DESCRIPTOR!, _ dwRevision: DWORD)
  -> BOOL
{
  win32 { () throws(WinsockError) in
    guard dwRevision == DWORD(SECURITY_DESCRIPTOR_REVISION) else {
      throw WinsockError(code: ERROR_UNKNOWN_REVISION)
    }
    try requireDescriptor(pSecurityDescriptor)
    var empty = SECURITY_DESCRIPTOR()
    empty.Revision = BYTE(SECURITY_DESCRIPTOR_REVISION)
    pSecurityDescriptor.storeBytes(of: empty, as: SECURITY_DESCRIPTOR.self)
  }
}

@c @implementation
public func SetSecurityDescriptorDacl(
  _ pSecurityDescriptor: PSECURITY_DESCRIPTOR!, _ bDaclPresent: BOOL, _ pDacl: PACL!, _ bDaclDefaulted: BOOL
) -> BOOL {
  win32 { () throws(WinsockError) in
    try requireDescriptor(pSecurityDescriptor)
    let descriptor = pSecurityDescriptor.assumingMemoryBound(to: SECURITY_DESCRIPTOR.self)
    guard descriptor.pointee.Revision == BYTE(SECURITY_DESCRIPTOR_REVISION) else {
      throw WinsockError(code: ERROR_UNKNOWN_REVISION)
    }
    let both = WORD(SE_DACL_PRESENT) | WORD(SE_DACL_DEFAULTED)
    descriptor.pointee.Control &= ~both
    guard bDaclPresent != no else { return }
    descriptor.pointee.Control |= bDaclDefaulted != no ? both : WORD(SE_DACL_PRESENT)
    descriptor.pointee.Dacl = pDacl
  }
}

@c @implementation
public func IsValidSecurityDescriptor(_ pSecurityDescriptor: PSECURITY_DESCRIPTOR!) -> BOOL {
  let size = MemoryLayout<SECURITY_DESCRIPTOR>.size
  guard MemoryProbe().isWritable(pSecurityDescriptor, size) else { return no }
  return pSecurityDescriptor.load(as: UInt8.self) == UInt8(SECURITY_DESCRIPTOR_REVISION) ? yes : no
}
