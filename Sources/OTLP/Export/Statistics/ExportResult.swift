/// How the sending of one request ended, all its tries together.
public enum ExportResult: Sendable, Hashable {
  /// The collector took all of it.
  case success
  /// The collector took the request, and rejected some of it or warned.
  case partialSuccess
  /// It was not taken; the code of the last try: `UNAVAILABLE`, `503`, `connect`.
  case failure(code: String)

  /// `error.type` of the semantic conventions; `nil` when all went well.
  public var errorType: String? {
    switch self {
    case .success: nil
    case .partialSuccess: "rejected"
    case .failure(let code): code
    }
  }
}
