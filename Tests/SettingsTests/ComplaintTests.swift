import Settings
import Testing

@Suite("Complaints about a file")
struct ComplaintTests {
  @Test(
    "An unknown key is named with the nearest one, or with all there are",
    arguments: [
      (
        "[monitoring]\nintervall = 2",
        "2:1: unknown key 'monitoring.intervall'; did you mean 'interval'?"
      ),
      ("[Monitoring]\n", "1:2: unknown table 'Monitoring'; did you mean 'monitoring'?"),
      ("[filters]\nuesrs = []", "2:1: unknown key 'filters.uesrs'; did you mean 'users'?"),
      ("[redact]\nurl = 'a'", "2:1: unknown key 'redact.url'; did you mean 'database.url'?"),
      (
        "interval = 2",
        "1:1: unknown key 'interval'; did you mean 'monitoring.interval' or 'processing.interval'?"
      ),
      (
        "[capture]\nsize = 2",
        "2:1: unknown key 'capture.size'; valid in [capture]: "
          + "arguments_limit, environment, ring_bytes, max_processes, files, file_bytes, max_files, "
          + "times"
      ),
      (
        "[[coverage]]\n",
        "1:3: unknown key 'coverage'; valid tables: "
          + "database, monitoring, processing, filters, capture, redact, failures, telemetry, log"
      ),
      (
        "[database.pool]\n",
        "1:11: unknown table 'database.pool'; valid in [database]: url"
      ),
      (
        "\"a\\u001b[31m\" = 1",
        "1:1: unknown key 'a\\u{1b}[31m'; valid tables: "
          + "database, monitoring, processing, filters, capture, redact, failures, telemetry, log"
      ),
    ])
  func unknownKey(document: String, complaint: String) {
    #expect(complaints(document) == "config.toml:" + complaint)
  }

  @Test(
    "A value of the wrong type is named with what it must be",
    arguments: [
      (
        "monitoring = 2",
        "1:14: 'monitoring' must be a table, not 2; write [monitoring]"
      ),
      (
        "[[monitoring]]\ninterval = 2",
        "1:1: 'monitoring' must be a table, not an array; write [monitoring]"
      ),
      (
        "[monitoring]\ninterval = \"2\"",
        "2:12: 'monitoring.interval' must be a number of seconds from 0.05 to 3600, "
          + "not the text '2'; remove the quotes"
      ),
      (
        "[redact]\ndefaults = 'no'",
        "2:12: 'redact.defaults' must be true or false, not the text 'no'"
      ),
      (
        "[filters]\nusers = 'root'",
        "2:9: 'filters.users' must be an array of names of users, not the text 'root'; "
          + "put it in brackets"
      ),
      (
        "[filters]\nusers = ['root', 0]",
        "2:18: 'filters.users' must be an array of names of users; an entry is 0"
      ),
      (
        "[filters]\nexecutables = ['bwa']",
        "2:15: 'filters.executables' must be a table of pipelines, each an array of names of "
          + "executables, not an array"
      ),
      (
        "[filters.executables]\nrnaseq = 'bwa'",
        "2:10: 'filters.executables.rnaseq' must be an array of names of executables, "
          + "not the text 'bwa'; put it in brackets"
      ),
      (
        "[database]\nurl = 1979-05-27",
        "2:7: 'database.url' must be a path, or a URL such as sqlite:///sonde.db, "
          + "not the date '1979-05-27'; put it in quotes"
      ),
    ])
  func wrongType(document: String, complaint: String) {
    #expect(complaints(document) == "config.toml:" + complaint)
  }

  @Test(
    "A number out of its range is refused",
    arguments: [
      "[monitoring]\ninterval = 0", "[monitoring]\ninterval = 0.049",
      "[monitoring]\ninterval = -2", "[monitoring]\ninterval = 3600.1",
      "[monitoring]\ninterval = nan", "[processing]\ninterval = inf",
      "[processing]\ninterval = 3601", "[capture]\narguments_limit = -1",
      "[capture]\narguments_limit = 32768", "[capture]\narguments_limit = 1.0",
      "[capture]\nring_bytes = 65537", "[capture]\nring_bytes = 32768",
      "[capture]\nring_bytes = 2147483648", "[capture]\nring_bytes = -9223372036854775808",
      "[capture]\nmax_processes = 15", "[capture]\nmax_processes = 4194305",
    ])
  func outOfRange(document: String) throws {
    let value = try #require(document.split(separator: " ").last)
    let complaint = complaints(document)
    #expect(complaint.hasPrefix("config.toml:2:"))
    #expect(complaint.contains("must be a"))
    #expect(complaint.hasSuffix("not \(value)"))
  }

  @Test(
    "A name that can match nothing is refused, with the reason",
    arguments: [
      (
        "users = []",
        "9: 'filters.users' is empty, so no user would match; remove the key to follow every user"
      ),
      ("users = ['']", "10: '' in 'filters.users' is empty; write a name"),
      (
        "users = ['a', 'b/c']",
        "15: 'b/c' in 'filters.users' has a '/'; write the name alone, without directories"
      ),
      ("users = [\"a\\u0000\"]", "10: 'a\\u{0}' in 'filters.users' has a NUL character; remove it"),
      (
        "executables = {}",
        "15: 'filters.executables' is empty, so no program would match; "
          + "remove it to follow every program"
      ),
      (
        "executables.a = []",
        "17: 'filters.executables.a' is empty, so no program would match; "
          + "name one, or remove the pipeline"
      ),
      (
        "executables.a = ['/usr/bin/bwa']",
        "18: '/usr/bin/bwa' in 'filters.executables.a' has a '/'; "
          + "write the name alone, without directories"
      ),
      (
        "executables.'' = ['bwa']",
        "13: the pipeline '' in 'filters.executables' is empty; write a name"
      ),
    ])
  func impossibleName(line: String, complaint: String) {
    #expect(complaints("[filters]\n\(line)") == "config.toml:2:" + complaint)
  }

  @Test(
    "A variable that the kernel side cannot match is refused, with the reason",
    arguments: [
      ("", "is empty; write a name"),
      ("*", "would keep every variable, secrets included; write a longer beginning"),
      ("A*B", "has a '*' that is not at its end; list the names"),
      ("A=", "cannot be a name; remove the '='"),
      (String(repeating: "A", count: 32), "has more than 31 bytes; write its beginning and a '*'"),
    ])
  func impossibleVariable(name: String, reason: String) {
    #expect(
      complaints("[capture]\nenvironment = ['\(name)']")
        == "config.toml:2:16: '\(name)' in 'capture.environment' \(reason)")
  }

  @Test("As many variables are taken as the kernel side has room for")
  func variableLimit() throws {
    let names = (1...25).map { "'\(String(repeating: "A", count: 29))\($0 + 10)'" }
    let most = "[capture]\nenvironment = [\(names.prefix(24).joined(separator: ","))]"
    #expect(try load(most).capture.environment.count == 24)
    #expect(
      complaints("[capture]\nenvironment = [\(names.joined(separator: ","))]")
        == "config.toml:2:15: 'capture.environment' has 25 entries; at most 24 fit")
  }

  @Test(
    "A pattern that is no regular expression, or would match everywhere, is refused",
    arguments: [
      ("(", "is not a POSIX extended regular expression: Unmatched ( or \\("),
      ("[a", "is not a POSIX extended regular expression: Unmatched [, [^, [:, [., or [="),
      ("", "matches the empty text, and so everywhere; make it need a character"),
      ("a*", "matches the empty text, and so everywhere; make it need a character"),
    ])
  func badPattern(pattern: String, reason: String) {
    #expect(
      complaints("[redact]\npatterns = ['\(pattern)']")
        == "config.toml:2:13: '\(pattern)' in 'redact.patterns' \(reason)")
  }

  @Test("All that is wrong is reported, in the order of the file and then of the variables")
  func everyComplaint() {
    let document = """
      [filters]
      user = ["root"]
      [capture]
      ring_bytes = 1
      arguments_limit = "many"
      [filters.executables]
      a = ["b/c", ""]
      """
    let lines = complaints(
      document, environment: ["SONDE_X": "", "SONDE_PROCESSING_INTERVAL": "soon"]
    ).split(separator: "\n")
    let places = lines.map { String($0.split(separator: ": ")[0]) }
    #expect(
      places == [
        "config.toml:2:1", "config.toml:4:14", "config.toml:5:19", "config.toml:7:6",
        "config.toml:7:13", "SONDE_PROCESSING_INTERVAL", "SONDE_X",
      ])
  }

  @Test("A malformed line is reported with its place, and nothing after it")
  func malformed() {
    #expect(
      complaints("[monitoring]\ninterval = \nfoo = 1\nbar =").hasPrefix("config.toml:2:12: "))
    #expect(!complaints("a = \nb =").contains("\n"))
  }
}
