/// What telemetry is from: a service on a host, said once for all that a request carries.
///
/// https://opentelemetry.io/docs/specs/otel/resource/sdk/
public struct Resource: Sendable, Equatable {
  /// What is said of it; keys from the semantic conventions where they have one.
  public var attributes: [Attribute]
  /// The version of the conventions that the keys are from; empty when that is not said.
  public var schemaURL: String

  /// Describes what telemetry is from.
  public init(attributes: [Attribute] = [], schemaURL: String = "") {
    self.attributes = attributes
    self.schemaURL = schemaURL
  }
}
