/// A function of an object, and what one coverage saw of it.
public struct CoveredFunction: Codable, Equatable, Sendable {
  /// Of its first instruction in the file, bytes.
  public var offset: Int64
  /// Of its code, bytes; 0 when it is not known.
  public var size: Int64
  /// As people read it.
  public var name: RawText
  /// As the linker has it.
  public var linkageName: RawText
  /// Its source file.
  public var file: RawText?
  /// The line where it begins, from 1.
  public var line: Int64?
  /// How many copies of it are inside of other functions.
  public var inlinedCopies: Int64
  /// What became of its probe.
  public var state: FunctionState
  /// Why.
  public var reason: RawText?
  /// When its probe was there first.
  public var attachedAt: UTCTime?
  /// When it was first seen to run.
  public var hitAt: UTCTime?
  /// Of the process that ran it first.
  public var pid: Int64?
  /// Of that process in the database.
  public var processID: Int64?
  /// How often its probe fired.
  public var hits: Int64
  /// The name of the last mark before it first ran.
  public var test: RawText?

  enum CodingKeys: String, CodingKey {
    case offset, size, name
    case linkageName = "linkage_name"
    case file, line
    case inlinedCopies = "inlined_copies"
    case state, reason
    case attachedAt = "attached_at"
    case hitAt = "hit_at"
    case pid
    case processID = "process_id"
    case hits, test
  }

  /// A function of which nothing has been seen.
  public init(offset: Int64, size: Int64, name: RawText, linkageName: RawText) {
    (self.offset, self.size, self.name, self.linkageName) = (offset, size, name, linkageName)
    (inlinedCopies, hits) = (0, 0)
    state = .expected
  }

  /// Whether it ran. That nobody knows in which process does not change it.
  public var isHit: Bool { state == .hit || hitAt != nil || hits > 0 }
}
