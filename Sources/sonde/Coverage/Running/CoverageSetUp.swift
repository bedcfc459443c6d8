import Coverage
import Foundation
import Logging
import OTLP
import Procfs
import Settings
import Store
import Symbols

/// What both ways of beginning a coverage have in common: targets are read, then the kernel's part is
/// loaded, the database comes last.
struct CoverageSetUp {
  let options: CoverageOptions
  let scope: CodeScope
  let targets: CoverageTargets
  let manifest: CoverageManifest

  /// - Parameter program: of the command, or of the process that is running.
  /// - Throws: ``CommandFailure``.
  init(
    _ options: CoverageOptions, program: String, settings: Settings, pipeline: String?,
    shownAs name: String? = nil
  ) throws {
    self.options = options
    scope = try options.scope()
    targets =
      options.target.isEmpty
      ? try CoverageTargets(
        program: program, shownAs: name ?? program, scope: scope,
        isAlone: !options.children && !options.libraries)
      : try CoverageTargets(files: options.target, scope: scope)
    manifest = try CoverageManifest(
      file: options.manifest, settings: settings, pipeline: pipeline)
  }

  /// Loads the kernel's part, and puts the targets' functions into the map.
  ///
  /// - Parameter holds: whether processes may be stopped while new code gets its probes.
  /// - Throws: `ProbeError` or ``CommandFailure``.
  func load(holds: Bool, log: Logger) throws -> CodeCoverage {
    let coverage = try CodeCoverage(codeOptions(holds: holds), log: log)
    for target in targets.targets {
      do throws(TargetError) {
        try coverage.add(target)
      } catch {
        throw CommandFailure(error.message(for: target.path))
      }
    }
    if options.libraries { addNeeded(to: coverage) }
    return coverage
  }

  /// The libraries that a program begins with get their probes beforehand: nobody has to be stopped for
  /// them. What is wrong with one is said when it is mapped.
  private func addNeeded(to coverage: CodeCoverage) {
    for target in targets.targets {
      guard let interpreter = target.image.interpreter else { continue }
      for path in NeededObjects.list(program: target.path, interpreter: interpreter) {
        if let library = try? CodeTarget(path: path) { _ = try? coverage.add(library) }
      }
    }
  }

  /// Begins the coverage in the database.
  ///
  /// - Throws: `StoreError`.
  func begin(
    _ coverage: CodeCoverage, path: String, command: [String], pid: UInt32?, context: RunContext?,
    started: UInt64
  ) throws -> CoverageSession {
    let writer = try CoverageWriter(path: path)
    coverage.pipeline.store = SignalStore(writer: writer, bootOffset: Clocks.realtimeOffset())
    var description = CoverageDescription(
      command: command, startedAt: Clocks.realtime(), scope: scopeWords)
    description.pid = pid.map(Int64.init)
    description.budget = options.keepsProbes ? nil : options.budget.share
    description.traceID = context?.span.traceID.description
    try writer.begin(description)
    return CoverageSession(
      coverage: coverage, writer: writer, options: options, context: context, started: started)
  }

  private func codeOptions(holds: Bool) -> CodeCoverageOptions {
    var code = CodeCoverageOptions(scope: scope)
    code.addsLibraries = options.libraries
    // What replaces the command's own program in its process is its program too.
    code.addsExecutables = options.target.isEmpty
    code.watchesChildren = options.children
    code.budget = options.budget.share
    code.keepsProbes = options.keepsProbes
    code.attachesOneByOne = options.attachesOneByOne
    code.holdsProcesses = holds && !options.noHold
    return code
  }

  /// The scope as the database has it.
  private var scopeWords: String {
    var text = JSONText(isIndented: false)
    text.append(
      .object([
        ("targets", .array(options.target.map { .string($0) })),
        ("include", .array(options.include.map { .string($0) })),
        ("exclude", .array(options.exclude.map { .string($0) })),
        ("libraries", .bool(options.libraries)),
        ("children", .bool(options.children)),
      ]))
    return String(decoding: text.bytes, as: UTF8.self)
  }

  /// The effective scope, in words: what is looked at, before anything runs.
  func announce(_ session: CoverageSession) {
    for note in targets.notes { OutputFile.standardError.say(note) }
    for line in session.scopeLines { OutputFile.standardError.say(line) }
  }
}
