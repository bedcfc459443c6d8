/// How much of a run happened at the same time.
public struct Parallelism: Sendable, Equatable {
  /// A stretch of the run; all are equally long, but for a nanosecond.
  public struct Bucket: Sendable, Equatable {
    /// ns since 1970.
    public var started: Int64
    /// Processes alive, on average over the stretch.
    public var alive: Double = 0
    /// The most alive at one moment of it.
    public var aliveMax: Int64 = 0
    /// Processors busy, estimated: each process's CPU time is spread evenly over its life.
    public var busy: Double = 0
  }

  /// In the order of time; none when the run took no time.
  public var buckets: [Bucket] = []
  /// The fewest processes alive at a moment between the first start and the last end.
  public var aliveMin: Int64 = 0
  /// The lives of all processes together by the run's duration.
  public var aliveMean: Double = 0
  /// The most processes alive at one moment.
  public var aliveMax: Int64 = 0
  /// The least busy stretch.
  public var busyMin: Double = 0
  /// The CPU time of all processes by the run's duration.
  public var busyMean: Double = 0
  /// The busiest stretch.
  public var busyMax: Double = 0
  /// Processes left out, since nobody knows when they ended.
  public var unknownEnds: Int64 = 0
  /// Processes that are counted as alive and whose CPU time is not known, since they had not ended.
  public var unknownCPU: Int64 = 0
}
