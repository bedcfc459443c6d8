import Testing

@testable import Settings

@Suite("Settings from the environment")
struct EnvironmentTests {
  @Test("Every key has a variable of its own")
  func everyVariable() throws {
    #expect(Set(SettingKey.all.map(\.variable)).count == SettingKey.all.count)
    let settings = try Settings.load(
      file: nil,
      environment: [
        "SONDE_DATABASE_URL": "sqlite:///a.db",
        "SONDE_MONITORING_INTERVAL": "0.5",
        "SONDE_PROCESSING_INTERVAL": "7",
        "SONDE_FILTERS_USERS": "alice, root",
        "SONDE_FILTERS_EXECUTABLES": "{ z = [\"bwa\"], a = ['bwa', 'wget'] }",
        "SONDE_CAPTURE_ARGUMENTS_LIMIT": "100",
        "SONDE_CAPTURE_ENVIRONMENT": "",
        "SONDE_CAPTURE_RING_BYTES": "1_048_576",
        "SONDE_CAPTURE_MAX_PROCESSES": "99",
        "SONDE_REDACT_PATTERNS": "a{1,3}\n b ",
        "SONDE_REDACT_DEFAULTS": "false",
        "PATH": "/bin",
        "SONDER": "1",
      ])
    var expected = Settings()
    expected.database.path = "a.db"
    expected.monitoring.interval = 0.5
    expected.processing.interval = 7
    expected.filters.users = ["alice", "root"]
    expected.filters.executables = [
      .init(name: "z", executables: ["bwa"]), .init(name: "a", executables: ["bwa", "wget"]),
    ]
    expected.capture.argumentsLimit = 100
    expected.capture.environment = []
    expected.capture.ringBytes = 1 << 20
    expected.capture.maxProcesses = 99
    expected.redact.patterns = ["a{1,3}", " b "]
    expected.redact.defaults = false
    #expect(settings == expected)
  }

  @Test("A variable beats the file, key by key")
  func precedence() throws {
    let settings = try load(
      "monitoring.interval = 3\nprocessing.interval = 4",
      environment: ["SONDE_MONITORING_INTERVAL": "9"])
    #expect(settings.monitoring.interval == 9)
    #expect(settings.processing.interval == 4)
  }

  @Test("A variable does not excuse the value in the file")
  func fileIsStillChecked() {
    let complaint = complaints(
      "monitoring.interval = 0", environment: ["SONDE_MONITORING_INTERVAL": "9"])
    #expect(complaint.hasPrefix("config.toml:1:23: "))
  }

  @Test(
    "A variable that is unknown or has a bad value is named",
    arguments: [
      ("SONDE_DATABASE_URI", "a.db", "unknown variable; did you mean 'SONDE_DATABASE_URL'?"),
      ("SONDE_FILTER_USERS", "a", "unknown variable; did you mean 'SONDE_FILTERS_USERS'?"),
      (
        "SONDE_MONITORING_INTERVAL", "soon",
        "'monitoring.interval' must be a number of seconds from 0.05 to 3600, not the text 'soon'"
      ),
      (
        "SONDE_CAPTURE_RING_BYTES", "1\nx = 2",
        "'capture.ring_bytes' must be a power of two from 65536 to 1073741824 bytes, "
          + "not the text '1\\u{a}x = 2'"
      ),
      ("SONDE_FILTERS_USERS", "a,,b", "'' in 'filters.users' is empty; write a name"),
      (
        "SONDE_FILTERS_USERS", "",
        "'filters.users' is empty, so no user would match; remove the key to follow every user"
      ),
      (
        "SONDE_FILTERS_EXECUTABLES", "bwa",
        "'filters.executables' must be a table of pipelines, each an array of names of "
          + "executables, not the text 'bwa'"
      ),
    ])
  func badVariable(name: String, text: String, complaint: String) {
    #expect(complaints("", environment: [name: text]) == "\(name): \(complaint)")
  }

  @Test("What makes hooks fail on purpose is no setting, and no mistake")
  func faults() {
    #expect(complaints("", environment: ["SONDE_FAULT_HOOK": "signal"]) == "")
  }

  @Test("A variable like no other is answered with all there are")
  func unlikeAny() {
    let complaint = complaints("", environment: ["SONDE_X": "1"])
    #expect(complaint.hasPrefix("SONDE_X: unknown variable; the valid ones are SONDE_DATABASE_"))
    #expect(complaint.hasSuffix(", SONDE_LOG_FORMAT"))
  }
}
