import Processes
import SeededRandom
import Testing

@Suite("Dividing the exact run time")
struct CPUTimeTests {
  struct Case: Sendable {
    let runtime: UInt64
    let user: UInt64
    let system: UInt64
    /// What comes out as system time; the rest is user time.
    let expected: UInt64

    init(_ runtime: UInt64, _ user: UInt64, _ system: UInt64, _ expected: UInt64) {
      (self.runtime, self.user, self.system, self.expected) = (runtime, user, system, expected)
    }
  }

  @Test(
    "Run time is divided in the ratio of the ticks",
    arguments: [
      Case(0, 0, 0, 0),
      Case(0, 4_000_000, 4_000_000, 0),
      Case(900, 0, 0, 0),  // no tick at all: user time, as in the kernel
      Case(900, 4_000_000, 0, 0),
      Case(900, 0, 4_000_000, 900),
      Case(900, 4_000_000, 4_000_000, 450),
      Case(900, 8_000_000, 4_000_000, 300),
      Case(1_000, 1, 2, 666),  // rounded down
      Case(1, 1, 1, 0),
      Case(3_600_000_000_000_000, 5, 15, 2_700_000_000_000_000),
      Case(.max, 1, 1, .max / 2),
      Case(.max, 1 << 62, 1 << 62, .max / 2),
      Case(.max, .max - 1, 1, 1),
      Case(.max, 1, .max - 1, .max - 1),
    ])
  func table(_ entry: Case) {
    let time = CPUTime(
      runtime: entry.runtime, userTicks: entry.user, systemTicks: entry.system)
    #expect(time.system == entry.expected)
    #expect(time.user == entry.runtime - entry.expected)
  }

  @Test("User and system time add up to the run time, whatever the numbers")
  func sum() {
    var random = SeededRandom(seed: 1)
    for _ in 0..<100_000 {
      // Of all magnitudes: up to 64 bits.
      let numbers = (0..<3).map { _ in random.next() >> UInt64.random(in: 0...63, using: &random) }
      let (runtime, user, system) = (numbers[0], numbers[1], numbers[2])
      let time = CPUTime(runtime: runtime, userTicks: user, systemTicks: system)
      #expect(time.user <= runtime && time.user + time.system == runtime, "\(numbers)")
      let ticks = UInt128(user) + UInt128(system)
      if ticks > 0, ticks <= UInt64.max {
        #expect(UInt128(time.system) == UInt128(system) * UInt128(runtime) / ticks, "\(numbers)")
      }
    }
  }

  @Test(
    "Ticks whose sum overflows do not trap",
    arguments: [(UInt64.max, UInt64.max), (.max, 1), (1, .max), (1 << 63, 1 << 63)])
  func overflow(user: UInt64, system: UInt64) {
    for runtime in [0, 1, 1_000, 1 << 63, UInt64.max] {
      let time = CPUTime(runtime: runtime, userTicks: user, systemTicks: system)
      #expect(time.user <= runtime && time.user + time.system == runtime)
    }
  }
}
