/// What an `Accept-Encoding` header takes.
///
/// https://datatracker.ietf.org/doc/html/rfc9110#section-12.5.3
enum AcceptedEncoding {
  /// Whether an answer may be compressed with gzip. What is named counts more than `*`.
  static func takesGzip(_ header: String?) -> Bool {
    var qualities: [String: Double] = [:]
    for member in (header ?? "").lowercased().split(separator: ",") {
      let parts = member.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
      guard let coding = parts.first else { continue }
      let quality = parts.dropFirst().first { $0.hasPrefix("q=") }
      qualities[coding] = quality.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
    }
    return (qualities["gzip"] ?? qualities["*"] ?? 0) > 0
  }
}
