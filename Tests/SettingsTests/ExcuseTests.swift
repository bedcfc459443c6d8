import Settings
import Testing

@Suite("What is no failure")
struct ExcuseTests {
  @Test("Each is a table of its own")
  func tables() throws {
    let settings = try load(
      """
      [[failures.excuse]]
      tool = "lint"
      exit_code = 3
      why = "it had remarks"
      [[failures.excuse]]
      tool = "server"
      signal = "SIGTERM"
      why = "it is told to end"
      """)
    #expect(
      settings.failures.excuse == [
        .init(tool: "lint", ending: .exitCode(3), why: "it had remarks"),
        .init(tool: "server", ending: .signal(15), why: "it is told to end"),
      ])
  }

  @Test(
    "A mistake is named with its place",
    arguments: [
      ("exit_code = 0", "4:13: 'failures.excuse.exit_code' must be a number from 1 to 255, not 0"),
      (
        "signal = \"TERM\"",
        "4:10: 'failures.excuse.signal' must be the name of a signal, such as \"SIGTERM\", "
          + "not the text 'TERM'"
      ),
      ("", "1:1: an entry of 'failures.excuse' must have either an exit_code or a signal"),
      (
        "exit_code = 1\nsignal = \"SIGTERM\"",
        "1:1: an entry of 'failures.excuse' must have either an exit_code or a signal"
      ),
      (
        "exit_code = 1\nexitcode = 2",
        "5:1: unknown key 'failures.excuse.exitcode'; did you mean 'exit_code'?"
      ),
    ])
  func mistakes(line: String, complaint: String) {
    let document = "[[failures.excuse]]\ntool = \"a\"\nwhy = \"b\"\n\(line)"
    #expect(complaints(document) == "config.toml:\(complaint)")
  }

  @Test("A tool is a name, and there is a reason")
  func names() {
    #expect(
      complaints("[[failures.excuse]]\ntool = \"/bin/a\"\nexit_code = 1")
        == """
        config.toml:1:1: 'failures.excuse.why' is missing
        config.toml:2:8: 'failures.excuse.tool' must be a name without directories, not '/bin/a'
        """)
    #expect(
      complaints("[failures]\nexcuse = 3").hasPrefix(
        "config.toml:2:10: 'failures.excuse' must be an array of tables"))
  }
}
