import Failures
import Testing

@Suite("What is no failure")
struct ExcuseTests {
  struct Row: CustomStringConvertible, Sendable {
    let arguments: [String]
    var status: Int32 = 1
    var signal: Int32 = 0
    /// Who sent the signal, as seen from the process.
    var isParents = false
    /// The same with this instead is one.
    var otherwise: [String]?
    var otherStatus: Int32 = 2

    var description: String { arguments.joined(separator: " ") + " \(status) \(signal)" }
  }

  static let table = [
    Row(arguments: ["yes"], signal: 13, otherStatus: 1),
    Row(arguments: ["worker"], signal: 15, isParents: true),
    Row(arguments: ["worker"], signal: 2, isParents: true),
    Row(arguments: ["worker"], signal: 1, isParents: true),
    Row(arguments: ["grep", "-q", "x", "f"]), Row(arguments: ["zgrep", "x", "f"]),
    Row(arguments: ["/usr/bin/test", "-f", "x"]), Row(arguments: ["[", "-f", "x", "]"]),
    Row(arguments: ["expr", "0"]), Row(arguments: ["diff", "a", "b"]),
    Row(arguments: ["cmp", "a", "b"]), Row(arguments: ["which", "x"]),
    Row(arguments: ["pgrep", "x"]), Row(arguments: ["kill", "-0", "1"]),
    Row(arguments: ["git", "grep", "-q", "x"], otherwise: ["git", "grep", "-q", "x"]),
    Row(arguments: ["readlink", "/etc/passwd"]),
    Row(arguments: ["tty"]), Row(arguments: ["getent", "passwd", "x"], otherStatus: 3),
    Row(arguments: ["pkg-config", "--exists", "x"]),
    Row(arguments: ["git", "rev-parse", "HEAD"], status: 128, otherwise: ["git", "push"]),
    Row(arguments: ["systemctl", "is-active", "x"], status: 3, otherwise: ["systemctl", "start"]),
    Row(arguments: ["cc", "-o", "conftest", "conftest.c"], otherwise: ["cc", "-c", "main.c"]),
    Row(arguments: ["./conftest"], otherwise: ["./program"], otherStatus: 1),
    Row(arguments: ["gfortran", "--version"], otherwise: ["gfortran", "a.f"], otherStatus: 1),
  ]

  @Test("Each row of the table excuses, and excuses nothing else", arguments: table)
  func rows(row: Row) {
    func find(_ arguments: [String], status: Int32, signal: Int32, byParent: Bool) -> RunFailures {
      var tree = FailureTree()
      let root = tree.add(["make"])
      tree.add(arguments, in: root, status: status, signal: signal) { process in
        if signal != 0 {
          process.sender = .process(pid: byParent ? process.ppid : 7, name: "killer")
        }
      }
      tree.end(root, status: 0)
      return tree.find()
    }
    let excused = find(
      row.arguments, status: row.status, signal: row.signal, byParent: row.isParents)
    #expect(excused.failures.isEmpty && excused.excused == 1)
    let other =
      row.signal == 13 || row.signal == 0
      ? find(row.otherwise ?? row.arguments, status: row.otherStatus, signal: 0, byParent: false)
      : find(row.arguments, status: 0, signal: row.signal, byParent: false)
    #expect(other.failures.count == 1 && other.excused == 0)
  }

  @Test(
    "What configure runs, and looks for, is no failure, however deep inside; its own end is one")
  func partsOfConfigure() {
    var tree = FailureTree()
    let root = tree.add(["sh", "build.sh"])
    let configure = tree.add(["/bin/bash", "./configure"], in: root)
    tree.add(["/bin/uname", "-X"], in: configure, status: 1)
    tree.add(["/bin/bash", "./configure"], in: configure, status: 1, hasExecuted: false)
    let shell = tree.add(["/bin/sh", "-c", "test -n x"], in: configure)
    tree.add(["nm", "-B", "/dev/null"], in: shell, status: 1)
    tree.end(shell, status: 1)
    tree.end(configure, status: 0)
    tree.end(root, status: 0)
    #expect(tree.find().failures.isEmpty)
    #expect(tree.find().excused == 4)

    tree.end(configure, status: 77)
    tree.end(root, status: 0)
    #expect(tree.find().failures.map(\.exitCode) == [77])

    var crash = FailureTree()
    let script = crash.add(["sh", "./configure"])
    crash.add(["cc"], in: script, signal: 11)
    crash.end(script, status: 0)
    #expect(crash.find().hidden == 1)
  }

  static let noExcuses: [(arguments: [String], status: Int32)] = [
    (["timeout", "1", "sleep", "9"], 124), (["false"], 1), (["grep", "x", "missing"], 2),
    (["python3", "-c", "raise SystemExit(1)"], 1), (["sh", "-c", "exit 3"], 3),
  ]

  @Test("What looks like an excuse and is none", arguments: noExcuses)
  func none(arguments: [String], status: Int32) {
    var tree = FailureTree()
    let root = tree.add(["sh", "-c", "…"])
    tree.add(arguments, in: root, status: status)
    tree.end(root, status: 0)
    #expect(tree.find().hidden == 1)
  }

  @Test("A part in brackets hands on what is no failure; a script that ends with it has failed")
  func handedOn() {
    var tree = FailureTree()
    let root = tree.add(["sh", "configure"])
    let part = tree.add(["sh", "configure"], in: root, hasExecuted: false)
    tree.add(["cc", "conftest.c"], in: part, status: 1)
    tree.end(part, status: 1)
    tree.end(root, status: 0)
    #expect(tree.find().failures.isEmpty)
    #expect(tree.find().excused == 2)

    var script = FailureTree()
    let bash = script.add(["bash", "-e", "step.sh"])
    script.add(["grep", "x", "f"], in: bash, status: 1)
    script.end(bash, status: 1)
    let found = script.find()
    #expect(
      found.failures.map(\.summary) == [
        "bash failed with exit status 1 after grep had ended with exit status 1, for it found nothing"
      ])
  }

  struct Unread: CustomStringConvertible, Sendable {
    let description: String
    let isExcused: Bool
    var arguments = ["tool"]
    var isPart = false
    /// Calls that failed, with how long before the end, ms.
    var calls: [(call: String, error: String, object: String?, before: Int64)]
    var child: Int32?
  }

  private static let pipe = ("write", "EPIPE", "pipe:[7]" as String?, Int64(1))

  static let unread = [
    Unread(description: "a program", isExcused: true, calls: [pipe]),
    Unread(
      description: "one that had looked for a file, and looked for its message's translation",
      isExcused: true,
      calls: [
        ("openat", "ENOENT", ".rc", 2), pipe, ("openat", "ENOENT", "/usr/share/locale/de/a.mo", 0),
        ("newfstatat", "ENOENT", "trace.py", 0),
      ]),
    Unread(description: "a named pipe", isExcused: true, calls: [("writev", "EPIPE", "/tmp/p", 1)]),
    Unread(description: "a socket", isExcused: false, calls: [("write", "EPIPE", nil, 1)]),
    Unread(
      description: "one that went on for long", isExcused: false,
      calls: [("write", "EPIPE", "pipe:[7]", 1_500)]),
    Unread(
      description: "one that then missed its input", isExcused: false,
      calls: [pipe, ("openat", "ENOENT", "reads.fq", 0)]),
    Unread(
      description: "one whose disk was full before", isExcused: false,
      calls: [("write", "ENOSPC", "/data/out", 2), pipe]),
    Unread(
      description: "a script", isExcused: false, arguments: ["bash", "run.sh"], calls: [pipe]),
    Unread(
      description: "a line of a shell", isExcused: true, arguments: ["sh", "-c", "echo a; echo b"],
      calls: [pipe]),
    Unread(
      description: "a part in brackets", isExcused: true, arguments: ["bash", "run.sh"],
      isPart: true, calls: [pipe]),
    Unread(
      description: "one that a child's end may have ended", isExcused: false, calls: [pipe],
      child: 1),
    Unread(
      description: "one whose child had failed otherwise before", isExcused: true, calls: [pipe],
      child: 3),
  ]

  @Test("Whose output nobody read any more has not failed by that alone", arguments: unread)
  func outputUnread(row: Unread) {
    var tree = FailureTree()
    let root = tree.add(["make"])
    let process = tree.add(row.arguments, in: root, hasExecuted: !row.isPart)
    if let status = row.child { tree.add(["child"], in: process, status: status) }
    tree.pass(milliseconds: 10)
    tree.end(process, status: 1)
    for call in row.calls {
      tree.fail(process, call.call, call.error, call.object, before: call.before * 1_000_000)
    }
    tree.end(root, status: 0)
    let found = tree.find()
    #expect(found.failures.contains { $0.processID == process } != row.isExcused)
    #expect(found.excused == (row.isExcused ? 1 : 0))
  }

  @Test(
    "A shell that only asked has not failed",
    arguments: [
      ("test -f x", true), ("cd /; [ -d x ]", true), ("command -v bwa", true),
      ("test -f x && exit 4; run", false), ("echo 'a; test'", false),
    ])
  func questions(text: String, isQuestion: Bool) {
    var tree = FailureTree()
    let root = tree.add(["snakemake"])
    tree.add(["sh", "-c", text], in: root, status: 1)
    tree.end(root, status: 0)
    #expect(tree.find().failures.isEmpty == isQuestion)
  }

  @Test("A part of a shell that only looked for a program has not failed; one that gave up has")
  func probing() {
    let cases: [(calls: [String], isQuestion: Bool)] = [
      (["newfstatat"], true), (["newfstatat", "openat"], false), ([], false),
    ]
    for (calls, isQuestion) in cases {
      var tree = FailureTree()
      let root = tree.add(["bash", "run.sh"])
      let part = tree.add(["bash", "run.sh"], in: root, status: 1, hasExecuted: false)
      for call in calls { tree.fail(part, call, "ENOENT", "/usr/bin/bwa") }
      tree.end(root, status: 0)
      #expect(tree.find().failures.isEmpty == isQuestion)
    }
  }

  @Test("What the user excuses is no failure")
  func users() {
    var tree = FailureTree()
    let root = tree.add(["make"])
    tree.add(["lint"], in: root, status: 3)
    tree.add(["lint"], in: root, status: 4)
    tree.end(root, status: 0)
    let rule = ExcuseRule(tool: "lint", ending: .codes([3]), why: "it had remarks")
    #expect(tree.find(excusing: [rule]).failures.map(\.exitCode) == [4])
  }

  @Test("What was killed for want of memory is never excused")
  func memory() {
    var tree = FailureTree()
    let root = tree.add(["sh", "-c", "…"])
    tree.add(["grep", "x"], in: root, signal: 9) { process in
      process.isChosenForMemory = true
      process.sender = .kernel
    }
    tree.end(root, status: 0)
    let rule = ExcuseRule(tool: "grep", ending: .signal(9), why: "so be it")
    #expect(tree.find(excusing: [rule]).failures.map(\.kind) == [.oom])
  }
}
