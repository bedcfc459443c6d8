/// The chain of processes by which a run's end came when it did, as far as ends can tell.
///
/// It is walked back from the run's end. At a process and a moment: of the children that had ended
/// by then, the one that ended last is taken, and what is between its end and the moment is the
/// process's own. From the child the walk goes on at that end. Where a process has no such child
/// since its start, the time down to its start is its own, and the walk goes on in the process that
/// forked it, at that moment. So each moment of the run belongs to one segment.
///
/// - A process that outlives its parent counts, for its end, as a child of its nearest ancestor that
///   had not ended by then; for its start, as a child of the one that forked it.
/// - An end that was not seen ends nothing: such a process is passed over, and its children count as
///   its parent's. Where tracing stopped before the run did, it is taken to have lived on.
/// - A process whose parent is not stored goes on in the root, from which all of a run descends; what
///   lies between its start and the end of a root that had ended by then belongs to none.
/// - Of several that ended in the same nanosecond the child comes before its parent, and the one
///   with the lowest id before its siblings.
public struct CriticalPath: Sendable, Equatable {
  /// A stretch of the run.
  public struct Segment: Sendable, Equatable {
    /// The process that it belongs to; `nil` where no process of the run is known to have lived.
    public var process: Process?
    /// ns since 1970.
    public var started: Int64
    /// ns since 1970; the start of the next one.
    public var ended: Int64

    /// ns.
    public var duration: Int64 { ended - started }
  }

  /// A process on the path.
  public struct Process: Sendable, Equatable {
    /// Its id in the database.
    public var id: Int64
    /// Its number on the machine while it lived.
    public var pid: Int64
    /// What it ran last; `nil` when that is not known.
    public var tool: RawText?
    /// The arguments of the image that it ran last; its parent's when it executed nothing itself.
    public var command: [RawText]
    /// Whether it executed anything itself.
    public var hasExecuted: Bool
    /// Whether its end is stored.
    public var hasEnded: Bool
  }

  /// What the segments of one tool's processes take together.
  public struct Tool: Sendable, Equatable {
    /// Its name; `nil` when it is not known.
    public var name: RawText?
    /// How many segments.
    public var segments: Int64
    /// ns.
    public var time: Int64
  }

  /// The longest segments, in the order of time.
  public var segments: [Segment] = []
  /// How many shorter ones there are.
  public var omitted: Int64 = 0
  /// How long these are together, ns.
  public var omittedTime: Int64 = 0
  /// By tool, the most time first.
  public var tools: [Tool] = []
  /// Segments of no process, together, ns.
  public var unattributed: Int64 = 0
  /// How many processes are on the path.
  public var processes: Int64 = 0
  /// What all segments are together: the run's duration, ns.
  public var duration: Int64 = 0
}

extension CriticalPath {
  /// The path with so many of its longest segments at most; the others are counted as omitted.
  public func cut(to limit: Int?) -> CriticalPath {
    guard let limit, segments.count > limit else { return self }
    var cut = self
    let longest = segments.indices.sorted {
      segments[$0].duration == segments[$1].duration
        ? $0 < $1 : segments[$0].duration > segments[$1].duration
    }
    cut.segments = longest.prefix(limit).sorted().map { segments[$0] }
    cut.omitted += Int64(segments.count - limit)
    cut.omittedTime += longest.dropFirst(limit).reduce(0) { $0 + segments[$1].duration }
    return cut
  }
}
