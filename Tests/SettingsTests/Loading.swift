@testable import Settings

/// Settings from a document named `config.toml`.
func load(
  _ text: String, environment: [String: String] = [:]
) throws(SettingsErrors) -> Settings {
  try Settings.load(document: ("config.toml", Array(text.utf8)), environment: environment)
}

/// What loading says is wrong, one a line; "" if nothing is.
func complaints(_ text: String, environment: [String: String] = [:]) -> String {
  do throws(SettingsErrors) {
    _ = try load(text, environment: environment)
    return ""
  } catch {
    return error.description
  }
}
