import Foundation

/// Python's `tomllib`, as the parser to compare with.
enum ReferenceParser {
  /// What `tomllib` makes of a document.
  enum Outcome: Equatable {
    case accepted(json: String)
    case rejected
    /// Accepted, with an integer that needs more than 64 bits.
    case oversizedInteger
  }

  struct Failure: Error {
    let message: String
  }

  /// Runs one process over all `documents` and gives an outcome for each, in order.
  static func outcomes(of documents: [[UInt8]]) async throws -> [Outcome] {
    let files = FileManager.default
    let folder = files.temporaryDirectory.appending(path: "toml-\(UUID().uuidString)")
    try files.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? files.removeItem(at: folder) }
    for (number, document) in documents.enumerated() {
      try Data(document).write(to: folder.appending(path: "\(number).toml"))
    }
    try Data(script.utf8).write(to: folder.appending(path: "reference.py"))
    let output = folder.appending(path: "outcomes")
    try await run(in: folder, arguments: [String(documents.count), output.path])
    let lines = String(decoding: try Data(contentsOf: output), as: UTF8.self)
      .split(separator: "\n")
    guard lines.count == documents.count else {
      throw Failure(message: "\(lines.count) outcomes for \(documents.count) documents")
    }
    return lines.map { line in
      switch line {
      case "error": .rejected
      case "oversized": .oversizedInteger
      default: .accepted(json: String(line))
      }
    }
  }

  private static func run(in folder: URL, arguments: [String]) async throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "reference.py"] + arguments
    process.currentDirectoryURL = folder
    let status: Int32 = try await withCheckedThrowingContinuation { continuation in
      process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
      do {
        try process.run()
      } catch {
        continuation.resume(throwing: error)
      }
    }
    guard status == 0 else {
      throw Failure(message: "python3 ended with status \(status); it must be 3.11 or later")
    }
  }

  /// Prints one line per document: its canonical JSON, `oversized` or `error`.
  ///
  /// `tomllib` knows no byte order mark, so one is taken off first. It reports some errors as
  /// plain `ValueError`s, of which its own error and that of the UTF-8 decoder are kinds.
  private static let script = """
    import datetime, json, math, struct, sys, tomllib

    class Oversized(Exception):
        pass

    def canonical(value):
        if isinstance(value, dict):
            return ["table", [[k.encode().hex(), canonical(v)] for k, v in value.items()]]
        if isinstance(value, list):
            return ["array", [canonical(v) for v in value]]
        if isinstance(value, bool):
            return ["boolean", "true" if value else "false"]
        if isinstance(value, int):
            if not -2**63 <= value < 2**63:
                raise Oversized
            return ["integer", str(value)]
        if isinstance(value, float):
            bits = "nan" if math.isnan(value) else struct.pack(">d", value).hex()
            return ["float", bits]
        if isinstance(value, str):
            return ["string", value.encode().hex()]
        if isinstance(value, datetime.datetime):
            return ["datetime", value.isoformat()]
        if isinstance(value, datetime.date):
            return ["date", value.isoformat()]
        return ["time", value.isoformat()]

    def outcome(path):
        with open(path, "rb") as file:
            data = file.read()
        try:
            text = data.decode().removeprefix("\\ufeff")
            return json.dumps(canonical(tomllib.loads(text)), separators=(",", ":"))
        except Oversized:
            return "oversized"
        except (ValueError, RecursionError):
            return "error"

    with open(sys.argv[2], "w") as output:
        for number in range(int(sys.argv[1])):
            print(outcome(f"{number}.toml"), file=output)
    """
}
