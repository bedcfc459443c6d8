internal import GRPCCore

extension Session {
  /// Why a call failed.
  enum Failure: Error {
    /// Nothing was sent: there is no connection.
    case unreachable(RPCError)
    /// Nothing was sent: the session had ended.
    case ended
    /// Time was up.
    case late
    /// The other side answered, or the connection broke off when the request was under way.
    case answered(RPCError)
    /// The task was cancelled.
    case cancelled
    /// The client itself.
    case other(any Error)

    /// What a call throws.
    init(unanswered error: any Error) {
      switch error {
      case is CancellationError: self = .cancelled
      case let error as RPCError where error.cause is CancellationError: self = .cancelled
      case let error as RPCError where error.code == .unavailable: self = .unreachable(error)
      case let error as RPCError where error.code == .deadlineExceeded: self = .late
      case let error as RuntimeError where error.code == .clientIsStopped: self = .ended
      default: self = .other(error)
      }
    }

    /// What a response holds. It may have been made up here.
    init(answer error: RPCError) {
      self = error.cause is CancellationError ? .cancelled : .answered(error)
    }
  }
}
