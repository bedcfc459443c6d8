internal import TOML

/// What a pipeline is expected to do, from a file of TOML:
///
/// ```toml
/// [expect]
/// executables = ["bwa", "samtools", "htseq-count"]  # names of programs, without directories
/// files = ["*.bam", "/data/reference.fa"]           # paths, or patterns as of glob(7)
/// events = ["oom"]                                  # what the kernel tells of
/// ```
public struct ExpectationManifest: Sendable, Equatable {
  /// Names of programs that are to be executed.
  public var executables: [String] = []
  /// Paths or patterns of files that are to be opened.
  public var files: [String] = []
  /// Events that are to happen.
  public var events: [String] = []

  /// The events that can be expected.
  public static let knownEvents = ["exec_failed", "exit", "fork", "oom", "signal"]
  private static let keys = ["executables", "files", "events"]

  /// Nothing.
  public init() {}

  /// Reads a manifest.
  ///
  /// - Throws: ``SettingsErrors``, each with the line and column.
  public static func load(file: String) throws(SettingsErrors) -> ExpectationManifest {
    do throws(SettingsError) {
      return try read(file)
    } catch {
      throw SettingsErrors(errors: [error])
    }
  }

  private static func read(_ file: String) throws(SettingsError) -> ExpectationManifest {
    let root: TOMLTable
    let bytes = try SettingsFile.read(file)
    do throws(TOMLParseError) {
      root = try TOML.parse(bytes: bytes)
    } catch {
      throw problem(file, error.position, error.message)
    }
    var manifest = ExpectationManifest()
    for entry in root.entries {
      guard entry.key == "expect", case .table(let table) = entry.item.value else {
        throw problem(
          file, entry.keyPosition,
          "unknown \(entry.key.quoted); a manifest has one table, [expect]")
      }
      for entry in table.entries { try manifest.read(entry, file) }
    }
    guard manifest != ExpectationManifest() else {
      throw SettingsError(
        place: .file(file),
        message: "expects nothing; list executables, files or events in a table [expect]")
    }
    return manifest
  }

  private mutating func read(_ entry: TOMLEntry, _ file: String) throws(SettingsError) {
    switch entry.key {
    case "executables": executables = try Self.strings(entry, file)
    case "files": files = try Self.strings(entry, file)
    case "events":
      events = try Self.strings(entry, file)
      for event in events where !Self.knownEvents.contains(event) {
        throw Self.problem(
          file, entry.item.position,
          "unknown event \(event.quoted); known are \(Self.knownEvents.joined(separator: ", "))")
      }
    default:
      let nearest = Spelling.nearest(to: entry.key, in: Self.keys).map { "did you mean '\($0)'?" }
      throw Self.problem(
        file, entry.keyPosition,
        "unknown key \(entry.key.quoted); "
          + (nearest ?? "valid in [expect]: \(Self.keys.joined(separator: ", "))"))
    }
  }

  private static func strings(
    _ entry: TOMLEntry, _ file: String
  ) throws(SettingsError) -> [String] {
    guard case .array(let items) = entry.item.value else {
      throw problem(
        file, entry.item.position,
        "\(entry.key.quoted) must be a list of strings, not \(entry.item.value.summary)")
    }
    var strings: [String] = []
    for item in items {
      guard case .string(let text) = item.value, !text.isEmpty else {
        throw problem(
          file, item.position,
          "\(entry.key.quoted) must hold strings that are not empty, not \(item.value.summary)")
      }
      if !strings.contains(text) { strings.append(text) }
    }
    return strings
  }

  private static func problem(
    _ file: String, _ position: TOMLPosition, _ message: String
  ) -> SettingsError {
    SettingsError(
      place: .position(file: file, line: position.line, column: position.column), message: message)
  }
}
