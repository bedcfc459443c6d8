/// Which libraries processes used.
public struct LibraryAnalysis: Sendable {
  /// A library as it is stored.
  public struct Library: Sendable, Equatable {
    /// Its id in the database.
    public var id: Int64
    /// ``LibraryKind``, or the word of a later version.
    public var kind: String
    /// Its name.
    public var name: RawText
    /// Its version, if it is known.
    public var version: RawText?
    /// The package that it came with, if it is known.
    public var package: RawText?
    /// The build id of its file, if it has one.
    public var buildID: RawText?
    /// Where it lies.
    public var path: RawText
  }

  /// A library and how much it was used.
  public struct Use: Sendable, Equatable {
    /// The library.
    public var library: Library
    /// Processes that used it.
    public var processes: Int64
    /// Runs in which at least one did.
    public var runs: Int64
    /// The pipelines of these runs, by name; runs without one have none.
    public var pipelines: [String]
  }

  /// The uses in a pipeline's runs.
  public struct Pipeline: Sendable, Equatable {
    /// Its name; `nil` for runs without one.
    public var name: String?
    /// The most used ones, the most used first.
    public var uses: [Use]
    /// How many more there are.
    public var omitted: Int64
  }

  /// What comes first.
  public enum Order: Sendable {
    /// The libraries of the most processes.
    case processes
    /// The libraries of the most runs.
    case runs
  }

  /// Runs that were looked at.
  public var runs: Int64
  /// The most used libraries, the most used first.
  public var uses: Bounded<Use>
  /// The same for each pipeline, by name; `nil` when it was not asked for.
  public var pipelines: [Pipeline]?
}
