internal import Tracing

/// Says what signals mean: which function of which object, in which process, during which test; and
/// keeps the map.
public final class SignalProcessor {
  /// What has been found out about an object, by its number in the map.
  public private(set) var objects: [Int: (buildID: String, path: String)] = [:]
  private var tests: [(time: UInt64, name: String)] = []

  /// Knows of no object yet.
  public init() {}

  /// Tells what lies behind an object's number.
  public func setObject(_ number: Int, buildID: String, path: String) {
    objects[number] = (buildID, path)
  }

  /// Tells that what follows belongs to a test.
  ///
  /// - Parameter time: ns since boot; marks may be told in any order.
  public func mark(_ test: String, at time: UInt64) {
    let place = tests.firstIndex { $0.time > time } ?? tests.endIndex
    tests.insert((time, test), at: place)
  }

  /// Turns signals into hits of the map, and returns those that are new. Signals that are not hits
  /// are passed over, as are those of probes that the map does not have.
  public func process(_ signals: [Signal], on bot: CoverageBot) -> [ProcessedSignal] {
    withSpan("SignalProcessor.process") { span in
      let processed = signals.compactMap { process($0, on: bot) }
      span.attributes["ebpf_bot.signals"] = signals.count
      span.attributes["ebpf_bot.hits"] = processed.count
      if let first = processed.first { span.attributes["ebpf_bot.probe.name"] = first.name }
      return processed
    }
  }

  private func process(_ signal: Signal, on bot: CoverageBot) -> ProcessedSignal? {
    let probe: Int
    let isKnown: Bool
    switch signal.event {
    case .hit(let number): (probe, isKnown) = (number, true)
    case .hitUnseen(let number): (probe, isKnown) = (number, false)
    case .hot, .code, .child: return nil
    }
    guard bot.probes.indices.contains(probe) else { return nil }
    let isNew = bot.hit(probe, at: signal.time, by: isKnown ? signal.pid : nil)
    // What the array told first is told again by the signal, which knows more.
    guard isNew || isKnown else { return nil }
    var place: ProcessedSignal.Place?
    if case .function(let object, let offset) = bot.probes[probe].subject {
      place = objects[object].map { .init(buildID: $0.buildID, path: $0.path, offset: offset) }
    }
    return ProcessedSignal(
      probe: probe, name: bot.probes[probe].name, place: place,
      process: isKnown ? .init(pid: signal.pid, start: signal.processStart) : nil,
      time: signal.time, test: tests.last { $0.time <= signal.time }?.name)
  }
}
