import Failures
import Testing

@Suite("Chains of failures")
struct ChainTests {
  @Test("A failure goes from its cause up to what broke")
  func chain() {
    var tree = FailureTree()
    let root = tree.add(["snakemake"])
    let shell = tree.add(["bash", "-c", "bwa | samtools"], in: root)
    let bwa = tree.add(["bwa", "mem", "ref.fa", "reads.fq"], in: shell, status: 1)
    tree.fail(bwa, "openat", "ENOENT", "reads.fq")
    tree.end(shell, status: 1)
    tree.end(root, status: 1)
    let found = tree.find()
    #expect(found.failures.map(\.processID) == [bwa, shell, root])
    #expect(found.failures.map(\.cause) == [0, 0, 0])
    #expect(found.failures.allSatisfy { !$0.isHidden && $0.stepProcessID == root })
    #expect(
      found.failures.map(\.summary) == [
        "bwa failed with exit status 1; before that, it could not open reads.fq: no such file or "
          + "directory",
        "bash failed with exit status 1 after bwa had failed with exit status 1",
        "snakemake failed with exit status 1 after bash had failed with exit status 1",
      ])
    #expect(
      found.failures[0].proof == [
        "pid 103: bwa mem ref.fa reads.fq",
        "1 ms before its end, openat of 'reads.fq' failed: ENOENT (no such file or directory)",
        "snakemake (pid 101) failed after it",
      ])
  }

  @Test("What a process above covered up is hidden, and that process is the step")
  func hidden() {
    var tree = FailureTree()
    let root = tree.add(["nextflow"])
    let shell = tree.add(["sh", "-c", "a | b"], in: root)
    let part = tree.add(["sh", "-c", "a | b"], in: shell, hasExecuted: false)
    let a = tree.add(["a"], in: part, status: 3)
    tree.end(part, status: 3)
    tree.end(shell, status: 0)
    tree.end(root, status: 0)
    let found = tree.find()
    #expect(found.failures.map(\.processID) == [a, part])
    #expect(found.failures.allSatisfy { $0.isHidden && $0.stepProcessID == shell })
    #expect(found.hidden == 1 && found.causes.count == 1)
    #expect(
      found.failures[0].summary.hasSuffix("; sh around it ended with exit status 0 all the same"))
  }

  @Test("Slurm's own processes cover nothing up; srun ends as what it started elsewhere")
  func slurm() {
    var tree = FailureTree()
    let daemon = tree.add(["/usr/sbin/slurmstepd"])
    let script = tree.add(["/bin/bash", "/var/spool/slurmd/job00007/slurm_script"], in: daemon)
    let srun = tree.add(["srun", "cat", "x"], in: script, status: 1)
    tree.fail(srun, "openat", "ENOENT", "/run/slurm/conf/plugstack.conf")
    tree.end(script, status: 1)
    let other = tree.add(["srun", "cat", "x"], in: daemon, status: 1)
    tree.fail(other, "connect", "ECONNREFUSED", "127.0.0.1:6817")
    tree.end(daemon, status: 0)
    let found = tree.find()
    #expect(found.hidden == 0 && found.failures[0].stepProcessID == script)
    #expect(
      found.failures.map(\.summary) == [
        "srun failed with exit status 1: its own, or that of what it had Slurm start",
        "bash failed with exit status 1 after srun had failed with exit status 1",
        "srun failed with exit status 1; before that, it could not connect to 127.0.0.1:6817: the "
          + "connection was refused",
      ])
  }

  @Test("Who ended before a failure has not covered it up")
  func orphan() {
    var tree = FailureTree()
    let root = tree.add(["init"])
    let parent = tree.add(["sh"], in: root)
    tree.end(parent, status: 0)
    tree.add(["daemon"], in: parent, status: 1)
    tree.end(root, status: 2)
    let found = tree.find()
    #expect(found.failures.allSatisfy { !$0.isHidden })
  }

  @Test("A program that was refused something later failed for itself")
  func ownReason() {
    var tree = FailureTree()
    let root = tree.add(["python3", "run.py"])
    tree.add(["tool"], in: root, status: 2)
    tree.end(root, status: 1)
    tree.fail(root, "write", "ENOSPC", "/data/out.bam", before: 1)
    let found = tree.find()
    #expect(found.failures.map(\.cause) == [0, 1])
    #expect(
      found.failures[1].summary
        == "python3 failed with exit status 1; before that, it could not write to /data/out.bam: "
        + "no space left on the device")
  }

  @Test("A program that a shell did not find stands before what became of the shell")
  func notFound() throws {
    let call = FailedCall(
      at: 1_000_000_000_001, call: "newfstatat", error: "ENOENT", object: "/bin/bwa", times: 7)
    for status in [0, 127] as [Int32] {
      var tree = FailureTree()
      let shell = tree.add(["sh", "-c", "bwa; true"])
      tree.end(shell, status: status)
      tree.addNotFound(call, by: shell)
      let found = tree.find()
      #expect(found.failures.map(\.processID) == (status == 0 ? [shell] : [shell, shell]))
      #expect(found.failures[0].kind == .missingCommand && found.failures[0].exitCode == nil)
      #expect(found.hidden == (status == 0 ? 1 : 0) && found.failures[0].stepProcessID == shell)
      #expect(
        found.failures.map(\.summary)
          == [
            "bwa could not be run: there is no such program"
              + (status == 0 ? "; sh around it ended with exit status 0 all the same" : ""),
            "sh failed with exit status 127 after bwa had not been found",
          ].dropLast(status == 0 ? 1 : 0))
      #expect(
        found.failures[0].proof.prefix(2) == [
          "pid 101: sh -c bwa; true",
          "newfstatat of '/bin/bwa' failed: ENOENT (no such file or directory), 7 times; then the "
            + "shell said on standard error that it was not found",
        ])
    }
    let python = ProcessEvidence(id: 1, parentID: 0, pid: 1, tool: "python3", status: 0)
    #expect(ProcessEvidence.notFound(call, by: python, id: -1) == nil)
  }

  /// What is there is not looked for to the end of PATH; what had been found before says nothing.
  @Test("A part of a shell that did not find a program names that, and not one that was there")
  func notFoundByPart() {
    func search(_ name: String, times: Int64) -> FailedCall {
      FailedCall(at: 1, call: "newfstatat", error: "ENOENT", object: "/bin/\(name)", times: times)
    }
    func find(
      own: [FailedCall] = [], parents: [FailedCall] = [], said: FailedCall? = nil
    ) -> RunFailures {
      var tree = FailureTree()
      let root = tree.add(["bash", "run.sh"])
      let part = tree.add(["bash", "run.sh"], in: root, status: 127, hasExecuted: false) {
        ($0.calls, $0.callsOfParent) = (own, parents)
      }
      if let said { tree.addNotFound(said, by: part) }
      tree.end(root, status: 0)
      return tree.find()
    }
    let (bwa, ls) = (search("bwa", times: 12), search("ls", times: 8))
    let cases: [RunFailures] = [
      find(own: [bwa], parents: [ls]), find(parents: [bwa, ls]), find(own: [ls], parents: [bwa]),
      find(own: [bwa], parents: [search("samtools", times: 12)]),
      find(parents: [search("samtools", times: 24)], said: bwa),
    ]
    for found in cases {
      #expect(found.failures.map(\.tool) == ["bwa"])
      #expect(found.failures.first?.exitCode == 127)
    }
  }

  @Test("Whose end is not known, is not said to have failed or to have covered up")
  func unknownEnd() {
    var tree = FailureTree()
    let root = tree.add(["sh"]) { $0.status = nil }
    tree.add(["a"], in: root, status: 3)
    let found = tree.find()
    #expect(found.failures.count == 1 && !found.failures[0].isHidden)
  }

  @Test("Twenty thousand processes that fail, one below the other, are no trouble")
  func deep() {
    var tree = FailureTree()
    for id in 0..<4_000 { tree.add(["sh"], in: Int64(id), status: 1) }
    for id in stride(from: Int64(4_000), to: 0, by: -1) { tree.end(id, status: 1) }
    let found = tree.find()
    #expect(found.failures.count == 4_000)
    #expect(found.causes.map(\.processID) == [4_000])
  }
}
