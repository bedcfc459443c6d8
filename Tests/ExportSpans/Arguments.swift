import OTLP

/// What is asked for on the command line.
struct Arguments {
  /// How spans are made.
  enum Maker: String, CaseIterable {
    /// As instrumented code makes them: by the tracer, one at a time.
    case tracer
    /// As processes become spans: whole, in batches.
    case records
  }

  let maker: Maker
  let wireProtocol: TransportOptions.WireProtocol
  /// The URL, for HTTP with the path.
  let endpoint: String
  let count: Int

  init(_ words: ArraySlice<String>) throws {
    let words = Array(words)
    guard words.count == 4, let maker = Maker(rawValue: words[0]),
      let wireProtocol = TransportOptions.WireProtocol(rawValue: words[1]),
      let count = Int(words[3]), count > 0
    else {
      throw Problem("usage: ExportSpans tracer|records grpc|http/protobuf ENDPOINT COUNT")
    }
    self.maker = maker
    self.wireProtocol = wireProtocol
    self.endpoint = words[2]
    self.count = count
  }

  /// What is wrong, in words.
  struct Problem: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
      self.description = description
    }
  }
}
