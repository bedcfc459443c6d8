import TOML
import Testing

/// Expects that `source` is not valid TOML, for the reason and at the place that `expected` gives.
func expectError(
  _ source: String, _ expected: String, at location: SourceLocation = #_sourceLocation
) {
  let error = #expect(throws: TOMLParseError.self, sourceLocation: location) {
    try TOML.parse(source)
  }
  #expect(error?.description == expected, sourceLocation: location)
}
