import Failures
import Testing

@Suite("What is said of a failure")
struct FailureWordsTests {
  struct Row: CustomStringConvertible, Sendable {
    let sentence: String
    let make: @Sendable (inout ProcessEvidence) -> Void
    var description: String { sentence }
  }

  static let table = [
    Row(
      sentence: "tool was killed for want of memory: its control group /job may have 64 MiB and "
        + "had used them; it held 61.5 MiB"
    ) {
      ($0.status, $0.isChosenForMemory, $0.sender) = (9, true, .kernel)
      $0.memory = MemoryKill(scope: .group(path: "/job", limit: 64 << 20), rss: 123 << 19)
    },
    Row(
      sentence:
        "tool was killed for want of memory: its control group is inside of /job, which may "
        + "have 64 MiB and had used them"
    ) {
      ($0.status, $0.isChosenForMemory) = (9, true)
      $0.memory = MemoryKill(
        scope: .group(path: "/job", limit: 64 << 20, isAbove: true), rss: nil)
    },
    Row(sentence: "tool was killed for want of memory: the machine had no more; it held 3 GiB") {
      ($0.status, $0.isChosenForMemory) = (9, true)
      $0.memory = MemoryKill(scope: .host, rss: 3 << 30)
    },
    Row(sentence: "tool was killed for want of memory, whose was not told") {
      ($0.status, $0.isChosenForMemory) = (9, true)
    },
    Row(sentence: "tool was ended by SIGKILL, sent by kill (pid 77)") {
      ($0.status, $0.sender) = (9, .process(pid: 77, name: "kill"))
    },
    // Chosen, but somebody else was quicker.
    Row(sentence: "tool was ended by SIGKILL, sent by its parent make (pid 101)") {
      ($0.status, $0.sender) = (9, .process(pid: 101, name: "make"))
      $0.isChosenForMemory = true
    },
    Row(sentence: "tool crashed with SIGSEGV: it touched memory that is not its own") {
      ($0.status, $0.sender) = (11 | 128, .kernel)
    },
    Row(sentence: "tool was ended by SIGSEGV, who sent it was not seen") { $0.status = 11 },
    Row(sentence: "tool gave up with SIGABRT, which it sent to itself") {
      ($0.status, $0.sender) = (6, .process(pid: $0.pid, name: "tool"))
    },
    Row(sentence: "bwa could not be run: there is no such program") {
      ($0.status, $0.hasExecuted) = (127 << 8, false)
      $0.failedExecution = FailedExecution(
        path: "/bin/bwa", arguments: ["bwa", "mem"], error: "ENOENT", attempts: 6)
    },
    Row(
      sentence: "./step.sh could not be run: there is no such file, or what its first line names "
        + "is missing"
    ) {
      ($0.status, $0.hasExecuted) = (127 << 8, false)
      $0.failedExecution = FailedExecution(
        path: "./step.sh", arguments: ["./step.sh"], error: "ENOENT")
    },
    Row(sentence: "./step.sh could not be run: permission denied") {
      ($0.status, $0.hasExecuted) = (126 << 8, false)
      $0.failedExecution = FailedExecution(
        path: "./step.sh", arguments: ["./step.sh"], error: "EACCES")
    },
    Row(sentence: "samtools could not be run: there is no such program") {
      ($0.tool, $0.status, $0.hasExecuted) = ("bash", 127 << 8, false)
      $0.callsOfParent = [
        FailedCall(at: 1, call: "newfstatat", error: "ENOENT", object: "/usr/bin/samtools")
      ]
    },
    Row(
      sentence: "tool failed with exit status 1; before that, it could not connect to "
        + "127.0.0.1:5432: the connection was refused"
    ) {
      $0.calls = [
        FailedCall(at: 1, call: "connect", error: "ECONNREFUSED", object: "127.0.0.1:5432")
      ]
    },
    Row(
      sentence: "tool failed with exit status 1; before that, it could not have another 64 GiB of "
        + "memory: there is not enough memory"
    ) { $0.calls = [FailedCall(at: 1, call: "mmap", error: "ENOMEM", bytes: 64 << 30)] },
    Row(
      sentence: "tool failed with exit status 1; before that, it could not have another "
        + "descriptor: it has too many files open"
    ) { $0.calls = [FailedCall(at: 1, call: "socket", error: "EMFILE")] },
    Row(
      sentence:
        "tool failed with exit status 1; before that, it could not open x.cfg: no such file "
        + "or directory"
    ) {
      $0.calls = [
        FailedCall(at: 1, call: "write", error: "EPIPE", object: "pipe:[7]"),
        FailedCall(at: 2, call: "openat", error: "ENOENT", object: "x.cfg"),
      ]
    },
    Row(
      sentence: "tool failed with exit status 1; before that, it could not write to a pipe: nobody "
        + "reads it any more"
    ) {
      ($0.executed, $0.ended) = (0, 2_000_000_000)
      $0.calls = [FailedCall(at: 1, call: "write", error: "EPIPE", object: "pipe:[7]")]
    },
    // A full disk comes before the translations that the message about it was looked for in.
    Row(
      sentence: "tool failed with exit status 1; before that, it could not write to /out: no space "
        + "left on the device"
    ) {
      $0.calls = [
        FailedCall(at: 1, call: "write", error: "ENOSPC", object: "/out"),
        FailedCall(at: 2, call: "openat", error: "ENOENT", object: "/usr/share/locale/de/libc.mo"),
        FailedCall(at: 3, call: "openat", error: "ENOENT", object: "x.cfg"),
      ]
    },
    Row(sentence: "tool failed with exit status 1") {
      // What it was refused before it executed the program is another's.
      ($0.executed, $0.calls) = (
        5, [FailedCall(at: 1, call: "openat", error: "ENOENT", object: "early")]
      )
    },
    Row(
      sentence: "tool failed with exit status 137, by which shells mean SIGKILL"
    ) { $0.status = 137 << 8 },
    Row(
      sentence: "timeout failed with exit status 124: the time was up that it had given what it ran"
    ) { ($0.tool, $0.status) = ("timeout", 124 << 8) },
  ]

  @Test("A sentence for each kind, and no more than is known", arguments: table)
  func sentences(row: Row) {
    var tree = FailureTree()
    let root = tree.add(["make"]) { $0.status = nil }
    tree.add(["tool"], in: root, status: 1) { process in
      process.ended = 10
      row.make(&process)
    }
    let found = tree.find()
    let summary = found.failures.first?.summary
    #expect(
      summary == row.sentence
        || summary == row.sentence + "; no call that failed says why")
  }

  @Test("Arguments of a hundred kilobytes do not become a sentence")
  func long() {
    var tree = FailureTree()
    tree.add(["tool", String(repeating: "x", count: 100_000)], status: 1)
    let proof = tree.find().failures[0].proof
    #expect(proof.allSatisfy { $0.count < 400 })
  }
}
