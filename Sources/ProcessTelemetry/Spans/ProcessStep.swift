/// The innermost step of a workflow that a process is part of.
public struct ProcessStep: Sendable, Equatable {
  /// Its id in the database.
  public var id: Int64
  /// What the workflow calls it; the program for want of that.
  public var name: String
  /// Whose step it is: `snakemake`, `nextflow`, …
  public var engine: String
  /// Its name with wildcards or tag; `nil` where that is a command line.
  public var label: String?
  /// The process is the step's first: it ends as the step does.
  public var isFirst: Bool

  /// Puts together what is known.
  public init(id: Int64, name: String, engine: String, label: String?, isFirst: Bool) {
    self.id = id
    self.name = name
    self.engine = engine
    self.label = label
    self.isFirst = isFirst
  }
}
