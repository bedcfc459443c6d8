import TOML

/// The URL or the path of a database, kept as a path.
struct DatabaseKind: ValueKind {
  let requirement = "a path, or a URL such as sqlite:///sonde.db"

  func read(_ item: TOMLItem, named name: String, into problems: inout [Problem]) -> String? {
    guard case .string(let text) = item.value else {
      problems.append(mismatch(item, named: name, mend: "put it in quotes"))
      return nil
    }
    do throws(DatabaseURL.Problem) {
      return try DatabaseURL.path(text)
    } catch {
      problems.append(
        Problem(position: item.position, message: "\(name.quoted) \(error.message)"))
      return nil
    }
  }

  func value(ofText text: String) -> TOMLValue {
    .string(text)
  }

  func toml(_ value: String) -> String {
    value.toml
  }
}
