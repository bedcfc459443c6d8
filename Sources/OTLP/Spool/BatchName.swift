/// The name of a batch's file: `01769851441250000000-traces-512.batch`. It says what the file holds,
/// so that files can be counted without being read, and sorts by age.
struct BatchName: Sendable, Hashable, CustomStringConvertible {
  /// About ns since 1970.
  let sequence: UInt64
  let signal: Signal
  /// How many items it carries.
  let weight: Int

  init(sequence: UInt64, signal: Signal, weight: Int) {
    self.sequence = sequence
    self.signal = signal
    self.weight = weight
  }

  /// `nil` for what is not exactly such a name.
  init?(_ text: String) {
    let fields = text.split(separator: "-", omittingEmptySubsequences: false)
    guard fields.count == 3, let sequence = UInt64(fields[0]), fields[2].hasSuffix(".batch"),
      let signal = Signal(rawValue: String(fields[1])),
      let weight = UInt32(fields[2].dropLast(6)), weight > 0
    else { return nil }
    self.init(sequence: sequence, signal: signal, weight: Int(weight))
    guard description == text else { return nil }
  }

  var description: String {
    let digits = String(sequence)
    let zeros = String(repeating: "0", count: max(0, 20 - digits.utf8.count))
    return "\(zeros)\(digits)-\(signal.rawValue)-\(weight).batch"
  }
}
