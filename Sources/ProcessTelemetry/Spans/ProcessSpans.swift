public import OTLP
internal import Processes

/// Makes a trace of each run: the run is the root, every process a span under its true parent.
///
/// Pure, and fed from the recording thread in the order of events. Spans come out when processes
/// end, so children before their parents; a span's id is computed from its process's, so that
/// children can name a parent whose span is still to be made.
///
/// Beyond a number of spans, processes that lived only for a moment are folded: counted in the span
/// of the parent, so that a build of 100,000 processes does not drown a back end. A folded
/// process's children that outlive it move up to where it would have been.
public struct ProcessSpans {
  let options: ProcessSpanOptions
  private let salt: UInt64
  /// ns to add to a time since boot to get one since 1970; to be set for each batch.
  public var bootOffset: Int64 = 0
  /// Processes that were folded into others.
  public internal(set) var foldedCount: UInt64 = 0

  /// Those that have not ended: few.
  var runs: [RunTrace] = []
  private var lastRun = 0
  var notes = ProcessTable(empty: ProcessNotes())
  var endedParents: [Int64: EndedParent] = [:]
  var texts = TextTable()
  private var made: [SpanRecord] = []

  /// - Parameter salt: tells the ids of this session's spans from those of others.
  public init(options: ProcessSpanOptions, salt: UInt64 = .random(in: .min ... .max)) {
    self.options = options
    self.salt = salt
  }

  /// The spans that were made since the last call.
  public mutating func take() -> [SpanRecord] {
    guard !made.isEmpty else { return [] }
    defer { made = [] }
    return made
  }

  /// How many processes something is kept of.
  var keptCount: Int { notes.count + endedParents.count }

  mutating func emit(_ span: SpanRecord) {
    made.append(span)
  }

  /// The id of a process's span.
  public func spanID(ofProcess id: Int64) -> SpanID {
    // splitmix64's finalizer: neighbouring ids end far apart.
    var value = salt &+ UInt64(bitPattern: id) &* 0x9e37_79b9_7f4a_7c15
    value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
    value ^= value >> 31
    return SpanID(value) ?? SpanID(1) ?? .random()
  }

  /// UTC in ns since 1970 of a time since boot.
  public func utc(_ boot: UInt64) -> UInt64 {
    UInt64(clamping: Int64(truncatingIfNeeded: boot) &+ bootOffset)
  }

  /// Where a run is; `nil` when it is not known.
  mutating func place(ofRun id: Int64) -> Int? {
    // Most records are of the run that the one before was of.
    if lastRun < runs.count, runs[lastRun].opening.id == id { return lastRun }
    guard let place = runs.firstIndex(where: { $0.opening.id == id }) else { return nil }
    lastRun = place
    return place
  }

  /// The place of a run whose spans are exported.
  mutating func place(ofSampledRun id: Int64) -> Int? {
    guard let place = place(ofRun: id), runs[place].opening.isSampled else { return nil }
    return place
  }

  /// Forgets what is kept for processes of a run that has ended.
  mutating func forget(run place: Int) {
    runs.remove(at: place)
    if runs.isEmpty {
      notes.removeAll()
      endedParents.removeAll()
    }
  }
}
