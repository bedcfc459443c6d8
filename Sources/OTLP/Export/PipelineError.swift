/// Why a pipeline could not be put together.
public enum PipelineError: Error, Sendable, Equatable, CustomStringConvertible {
  /// An option has a value that cannot be meant.
  case invalid(String)

  /// In words.
  public var description: String {
    switch self {
    case .invalid(let message): "telemetry: \(message)"
    }
  }
}
