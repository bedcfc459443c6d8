import Store
import Testing

@testable import Comparison

@Suite("What is particular to a run")
struct RunSpecificTextTests {
  /// 2026-01-31 09:24:01 UTC, an hour.
  private static let started: Int64 = 1_769_851_441_000_000_000

  @Test(
    "is set aside in arguments, and nothing else is",
    arguments: [
      ("/data/run7/a.bam", "{directory}/a.bam"), ("--out=/data/run7", "--out={directory}"),
      ("/data/run77/a.bam", "/data/run77/a.bam"),
      ("x-550e8400-e29b-41d4-a716-446655440000", "x-{uuid}"),
      ("work/3a/5f0c1b2d3e4f5a6b7c8d9e0f1a2b3c", "work/3a/{hex}"), ("deadbeef", "deadbeef"),
      ("/tmp/out.4711", "/tmp/out.{pid}"), ("4712", "4712"), ("job47110", "job47110"),
      ("run-1769851500.log", "run-{time}.log"), ("run-1869851500.log", "run-1869851500.log"),
      ("log_20260131", "log_20260131"), ("log-20260131_092401.txt", "log-{time}.txt"),
      ("log-2026-01-31T09:24:02", "log-{time}"), ("2025-01-31", "2025-01-31"),
      ("/tmp/tmpab12_xyz/s.py", "/tmp/{temporary}/s.py"),
      ("/tmp/tmp.Xy12Ab34cd", "/tmp/{temporary}"),
      ("/tmp/RtmpAbCdEf/f", "/tmp/{temporary}/f"), ("/tmp/sampleA.bam", "/tmp/sampleA.bam"),
      ("/proc/123/fd/4", "/proc/{number}/fd/{number}"), ("-t8", "-t8"), ("0.001", "0.001"),
    ])
  func setAside(text: String, expected: String) {
    let context = RunContext(
      directories: ["/data/run7", "/"], pids: [4711, 8], started: Self.started,
      ended: Self.started + 3_600_000_000_000)
    let found = RunSpecificText.setAside(Array(text.utf8), context)
    #expect(String(decoding: found, as: UTF8.self) == expected)
  }

  @Test("Changes are told word by word, with the option before them")
  func changes() {
    func words(_ text: String) -> [[UInt8]] { text.split(separator: " ").map { Array($0.utf8) } }
    func changes(_ before: String, _ after: String) -> [String] {
      let (left, right) = (words(before), words(after))
      return ArgumentChange.all(from: left, to: right, keysBefore: left, keysAfter: right).map {
        change in
        let parts = [change.option.map { [$0] } ?? [], change.before, change.after]
        return parts.map {
          $0.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
        }.joined(separator: "|")
      }
    }
    #expect(changes("bwa -t 4 a b", "bwa -t 8 a b") == ["-t|4|8"])
    #expect(changes("bwa a", "bwa -v a") == ["||-v"])
    #expect(changes("bwa -x 1 a -y 2", "bwa -x 3 a -y 4") == ["-x|1|3", "-y|2|4"])
    #expect(changes("bwa a", "bwa a").isEmpty)
  }
}
