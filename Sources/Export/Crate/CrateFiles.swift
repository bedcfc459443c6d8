internal import Store

/// The files that executions used, each path once.
struct CrateFiles {
  struct File {
    let path: RawText
    /// A file of a container's, which is not the host's of the same path.
    let container: RawText?
    /// When the run first opened what it made anew, microseconds since 1970.
    var created: Int64?
    var isRead = false
    var isWritten = false
    var isDeleted = false
    /// Whether an execution refers to it.
    var isTold = false
    /// Its place under the name that it was given.
    var renamed: Int32?
    /// Its place under the name that it had when it was made.
    var madeAs: Int32?
  }

  private struct Key: Hashable {
    let path: RawText
    let container: RawText?
  }

  private(set) var files: [File] = []
  private var numbers: [Key: Int32] = [:]
  private let limit: Int
  /// Uses of files that there was no room for.
  private(set) var omitted = 0

  init(limit: Int) {
    self.limit = limit
  }

  /// The place of a file; `nil` when there are too many.
  mutating func number(of path: RawText, container: RawText?) -> Int32? {
    let key = Key(path: path, container: container)
    if let known = numbers[key] { return known }
    guard files.count < limit else {
      omitted += 1
      return nil
    }
    let number = Int32(files.count)
    files.append(File(path: path, container: container))
    numbers[key] = number
    return number
  }

  /// The place of a file that has one.
  func known(_ path: RawText, container: RawText?) -> Int32? {
    numbers[Key(path: path, container: container)]
  }

  mutating func update(_ number: Int32, _ change: (inout File) -> Void) {
    change(&files[Int(number)])
  }
}

extension RawText {
  /// An absolute path without empty components, `.` and `..`; links are not looked at.
  var normalizedPath: RawText {
    var components: [ArraySlice<UInt8>] = []
    for component in bytes.split(separator: UInt8(ascii: "/")) {
      if component.elementsEqual("..".utf8) {
        _ = components.popLast()
      } else if !component.elementsEqual(".".utf8) {
        components.append(component)
      }
    }
    return RawText(components.flatMap { [UInt8(ascii: "/")] + $0 })
  }
}
