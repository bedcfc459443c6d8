import HummingbirdCore
import Logging
import NIOCore

/// HTTP/1.1 for so many connections, each of which is surely finished.
///
/// A connection that has been accepted waits in a queue until its task begins, and that queue is
/// thrown away when the server ends. NIO's asynchronous channels must not be thrown away: they trap
/// unless somebody has finished them. So a connection is a plain channel as long as it waits, from
/// which nothing is read, and becomes an asynchronous one in the task that serves and finishes it.
struct BoundedHTTP: ServerChildChannel {
  let http: HTTP1Channel
  let connections: OpenConnections
  let lifetime: TimeAmount
  /// How long an answer may take that is under way when the server ends.
  let endLimit: TimeAmount

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<AcceptedConnection> {
    channel.eventLoop.makeCompletedFuture {
      let admission = connections.admit(channel)
      guard admission != .tooLate else {
        channel.close(promise: nil)
        throw ChannelError.ioOnClosedChannel
      }
      let accepted = AcceptedConnection(channel, isTooMany: admission == .tooMany)
      try channel.syncOptions?.setOption(.autoRead, value: false)
      try channel.pipeline.syncOperations.addHandler(
        ConnectionLifetime(lifetime, endLimit: endLimit))
      return accepted
    }
  }

  func handle(value accepted: AcceptedConnection, logger: Logger) async {
    let channel = accepted.channel
    await withTaskCancellationHandler {
      guard !accepted.isTooMany else { return await refuse(channel) }
      guard let served = await serve(channel, logger) else { return }
      await http.handle(value: served, logger: logger)
    } onCancel: {
      channel.close(promise: nil)
    }
  }

  /// The channel as an asynchronous one, to be finished by the caller; `nil` when it has ended.
  private func serve(_ channel: any Channel, _ logger: Logger) async -> HTTP1Channel.Value? {
    try? await channel.eventLoop.flatSubmit {
      let lifetime = try? channel.pipeline.syncOperations.handler(type: ConnectionLifetime.self)
      guard channel.isActive, lifetime?.isEnding == false else {
        channel.close(promise: nil)
        return channel.eventLoop.makeFailedFuture(ChannelError.ioOnClosedChannel)
      }
      return http.setup(channel: channel, logger: logger).map { served in
        // From here on nothing may throw: what has been made has to be finished.
        try? channel.syncOptions?.setOption(.autoRead, value: true)
        return served
      }
    }.get()
  }

  private func refuse(_ channel: any Channel) async {
    let text = "too many connections; try again later\n"
    let answer = """
      HTTP/1.1 503 Service Unavailable\r
      Content-Type: text/plain; charset=utf-8\r
      Content-Length: \(text.utf8.count)\r
      Retry-After: 1\r
      Connection: close\r
      \r
      \(text)
      """
    try? await channel.writeAndFlush(ByteBuffer(string: answer))
    try? await channel.close()
  }
}
