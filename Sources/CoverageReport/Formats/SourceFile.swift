internal import Store

/// The functions in scope that begin in one source file, for formats that go by files and lines.
struct SourceFile {
  /// As the debug information has it.
  var path: RawText
  /// In the order of their lines and names; each name once.
  var functions: [SourceFunction]

  /// How often functions that begin at each line ran, in the order of the lines.
  func lines(_ hits: (SourceFunction) -> Int64 = \.hits) -> [(number: Int64, hits: Int64)] {
    var lines: [(number: Int64, hits: Int64)] = []
    for function in functions {
      if let last = lines.last, last.number == function.line {
        lines[lines.count - 1].hits = last.hits.addingClamped(hits(function))
      } else {
        lines.append((function.line, hits(function)))
      }
    }
    return lines
  }

  // MARK: Finding them

  /// The source files of objects, in the order of their paths, and how many functions in scope have
  /// no place in any. The same function in two objects is one.
  static func all(of objects: [CoveredObject]) -> (files: [SourceFile], leftOut: Int64) {
    var files: [RawText: [Key: SourceFunction]] = [:]
    var leftOut: Int64 = 0
    for function in objects.lazy.flatMap(\.functions) where function.isInScope {
      guard let file = function.file, let line = function.line, line > 0, !file.isEmpty else {
        leftOut += 1
        continue
      }
      let key = Key(linkageName: function.linkageName, line: line)
      let found = SourceFunction(function, line: line)
      files[file, default: [:]][key, default: found.withoutHits].add(found)
    }
    let sorted = files.sorted { $0.key < $1.key }.map { path, functions in
      SourceFile(path: path, functions: named(functions.values.sorted()))
    }
    return (sorted, leftOut)
  }

  private struct Key: Hashable {
    var linkageName: RawText
    var line: Int64
  }

  /// Readers tell functions of a file by their names alone: a name that comes again at another line
  /// gets the line behind it.
  private static func named(_ functions: [SourceFunction]) -> [SourceFunction] {
    var names: Set<RawText> = []
    return functions.map { function in
      var function = function
      while !names.insert(function.linkageName).inserted {
        function.linkageName.bytes += Array(":\(function.line)".utf8)
      }
      return function
    }
  }
}

/// A function of a source file.
struct SourceFunction: Comparable {
  var name: RawText
  var linkageName: RawText
  var line: Int64
  /// At least 1 when it ran.
  var hits: Int64
  /// The mark of its first run.
  var test: RawText?

  init(_ function: CoveredFunction, line: Int64) {
    (name, linkageName, self.line) = (function.name, function.linkageName, line)
    hits = function.isHit ? max(function.hits, 1) : 0
    test = function.test
  }

  var withoutHits: SourceFunction {
    var function = self
    (function.hits, function.test) = (0, nil)
    return function
  }

  mutating func add(_ other: SourceFunction) {
    hits = hits.addingClamped(other.hits)
    test = test ?? other.test
  }

  static func < (left: SourceFunction, right: SourceFunction) -> Bool {
    (left.line, left.linkageName) < (right.line, right.linkageName)
  }
}
