import Store
import Testing

@testable import Export

@Suite("Nextflow's units")
struct NextflowTests {
  @Test(
    "Sizes",
    arguments: [
      (0, "0"), (1, "1 B"), (1023, "1023 B"), (1024, "1 KB"), (1536, "1.5 KB"),
      (1_288_490_189, "1.2 GB"), (5 << 40, "5 TB"), (Int64.max, "8 EB"),
    ] as [(Int64, String)])
  func sizes(bytes: Int64, expected: String) {
    #expect(NextflowUnits.size(bytes) == expected)
  }

  @Test(
    "Durations",
    arguments: [
      (0, "0ms"), (999, "999ms"), (1000, "1s"), (3512, "3.5s"), (59_949, "59.9s"),
      (60_000, "1m"), (125_000, "2m 5s"), (3_600_000, "1h"), (97_384_000, "1d 3h 3m 4s"),
    ] as [(Int64, String)])
  func durations(milliseconds: Int64, expected: String) {
    #expect(NextflowUnits.duration(milliseconds) == expected)
  }

  @Test("A command is written as a shell would take it")
  func command() {
    let arguments: [RawText] = ["sh", "-c", "echo 'a b' > x", "", "--n=1", RawText([0xff])]
    let expected = Array("sh -c 'echo '\\''a b'\\'' > x' '' --n=1 ".utf8) + [0xff]
    #expect(arguments.shellLine.bytes == expected)
  }
}
