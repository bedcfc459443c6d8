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
