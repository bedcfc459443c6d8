internal import Foundation
internal import GRDB

/// Takes the columns of a row one after the other.
struct RowReader {
  private let row: Row
  private var index: Int

  /// - Parameter index: The first column that is taken.
  init(_ row: Row, from index: Int = 0) {
    (self.row, self.index) = (row, index)
  }

  mutating func optionalInteger() -> Int64? {
    defer { index += 1 }
    return Int64.fromDatabaseValue(row[index])
  }

  /// 0 for NULL: the sum of nothing.
  mutating func integer() -> Int64 {
    optionalInteger() ?? 0
  }

  mutating func optionalReal() -> Double? {
    defer { index += 1 }
    return Double.fromDatabaseValue(row[index])
  }

  mutating func bool() -> Bool {
    integer() != 0
  }

  mutating func optionalBool() -> Bool? {
    optionalInteger().map { $0 != 0 }
  }

  /// Text, or the blob that stands for text that is not UTF-8.
  mutating func optionalText() -> RawText? {
    defer { index += 1 }
    let value: DatabaseValue = row[index]
    switch value.storage {
    case .string(let string): return RawText(string)
    case .blob(let data): return RawText(Array(data))
    default: return nil
    }
  }

  mutating func text() -> RawText {
    optionalText() ?? RawText("")
  }

  /// A column that is a number or a text.
  mutating func numberAndText() -> (number: Int64?, text: RawText?) {
    let value: DatabaseValue = row[index]
    if case .int64(let number) = value.storage {
      index += 1
      return (number, RawText(String(number)))
    }
    return (nil, optionalText())
  }

  mutating func optionalString() -> String? {
    optionalText().map { String(decoding: $0.bytes, as: UTF8.self) }
  }

  mutating func string() -> String {
    optionalString() ?? ""
  }
}
