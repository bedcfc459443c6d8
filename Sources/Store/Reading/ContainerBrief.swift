/// What is told about one container, or other place, that processes of a run were in.
public struct ContainerBrief: Sendable, Equatable {
  /// Its id in the database.
  public var id: Int64
  /// `container`, `namespaces`, `job` or `unit`.
  public var kind: String
  /// What a person would call it; `nil` for a job and a unit.
  public var words: String?
  /// Who made it.
  public var engine: String?
  /// What started its first process for the engine.
  public var runtime: String?
  /// The engine's own id.
  public var containerID: String?
  /// What the user called it, or the engine did.
  public var name: String?
  /// As the engine writes it.
  public var image: String?
  /// Of the pod of Kubernetes.
  public var podUID: String?
  /// The innermost unit of systemd.
  public var unit: String?
  /// Of Slurm.
  public var slurmJob: String?
  /// The step of that job.
  public var slurmStep: String?
  /// The task of that step.
  public var slurmTask: String?
  /// Something of this was concluded.
  public var isInferred: Bool
  /// The namespaces that are not the host's, with commas between; `nil` when that is not known.
  public var ownNamespaces: String?
  /// The machine's name, as processes in it see it.
  public var nodeName: String?
  /// The type of its root's file system.
  public var rootType: String?
  /// ns since 1970.
  public var firstSeen: Int64
  /// Its processes that have ended.
  public var processes: Int64
  /// CPU time of those, ns; `nil` when it is not known of any.
  public var cpuTime: Int64?
  /// Memory of the largest of them, bytes.
  public var peakRSS: Int64?
  /// Bytes that storage was made to read.
  public var readBytes: Int64?
  /// Bytes that storage was made to write.
  public var writeBytes: Int64?
}
