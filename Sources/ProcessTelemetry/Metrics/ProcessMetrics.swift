internal import CSondeWire
public import OTLP
public import Processes

/// What the processes of each pipeline have used together, by the program that they ran: never by
/// pid, so that a build of a million processes makes no more series than it has tools.
///
/// Pure, and fed from the recording thread. A copy is a snapshot: reading it elsewhere costs the
/// recording thread at most one copy of the numbers.
public struct ProcessMetrics: Sendable {
  /// What one program did in one pipeline.
  struct Series: Sendable {
    var pipeline: Int32
    var tool: Int64
    var userTime: UInt64 = 0
    var systemTime: UInt64 = 0
    var readBytes: UInt64 = 0
    var writeBytes: UInt64 = 0
    var minorFaults: UInt64 = 0
    var majorFaults: UInt64 = 0
    var voluntarySwitches: UInt64 = 0
    var involuntarySwitches: UInt64 = 0
    var peakRSS: UInt64 = 0
    var succeeded: UInt64 = 0
    var failed: UInt64 = 0
    var killed: UInt64 = 0
    var outOfMemory: UInt64 = 0
    var duration = DurationBuckets()

    mutating func add(_ totals: sonde_totals, cpu: CPUTime, peakRSS: UInt64) {
      userTime &+= cpu.user
      systemTime &+= cpu.system
      readBytes &+= totals.read_bytes
      writeBytes &+= totals.write_bytes
      minorFaults &+= totals.minor_faults
      majorFaults &+= totals.major_faults
      voluntarySwitches &+= totals.voluntary_switches
      involuntarySwitches &+= totals.involuntary_switches
      self.peakRSS = max(self.peakRSS, peakRSS)
    }
  }

  /// What the living processes of one program use.
  struct Living: Sendable {
    var running: Int64 = 0
    var rss: Int64 = 0
  }

  /// Runs of one pipeline that ended with one result.
  struct RunKey: Hashable, Sendable {
    var pipeline: Int32
    var result: String
    var errorType: String?
  }

  struct SeriesKey: Hashable, Sendable {
    var pipeline: Int32
    var tool: Int64
  }

  /// Programs and pipelines that have a series of their own; the rest share one.
  static let limit = 1000
  /// Stands for what is beyond the limit.
  static let overflow = SeriesKey(pipeline: -1, tool: -1)

  /// When counting began, ns since 1970.
  let start: UInt64
  private(set) var series: [Series] = []
  private var places: [SeriesKey: Int32] = [:]
  private(set) var toolNames: [Int64: String] = [:]
  private(set) var pipelines: [String] = []
  private var pipelinesByName: [String: Int32] = [:]
  private var pipelinesByRun: [Int64: Int32] = [:]
  /// By pipeline; the first are those of pipelines that are too many.
  private var startedCounts: [UInt64] = [0]
  // Most records are of the run, the program or both that the one before was of.
  private var lastRun: (id: Int64, pipeline: Int32)?
  private var lastPlace: (key: SeriesKey, place: Int)?
  private var lastNamed: Int64?
  private(set) var living: [SeriesKey: Living] = [:]
  private(set) var runs: [RunKey: DurationBuckets] = [:]
  /// Processes that went into the series that is shared.
  public private(set) var overflowed: UInt64 = 0

  /// - Parameter start: now, ns since 1970.
  public init(start: UInt64) {
    self.start = start
  }

  // MARK: Runs

  /// A run of a pipeline begins.
  public mutating func begin(runID: Int64, pipeline: String) {
    var index = pipelinesByName[pipeline]
    if index == nil, pipelines.count < Self.limit {
      index = Int32(pipelines.count)
      pipelines.append(pipeline)
      pipelinesByName[pipeline] = index
      startedCounts.append(0)
    }
    pipelinesByRun[runID] = index ?? -1
    lastRun = nil
  }

  /// A run has ended.
  ///
  /// - Parameters:
  ///   - duration: ns.
  ///   - span: the run's, if it is exported.
  ///   - time: now, ns since 1970.
  public mutating func end(
    runID: Int64, _ outcome: RunOutcome, duration: UInt64, span: TraceContext?, time: UInt64
  ) {
    guard let pipeline = pipelinesByRun.removeValue(forKey: runID) else { return }
    lastRun = nil
    let key = RunKey(pipeline: pipeline, result: outcome.result, errorType: outcome.errorType)
    runs[key, default: DurationBuckets()].add(
      duration, DurationBuckets.Example(span, time: time, duration: duration))
  }

  /// How many runs of each pipeline have not ended.
  var activeRuns: [Int32: Int64] {
    pipelinesByRun.values.reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }

  private mutating func pipeline(ofRun id: Int64) -> Int32 {
    if let lastRun, lastRun.id == id { return lastRun.pipeline }
    let pipeline = pipelinesByRun[id] ?? -1
    lastRun = (id, pipeline)
    return pipeline
  }

  // MARK: Processes

  /// How many processes of each pipeline were forked.
  var started: [(pipeline: Int32, count: UInt64)] {
    startedCounts.enumerated().compactMap { $1 > 0 ? (Int32($0) - 1, $1) : nil }
  }

  /// Makes the name of a program known by the id that rows have.
  public mutating func name(tool: Int64, _ name: UnsafeRawBufferPointer) {
    guard tool != lastNamed else { return }
    lastNamed = tool
    guard toolNames[tool] == nil, toolNames.count < 4 * Self.limit else { return }
    toolNames[tool] = String(decoding: name, as: UTF8.self)
  }

  /// The name of a program; `unknown` for one that has none yet, as of a process that was forked and
  /// has executed nothing.
  public func name(ofTool id: Int64) -> String {
    toolNames[id] ?? "unknown"
  }

  /// A process was forked.
  public mutating func begin(processOfRun runID: Int64) {
    startedCounts[Int(pipeline(ofRun: runID)) + 1] += 1
  }

  /// A process has ended.
  ///
  /// - Parameters:
  ///   - span: the process's, if it has one that is exported.
  ///   - time: when it ended, ns since 1970.
  public mutating func end(_ row: ProcessRow, span: TraceContext? = nil, time: UInt64 = 0) {
    guard let end = row.end else { return }
    let index = place(of: SeriesKey(pipeline: pipeline(ofRun: row.runID), tool: row.toolID))
    series[index].add(end.record.totals, cpu: end.cpu, peakRSS: end.record.peak_rss)
    let duration = end.time > row.started ? end.time - row.started : 0
    series[index].duration.add(
      duration, DurationBuckets.Example(span, time: time, duration: duration))
    // Of what was not heard nothing is said, and so nothing counted.
    guard end.hasStatus else { return }
    if end.record.status == 0 {
      series[index].succeeded += 1
    } else {
      let outcome = ProcessOutcome(row, end)
      if outcome.isOutOfMemory {
        series[index].outOfMemory += 1
      } else if outcome.signal != 0 {
        series[index].killed += 1
      } else {
        series[index].failed += 1
      }
    }
  }

  private mutating func place(of key: SeriesKey) -> Int {
    if let lastPlace, lastPlace.key == key { return lastPlace.place }
    if let place = places[key] {
      lastPlace = (key, Int(place))
      return Int(place)
    }
    guard series.count < Self.limit || key == Self.overflow else {
      overflowed += 1
      return place(of: Self.overflow)
    }
    places[key] = Int32(series.count)
    series.append(Series(pipeline: key.pipeline, tool: key.tool))
    return series.count - 1
  }

  /// Forgets what living processes use: ``add(living:rss:)`` tells it anew.
  public mutating func beginLiving() {
    for key in living.keys { living[key] = Living() }
  }

  /// A process lives. `rss` is bytes; 0 before its first sample.
  public mutating func add(living row: borrowing ProcessRow, rss: UInt64) {
    var key = SeriesKey(pipeline: pipelinesByRun[row.runID] ?? -1, tool: row.toolID)
    if living[key] == nil, living.count >= Self.limit { key = Self.overflow }
    living[key, default: Living()].running += 1
    living[key, default: Living()].rss += Int64(clamping: rss)
  }
}
