import Comparison
import Store

/// A comparison for programs.
///
/// Keys are added, never changed. Durations (`_s`) are seconds, sizes (`_bytes`) bytes; what is not
/// known is null. `before` and `after` are the two runs' values.
///
///     before, after    run_id, pipeline, name, host, started_at, duration_s, exit_code, ended,
///                      interrupted, complete
///     matched          processes that are counterparts
///     noise            earlier_runs; basis: "earlier-runs" or "rule-of-thumb"
///     failures, times, memory, versions, libraries, arguments, new, gone, inputs
///                      the differences, the greatest first
///     builds_not_known matched processes whose program's build is not known in both
struct RunComparisonJSON {
  let comparison: RunComparison

  /// The text, with a line feed at its end.
  func render() -> [UInt8] {
    var text = JSONText(isIndented: true)
    text.append(value)
    text.append(syntax: "\n")
    return text.bytes
  }

  private typealias Members = [(key: String, value: JSONValue)]

  private var value: JSONValue {
    .object([
      ("before", run(comparison.before)), ("after", run(comparison.after)),
      ("matched", .integer(Int64(comparison.matched))),
      (
        "noise",
        .object([
          ("earlier_runs", .integer(Int64(comparison.earlierRuns))),
          (
            "basis",
            .string(comparison.judgesByEarlierRuns ? "earlier-runs" : "rule-of-thumb")
          ),
        ])
      ),
      ("failures", .array(comparison.failures.map(failure))),
      ("times", .array(comparison.times.map(time))),
      ("memory", .array(comparison.memory.map(memory))),
      ("versions", .array(comparison.versions.map(version))),
      ("libraries", .array(comparison.libraries.map(library))),
      ("arguments", .array(comparison.arguments.map(arguments))),
      ("new", .array(comparison.new.map(presence))),
      ("gone", .array(comparison.gone.map(presence))),
      ("inputs", .array(comparison.inputs.map(input))),
      ("builds_not_known", .integer(Int64(comparison.unknownPrograms))),
    ])
  }

  private func run(_ run: RunRecord) -> JSONValue {
    .object([
      ("run_id", .integer(run.id)), ("pipeline", JSONValue(run.pipeline)),
      ("name", JSONValue(run.name)), ("host", .string(run.host)),
      ("started_at", JSONValue(time: run.started)),
      ("duration_s", JSONValue(seconds: run.duration)),
      ("exit_code", JSONValue(run.outcome.exitCode.map(Int64.init))),
      ("ended", .bool(run.ended != nil)), ("interrupted", .bool(run.isInterrupted)),
      ("complete", run.isComplete.map { .bool($0) } ?? .null),
    ])
  }

  // MARK: Differences

  private func who(_ example: ComparedExample, _ count: Int) -> Members {
    [
      ("tool", .text(example.tool)), ("step", JSONValue(example.step)),
      ("processes", .integer(Int64(count))),
      ("command", .array(example.command.map { .text($0) })),
      ("pid_before", JSONValue(example.pidBefore)), ("pid_after", JSONValue(example.pidAfter)),
    ]
  }

  private func failure(_ difference: OutcomeDifference) -> JSONValue {
    .object(
      who(difference.example, difference.count) + [
        ("failed", .string(difference.isFailure ? "after" : "before")),
        ("before", outcome(difference.before, difference.isOutOfMemoryBefore)),
        ("after", outcome(difference.after, difference.isOutOfMemoryAfter)),
        ("summary", JSONValue(difference.summary)),
      ])
  }

  private func outcome(_ outcome: ProcessOutcome?, _ isOutOfMemory: Bool) -> JSONValue {
    guard let outcome else { return .null }
    var (code, signal): (Int64?, Int64?)
    switch outcome {
    case .exited(let status): code = Int64(status)
    case .killed(let number, _): signal = Int64(number)
    case .unknown: break
    }
    return .object([
      ("exit_code", JSONValue(code)), ("signal", JSONValue(signal)),
      ("oom_killed", .bool(isOutOfMemory)),
    ])
  }

  private func time(_ difference: TimeDifference) -> JSONValue {
    .object(
      who(difference.example, difference.count) + [
        ("differs", .string(difference.isWall ? "wall" : "cpu")),
        ("own_s", seconds(difference.own)), ("cpu_s", seconds(difference.cpu)),
        ("alongside", .integer(Int64(difference.alongside))),
        (
          "usual_s",
          difference.usual.map {
            .array([JSONValue(seconds: $0.lowerBound), JSONValue(seconds: $0.upperBound)])
          } ?? .null
        ),
      ])
  }

  private func seconds(_ change: Change) -> JSONValue {
    .object([
      ("before", JSONValue(seconds: change.before)), ("after", JSONValue(seconds: change.after)),
    ])
  }

  private func integers(_ change: Change?) -> JSONValue {
    change.map {
      .object([("before", .integer($0.before)), ("after", .integer($0.after))])
    } ?? .null
  }

  private func memory(_ difference: MemoryDifference) -> JSONValue {
    .object(
      who(difference.example, difference.count) + [
        ("peak_rss_bytes", integers(difference.peak)),
        (
          "usual_bytes",
          difference.usual.map { .array([.integer($0.lowerBound), .integer($0.upperBound)]) }
            ?? .null
        ),
      ])
  }

  private func version(_ difference: VersionDifference) -> JSONValue {
    .object([
      ("tools", texts(difference.tools)), ("before", program(difference.before)),
      ("after", program(difference.after)),
    ])
  }

  private func program(_ program: ComparedProgram) -> JSONValue {
    .object([
      ("name", .text(program.name)), ("path", .text(program.path)),
      ("build_id", JSONValue(program.buildID)), ("package", JSONValue(program.package)),
      ("version", JSONValue(program.version)),
    ])
  }

  private func library(_ difference: LibraryDifference) -> JSONValue {
    .object([
      ("kind", .string(difference.kind)), ("name", .text(difference.name)),
      ("tools", texts(difference.tools)),
      ("before", .array(difference.before.map(library))),
      ("after", .array(difference.after.map(library))),
    ])
  }

  private func library(_ library: LibraryAnalysis.Library) -> JSONValue {
    .object([
      ("version", library.version.map { .text($0) } ?? .null),
      ("build_id", library.buildID.map { .text($0) } ?? .null),
      ("package", library.package.map { .text($0) } ?? .null), ("path", .text(library.path)),
    ])
  }

  private func arguments(_ difference: ArgumentDifference) -> JSONValue {
    .object(
      who(difference.example, difference.count) + [
        (
          "changes",
          .array(
            difference.changes.map { change in
              .object([
                ("option", change.option.map { .text(RawText($0)) } ?? .null),
                ("before", .array(change.before.map { .text(RawText($0)) })),
                ("after", .array(change.after.map { .text(RawText($0)) })),
              ])
            })
        )
      ])
  }

  private func presence(_ difference: PresenceDifference) -> JSONValue {
    .object(
      who(difference.example, difference.count) + [
        ("tool_alone", .bool(difference.isToolAlone)), ("forks", .bool(difference.areForks)),
        ("descendants", .integer(Int64(difference.descendants))),
        ("wall_s", JSONValue(seconds: difference.wall)),
      ])
  }

  private func input(_ difference: InputDifference) -> JSONValue {
    .object([
      ("path", .text(difference.path)), ("differs", .string(difference.kind.rawValue)),
      ("bytes_read", integers(difference.bytes)), ("error", JSONValue(difference.error)),
      ("tools", texts(difference.tools)),
    ])
  }

  private func texts(_ texts: [RawText]) -> JSONValue { .array(texts.map { .text($0) }) }
}
