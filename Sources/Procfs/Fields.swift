/// Pure parsing of what the files of `/proc` consist of: lines, and fields between blanks.
extension Collection where Element == UInt8 {
  /// The lines, without those that are empty.
  var lines: [SubSequence] { split(separator: UInt8(ascii: "\n")) }

  /// What stands between spaces and tabs.
  var fields: [SubSequence] {
    split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
  }

  /// The bytes as text, with the replacement character for what is not UTF-8.
  var text: String { String(decoding: self, as: UTF8.self) }
}

extension UInt64 {
  /// A number that consists of decimal digits only, or `nil`.
  init?(digits: some Sequence<UInt8>) {
    var value: UInt64 = 0
    var isEmpty = true
    for byte in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      let (tens, overflows) = value.multipliedReportingOverflow(by: 10)
      let (sum, carries) = tens.addingReportingOverflow(UInt64(byte - UInt8(ascii: "0")))
      guard !overflows, !carries else { return nil }
      value = sum
      isEmpty = false
    }
    guard !isEmpty else { return nil }
    self = value
  }
}
