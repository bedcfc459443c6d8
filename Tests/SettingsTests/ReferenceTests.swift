import Testing

@testable import Settings

@Suite("The reference file")
struct ReferenceTests {
  @Test("The reference is valid and says the defaults")
  func saysTheDefaults() throws {
    #expect(try load(Settings.reference) == Settings())
    for key in SettingKey.all {
      #expect(Settings.reference.contains("\n\(key.defaultText == nil ? "# " : "")\(key.name) = "))
    }
  }

  @Test("A key is introduced by what it is for and what it must be")
  func explains() {
    #expect(
      Settings.reference.contains(
        """
        [monitoring]
        # The time between two samples of the living processes.
        # A number of seconds from 0.05 to 3600. SONDE_MONITORING_INTERVAL
        interval = 2

        [processing]
        """))
  }

  @Test("Every example is valid", arguments: SettingKey.all.map { ($0.path, $0.example) })
  func exampleIsValid(path: String, example: String) throws {
    #expect(complaints("\(path) = \(example)") == "")
  }

  @Test("No line is wider than a hundred columns, but for lists")
  func width() {
    let lines = Settings.reference.split(separator: "\n")
    #expect(lines.filter { $0.count > 100 && !$0.contains(" = [") }.isEmpty)
  }

  @Test("A damaged reference is loaded or refused, and never traps")
  func damaged() {
    let bytes = Array(Settings.reference.utf8)
    for place in bytes.indices where place.isMultiple(of: 31) {
      var damaged = bytes
      damaged.remove(at: place)
      _ = try? Settings.load(document: ("config.toml", damaged), environment: [:])
      _ = try? Settings.load(
        document: ("config.toml", Array(bytes.prefix(place))), environment: [:])
    }
  }
}
