public import Store

/// What a job had asked for beside what it used.
public struct RequestJudgement: Sendable {
  /// A word for the one beside the other.
  public enum Verdict: String, Sendable {
    /// Less than half of it was used.
    case over
    /// More than nine tenths of it were used, or it was not enough.
    case under
    case fitting
    /// It was not said, or what was used is not known well enough.
    case unknown
  }

  /// The job.
  public var request: ResourceRequest
  /// Of processors.
  public var processors: Verdict
  /// Of memory.
  public var memory: Verdict

  /// Judges a request.
  public init(_ request: ResourceRequest) {
    self.request = request
    processors = Self.processors(request)
    memory = Self.memory(request)
  }

  /// Processors that were used on average.
  public var processorsUsed: Double? {
    request.wall > 0 ? Double(request.cpu) / Double(request.wall) : nil
  }

  private static func processors(_ request: ResourceRequest) -> Verdict {
    guard let asked = request.processors, asked > 0, request.wall > 0 else { return .unknown }
    let share = Double(request.cpu) / Double(request.wall) / Double(asked)
    if share < 0.5, asked > 1 { return .over }
    return share > 0.95 ? .under : .fitting
  }

  /// What one process had is certainly used; the sum of peaks certainly was not exceeded.
  private static func memory(_ request: ResourceRequest) -> Verdict {
    if request.outOfMemory > 0 { return .under }
    guard let asked = request.memory, asked > 0 else { return .unknown }
    if request.greatestProcess > asked / 10 * 9 { return .under }
    guard request.mostMemory >= 0 else { return .unknown }
    return request.mostMemory < asked / 2 ? .over : .fitting
  }
}
