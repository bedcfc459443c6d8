/// Finds the name, version and files in a package's record in `conda-meta`, as its bytes come in.
///
/// A record can be megabytes of JSON, nearly all of it of no interest, so no tree is built: the
/// scanner counts brackets and looks at strings only where the three members are. What is not JSON
/// gives nonsense, or nothing; it cannot make the scanner keep more than one string.
struct CondaRecordScanner {
  private static let stringLimit = 4096

  private(set) var name: String?
  private(set) var version: String?
  /// Whether the list of files has been passed.
  private(set) var hasPassedFiles = false

  private var depth = 0
  private var isInString = false
  private var isEscaped = false
  private var expectsKey = false
  private var key: [UInt8] = []
  private var string: [UInt8] = []

  /// Takes the next bytes, and calls with each string in the list of files.
  mutating func scan(_ bytes: some Sequence<UInt8>, onFile: ([UInt8]) -> Void) {
    for byte in bytes {
      if isInString {
        scanString(byte, onFile)
      } else {
        scanStructure(byte)
      }
    }
  }

  private mutating func scanStructure(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""):
      isInString = true
      string.removeAll(keepingCapacity: true)
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      depth += 1
      if depth == 1 { expectsKey = true }
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      depth = max(depth - 1, 0)
      if depth == 1, isKey("files") { hasPassedFiles = true }
    case UInt8(ascii: ","):
      if depth == 1 { expectsKey = true }
    default: break
    }
  }

  private mutating func scanString(_ byte: UInt8, _ onFile: ([UInt8]) -> Void) {
    if isEscaped {
      // `\u` is kept as it is written: no shared object's name holds a control character.
      isEscaped = false
      append(byte)
    } else if byte == UInt8(ascii: "\\") {
      isEscaped = true
    } else if byte == UInt8(ascii: "\"") {
      isInString = false
      endString(onFile)
    } else {
      append(byte)
    }
  }

  private mutating func append(_ byte: UInt8) {
    if string.count < Self.stringLimit { string.append(byte) }
  }

  private mutating func endString(_ onFile: ([UInt8]) -> Void) {
    if depth == 1, expectsKey {
      key = string
      expectsKey = false
    } else if depth == 1, isKey("name") {
      name = String(decoding: string, as: UTF8.self)
    } else if depth == 1, isKey("version") {
      version = String(decoding: string, as: UTF8.self)
    } else if depth == 2, isKey("files") {
      onFile(string)
    }
  }

  private func isKey(_ wanted: StaticString) -> Bool {
    key.withUnsafeBytes { $0.equals(wanted) }
  }
}
