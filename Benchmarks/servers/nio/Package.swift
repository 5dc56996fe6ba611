// swift-tools-version: 6.2
import PackageDescription

// A package of its own: the library depends on no other package, its benchmark may.
let package = Package(
  name: "nio-server",
  dependencies: [.package(url: "https://github.com/apple/swift-nio", exact: "2.101.2")],
  targets: [
    .executableTarget(
      name: "nio-server",
      dependencies: [
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      path: "Sources/NIOServer")
  ]
)
