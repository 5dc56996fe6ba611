// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// The peer on SwiftNIO: one event loop, nio-server PORT echo|sink BUFFER.
import NIOCore
import NIOPosix

/// Gives every read straight back, and flushes once per burst of reads.
final class EchoHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    context.write(data, promise: nil)
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    context.flush()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}

/// Drops what it reads.
final class SinkHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {}

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}

@main
struct Server {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 4, let port = Int(arguments[1]), let bufferSize = Int(arguments[3]) else {
      fatalError("usage: nio-server PORT echo|sink BUFFER")
    }
    let echoes = arguments[2] == "echo"
    let listener = try ServerBootstrap(group: MultiThreadedEventLoopGroup(numberOfThreads: 1))
      .serverChannelOption(.backlog, value: 4096)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
      // One read per readiness, as the C servers do; the fixed buffer spares NIO its guessing.
      .childChannelOption(.maxMessagesPerRead, value: 1)
      .childChannelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: bufferSize))
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let handler: any ChannelHandler = echoes ? EchoHandler() : SinkHandler()
          try channel.pipeline.syncOperations.addHandler(handler)
        }
      }
      .bind(host: "127.0.0.1", port: port).wait()
    try listener.closeFuture.wait()
  }
}
