// Writes an object file as a Swift source file: `EmbedObject NAME INPUT OUTPUT`.
//
// A base64 string literal compiles in no time; an array literal of that length takes minutes.
import Foundation

let arguments = CommandLine.arguments
guard arguments.count == 4 else {
  FileHandle.standardError.write(Data("usage: EmbedObject NAME INPUT OUTPUT\n".utf8))
  exit(2)
}
let bytes = try Data(contentsOf: URL(filePath: arguments[2]))
let source = """
  /// BPF/\(arguments[1]).bpf.c, compiled; base64.
  let \(arguments[1])Object = "\(bytes.base64EncodedString())"

  """
try Data(source.utf8).write(to: URL(filePath: arguments[3]), options: .atomic)
