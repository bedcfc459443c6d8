/// What a pipeline says about itself, for a log. It must not be exported by the same pipeline: what
/// is offered while a notice is being written is not taken.
public struct PipelineNotice: Sendable, Equatable {
  /// How much it matters.
  public enum Level: String, Sendable {
    /// Something has been put right, or is worth knowing.
    case info
    /// Something is late, or a part of it is lost.
    case warning
    /// Something does not work.
    case error
  }

  /// How much it matters.
  public var level: Level
  /// What it is about; `nil`: the pipeline as a whole.
  public var signal: Signal?
  /// In words.
  public var text: String

  /// Puts a notice together.
  public init(level: Level, signal: Signal?, text: String) {
    self.level = level
    self.signal = signal
    self.text = text
  }
}
