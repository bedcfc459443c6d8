/// What the kernel programs are told before they are loaded.
public struct ProbeOptions: Sendable {
  /// Which processes begin a run of themselves when they are seen to execute.
  public struct Filters: Sendable {
    /// Real user ids; `nil`: every user.
    public var users: [UInt32]?
    /// Names of executables or scripts, without directories; `nil`: every program.
    public var names: [String]?

    /// Names the processes that match both.
    public init(users: [UInt32]?, names: [String]?) {
      self.users = users
      self.names = names
    }
  }

  /// The size of the ring buffer in bytes: a power of two, and a multiple of the page size.
  /// The kernel keeps records there until they are read.
  public var ringBytes = 8 << 20
  /// The reader is woken when this many bytes wait.
  public var wakeupBytes = 1 << 20
  /// An argument block longer than this is cut and marked; at most 32,767.
  public var argumentsLimit = 32_767
  /// How many followed processes may be alive at one time.
  public var maxProcesses = 65_536
  /// Whether the use of files is followed.
  public var files = true
  /// Whether the bytes that are read from and written to each file are counted.
  public var fileBytes = true
  /// Whether it is followed where the time of processes goes.
  public var times = true
  /// How many files that living processes use may be counted at one time.
  public var maxFiles = 65_536
  /// Names of environment variables to keep; a `*` at the end stands for any ending.
  public var environment: [String] = []
  /// `nil`: only processes given by their id, and their descendants.
  public var filters: Filters?
  /// Hooks that are made to fail; `nil`: those that the environment names.
  public var faults: HookFaults?
  /// Whether to go on without hooks that a recording cannot do without: to find out which they are.
  public var toleratesMissing = false

  /// Every option at its default.
  public init() {}

  /// The limit of arguments as the kernel programs take it.
  var wireArgumentsLimit: UInt32 { UInt32(min(argumentsLimit, 32_767)) }
}
