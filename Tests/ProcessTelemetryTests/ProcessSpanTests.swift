import CSondeWire
import OTLP
import Testing

@testable import ProcessTelemetry

@Suite("Processes as spans")
struct ProcessSpanTests {
  @Test("A run is the root, and every process a span under its parent")
  func tree() throws {
    var run = FictionalRun()
    run.fork(1)
    run.exec(1, "/bin/sh", arguments: ["sh", "-c", "true"])
    run.fork(2, from: 1, at: 10)
    run.exec(2, "/usr/bin/bwa", arguments: ["bwa", "mem"], at: 11)
    run.fork(3, from: 2, at: 20)
    run.exit(3, at: 30)
    run.exit(2, at: 40)
    run.exit(1, at: 50)
    let spans = run.end(at: 50)
    #expect(spans.map(\.name) == ["w", "bwa", "sh", "RUN night"])
    #expect(
      spans.map(\.parentSpanID) == [run.spanID(2), run.spanID(1), FictionalRun.context.spanID, nil])
    #expect(spans.allSatisfy { $0.traceID == FictionalRun.context.traceID })
    #expect(spans.map(\.kind) == [.internal, .internal, .internal, .server])
    let bwa = try #require(spans.first { $0.name == "bwa" })
    #expect(bwa.start == 1_000_010_000_000 && bwa.end == 1_000_040_000_000)
    #expect(bwa.status == .unset)
  }

  @Test("What is said of a process has the names of the conventions")
  func attributes() throws {
    var run = FictionalRun()
    run.fork(1, at: 1)
    run.exec(1, "/usr/bin/bwa", arguments: ["bwa", "mem", "--token=x"])
    run.exit(1, at: 2500) {
      $0.peak_rss = 4096
      $0.max_threads = 3
    }
    let span = try #require(run.end(at: 3000).first)
    #expect(
      Dictionary(uniqueKeysWithValues: span.attributes.map { ($0.key, $0.value) }) == [
        "process.executable.name": "bwa", "process.executable.path": "/usr/bin/bwa",
        "process.pid": 101, "process.parent_pid": 1, "process.exit.code": 0,
        "process.creation.time": "1970-01-01T00:16:40.001000000Z",
        "process.exit.time": "1970-01-01T00:16:42.500000000Z",
        "process.real_user.id": 1000, "process.real_user.name": "alice",
        "process.working_directory": "/usr/bin/bwa", "process.args_count": 3,
        "sonde.cpu.user": 0.003, "sonde.cpu.system": 0.002, "sonde.peak_rss": 4096,
        "sonde.disk.read": 0, "sonde.disk.write": 0, "sonde.io.read": 0, "sonde.io.write": 0,
        "sonde.faults.major": 0, "sonde.threads.max": 3,
      ])
  }

  @Test("The container is said in the words of the conventions, and nothing that is not known")
  func containers() throws {
    var run = FictionalRun()
    run.fork(1)
    run.fork(2, from: 1)
    run.exit(
      2, at: 1,
      container: ProcessContainer(
        controlGroup: "/docker/ab", id: "ab", name: "shy", image: "reg:5000/lab/bwa:0.7@sha256:1",
        engine: "docker", podUID: nil, isInferred: true))
    run.exit(1, at: 2, container: ProcessContainer(controlGroup: "/"))
    let said = run.end(at: 2).prefix(2).map { span in
      span.attributes.filter {
        $0.key.contains("container") || $0.key.hasPrefix("k8s") || $0.key.contains("cgroup")
      }.map { "\($0.key)=\($0.value)" }
    }
    #expect(
      said == [
        [
          #"process.linux.cgroup=string("/docker/ab")"#, #"container.id=string("ab")"#,
          #"container.name=string("shy")"#, #"container.image.name=string("reg:5000/lab/bwa")"#,
          #"container.image.tags=strings(["0.7"])"#, #"container.runtime.name=string("docker")"#,
          "sonde.container.inferred=bool(true)",
        ], [#"process.linux.cgroup=string("/")"#],
      ])
    for (image, name, tag) in [
      ("/data/a:1.sif", "/data/a:1.sif", nil), ("reg:5000/bwa", "reg:5000/bwa", nil),
      ("a:b", "a", "b"),
    ] {
      let parts = ProcessContainer(controlGroup: nil, image: image).imageParts
      #expect(parts?.name == name && parts?.tag == tag)
    }
  }

  @Test("The step of a workflow is said of all its processes, its outcome of the first")
  func steps() throws {
    var run = FictionalRun()
    for id: Int64 in 1...2 { run.fork(id, from: id - 1) }
    var step = ProcessStep(
      id: 9, name: "align", engine: "snakemake", label: "align sample=A", isFirst: false)
    run.exit(2, at: 1, status: 7 << 8, step: step)
    step.isFirst = true
    step.label = nil
    run.exit(1, at: 2, step: step)
    let spans = run.end(at: 2)
    let said = spans.prefix(2).map { span in
      Dictionary(
        uniqueKeysWithValues: span.attributes.filter {
          $0.key.hasPrefix("sonde.step.") || $0.key.hasPrefix("cicd.")
        }.map { ($0.key, $0.value) })
    }
    let both: [String: AttributeValue] = [
      "sonde.step.name": "align", "sonde.step.engine": "snakemake", "sonde.step.id": "9",
    ]
    let inner: [String: AttributeValue] = ["sonde.step.label": "align sample=A"]
    let first: [String: AttributeValue] = [
      "cicd.pipeline.task.name": "align", "cicd.pipeline.task.run.id": "9",
      "cicd.pipeline.task.run.result": "success",
    ]
    #expect(said == [both.merging(inner) { $1 }, both.merging(first) { $1 }])
  }

  @Test("Arguments are told only when that is chosen")
  func arguments() throws {
    var options = ProcessSpanOptions()
    options.hasCommandArguments = true
    var run = FictionalRun(options: options)
    run.fork(1)
    run.exec(1, "/usr/bin/bwa", arguments: ["bwa", "", "a b"])
    run.exit(1, at: 1)
    let span = try #require(run.end(at: 1).first)
    #expect(span["process.command_args"] == .strings(["bwa", "", "a b"]))
    #expect(span["process.command"] == "bwa")
  }

  @Test(
    "How a process ended is its exit code, its error type and its status",
    arguments: [
      (0, 0, nil, nil), (0x100, 1, "1", "exit status 1"), (0x7f00, 127, "127", "exit status 127"),
      (11, 139, "SIGSEGV", "ended by SIGSEGV"), (0x8b, 139, "SIGSEGV", "ended by SIGSEGV"),
      (9, 137, "SIGKILL", "ended by SIGKILL, sent by kill (pid 42)"),
    ] as [(UInt32, Int64, String?, String?)])
  func outcomes(status: UInt32, code: Int64, error: String?, words: String?) throws {
    var run = FictionalRun()
    run.fork(1)
    run.exit(1, at: 1, status: status) { record in
      guard status == 9 else { return }
      record.killer_pid = 42
      (record.killer_comm.0, record.killer_comm.1) = (UInt8(ascii: "k"), UInt8(ascii: "i"))
      (record.killer_comm.2, record.killer_comm.3) = (UInt8(ascii: "l"), UInt8(ascii: "l"))
    }
    let span = try #require(run.end(at: 1).first)
    #expect(span["process.exit.code"] == .int(code))
    #expect(span["error.type"] == error.map { .string($0) })
    #expect(span.status == (words.map { .error($0) } ?? .unset))
    #expect(span["sonde.signal"] == (status & 0x7f == 0 ? nil : error.map { .string($0) }))
    #expect(span.events.map(\.name) == (status & 0x7f == 0 ? [] : ["sonde.signal"]))
  }

  @Test(
    "The result of a run",
    arguments: [
      (0, false, "success", nil), (0x200, false, "failure", "2"),
      (2, false, "cancellation", nil), (15, false, "cancellation", nil),
      (11, false, "error", "SIGSEGV"), (nil, true, "cancellation", nil),
      (nil, false, "error", "end_not_seen"),
    ] as [(UInt32?, Bool, String, String?)])
  func results(status: UInt32?, isInterrupted: Bool, result: String, error: String?) throws {
    var run = FictionalRun()
    let span = try #require(run.end(at: 9, status: status, isInterrupted: isInterrupted).last)
    #expect(span["cicd.pipeline.result"] == .string(result))
    #expect(span["error.type"] == error.map { .string($0) })
    #expect((span.status == .unset) == (error == nil))
    #expect(span["sonde.complete"] == .bool(!isInterrupted))
  }

  @Test("A process that executes again is named for its last image; the change is an event")
  func images() throws {
    var run = FictionalRun()
    run.fork(1)
    run.exec(1, "/usr/bin/env", arguments: ["env", "ls"], at: 1)
    run.exec(1, "/bin/ls", arguments: ["ls"], at: 2)
    run.exit(1, at: 3)
    let span = try #require(run.end(at: 3).first)
    #expect(span.name == "ls" && span["process.args_count"] == 1)
    #expect(span.events.map(\.name) == ["sonde.exec"])
    #expect(span.events.first?.time == 1_000_002_000_000)
  }

  @Test("A process whose end was not seen says so")
  func unseen() throws {
    var run = FictionalRun()
    run.fork(1)
    run.exec(1, "/bin/sleep")
    if let row = run.rows[1] { run.spans.abandon(row, at: 5_000_000) }
    let span = try #require(run.end(at: 5, status: nil, isInterrupted: true).first)
    #expect(span["sonde.end_seen"] == false)
    #expect(span["process.exit.code"] == nil && span.status == .unset)
    #expect(span.end == 1_000_005_000_000)
  }

  @Test("Of a run that is not sampled there are no spans")
  func unsampled() {
    var run = FictionalRun(isSampled: false)
    run.fork(1)
    run.exec(1, "/bin/sh")
    #expect(run.exit(1, at: 1) == nil)
    #expect(run.end(at: 1).isEmpty)
  }
}
