/// Where processes of a run are, when that is more than "on the host".
public struct Container: Sendable, Equatable {
  /// Unique in the database.
  public let id: Int64
  /// The run whose processes are in it; other runs may have some in the same.
  public let runID: Int64
  /// The first process of the run that was seen in it.
  public let processID: Int64
  /// When that was, ns since boot.
  public let firstSeen: UInt64
  /// The number of the namespaces that were seen first.
  public let namespaces: UInt64
  /// What it is.
  public internal(set) var facts: ContainerFacts
  /// What its processes that have ended used.
  public internal(set) var use = ContainerUse()
  /// Something changed since it was last handed out.
  var isTouched = false
}

/// What is known of a container, and nothing that is only likely, unless it says so.
public struct ContainerFacts: Sendable, Equatable {
  /// What sort of place it is.
  public enum Kind: String, Sendable {
    /// An engine's container.
    case container
    /// Namespaces that are not the host's, without any engine's mark.
    case namespaces
    /// The host's namespaces, in a group of a workload manager's job.
    case job
    /// The host's namespaces, in a group of a unit of systemd.
    case unit
  }

  /// What sort of place it is.
  public var kind: Kind
  /// Who made it; `nil` when nothing says so.
  public var engine: ContainerEngine?
  /// What started its first process for the engine, such as runc.
  public var runtime: String?
  /// The engine's own id.
  public var containerID: String?
  /// What the user called it, or the engine did.
  public var name: String?
  /// As the engine writes it.
  public var image: String?
  /// Of the pod of Kubernetes.
  public var podUID: String?
  /// Of that: `guaranteed`, `burstable` or `besteffort`.
  public var qualityOfService: String?
  /// The innermost unit of systemd in the path of the group.
  public var unit: String?
  /// The job of Slurm, from the path of the group.
  public var slurmJob: String?
  /// Likewise, the step of that job.
  public var slurmStep: String?
  /// Likewise, the task of that step.
  public var slurmTask: String?
  /// Something of this was concluded from a habit of the engine's, and is not said by anybody.
  public var isInferred = false
  /// Namespaces that are not the host's.
  public var ownNamespaces: [NamespaceKind] = []

  init(kind: Kind) {
    self.kind = kind
  }
}

/// Sums over processes that have ended.
public struct ContainerUse: Sendable, Equatable {
  /// How many there were.
  public var processes: Int64 = 0
  /// Those whose totals were not heard: the sums are without them.
  public var withoutTotals: Int64 = 0
  /// CPU time, ns.
  public var cpu: UInt64 = 0
  /// Of the largest process, bytes; 0: not known.
  public var peakRSS: UInt64 = 0
  /// Bytes that storage was made to read.
  public var readBytes: UInt64 = 0
  /// Bytes that storage was made to write.
  public var writeBytes: UInt64 = 0

  /// Nothing used.
  public init() {}

  /// What one process used; `nil` for totals that were not heard.
  public init(totals: (cpu: UInt64, read: UInt64, write: UInt64)?, peakRSS: UInt64) {
    processes = 1
    withoutTotals = totals == nil ? 1 : 0
    cpu = totals?.cpu ?? 0
    readBytes = totals?.read ?? 0
    writeBytes = totals?.write ?? 0
    self.peakRSS = peakRSS
  }

  mutating func add(_ other: ContainerUse) {
    processes += other.processes
    withoutTotals += other.withoutTotals
    cpu &+= other.cpu
    peakRSS = max(peakRSS, other.peakRSS)
    readBytes &+= other.readBytes
    writeBytes &+= other.writeBytes
  }
}
