/// A value of one of TOML's types.
///
/// Dates and times keep their source text. They are fully checked, ranges and month lengths
/// included, and it is left to the caller which calendar type to make of them. A seconds field of
/// 60 is accepted, as RFC 3339 does for leap seconds.
public indirect enum TOMLValue: Sendable {
  /// Text, with its escapes resolved.
  case string(String)

  /// A whole number in any of the four notations.
  case integer(Int64)

  /// A floating-point number, which may be infinite or not a number.
  case float(Double)

  /// `true` or `false`.
  case boolean(Bool)

  /// The source text of a date and time with an offset, such as `1979-05-27T07:32:00Z`.
  case offsetDateTime(String)

  /// The source text of a date and time without an offset, such as `1979-05-27T07:32:00`.
  case localDateTime(String)

  /// The source text of a date, such as `1979-05-27`.
  case localDate(String)

  /// The source text of a time of day, such as `07:32:00`.
  case localTime(String)

  /// Values in order, of any types: a written array, or an array of `[[tables]]`.
  case array([TOMLItem])

  /// Keys with values: an inline table, or one made by headers or dotted keys.
  case table(TOMLTable)
}
