import Foundation
import Settings
import Testing

@Suite("The settings as a document")
struct SettingsDocumentTests {
  @Test("Read back, it gives the same settings")
  func readBack() throws {
    let chosen = try Settings.load(
      file: nil,
      environment: [
        "SONDE_DATABASE_URL": "/var/lib/a \"quoted\" name.db",
        "SONDE_MONITORING_INTERVAL": "0.5",
        "SONDE_FILTERS_USERS": "alice,root",
        "SONDE_FILTERS_EXECUTABLES": "{ rnaseq = [\"bwa\"], \"q c\" = [\"multiqc\"] }",
        "SONDE_CAPTURE_RING_BYTES": "65536",
        "SONDE_REDACT_PATTERNS": "a\\.b\nc",
        "SONDE_REDACT_DEFAULTS": "false",
      ])
    for settings in [chosen, Settings()] {
      let file = FileManager.default.temporaryDirectory
        .appending(path: "settings-\(UUID().uuidString).toml")
      try Data(settings.document.utf8).write(to: file)
      defer { try? FileManager.default.removeItem(at: file) }
      #expect(try Settings.load(file: file.path, environment: [:]) == settings)
    }
  }

  @Test("What has no value is left out, and so is a table of nothing else")
  func leftOut() {
    #expect(!Settings().document.contains("ring_bytes"))
    #expect(!Settings().document.contains("[filters]"))
  }
}
