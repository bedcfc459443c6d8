public import Store

/// What is different between two coverages, the earlier one being the baseline.
///
/// Objects are the same when their build ids are, and their functions when their offsets are. An
/// object of another build is found by its path, and its functions by their linkage names; that is
/// said, since a function may have become another one of the same name.
public struct CoverageDiff: Codable, Equatable, Sendable {
  /// A function that is different.
  public struct Function: Codable, Equatable, Sendable {
    /// The path of its object.
    public var object: RawText
    /// As people read it.
    public var name: RawText
    /// As the linker has it.
    public var linkageName: RawText
    /// Its source file.
    public var file: RawText?
    /// The line where it begins, from 1.
    public var line: Int64?
    /// Its state in the later coverage; in the earlier one when it is gone.
    public var state: FunctionState
    /// Whether it ran, likewise.
    public var hit: Bool

    enum CodingKeys: String, CodingKey {
      case object, name
      case linkageName = "linkage_name"
      case file, line, state, hit
    }

    init(_ function: CoveredFunction, of object: CoveredObject) {
      (self.object, name) = (object.path, function.name)
      (linkageName, file, line) = (function.linkageName, function.file, function.line)
      (state, hit) = (function.state, function.isHit)
    }
  }

  /// Two objects that were found to be the same.
  public struct Match: Codable, Equatable, Sendable {
    /// In the later coverage.
    public var path: RawText
    /// In the earlier one.
    public var before: String
    /// In the later one; the same when they were matched by it.
    public var after: String

    enum CodingKeys: String, CodingKey {
      case path
      case before = "build_id_before"
      case after = "build_id_after"
    }

    /// Whether they are of the same build.
    public var isSameBuild: Bool { before == after }
  }

  /// Percentage and numbers of one of the two.
  public struct Side: Codable, Equatable, Sendable {
    /// From 0 to 100; `nil` when nothing is in scope.
    public var percent: Double?
    /// Functions that ran.
    public var hit: Int64
    /// Functions in scope.
    public var inScope: Int64

    enum CodingKeys: String, CodingKey {
      case percent, hit
      case inScope = "in_scope"
    }

    init(_ document: CoverageDocument) {
      let summary = CoverageSummary(document)
      (percent, hit, inScope) = (summary.percent, summary.hit, summary.inScope)
    }
  }

  /// `sonde.coverage.diff`.
  public private(set) var schema = "sonde.coverage.diff"
  /// Of this form.
  public private(set) var version = 1
  /// The earlier coverage.
  public private(set) var before: Side
  /// The later one.
  public private(set) var after: Side
  /// Which objects were compared with which.
  public private(set) var objects: [Match] = []
  /// Functions of both that ran in the later one only.
  public private(set) var newlyCovered: [Function] = []
  /// Functions of both that ran in the earlier one, and are in scope in the later one but did not
  /// run, or were not watched.
  public private(set) var newlyUncovered: [Function] = []
  /// Functions that were in scope in the earlier one, and are not in the later one at all.
  public private(set) var gone: [Function] = []
  /// Functions that are in scope in the later one, and were not in the earlier one at all.
  public private(set) var new: [Function] = []
  /// How many functions that ran in the earlier one are out of the later one's scope.
  public private(set) var leftScope: Int64 = 0

  enum CodingKeys: String, CodingKey {
    case schema, version, before, after, objects
    case newlyCovered = "newly_covered"
    case newlyUncovered = "newly_uncovered"
    case gone, new
    case leftScope = "left_scope"
  }

  /// Compares two documents.
  public init(from earlier: CoverageDocument, to later: CoverageDocument) {
    (before, after) = (Side(earlier), Side(later))
    var rest = earlier.objects
    for object in later.objects { compare(object, with: Self.take(object, from: &rest)) }
    for object in rest {
      gone += object.functions.filter(\.isInScope).map { Function($0, of: object) }
    }
  }

  /// How much the percentage has changed, in points; `nil` when one has none.
  public var delta: Double? {
    guard let before = before.percent, let after = after.percent else { return nil }
    return after - before
  }

  // MARK: Matching

  /// An object of the same build goes before one of the same path.
  private static func take(
    _ object: CoveredObject, from rest: inout [CoveredObject]
  ) -> CoveredObject? {
    let index =
      rest.firstIndex { $0.buildID == object.buildID } ?? rest.firstIndex { $0.path == object.path }
    return index.map { rest.remove(at: $0) }
  }

  private mutating func compare(_ later: CoveredObject, with earlier: CoveredObject?) {
    guard let earlier else {
      new += later.functions.filter(\.isInScope).map { Function($0, of: later) }
      return
    }
    let match = Match(path: later.path, before: earlier.buildID, after: later.buildID)
    objects.append(match)
    var rest: [FunctionKey: CoveredFunction] = [:]
    var seen: [RawText: Int] = [:]
    for function in earlier.functions {
      rest[FunctionKey(function, isSameBuild: match.isSameBuild, &seen)] = function
    }
    seen = [:]
    for function in later.functions {
      let key = FunctionKey(function, isSameBuild: match.isSameBuild, &seen)
      compare(function, of: later, with: rest.removeValue(forKey: key))
    }
    gone += rest.values.filter(\.isInScope).sorted { $0.offset < $1.offset }
      .map { Function($0, of: earlier) }
  }

  private mutating func compare(
    _ later: CoveredFunction, of object: CoveredObject, with earlier: CoveredFunction?
  ) {
    guard let earlier else {
      if later.isInScope { new.append(Function(later, of: object)) }
      return
    }
    switch (earlier.isHit, later.isHit) {
    case (false, true): newlyCovered.append(Function(later, of: object))
    case (true, false) where later.isInScope: newlyUncovered.append(Function(later, of: object))
    case (true, false): leftScope += 1
    default: break
    }
  }

  /// Of several functions of one name, the first is taken for the first, and so on.
  private enum FunctionKey: Hashable {
    case offset(Int64)
    case name(RawText, Int)

    init(_ function: CoveredFunction, isSameBuild: Bool, _ seen: inout [RawText: Int]) {
      if isSameBuild {
        self = .offset(function.offset)
        return
      }
      let count = seen[function.linkageName, default: 0]
      seen[function.linkageName] = count + 1
      self = .name(function.linkageName, count)
    }
  }
}

extension CoverageDiff {
  /// The comparison as JSON, with a newline at its end.
  ///
  /// - Throws: ``CoverageReportError``.
  public func json() throws -> [UInt8] {
    try CoverageJSON.render(value: self)
  }
}
