/// What an operator may choose, each choice with its default.
///
/// ``load(file:environment:)`` fills it from a file and from the environment. Flags of the command
/// line come last: their owner sets the properties, which are not checked again.
public struct Settings: Sendable, Equatable {
  /// Where the data is kept.
  public var database = Database()
  /// How living processes are sampled.
  public var monitoring = Monitoring()
  /// How summaries are derived.
  public var processing = Processing()
  /// Which processes the agent follows.
  public var filters = Filters()
  /// How much is taken from the kernel.
  public var capture = Capture()
  /// What is blotted out before it is kept.
  public var redact = Redact()
  /// What is no failure.
  public var failures = Failures()
  /// Where telemetry goes.
  public var telemetry = Telemetry()
  /// How the log is written.
  public var log = Log()

  /// Creates the defaults.
  public init() {}

  /// Where the data is kept.
  public struct Database: Sendable, Equatable {
    /// The path of the SQLite file; a relative one starts at the current directory.
    public var path = "./sonde.db"
  }

  /// How living processes are sampled.
  public struct Monitoring: Sendable, Equatable {
    /// Seconds between two samples.
    public var interval = 2.0
  }

  /// How summaries are derived.
  public struct Processing: Sendable, Equatable {
    /// Seconds between two derivations.
    public var interval = 5.0
  }

  /// How much is taken from the kernel.
  public struct Capture: Sendable, Equatable {
    /// Bytes of an execution's arguments to keep; longer ones are cut and marked.
    public var argumentsLimit = 32_767
    /// Names of environment variables to keep; a `*` at the end stands for any ending.
    public var environment = [
      "TRACEPARENT", "TRACESTATE", "SLURM_JOB_ID", "SLURM_JOB_NAME", "SLURM_STEP_ID",
      "SLURM_ARRAY_*", "SLURM_PROCID", "SLURM_CPUS_*", "SLURM_MEM_PER_*", "NXF_TASK_WORKDIR",
      "SNAKEMAKE_*", "MAKELEVEL", "CONDA_PREFIX", "CONTAINER_*", "container",
      "APPTAINER_CONTAINER", "APPTAINER_NAME", "SINGULARITY_CONTAINER", "SINGULARITY_NAME",
    ]
    /// Bytes of the ring buffer, a power of two; `nil`: chosen by the number of processors.
    public var ringBytes: Int?
    /// How many followed processes may be alive at one time.
    public var maxProcesses = 65_536
    /// Whether the use of files and libraries is followed.
    public var files = true
    /// Whether the bytes that are read from and written to each file are counted.
    public var fileBytes = false
    /// How many files that living processes use may be counted at one time.
    public var maxFiles = 65_536
    /// Whether it is followed where the time of processes goes.
    public var times = true
  }

  /// What is blotted out of arguments and environment before they are kept.
  public struct Redact: Sendable, Equatable {
    /// POSIX extended regular expressions, in addition to the built-in ones.
    public var patterns: [String] = []
    /// Whether the built-in patterns are used.
    public var defaults = true
  }
}
