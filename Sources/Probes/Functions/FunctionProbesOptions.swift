/// How the probes at function entries are set up.
public struct FunctionProbesOptions: Sendable {
  /// Probes there may be in all: each takes 8 bytes of memory that the kernel keeps.
  public var capacity = 1 << 18
  /// The ring of signals, a power of two. What does not fit loses who and when, not the hit.
  public var ringBytes = 1 << 20
  /// From so many hits on a probe is told of as hot. To fire costs some microseconds, to remove a
  /// probe some ten: what is called less often is better left alone.
  public var hotHits = 4
  /// Whether the children of watched processes are watched too.
  public var watchesChildren = false
  /// Whether to tell of files that watched processes come to execute.
  public var tellsOfExecutions = false
  /// Whether to tell of files that they come to map for execution.
  public var tellsOfMappings = false
  /// Whether a process is stopped with what is told of it, until ``FunctionProbes/letGoOn(pid:)``.
  public var holdsProcesses = false
  /// Probes of one link. With one hit the others of its link are attached anew: few make that
  /// cheap, many take fewer descriptors.
  public var probesPerLink = 24
  /// Whether to attach one by one even where the kernel can do many at a time.
  public var attachesOneByOne = false
  /// Closings of links under way at the same time. Each takes the kernel some 40 ms, in which the
  /// link's breakpoints may still be in place.
  public var closers = 512
  /// Hooks that are made to fail; `nil`: those that the environment names.
  public var faults: HookFaults?

  /// The options, all at their defaults.
  public init() {}
}
