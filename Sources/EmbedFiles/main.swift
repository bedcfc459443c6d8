// Writes files as a Swift source file: `EmbedFiles NAME OUTPUT INPUT...`.
//
// Base64 in string literals: what is in the files cannot end a literal.
import Foundation

let arguments = CommandLine.arguments
guard arguments.count > 3 else {
  FileHandle.standardError.write(Data("usage: EmbedFiles NAME OUTPUT INPUT...\n".utf8))
  exit(2)
}
let entries = try arguments[3...].map { path in
  let file = URL(filePath: path)
  return "  \"\(file.lastPathComponent)\":\n"
    + "    \"\(try Data(contentsOf: file).base64EncodedString())\",\n"
}
let source = """
  /// Files by name; base64.
  let \(arguments[1]): [String: String] = [
  \(entries.joined())]

  """
try Data(source.utf8).write(to: URL(filePath: arguments[2]), options: .atomic)
