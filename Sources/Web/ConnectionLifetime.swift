import NIOCore

/// Ends a connection after a time, however its client keeps it busy. An answer that is under way may
/// be finished within half of that time; when the server ends, within a limit of its own.
final class ConnectionLifetime: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = NIOAny
  typealias InboundOut = NIOAny

  private let lifetime: TimeAmount
  private let endLimit: TimeAmount
  private var timer: Scheduled<Void>?
  /// Whether the server has asked for the end.
  private(set) var isEnding = false

  init(_ lifetime: TimeAmount, endLimit: TimeAmount) {
    self.lifetime = lifetime
    self.endLimit = endLimit
  }

  func handlerAdded(context: ChannelHandlerContext) {
    let half = TimeAmount.nanoseconds(lifetime.nanoseconds / 2)
    schedule(in: lifetime, context) { $0.quiesce($1, limit: half) }
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    timer?.cancel()
    timer = nil
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    guard event is ChannelShouldQuiesceEvent else {
      return context.fireUserInboundEventTriggered(event)
    }
    isEnding = true
    quiesce(context, limit: endLimit)
  }

  private func quiesce(_ context: ChannelHandlerContext, limit: TimeAmount) {
    schedule(in: limit, context) { $1.close(promise: nil) }
    // Closes the connection at once when no answer is under way.
    context.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
  }

  private func schedule(
    in time: TimeAmount, _ context: ChannelHandlerContext,
    _ body: @escaping @Sendable (ConnectionLifetime, ChannelHandlerContext) -> Void
  ) {
    timer?.cancel()
    let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
    timer = context.eventLoop.scheduleTask(in: time) {
      let (handler, context) = bound.value
      body(handler, context)
    }
  }
}
