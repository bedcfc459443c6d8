/// Moments as RO-Crate's validators take them: to the millisecond, with an offset.
enum CrateTime {
  /// - Parameter microseconds: Since 1970.
  static func text(_ microseconds: Int64) -> String {
    let time = CivilTime(microseconds: microseconds)
    func digits(_ number: Int, _ count: Int) -> String {
      let text = String(number.magnitude)
      return String(repeating: "0", count: max(count - text.count, 0)) + text
    }
    let date = "\(digits(time.year, 4))-\(digits(time.month, 2))-\(digits(time.day, 2))"
    let clock = "\(digits(time.hour, 2)):\(digits(time.minute, 2)):\(digits(time.second, 2))"
    return "\(date)T\(clock).\(digits(time.microsecond / 1000, 3))+00:00"
  }
}
