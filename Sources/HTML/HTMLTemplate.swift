/// A text with places for others: `{{name}}`.
///
/// It is gone through once, so that what is put in, whatever it looks like, is never taken for a
/// place.
public struct HTMLTemplate: Sendable {
  private let text: String

  /// A template of this text.
  public init(_ text: String) {
    self.text = text
  }

  /// The text with its places filled. A place that has no value stays as it is, which a test finds.
  public func fill(_ values: [String: String]) -> String {
    var result = ""
    var rest = text[...]
    while let opening = rest.firstRange(of: "{{"),
      let closing = rest[opening.upperBound...].firstRange(of: "}}")
    {
      result += rest[..<opening.lowerBound]
      let name = String(rest[opening.upperBound..<closing.lowerBound])
      result += values[name] ?? "{{\(name)}}"
      rest = rest[closing.upperBound...]
    }
    return result + rest
  }
}
