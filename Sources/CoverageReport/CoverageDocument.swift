public import Store

/// One coverage as a document: all that the database holds of it, so that it can be kept, sent and
/// compared without the database.
///
/// Its JSON is an object with the keys below; a key without a value is left out. Keys are added,
/// never changed: `version` goes up when an older reader would be wrong.
public struct CoverageDocument: Codable, Equatable, Sendable {
  /// What `schema` says.
  public static let schema = "sonde.coverage"
  /// What `version` says.
  public static let version = 1

  /// What was watched, when, and what it took.
  public var session: CoverageSession
  /// In the order of their paths.
  public var objects: [CoveredObject]
  /// In the order of their times.
  public var marks: [CoverageMark]
  /// In the order of their turns.
  public var decisions: [CoverageDecision]
  /// In the order of their times; empty when the document is made of several.
  public var curve: [CoveragePoint]
  /// In the order of their kinds and names.
  public var expectations: [CoverageExpectation]

  enum CodingKeys: String, CodingKey {
    case schema, version, session, objects, marks, decisions, curve, expectations
  }

  /// What the database holds.
  public init(_ stored: StoredCoverage) {
    self.init(session: stored.session, objects: stored.objects)
    (marks, decisions) = (stored.marks, stored.decisions)
    (curve, expectations) = (stored.curve, stored.expectations)
  }

  /// A document of a session and objects, with nothing else.
  public init(session: CoverageSession, objects: [CoveredObject]) {
    (self.session, self.objects) = (session, objects)
    (marks, decisions, curve, expectations) = ([], [], [], [])
  }

  /// Reads what `schema` and `version` say it is.
  ///
  /// - Throws: `DecodingError`, for another schema or version too.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let schema = try container.decode(String.self, forKey: .schema)
    guard schema == Self.schema else {
      throw DecodingError.dataCorruptedError(
        forKey: .schema, in: container,
        debugDescription: "'\(RawText(schema).escaped)' is another program's; "
          + "'\(Self.schema)' is wanted")
    }
    let version = try container.decode(Int.self, forKey: .version)
    guard version == Self.version else {
      throw DecodingError.dataCorruptedError(
        forKey: .version, in: container,
        debugDescription: "this version of sonde reads \(Self.version), not \(version)")
    }
    session = try container.decode(CoverageSession.self, forKey: .session)
    objects = try container.decode([CoveredObject].self, forKey: .objects)
    marks = try container.decode([CoverageMark].self, forKey: .marks)
    decisions = try container.decode([CoverageDecision].self, forKey: .decisions)
    curve = try container.decode([CoveragePoint].self, forKey: .curve)
    expectations = try container.decode([CoverageExpectation].self, forKey: .expectations)
    try Self.check(objects, in: container)
  }

  /// Writes it.
  ///
  /// - Throws: What the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(Self.schema, forKey: .schema)
    try container.encode(Self.version, forKey: .version)
    try container.encode(session, forKey: .session)
    try container.encode(objects, forKey: .objects)
    try container.encode(marks, forKey: .marks)
    try container.encode(decisions, forKey: .decisions)
    try container.encode(curve, forKey: .curve)
    try container.encode(expectations, forKey: .expectations)
  }

  /// Comparing and merging go by build ids and offsets: each must be there once, and numbers of
  /// things must not be negative.
  private static func check(
    _ objects: [CoveredObject], in container: KeyedDecodingContainer<CodingKeys>
  ) throws {
    func mistake(_ words: String) -> DecodingError {
      .dataCorruptedError(forKey: .objects, in: container, debugDescription: words)
    }
    var buildIDs: Set<String> = []
    for object in objects {
      guard buildIDs.insert(object.buildID).inserted else {
        throw mistake("the build id \(RawText(object.buildID).escaped) is there twice")
      }
      var last = Int64.min
      for function in object.functions {
        guard function.offset > last else {
          throw mistake(
            "the functions of \(object.path.escaped) are not in the order of their offsets, each "
              + "once (\(last), then \(function.offset))")
        }
        guard function.size >= 0, function.hits >= 0, function.inlinedCopies >= 0 else {
          throw mistake(
            "the function at \(function.offset) of \(object.path.escaped) has a negative number")
        }
        last = function.offset
      }
    }
  }
}
