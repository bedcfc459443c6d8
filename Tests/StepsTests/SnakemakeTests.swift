import Testing

@testable import Steps

/// Recorded from Snakemake 9.27.1, `snakemake -c2`; paths and dates are shortened.
@Suite("Snakemake")
struct SnakemakeTests {
  static let log = """
    Building DAG of jobs...
    Job stats:
    job        count
    -------  -------
    align          2
    all            1

    Select jobs to execute...
    Execute 2 jobs...
    [Thu Nov 26 07:53:47 2026]
    localrule align:
        input: data/A.fq
        output: mapped/A.sam
        jobid: 2
        reason: Missing output files: mapped/A.sam
        wildcards: sample=A
        resources: tmpdir=/tmp
    [Thu Nov 26 07:53:47 2026]
    localrule align:
        input: data/B.fq
        output: mapped/B.sam
        jobid: 4
        reason: Missing output files: mapped/B.sam
        wildcards: sample=B
        resources: tmpdir=/tmp

    """
  static let sorting = """
    [Thu Nov 26 07:53:47 2026]
    Finished jobid: 2 (Rule: align)
    1 of 7 steps (14%) done
    [Thu Nov 26 07:53:47 2026]
    rule sort:
        input: mapped/A.sam
        output: sorted/A.txt
        jobid: 1
        wildcards: sample=A, lane=1
    [Thu Nov 26 07:53:47 2026]
    rule sort:
        input: mapped/B.sam
        output: sorted/B.txt
        jobid: 3
        wildcards: sample=B, lane=2

    """
  static let failing = """
    RuleException:
    CalledProcessError in file "/work/Snakefile", line 7:
    Command 'set -euo pipefail;  bwa index ref.fa' returned non-zero exit status 3.
    [Thu Nov 26 07:53:27 2026]
    Error in rule index:
        message: None
        jobid: 9
        output: ref.fa.bwt
        shell:
            
            bwa index
              ref.fa
            (command exited with non-zero exit code)

    """
  private static let logPath = "/work/.snakemake/log/2026-11-26T075347.709802.snakemake.log"
  private static let snakemake = ["/opt/bin/python3", "/opt/bin/snakemake", "-c2"]

  private static func job(_ command: String) -> [String] {
    ["/usr/bin/bash", "-c", "set -euo pipefail;  \(command)"]
  }

  private final class Text: @unchecked Sendable {
    var text = SnakemakeTests.log
  }

  @Test("names a job by the files that its command and the log have in common")
  func shell() {
    var run = RecordedRun { $0 == Self.logPath ? Self.log : nil }
    let master = run.fork(0, Self.snakemake)
    run.open(Self.logPath, by: master)
    let helper = run.fork(master, ["uname", "-p"])
    let b = run.fork(master, Self.job("cat data/B.fq > mapped/B.sam; sh -c 'exit 7' || true"))
    let inside = run.fork(b, ["sh", "-c", "exit 7"])
    let command = "cat data/A.fq > mapped/A.sam; sh -c 'exit 7' || true"
    let a = run.fork(
      master,
      ["/usr/bin/bash", "-c", "source /c/bin/activate '/c/e'; set -euo pipefail;  \(command)"])
    #expect(run.path(of: master) == "")
    #expect(run.path(of: helper) == "")
    #expect(run.path(of: b) == "snakemake: align sample=B")
    #expect(run.path(of: inside) == "snakemake: align sample=B")
    #expect(run.path(of: a) == "snakemake: align sample=A")
    #expect(run.step(of: a)?.description.name == "align")
    #expect(
      run.details(of: a) == #"{"command":"cat data/A.fq > mapped/A.sam; sh -c 'exit 7' || true","#
        + #""rule":"align","wildcards":{"sample":"A"},"jobid":"2","output":["mapped/A.sam"],"#
        + #""source":"log of Snakemake","inferred":["rule"]}"#)
  }

  @Test("names the job of a script by the files that it uses, as its command names none")
  func script() {
    let text = Text()
    var run = RecordedRun { $0 == Self.logPath ? text.text : nil }
    let master = run.fork(0, Self.snakemake)
    run.open(Self.logPath, by: master)
    for sample in ["A", "B"] {
      run.fork(master, Self.job("cat data/\(sample).fq > mapped/\(sample).sam"))
    }
    text.text += Self.sorting
    let script = "/opt/bin/python3 /work/.snakemake/scripts/tmpc6go9of4.sort.py"
    let job = run.fork(master, Self.job(script))
    run.exec(job, script.split(separator: " ").map(String.init))
    // Two have been announced, and nothing says yet which this is.
    #expect(run.path(of: job) == "snakemake: sort.py")
    let sort = run.fork(job, ["sort", "mapped/B.sam", "-o", "sorted/B.txt"])
    run.open("/work/mapped/B.sam", by: sort)
    run.open("/work/sorted/B.txt", by: sort)
    run.end(sort)
    run.end(job)
    #expect(run.path(of: job) == "snakemake: sort sample=B lane=2")
    // The other one is the only one left.
    let other = run.fork(master, Self.job(script.replacing("c6go9of4", with: "mliyswqa")))
    #expect(run.path(of: other) == "snakemake: sort sample=A lane=1")
    #expect(run.details(of: other).contains(#""inferred":["rule"]"#))
  }

  @Test("says no rule when two jobs may be the one")
  func ambiguous() {
    var run = RecordedRun { $0 == Self.logPath ? Self.log : nil }
    let master = run.fork(0, Self.snakemake)
    run.open(Self.logPath, by: master)
    let job = run.fork(master, Self.job("bwa index ref.fa"))
    run.end(job)
    run.lookForNames()
    #expect(run.path(of: job) == "snakemake: bwa index ref.fa")
    #expect(run.step(of: job)?.description.name == "bwa")
  }

  @Test("knows a job surely by the command that an error tells")
  func error() {
    let text = Text()
    text.text = Self.log + "localrule index:\n    output: ref.fa.bwt\n    jobid: 9\n"
    var run = RecordedRun { $0 == Self.logPath ? text.text : nil }
    let master = run.fork(0, Self.snakemake)
    run.open(Self.logPath, by: master)
    let job = run.fork(master, Self.job("\n        bwa index\n          ref.fa"))
    #expect(run.path(of: job) == "snakemake: bwa index ref.fa")
    text.text += Self.failing
    run.end(job)
    #expect(run.path(of: job) == "snakemake: index")
    #expect(!run.details(of: job).contains("inferred"))
  }

  @Test("reads rule and wildcards of a job that is handed to another Snakemake")
  func handedOver() {
    var run = RecordedRun()
    let master = run.fork(0, Self.snakemake)
    let child =
      "/opt/bin/python3 -m snakemake --snakefile '/work/Snakefile' --target-jobs "
      + "'summary:sample=A,lane=2' --allowed-rules summary --cores 2 --mode 'subprocess'"
    let shell = run.fork(master, ["/bin/sh", "-c", "cd /work && \(child)"])
    let job = run.fork(
      shell,
      child.replacing("'", with: "").split(separator: " ").map(String.init))
    let command = run.fork(job, Self.job("cat sorted/A.txt > summary.txt"))
    let cat = run.fork(command, ["cat", "sorted/A.txt"])
    for process in [shell, job, command, cat] {
      #expect(run.path(of: process) == "snakemake: summary sample=A lane=2")
    }
    #expect(run.step(of: cat)?.processID == shell)
    #expect(!run.details(of: shell).contains("inferred"))
    // On another host it is the root.
    let remote = run.fork(
      0, ["/opt/bin/python3", "-m", "snakemake", "--target-jobs", #"align:s="a,b",n=1"#, "--force"])
    #expect(run.path(of: remote) == "snakemake: align s=a,b n=1")
  }

  @Test("takes the log in as it grows, whatever a line is cut at")
  func pieces() {
    let text = Array((Self.log + Self.sorting + Self.failing).utf8)
    var whole = SnakemakeLog()
    whole.add(text)
    for size in [1, 7, 64] {
      var log = SnakemakeLog()
      for start in stride(from: 0, to: text.count, by: size) {
        log.add(text[start..<min(start + size, text.count)])
      }
      #expect(log.jobs == whole.jobs)
      #expect(log.offset == text.count)
    }
    #expect(whole.jobs.map(\.rule) == ["align", "align", "sort", "sort", "index"])
    #expect(whole.jobs.map(\.hasFinished) == [true, false, false, false, true])
  }
}
