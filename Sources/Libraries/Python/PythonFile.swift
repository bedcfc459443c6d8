/// A file of code below a directory of distributions, as metadata name it.
///
/// Compiled code belongs to its source: `a/__pycache__/b.cpython-311.opt-1.pyc` to `a/b.py`.
struct PythonFile {
  /// Below the directory; a compiled file's source.
  let path: [UInt8]
  /// Below the directory, as it was opened.
  let opened: [UInt8]
  /// What is imported: the first directory, or the module's name.
  let top: [UInt8]

  /// - Returns: `nil` if the file is not code.
  init?(_ relative: some Collection<UInt8>) {
    let components = relative.split(separator: .slash)
    guard let name = components.last else { return nil }
    let isCode = name.withContiguousBytes {
      $0.ends(with: ".py") || $0.ends(with: ".pyc") || SharedObjectName.matches($0)
    }
    guard isCode else { return nil }
    opened = [UInt8](relative)
    var directories = components.dropLast().map { [UInt8]($0) }
    let stem = [UInt8](name.prefix { $0 != .dot })
    if directories.last?.elementsEqual("__pycache__".utf8) == true {
      directories.removeLast()
      path = [UInt8](
        (directories + [stem + [UInt8](".py".utf8)]).joined(separator: [UInt8.slash]))
    } else {
      path = opened
    }
    top = directories.first ?? stem
  }
}

extension Collection where Element == UInt8 {
  /// Calls with the bytes in one piece.
  func withContiguousBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    withContiguousStorageIfAvailable { body(UnsafeRawBufferPointer($0)) }
      ?? [UInt8](self).withUnsafeBytes(body)
  }
}
