import TOML

/// The one description of a key: files, variables, messages and documentation are made of it.
struct SettingKey: Sendable {
  /// The table that holds the key.
  let table: String
  /// The key within its table.
  let name: String
  /// What a value must be, to follow "must be".
  let requirement: String
  /// The default as TOML; `nil`: to leave the key out means something of its own.
  let defaultText: String?
  /// A value as TOML.
  let example: String
  /// What the key is for, in lines of up to 90 characters.
  let about: String
  /// The value that settings have, as TOML; `nil` if they have none.
  let text: @Sendable (Settings) -> String?
  /// Reads a document's value.
  let read: @Sendable (TOMLItem, inout Settings, inout [Problem]) -> Void
  /// Reads a variable's value; the problems' positions mean nothing.
  let readText: @Sendable (String, inout Settings, inout [Problem]) -> Void

  /// The key with its table, as messages name it.
  var path: String { "\(table).\(name)" }

  /// The variable that overrides the key.
  var variable: String { Settings.variablePrefix + "\(table)_\(name)".uppercased() }

  /// A key whose property always has a value.
  init<Kind: ValueKind>(
    _ table: String, _ name: String, _ kind: Kind,
    _ property: any WritableKeyPath<Settings, Kind.Value> & Sendable,
    example: String, about: String
  ) {
    self.init(
      table, name, kind, example: example, about: about,
      text: { kind.toml($0[keyPath: property]) }
    ) { $0[keyPath: property] = $1 }
  }

  /// A key whose property is `nil` if the key is left out.
  init<Kind: ValueKind>(
    _ table: String, _ name: String, _ kind: Kind,
    optional property: any WritableKeyPath<Settings, Kind.Value?> & Sendable,
    example: String, about: String
  ) {
    self.init(
      table, name, kind, example: example, about: about,
      text: { $0[keyPath: property].map(kind.toml) }
    ) { $0[keyPath: property] = $1 }
  }

  private init<Kind: ValueKind>(
    _ table: String, _ name: String, _ kind: Kind, example: String, about: String,
    text: @escaping @Sendable (Settings) -> String?,
    set: @escaping @Sendable (inout Settings, Kind.Value) -> Void
  ) {
    self.table = table
    self.name = name
    self.requirement = kind.requirement
    self.text = text
    defaultText = text(Settings())
    self.example = example
    self.about = about
    let path = "\(table).\(name)"
    read = { item, settings, problems in
      guard let value = kind.read(item, named: path, into: &problems) else { return }
      set(&settings, value)
    }
    readText = { text, settings, problems in
      let item = TOMLItem(value: kind.value(ofText: text), position: .none)
      guard let value = kind.read(item, named: path, into: &problems) else { return }
      set(&settings, value)
    }
  }
}

extension TOMLPosition {
  /// The position of what is in no document.
  static var none: TOMLPosition { TOMLPosition(line: 0, column: 0) }
}
