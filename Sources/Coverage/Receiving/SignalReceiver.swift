internal import Tracing

/// Reads signals from where the probes are, and counts those that are missing.
///
/// Each processor numbers what it sends: a number that was skipped is a signal that found no room.
/// The last ones of a processor may be missing without a gap behind them; ``Reception/lost`` of the
/// ground itself covers those.
public final class SignalReceiver {
  private let ground: any ProbeGround
  private var next: [Int: UInt64] = [:]
  /// Signals received so far.
  public private(set) var received: UInt64 = 0
  /// Signals known to be lost so far.
  public private(set) var lost: UInt64 = 0

  /// - Parameter ground: where the probes are.
  public init(ground: any ProbeGround) {
    self.ground = ground
  }

  /// Waits for signals, told as a span.
  public func receive(within time: Duration) -> Reception {
    withSpan("SignalReceiver.receive") { span in
      var reception = ground.receive(within: time)
      reception.lost = max(reception.lost, gaps(in: reception.signals))
      received += UInt64(reception.signals.count)
      lost += reception.lost
      span.attributes["ebpf_bot.signals"] = reception.signals.count
      span.attributes["ebpf_bot.signals.dropped"] = Int(clamping: reception.lost)
      return reception
    }
  }

  private func gaps(in signals: [Signal]) -> UInt64 {
    var missing: UInt64 = 0
    for signal in signals {
      guard let sequence = signal.sequence else { continue }
      let expected = next[signal.cpu, default: 0]
      // Records are numbered a moment before they get their place: two may have changed places.
      if sequence >= expected {
        missing += sequence - expected
        next[signal.cpu] = sequence + 1
      } else if missing > 0 {
        missing -= 1
      }
    }
    return missing
  }
}
