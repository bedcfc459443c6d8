import OTLP

/// What the conventions say of an error.
///
/// https://opentelemetry.io/docs/specs/semconv/registry/attributes/exception/
struct ErrorFacts {
  let type: String
  let message: String

  init(_ error: any Error) {
    type = String(reflecting: Swift.type(of: error))
    message = String(describing: error)
  }

  var attributes: [Attribute] {
    [Attribute("exception.type", .string(type)), Attribute("exception.message", .string(message))]
  }
}
