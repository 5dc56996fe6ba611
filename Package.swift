// swift-tools-version: 6.2
import PackageDescription

// The layers, from the top: WS2_32 → Overlapped → LinuxIO → CLinux; CWinsock holds the public C
// headers. ArchitectureTests check that imports point downwards only.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("ExistentialAny"),
]

let package = Package(
  name: "swift-winsock",
  products: [
    .library(name: "ws2_32", type: .dynamic, targets: ["WS2_32"])
  ],
  targets: [
    .systemLibrary(name: "CLiburing", providers: [.apt(["liburing-dev"])]),
    .target(name: "CWinsock"),
    .target(
      name: "CLinux", dependencies: ["CLiburing"],
      linkerSettings: [.linkedLibrary(":liburing.a")]),
    .target(name: "LinuxIO", dependencies: ["CLinux"]),
    .target(name: "Overlapped", dependencies: ["LinuxIO"]),
    .target(name: "WS2_32", dependencies: ["CWinsock", "Overlapped", "LinuxIO"]),
    .testTarget(name: "ArchitectureTests", dependencies: ["TestSupport"]),
    .testTarget(name: "ProgramTests", dependencies: ["TestSupport"]),
    .testTarget(name: "OverlappedTests", dependencies: ["Overlapped", "LinuxIO"]),
    .target(name: "TestSupport", path: "Tests/TestSupport"),
  ],
  swiftLanguageModes: [.v6]
)
