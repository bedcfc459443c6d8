/// What made a step of a process: the program that reads the workflow, or the shell.
public enum StepEngine: String, Sendable, CaseIterable {
  case snakemake
  case nextflow
  case slurm
  case make
  case cwl
  case shell

  /// Whether its labels are made of what the workflow calls things, and not of command lines, which
  /// may be nobody else's business.
  public var hasHarmlessLabels: Bool {
    switch self {
    case .snakemake, .nextflow, .slurm: true
    case .make, .cwl, .shell: false
    }
  }
}
