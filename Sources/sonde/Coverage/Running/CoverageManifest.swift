import Settings
import Store

/// What is expected of the run beside its functions: from a manifest, else from the configuration's
/// `[filters.executables]`.
struct CoverageManifest {
  /// Expected in any case.
  private(set) var expected: [ExpectationRow] = []
  /// By pipelines: expected once anything of the pipeline has run.
  private(set) var pipelines: [[ExpectationRow]] = []

  /// - Parameters:
  ///   - pipeline: the one that the run belongs to; its executables are expected in any case.
  /// - Throws: `SettingsErrors`.
  init(file: String?, settings: Settings, pipeline: String?) throws {
    if let file {
      let manifest = try ExpectationManifest.load(file: file)
      expected =
        Self.rows(manifest.executables, .executable, file)
        + Self.rows(manifest.files, .file, file) + Self.rows(manifest.events, .event, file)
      return
    }
    for declared in settings.filters.executables ?? [] {
      let rows = Self.rows(
        declared.executables, .executable, "[filters.executables] \(declared.name)")
      if declared.name == pipeline { expected += rows } else { pipelines.append(rows) }
    }
    // Who says which pipeline it is does not ask about others.
    if pipeline != nil { pipelines = [] }
  }

  /// Whether files have to be followed to know.
  var expectsFiles: Bool {
    (expected + pipelines.joined()).contains { $0.kind == .file }
  }

  private static func rows(
    _ names: [String], _ kind: ExpectationRow.Kind, _ source: String
  ) -> [ExpectationRow] {
    names.map { ExpectationRow(kind: kind, name: $0, source: source) }
  }
}
