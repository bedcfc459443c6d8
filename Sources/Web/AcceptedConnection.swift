import HummingbirdCore
import NIOCore

/// A connection that waits for somebody to serve it. Whoever lets go of it closes it: a server that
/// ends throws away those that it has not come to yet.
final class AcceptedConnection: ServerChildChannelValue {
  let channel: any Channel
  /// Whether there were as many as there may be already.
  let isTooMany: Bool

  init(_ channel: any Channel, isTooMany: Bool) {
    self.channel = channel
    self.isTooMany = isTooMany
  }

  deinit {
    channel.close(promise: nil)
  }
}
