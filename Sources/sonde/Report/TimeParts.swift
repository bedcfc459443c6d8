import Store

/// The parts of a time, in the order in which they are told.
struct TimePart {
  /// As people are told it.
  let label: String
  /// As the view has it.
  let column: String
  let value: @Sendable (TimeUse) -> Int64?

  private init(
    _ label: String, _ column: String, _ value: @escaping @Sendable (TimeUse) -> Int64?
  ) {
    (self.label, self.column, self.value) = (label, column, value)
  }

  static let all = [
    TimePart("on CPU", "on_cpu_s") { $0.onCPU },
    TimePart("waiting for a CPU", "runnable_s") { $0.runnable },
    TimePart("throttled", "throttled_s") { $0.throttled },
    TimePart("storage", "block_io_s") { $0.blockIO },
    TimePart("page faults", "fault_s") { $0.fault },
    TimePart("children", "child_s") { $0.child },
    TimePart("pipes", "pipe_s") { $0.pipe },
    TimePart("network", "network_s") { $0.network },
    TimePart("locks", "lock_s") { $0.lock },
    TimePart("asleep", "sleep_s") { $0.sleep },
    TimePart("other", "other_s") { $0.other },
  ]
}
