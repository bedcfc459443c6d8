/// A word without quotes where a value is expected: a keyword, a number, a date or a time.
///
/// Reading it is a pure function of its bytes; where it stands is the parser's business.
struct BareValue {
  /// Why the word is not a value.
  struct Problem: Error {
    let message: String
  }

  let bytes: [UInt8]

  var text: String {
    String(decoding: bytes, as: UTF8.self)
  }

  func parse() throws(Problem) -> TOMLValue {
    if DateTimeSyntax.looksLikeDateTime(bytes) {
      return try dateTime()
    }
    if let value = try keyword() {
      return value
    }
    return try number()
  }

  private func keyword() throws(Problem) -> TOMLValue? {
    switch text {
    case "true": return .boolean(true)
    case "false": return .boolean(false)
    case "inf", "+inf": return .float(.infinity)
    case "-inf": return .float(-.infinity)
    case "nan", "+nan": return .float(.nan)
    case "-nan": return .float(-.nan)
    default: break
    }
    let lowercase = text.lowercased()
    if lowercase == "true" || lowercase == "false" {
      throw problem("is not a value; write \(lowercase) in lower case")
    }
    return nil
  }

  private func dateTime() throws(Problem) -> TOMLValue {
    var syntax = DateTimeSyntax(bytes: bytes)
    do throws(DateTimeSyntax.Problem) {
      switch try syntax.parse() {
      case .offsetDateTime: return .offsetDateTime(text)
      case .localDateTime: return .localDateTime(text)
      case .localDate: return .localDate(text)
      case .localTime: return .localTime(text)
      }
    } catch {
      throw problem("is not a valid date or time: \(error.message)")
    }
  }

  func problem(_ predicate: String) -> Problem {
    Problem(message: "\(MessageText.quoted(text)) \(predicate)")
  }
}
