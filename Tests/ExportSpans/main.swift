// Makes spans and exports them, for `bench/telemetry.py`, which has a peer do the same.

import Foundation

do {
  let arguments = try Arguments(CommandLine.arguments.dropFirst())
  let outcome = try await SpanExport(arguments).run()
  let encoder = JSONEncoder()
  encoder.outputFormatting = .sortedKeys
  print(String(decoding: try encoder.encode(outcome), as: UTF8.self))
} catch {
  FileHandle.standardError.write(Data("ExportSpans: \(error)\n".utf8))
  exit(2)
}
