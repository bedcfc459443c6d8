import Foundation
import Store
import Testing

@testable import Export

@Suite("A crate")
struct CrateTests {
  private let fiction: FictionalCrate

  init() throws {
    fiction = try FictionalCrate()
  }

  @Test("An input has the size and the hash of what is there, an output too")
  func files() throws {
    let input = try fiction.file("in put.txt", "abc")
    let output = try fiction.file("out.txt", "")
    try fiction.process(1, executes: ["tool"], uses: [(input, 1), (output, 2 | 16)])
    try fiction.endRun()
    let graph = try fiction.export { $0.hasHashes = true }
    let action = try graph.entity("#execution-10")
    #expect(action.type == "CreateAction" && action.text("name") == "tool")
    #expect(action.references("object") == ["in%20put.txt"])
    #expect(action.references("result") == ["out.txt"])
    let file = try graph.entity("in%20put.txt")
    #expect(file.text("contentSize") == "3" && file.text("alternateName") == input)
    // FIPS 180-2, appendix B.1.
    #expect(
      file.text("sha256") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(try graph.root().references("hasPart").sorted() == ["in%20put.txt", "out.txt"])
  }

  @Test("Of a file that has changed since the run ended nothing is said")
  func changed() throws {
    try fiction.process(1, executes: ["tool"])
    try fiction.endRun()
    let output = try fiction.file("out.txt", "later")
    try fiction.use(output, access: 2, by: 1)
    let graph = try fiction.export { $0.hasHashes = true }
    let file = try graph.entity("out.txt")
    #expect(file.text("contentSize") == nil && file.text("sha256") == nil)
    #expect(file.text("description")?.hasPrefix("Not as the run left it") == true)
    #expect(graph.remarks == ["1 file is not as the run left them: without size and hash"])
  }

  @Test("What is older than the run's making of it is another file")
  func older() throws {
    let output = try fiction.file("out.txt", "of old")
    try fiction.process(1, executes: ["tool"])
    try fiction.use(output, access: 2 | 16, by: 1, at: fiction.now() + 3_000_000_000)
    try fiction.endRun(at: fiction.now() + 6_000_000_000)
    #expect(try fiction.export().entity("out.txt").text("contentSize") == nil)
  }

  @Test("What is gone is spoken of, and is no part of the crate")
  func absent() throws {
    let (first, second) = (fiction.path("part"), fiction.path("tmp"))
    let output = try fiction.file("out.txt", "x")
    try fiction.process(1, executes: ["tool"], uses: [(first, 2 | 16), (second, 2 | 16)])
    try fiction.process(2, executes: ["mv"], uses: [])
    try fiction.change(2, path: second, by: 1)
    try fiction.change(1, path: first, to: fiction.path("./x/../out.txt"), by: 2)
    try fiction.endRun()
    let graph = try fiction.export()
    #expect(try graph.root().references("hasPart") == ["out.txt"])
    #expect(try graph.entity("#\(second)").text("description") == "Deleted by the run.")
    #expect(
      try graph.entity("#\(first)").text("description")
        == "Given another name by the run: \(output).")
    #expect(try graph.entity("#execution-20").references("object") == ["#\(first)"])
    #expect(try graph.entity("#execution-20").references("result") == ["out.txt"])
  }

  @Test("What a process makes under one name and gives another is one output")
  func madeAs() throws {
    let part = fiction.path("part")
    _ = try fiction.file("out.txt", "x")
    try fiction.process(1, executes: ["tool"], uses: [(part, 2 | 16)])
    try fiction.change(1, path: part, to: fiction.path("out.txt"), by: 1)
    try fiction.endRun()
    let graph = try fiction.export()
    #expect(try graph.entity("#execution-10").references("result") == ["out.txt"])
    #expect(try graph.entity("out.txt").text("description") == "Made as \(part).")
    #expect(throws: FictionalCrate.Missing.self) { try graph.entity("#\(part)") }
  }

  @Test("A fork's files are those of the program that it runs, a process's those of its last")
  func attribution() throws {
    let input = try fiction.file("in", "x")
    try fiction.process(1, executes: ["env", "tool"])
    try fiction.process(2, parent: 1, executes: [], uses: [(input, 1)])
    try fiction.endRun()
    let graph = try fiction.export()
    #expect(try graph.entity("#execution-11").references("object") == ["in"])
    #expect(try graph.entity("#execution-10").references("object") == [])
    #expect(try graph.entity("#execution-10").text("actionStatus") == nil)
    #expect(graph.actions.count == 2)
  }

  @Test(
    "Of a process that executes again and again the last programs are told, and how many before")
  func again() throws {
    try fiction.process(1, executes: (0..<40).map { "tool\($0)" })
    try fiction.endRun()
    let graph = try fiction.export()
    #expect(graph.actions.compactMap { $0.text("name") } == (8..<40).map { "tool\($0)" })
    #expect(
      graph.actions.first?.text("description")?.contains(
        "8 executions of the same process before this one are left out.") == true)
    #expect(
      try graph.root().text("description")?.contains(
        "executions of programs: 40, of these told here: 32. Left out are 8 executions") == true)
  }

  @Test("Software is no input, and what is left out is counted")
  func software() throws {
    let input = try fiction.file("in", "x")
    let others = ["/usr/lib/x.so", "/etc/passwd", "/opt/v/lib/python3.11/site-packages/x.py"]
    try fiction.process(1, executes: ["tool"], uses: [(input, 1)] + others.map { ($0, 1) })
    try fiction.process(2, executes: ["tool"], uses: [("/proc/cpuinfo", 1), ("/dev/null", 2)])
    try fiction.endRun()
    let graph = try fiction.export()
    #expect(try graph.entity("#execution-10").references("object") == ["in"])
    #expect(try graph.entity("#execution-20").type == "ActivateAction")
    #expect(
      try graph.root().text("description")?.contains(
        "Left out: 3 uses of files of the system and of installed software.") == true)
    let whole = try fiction.export { $0.hasSystemFiles = true }
    #expect(try whole.entity("#execution-10").references("object").count == 4)
  }

  @Test("Beyond the limit the first, the failed and the writing come before others, by length")
  func limit() throws {
    let output = try fiction.file("out", "x")
    try fiction.process(1, executes: ["root"], lasting: 1)
    try fiction.process(2, parent: 1, executes: ["long"], lasting: 50)
    try fiction.process(3, parent: 1, executes: ["short"], lasting: 1)
    try fiction.process(4, parent: 1, executes: ["writer"], uses: [(output, 3)], lasting: 1)
    try fiction.process(5, parent: 1, executes: ["failing"], status: 256, lasting: 1)
    try fiction.endRun()
    func names(_ limit: Int) throws -> [String?] {
      try fiction.export { $0.limit = limit }.actions.map { $0.text("name") }
    }
    #expect(try names(3) == ["root", "writer", "failing"])
    #expect(try names(4) == ["root", "long", "writer", "failing"])
    #expect(try names(5).count == 5)
    let words = try fiction.export { $0.limit = 3 }.root().text("description")
    #expect(words?.contains("executions of programs: 5, of these told here: 3.") == true)
    #expect(words?.contains("Left out are 2 executions:") == true)
    let few = try fiction.export { $0.limit = 1 }.root().text("description")
    #expect(few?.contains("Left out: 1 use by processes that are not told.") == true)
  }

  @Test("What failed says why; what is excused has completed; what goes on is active")
  func endings() throws {
    try fiction.process(1, executes: ["bad"], status: 3 << 8)
    try fiction.process(2, executes: ["grep"], status: 1 << 8)
    try fiction.process(3, executes: ["open"], status: nil)
    #expect(try fiction.export().root().text("description")?.contains("had not ended") == true)
    try fiction.endRun()
    // Without an account of failures, all that is not 0 has failed.
    let before = try fiction.export()
    #expect(try before.entity("#execution-20").status == "FailedActionStatus")
    #expect(try before.entity("#execution-20").text("error") == "Exit status 1.")
    try fiction.fail(1, "it broke")
    let graph = try fiction.export()
    #expect(try graph.entity("#execution-10").status == "FailedActionStatus")
    #expect(try graph.entity("#execution-10").text("error") == "it broke")
    #expect(try graph.entity("#execution-20").status == "CompletedActionStatus")
    #expect(try graph.entity("#execution-30").status == "ActiveActionStatus")
    #expect(try graph.entity("#execution-30").text("endTime") == nil)
  }

  @Test("Whatever processes are called, it is JSON, and text")
  func hostile() throws {
    let argument = "<script>\"\\\n\u{1b}[31m\u{202e}" + String(repeating: "é", count: 60_000)
    try fiction.process(
      1, executes: ["tool"], arguments: ["\(argument)", #"\udcff"#], directory: [0x2f, 0xff])
    try fiction.endRun()
    let words = try #require(try fiction.export().entity("#execution-10").text("description"))
    #expect(words.contains("<script>\"") && words.contains("\n\u{1b}[31m\u{202e}éé"))
    #expect(words.contains(#"\xff"#) && words.contains(#"Working directory: /\xff"#))
  }

  @Test("Files of another host, and of a run in a container, are not looked at")
  func elsewhere() throws {
    let input = try fiction.file("in", "x")
    try fiction.process(1, executes: ["tool"], uses: [(input, 1)])
    try fiction.endRun()
    try fiction.execute("UPDATE session SET host = 'far.away'")
    let graph = try fiction.export()
    #expect(
      try graph.entity("#\(input)").text("description")
        == "On the host far.away, and not looked at.")
    #expect(try graph.root().references("hasPart") == [])
    try fiction.execute(
      """
      UPDATE session SET host = '\(FictionalCrate.host)';
      INSERT INTO cgroup VALUES (1, 0, '/docker', 'abcdef0123456789')
      """)
    let inside = try fiction.export().entity("#abcdef012345\(input)").text("description")
    #expect(inside?.contains("in the container abcdef0123456789.") == true)
  }

  @Test("A licence is an address, a name, or said not to be there")
  func license() throws {
    try fiction.process(1, executes: ["tool"])
    try fiction.endRun()
    #expect(try fiction.export().entity("#license").text("name") == "No licence stated")
    let named = try fiction.export { $0.license = "CC-BY-4.0" }
    #expect(try named.entity("#license").text("name") == "CC-BY-4.0")
    let address = "https://spdx.org/licenses/CC-BY-4.0"
    let graph = try fiction.export { $0.license = address }
    #expect(try graph.root().references("license") == [address])
    #expect(try graph.entity(address).type == "CreativeWork")
  }
}
