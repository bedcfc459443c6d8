import NIOCore

/// Ends a connection after a time, however its client keeps it busy. An answer that is under way may
/// be finished within half of that time.
final class ConnectionLifetime: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = NIOAny
  typealias InboundOut = NIOAny

  private let lifetime: TimeAmount
  private var timer: Scheduled<Void>?

  init(_ lifetime: TimeAmount) {
    self.lifetime = lifetime
  }

  func handlerAdded(context: ChannelHandlerContext) {
    let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
    timer = context.eventLoop.scheduleTask(in: lifetime) {
      let (handler, context) = bound.value
      handler.end(context)
    }
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    timer?.cancel()
    timer = nil
  }

  private func end(_ context: ChannelHandlerContext) {
    // Closes the connection at once when no answer is under way.
    context.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    timer = context.eventLoop.scheduleTask(in: .nanoseconds(lifetime.nanoseconds / 2)) {
      bound.value.close(promise: nil)
    }
  }
}
