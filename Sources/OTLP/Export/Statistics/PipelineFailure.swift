/// Something that went wrong, and when.
public struct PipelineFailure: Sendable, Equatable {
  /// What, in words.
  public var text: String
  /// ns since 1970.
  public var time: UInt64

  /// Something went wrong at `time`, ns since 1970.
  public init(text: String, time: UInt64) {
    self.text = text
    self.time = time
  }
}
