/// `RECORD`: the files of a distribution as CSV, `path,hash,size`.
enum PythonRecord {
  private static let limit = 64 << 20

  /// The path of a line. One with a comma is quoted; quotes within it are not undone.
  static func path(of line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    if line.first == UInt8(ascii: "\"") {
      return line.firstIndex(of: "\"", from: 1).map { line.part(1..<$0) }
    }
    return line.firstIndex(of: UInt8(ascii: ",")).map { line.part(0..<$0) }
  }

  /// Whether a distribution lists a file, or the source of a compiled one.
  static func lists(_ file: PythonFile, record: borrowing OpenFile) -> Bool {
    var found = false
    record.forEachLine(limit: limit) { line in
      guard line.count > min(file.path.count, file.opened.count), let path = path(of: line) else {
        return true
      }
      found = path.elementsEqual(file.path) || path.elementsEqual(file.opened)
      return !found
    }
    return found
  }
}
