import Testing

@testable import Steps

/// Recorded from cwltool 3.3.20260925135507, `cwltool --outdir out workflow.cwl job.yml`.
@Suite("CWL")
struct CWLTests {
  private static let files = [
    "/work/workflow.cwl": """
    #!/usr/bin/env cwl-runner
    cwlVersion: v1.2
    class: Workflow
    requirements:
      ScatterFeatureRequirement: {}
    inputs:
      reads: File[]
    steps:
      align:
        run: tools/align.cwl
        scatter: reads
        in: {reads: reads}
        out: [mapped]
      count:
        run:
          class: CommandLineTool
          baseCommand: wc
          arguments: ["-l"]
          inputs: []
          outputs: []
        in:
          mapped: align/mapped
        out: [counts]
    outputs: []
    """,
    "/work/tools/align.cwl": """
    cwlVersion: v1.2
    class: CommandLineTool
    baseCommand: [sh,
      align.sh]  # staged
    requirements:
    - class: InitialWorkDirRequirement
      listing:
        - entryname: align.sh
          entry: |
            baseCommand: none
            tr a-z A-Z < "$1"
    inputs:
      reads: {type: File, inputBinding: {position: 1}}
    outputs: []
    stdout: mapped.sam
    """,
    "/work/packed.cwl": """
    {"cwlVersion": "v1.2", "$graph": [
      {"class": "CommandLineTool", "id": "#tool.cwl", "baseCommand": ["echo", "a:b"]},
      {"class": "Workflow", "id": "#main", "steps": [
        {"id": "#main/one", "run": "#tool.cwl"}, {"id": "#main/two", "run": "#tool.cwl"}]}]}
    """,
  ]
  private static let cwltool = ["/opt/bin/python3", "/opt/bin/cwltool", "workflow.cwl", "job.yml"]

  private func run(opening paths: [String]) -> (RecordedRun, Int64) {
    var run = RecordedRun { Self.files[$0] }
    let engine = run.fork(0, Self.cwltool)
    for path in paths { run.open(path, by: engine) }
    return (run, engine)
  }

  @Test("names a job by the step whose tool its command is of")
  func steps() {
    var (run, engine) = run(opening: ["/work/workflow.cwl", "/work/tools/align.cwl"])
    let align = run.fork(
      engine, ["sh", "align.sh", "/tmp/vkrdn67r/stgfb73/A.fq"], in: "/tmp/wl1cfqdh")
    let inside = run.fork(align, ["sh", "-c", "exit 7"], in: "/tmp/wl1cfqdh")
    let count = run.fork(
      engine, ["wc", "-l", "/tmp/35tm9g02/stg9f7a/mapped.sam"], in: "/tmp/xhb_lo2y")
    let helper = run.fork(engine, ["node", "--eval", "1"], in: "/work")
    #expect(run.path(of: inside) == "cwl: align (sh align.sh A.fq)")
    #expect(run.step(of: inside)?.description.name == "align")
    #expect(run.path(of: count) == "cwl: count (wc -l mapped.sam)")
    #expect(run.path(of: helper) == "")
    #expect(
      run.details(of: align)
        == #"{"command":"sh align.sh /tmp/vkrdn67r/stgfb73/A.fq","directory":"/tmp/wl1cfqdh","#
        + #""step":"align","tool":"align","inferred":["step"]}"#)
  }

  @Test("names no step when two run the same command, and says which they are")
  func ambiguous() {
    var (run, engine) = run(opening: ["/work/packed.cwl"])
    let job = run.fork(engine, ["echo", "a:b", "x"], in: "/tmp/wl1cfqdh")
    #expect(run.step(of: job)?.description.name == "echo")
    #expect(run.details(of: job).contains(#""candidates":["main/one","main/two"]"#))
    let other = run.fork(engine, ["cat", "x"], in: "/tmp/other")
    #expect(run.path(of: other) == "cwl: cat x")
  }

  @Test("finds the tool behind what starts a container, and in the text of a shell")
  func wrapped() {
    var (run, engine) = run(opening: ["/work/workflow.cwl", "/work/tools/align.cwl"])
    let docker = run.fork(
      engine, ["docker", "run", "-i", "--rm", "debian", "wc", "-l", "x"], in: "/tmp/a")
    let shell = run.fork(engine, ["/bin/sh", "-c", "wc -l x | tee y"], in: "/tmp/b")
    #expect(run.step(of: docker)?.description.name == "count")
    #expect(run.step(of: shell)?.description.name == "count")
  }

  @Test(
    "reads any text as a document without harm",
    arguments: [
      "", "- - - a: b", "a:\n b:\n  c", "{", "[[[[", "{a: }", "{a: b, c}", "a: [b", "\"", ": x",
      "a: |", "- a\nb: c\n- d", "x: {y: [1, {z: 'q}", "&a *b", String(repeating: "[", count: 5_000),
      String(repeating: "- ", count: 5_000) + "x", "a: b: c", "\u{0}\u{1}: \u{2}",
    ])
  func robust(text: String) {
    // What it makes of it does not matter; that it comes back does.
    let document = CWLDocument(path: "/x.cwl", text: text)
    #expect(document?.tools.isEmpty ?? true)
  }
}
