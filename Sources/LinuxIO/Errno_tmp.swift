public struct Errno: Error { public let code: Int32; public init(_ c: Int32) { code = c } }
