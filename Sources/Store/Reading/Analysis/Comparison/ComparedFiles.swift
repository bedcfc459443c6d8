/// The files that a run has read but not written, as far as they are its own input: not those of the
/// system, of libraries, of its programs.
public struct ComparedInput: Sendable, Equatable {
  /// Where it is.
  public var path: RawText
  /// Bytes that were read of it, all together; `nil` when they were not counted, or not all.
  public var bytesRead: Int64?
  /// No open succeeded: the last error.
  public var error: String?
  /// The places of the tools that read it, or tried to.
  public var tools: Set<Int32>

  /// Describes an input.
  public init(path: RawText, bytesRead: Int64?, error: String?, tools: Set<Int32>) {
    self.path = path
    self.bytesRead = bytesRead
    self.error = error
    self.tools = tools
  }
}

extension StoreReader {
  /// The files that processes of a run read, or could not open.
  ///
  /// - Throws: ``StoreError``.
  public func inputs(of run: ComparedRun) throws -> [ComparedInput] {
    guard let first = run.processes.first, let last = run.processes.last else { return [] }
    let connection = try AnalysisConnection(path: path)
    var scan = InputScan()
    let rows = try connection.prepare(ComparisonSQL.files)
    rows.bind(first.id, at: 0)
    rows.bind(last.id, at: 1)
    // Rows come in the order of processes, as these do.
    var place = 0
    while try rows.step() {
      guard rows.integer(0) == run.run.id else { continue }
      let process = rows.integer(2)
      while place < run.processes.count, run.processes[place].id < process { place += 1 }
      guard place < run.processes.count, run.processes[place].id == process else { continue }
      scan.take(rows, tool: run.processes[place].tool)
    }
    let scripts = try connection.prepare(ComparisonSQL.scripts)
    scripts.bind(run.run.id, at: 0)
    var programs = Set(run.programs.map(\.path))
    while try scripts.step() { programs.insert(scripts.text(0)) }
    return try scan.inputs(in: connection).filter { !programs.contains($0.path) }
  }
}

/// Adds up what a run did with each path.
private struct InputScan {
  private struct Use {
    var isRead = false
    var isWritten = false
    var isOther = false
    var bytes: Int64 = 0
    var isCounted = true
    var error: String?
    var tools: Set<Int32> = []
  }

  private static let (read, written) = (Int64(1), Int64(2 | 4 | 16))
  private static let (executable, uncounted) = (Int64(128), Int64(64 | 256 | 512))
  private static let regular: Int64 = 0o100000

  private var uses: [Int64: Use] = [:]

  mutating func take(_ row: AnalysisStatement, tool: Int32) {
    let (access, type) = (row.integer(3), row.integer(4))
    var use = uses[row.integer(1)] ?? Use()
    if row.integer(5) > 0 || access & 32 != 0 {
      if access & Self.read != 0 { use.isRead = true }
      if access & Self.written != 0 { use.isWritten = true }
      if access & Self.executable != 0 || type != Self.regular { use.isOther = true }
      if let bytes = row.optionalInteger(6), access & Self.uncounted == 0 {
        use.bytes &+= bytes
      } else {
        use.isCounted = false
      }
    } else {
      use.error = row.optionalString(7) ?? use.error
    }
    use.tools.insert(tool)
    uses[row.integer(1)] = use
  }

  func inputs(in connection: AnalysisConnection) throws -> [ComparedInput] {
    let statement = try connection.prepare(ComparisonSQL.path)
    return try uses.compactMap { id, use in
      guard !use.isWritten, !use.isOther, use.isRead || use.error != nil else { return nil }
      statement.reset()
      statement.bind(id, at: 0)
      guard try statement.step() else { return nil }
      let path = statement.text(0)
      guard !InputPath.isOfTheSystem(path) else { return nil }
      return ComparedInput(
        path: path, bytesRead: use.isRead && use.isCounted ? use.bytes : nil,
        error: use.isRead ? nil : use.error, tools: use.tools)
    }.sorted { $0.path < $1.path }
  }
}

/// Which paths are no input of a pipeline, whoever reads them.
enum InputPath {
  private static let directories = [
    "/bin", "/boot", "/dev", "/etc", "/lib", "/lib32", "/lib64", "/libx32", "/proc", "/run",
    "/sbin", "/sys", "/usr", "/var/cache", "/var/lib", "/var/run",
  ].map { Array("\($0)/".utf8) }

  /// Below which languages keep their code, wherever they are installed.
  private static let parts = [
    "/site-packages/", "/dist-packages/", "/__pycache__/", "/lib/python3", "/lib/python2",
    "/lib/R/", "/R/library/", "/lib/perl5/", "/share/perl", "/conda-meta/", "/.git/",
    "/share/locale/", "/terminfo/",
  ].map { Array($0.utf8) }

  /// Code and settings: versions of libraries tell what is different there.
  static func isOfTheSystem(_ path: RawText) -> Bool {
    let bytes = path.bytes
    guard bytes.first == UInt8(ascii: "/") else { return true }
    if directories.contains(where: { bytes.starts(with: $0) }) { return true }
    return parts.contains { part in
      bytes.indices.dropLast(part.count - 1).contains { bytes[$0...].starts(with: part) }
    }
  }
}
