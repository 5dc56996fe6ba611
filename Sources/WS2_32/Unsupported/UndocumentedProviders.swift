// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
import Overlapped

// Exports of ws2_32.dll that Microsoft does not document, so that programs which find them by name get an answer:
// WSANO_RECOVERY, as from their documented relatives. No header declares them, and their parameters are not known.

@c(WPUGetProviderPathEx)
public func undocumentedWPUGetProviderPathEx() -> Int32 { unsupported(socketError, .noRecovery) }

@c(WSCDeinstallProviderEx)
public func undocumentedWSCDeinstallProviderEx() -> Int32 { unsupported(socketError, .noRecovery) }

@c(WSCEnumProtocolsEx)
public func undocumentedWSCEnumProtocolsEx() -> Int32 { unsupported(socketError, .noRecovery) }

@c(WSCGetApplicationCategoryEx)
public func undocumentedWSCGetApplicationCategoryEx() -> Int32 { unsupported(socketError, .noRecovery) }

@c(WSCInstallNameSpaceEx2)
public func undocumentedWSCInstallNameSpaceEx2() -> Int32 { unsupported(socketError, .noRecovery) }

@c(WSCInstallProviderEx)
public func undocumentedWSCInstallProviderEx() -> Int32 { unsupported(socketError, .noRecovery) }

@c(WSCSetApplicationCategoryEx)
public func undocumentedWSCSetApplicationCategoryEx() -> Int32 { unsupported(socketError, .noRecovery) }

@c(WSCUnInstallNameSpaceEx2)
public func undocumentedWSCUnInstallNameSpaceEx2() -> Int32 { unsupported(socketError, .noRecovery) }

@c(WSCUpdateProviderEx)
public func undocumentedWSCUpdateProviderEx() -> Int32 { unsupported(socketError, .noRecovery) }

@c(WSCWriteProviderOrderEx)
public func undocumentedWSCWriteProviderOrderEx() -> Int32 { unsupported(socketError, .noRecovery) }
