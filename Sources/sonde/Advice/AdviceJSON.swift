import Advice
import Store

/// Advice for programs.
///
/// Keys are added, never changed. Durations (`_s`) are seconds, sizes (`_bytes`) bytes; what is not
/// known is null.
///
///     runs, percentile (95), margin (0.2 is a fifth), needed (executions)
///     advice        for each tool and step, the most CPU time first:
///       tool        of a tool; engine, step: of a step
///       cpus, memory_bytes, time_minutes      what to ask for; null: not enough is known
///       executions, succeeded, failed, oom_killed, unended
///       wall_s, processors, peak_bytes        known, p50, p95, max; of those that succeeded
///       remarks     in words
///     omitted       how many more there are
///     requests      of the last run: run_id, jobs (job, cpus, memory_bytes, cpus_used,
///                   largest_process_bytes, at_most_bytes, oom_killed, cpus_verdict, memory_verdict)
struct AdviceJSON {
  let list: AdviceList

  /// The text, with a line feed at its end.
  func render() -> [UInt8] {
    var text = JSONText(isIndented: true)
    text.append(
      .object([
        ("runs", .integer(list.runs)), ("percentile", .integer(95)),
        ("margin", .real(list.rule.margin)), ("needed", .integer(list.rule.least)),
        ("advice", .array(list.advice.map(advice))), ("omitted", .integer(Int64(list.omitted))),
        ("requests", requests),
      ]))
    text.append(syntax: "\n")
    return text.bytes
  }

  private func advice(_ advice: ResourceAdvice) -> JSONValue {
    let requirement = advice.requirement
    var members: [(key: String, value: JSONValue)]
    switch requirement.subject {
    case .tool(let name): members = [("tool", .text(name))]
    case .step(let engine, let name):
      members = [("engine", .string(engine)), ("step", .string(name))]
    }
    members += [
      ("cpus", JSONValue(advice.processors)), ("memory_bytes", JSONValue(advice.memory)),
      ("time_minutes", JSONValue(advice.minutes)),
      ("executions", .integer(requirement.executions)),
      ("succeeded", .integer(requirement.succeeded)), ("failed", .integer(requirement.failed)),
      ("oom_killed", .integer(requirement.outOfMemory)),
      ("unended", .integer(requirement.unended)),
      ("wall_s", distribution(requirement.wall, unit: 1e9)),
      ("processors", distribution(requirement.processors, unit: 1000)),
      ("peak_bytes", distribution(requirement.memory, unit: nil)),
      ("remarks", .array(advice.remarks.map { .string(AdviceWords(list.rule).sentence($0)) })),
    ]
    return .object(members)
  }

  /// - Parameter unit: What the values are divided by; `nil`: whole numbers.
  private func distribution(_ values: Distribution, unit: Double?) -> JSONValue {
    guard values.count > 0 else { return .null }
    func value(_ number: Int64) -> JSONValue {
      unit.map { .real(Double(number) / $0) } ?? .integer(number)
    }
    return .object([
      ("known", .integer(values.count)), ("p50", value(values.p50)), ("p95", value(values.p95)),
      ("max", value(values.max)),
    ])
  }

  private var requests: JSONValue {
    guard let requests = list.requests else { return .null }
    return .object([
      ("run_id", .integer(requests.run)),
      (
        "jobs",
        .array(
          requests.jobs.map { judgement in
            let request = judgement.request
            return .object([
              ("job", .string(request.job)), ("cpus", JSONValue(request.processors)),
              ("memory_bytes", JSONValue(request.memory)),
              ("cpus_used", judgement.processorsUsed.map { .real($0) } ?? .null),
              ("largest_process_bytes", known(request.greatestProcess)),
              ("at_most_bytes", known(request.mostMemory)),
              ("oom_killed", .integer(request.outOfMemory)),
              ("cpus_verdict", .string(judgement.processors.rawValue)),
              ("memory_verdict", .string(judgement.memory.rawValue)),
            ])
          })
      ),
    ])
  }

  private func known(_ bytes: Int64) -> JSONValue { bytes < 0 ? .null : .integer(bytes) }
}
