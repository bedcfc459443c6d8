/// Names of directories as Hive has them: `column=value`.
enum PartitionName {
  /// What stands for an empty value.
  private static let empty = "__HIVE_DEFAULT_PARTITION__"

  /// What would mean something to a file system, a shell or Hive itself is written as `%XX`. Letters
  /// beyond ASCII stay as they are: Hive leaves them so, and Spark takes each `%XX` for a letter.
  static func directory(_ column: String, _ value: String) -> String {
    if value.isEmpty { return "\(column)=\(empty)" }
    var name = "\(column)="
    for scalar in value.unicodeScalars {
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".", "\u{80}"...:
        name.unicodeScalars.append(scalar)
      default:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        name += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return name
  }

  /// The UTC date of a moment, microseconds since 1970.
  static func date(_ time: Int64) -> String {
    let civil = CivilTime(microseconds: time)
    func padded(_ number: Int, _ digits: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
    return [padded(civil.year, 4), padded(civil.month, 2), padded(civil.day, 2)]
      .joined(separator: "-")
  }
}
