/// How the coverage of programs' code is set up.
public struct CodeCoverageOptions: Sendable {
  /// Which functions are looked at.
  public var scope: CodeScope
  /// Whether shared objects that watched processes map are added.
  public var addsLibraries = false
  /// Whether the programs that watched processes execute are added.
  public var addsExecutables = false
  /// Whether a process is stopped, for some milliseconds, when it maps or executes code that is new,
  /// until that has its probes: else what it calls meanwhile is not seen.
  public var holdsProcesses = true
  /// Whether the children of watched processes are watched too.
  public var watchesChildren = false
  /// Share of one processor's time that probes may take; `nil`: no limit.
  public var budget: Double?
  /// Whether probes stay when they have fired: what coverage costs without removing them, for
  /// comparison.
  public var keepsProbes = false
  /// Whether probes are attached one by one even where the kernel takes many at a time.
  public var attachesOneByOne = false
  /// Where separate files of debug symbols are.
  public var debugDirectories = ["/usr/lib/debug"]

  /// The options, all but the scope at their defaults.
  public init(scope: CodeScope) {
    self.scope = scope
  }
}
