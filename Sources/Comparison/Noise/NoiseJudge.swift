/// Says whether two numbers differ by more than they usually do.
///
/// From three earlier runs on: by more than twice the distance between the least and the greatest of
/// them, and by more than a floor below which nobody cares. With fewer, by a rule of thumb: by more
/// than a quarter (memory: a fifth) of the first one and by more than an amount that a busy machine
/// makes of nothing.
struct NoiseJudge: Equatable {
  /// What the rule of thumb takes.
  let share: Double
  let amount: Int64
  /// What earlier runs may not fall below.
  let floorShare: Double
  let floorAmount: Int64

  static let time = NoiseJudge(
    share: 0.25, amount: 300_000_000, floorShare: 0.05, floorAmount: 20_000_000)
  static let memory = NoiseJudge(
    share: 0.2, amount: 16 << 20, floorShare: 0.03, floorAmount: 1 << 20)

  /// Fewer say nothing about how much values usually differ.
  static let leastEarlier = 3

  /// - Parameter earlier: The same number in earlier runs.
  func isTelling(_ change: Change, earlier: [Int64]) -> Bool {
    let difference = change.difference.magnitude
    return difference > limit(change, earlier: earlier).magnitude
  }

  private func limit(_ change: Change, earlier: [Int64]) -> Int64 {
    guard earlier.count >= Self.leastEarlier, let least = earlier.min(), let most = earlier.max()
    else { return max(amount, Int64(share * Double(change.before))) }
    let floor = max(floorAmount, Int64(floorShare * Double(change.before)))
    return max(2 &* (most &- least), floor)
  }

  /// The range of the earlier values, when there are enough of them.
  static func usual(_ earlier: [Int64]) -> ClosedRange<Int64>? {
    guard earlier.count >= leastEarlier, let least = earlier.min(), let most = earlier.max() else {
      return nil
    }
    return least...most
  }
}
