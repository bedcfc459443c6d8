internal import Synchronization

/// Passes notices on, not too many of them.
final class NoticeBoard: Sendable {
  /// Set while a notice is being written.
  @TaskLocal static var isWriting = false

  private struct State {
    var lastTimes: [NoticeTopic: Duration] = [:]
    var unsaid: [NoticeTopic: Int] = [:]
    var saidOnce: Set<String> = []
  }

  private let clock: any PipelineClock
  private let write: @Sendable (PipelineNotice) -> Void
  private let state = Mutex(State())
  private static let interval = Duration.seconds(60)
  /// Texts that come from outside are remembered, so there is an end to them.
  private static let textLimit = 64

  init(clock: any PipelineClock, write: @escaping @Sendable (PipelineNotice) -> Void) {
    self.clock = clock
    self.write = write
  }

  /// Says it, unless something of the topic was said less than a minute ago.
  func post(
    _ topic: NoticeTopic, _ level: PipelineNotice.Level, _ signal: Signal? = nil,
    _ text: @autoclosure () -> String
  ) {
    let now = clock.now
    let unsaid: Int? = state.withLock { state in
      if let last = state.lastTimes[topic], now - last < Self.interval {
        state.unsaid[topic, default: 0] += 1
        return nil
      }
      state.lastTimes[topic] = now
      return state.unsaid.removeValue(forKey: topic) ?? 0
    }
    guard let unsaid else { return }
    let ending = unsaid > 0 ? " (and \(unsaid) more like it since the last)" : ""
    say(PipelineNotice(level: level, signal: signal, text: text() + ending))
  }

  /// Says it, unless the same was said before.
  func postOnce(_ level: PipelineNotice.Level, _ signal: Signal, _ text: String) {
    let isNew = state.withLock { state in
      state.saidOnce.count < Self.textLimit
        && state.saidOnce.insert("\(signal.rawValue) \(text)").inserted
    }
    if isNew { say(PipelineNotice(level: level, signal: signal, text: text)) }
  }

  private func say(_ notice: PipelineNotice) {
    Self.$isWriting.withValue(true) { write(notice) }
  }
}
