import Coverage
import Testing

@Suite("The budget of probes")
struct OverheadBudgetTests {
  private static let second: UInt64 = 1_000_000_000

  /// What is spent at which times, and what is left then, in ms; a tenth of a processor, 100 ms at once.
  static let spendings: [(spent: [(milliseconds: Double, at: UInt64)], left: Double)] = [
    ([], 100),
    ([(40, 0)], 60),
    ([(40, 0), (0, 200)], 80),
    // It does not fill beyond what may be spent at once.
    ([(40, 0), (0, 10_000)], 100),
    ([(300, 5_000)], -200),
    ([(300, 5_000), (0, 6_000)], -100),
    ([(300, 0), (50, 1_000), (0, 5_000)], 100),
  ]

  @Test("fills with time, up to what may be spent at once", arguments: spendings)
  func fills(spent: [(milliseconds: Double, at: UInt64)], left: Double) {
    var budget = OverheadBudget(share: 0.1, burst: 100e6)
    for (milliseconds, time) in spent {
      budget.spend(milliseconds * 1e6, at: time * 1_000_000)
    }
    #expect(abs(budget.left - left * 1e6) < 1)
    #expect(budget.isExceeded == (left < 0))
    #expect(budget.hasRoom == (left > 50))
  }

  @Test("is draining while more goes than comes")
  func draining() {
    var budget = OverheadBudget(share: 0.1, burst: 100e6)
    budget.spend(0, at: 0)
    #expect(!budget.isDraining)
    budget.spend(11e6, at: 100_000_000)
    #expect(budget.isDraining)
    budget.spend(9e6, at: 200_000_000)
    #expect(!budget.isDraining)
  }

  @Test("lets each function be seen once, however many there are")
  func functions() {
    var budget = OverheadBudget(share: 0.1, burst: 100e6)
    budget.spend(30e6, at: 0)
    budget.allow(functions: 1_000)
    #expect(budget.burst == 100e6)
    budget.allow(functions: 10_000)
    #expect(budget.burst == 200e6)
    #expect(budget.left == 170e6)
  }

  @Test("without a share has no end")
  func unlimited() {
    var budget = OverheadBudget(share: nil)
    budget.spend(1e15, at: Self.second)
    #expect(!budget.isExceeded)
    #expect(budget.hasRoom)
  }

  @Test("that is spent evenly never takes more than its share and what may be spent at once")
  func share() {
    var budget = OverheadBudget(share: 0.05, burst: 400e6)
    var spent = 0.0
    for turn in 0..<10_000 {
      let now = UInt64(turn) * 10_000_000
      let wanted = budget.isExceeded ? 0 : 7e6
      budget.spend(wanted, at: now)
      spent += wanted
      #expect(spent <= 400e6 + 0.05 * Double(now) + 7e6)
    }
    #expect(spent > 0.9 * 0.05 * 100e9)
  }
}
