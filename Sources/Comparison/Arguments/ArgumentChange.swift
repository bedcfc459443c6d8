/// A stretch of arguments that has become another one.
public struct ArgumentChange: Sendable, Hashable {
  /// The option that stands before it in both, if one does.
  public var option: [UInt8]?
  /// What was there; empty: something was added.
  public var before: [[UInt8]]
  /// What is there now; empty: something was taken away.
  public var after: [[UInt8]]

  /// Arguments compared word by word; of longer lists, what lies between the common beginning and
  /// the common end is one change.
  private static let mostWords = 400

  /// What has changed from one list to the other; empty when nothing has.
  ///
  /// - Parameter same: Whether two are the same, whatever the run has made of them.
  static func all(
    from before: [[UInt8]], to after: [[UInt8]], keysBefore: [[UInt8]], keysAfter: [[UInt8]]
  ) -> [ArgumentChange] {
    var (start, tail) = (0, 0)
    let shorter = min(before.count, after.count)
    while start < shorter, keysBefore[start] == keysAfter[start] { start += 1 }
    while tail < shorter - start,
      keysBefore[before.count - 1 - tail] == keysAfter[after.count - 1 - tail]
    {
      tail += 1
    }
    let left = start..<before.count - tail
    let right = start..<after.count - tail
    if left.isEmpty, right.isEmpty { return [] }
    let hunks =
      left.count <= mostWords && right.count <= mostWords
      ? hunks(left, right, keysBefore, keysAfter) : [(left, right)]
    return hunks.map { left, right in
      ArgumentChange(
        option: option(before: left.lowerBound, in: before),
        before: Array(before[left]), after: Array(after[right]))
    }
  }

  private static func option(before place: Int, in arguments: [[UInt8]]) -> [UInt8]? {
    guard place > 1, arguments[place - 1].first == UInt8(ascii: "-"), arguments[place - 1].count > 1
    else { return nil }
    return arguments[place - 1]
  }

  /// The stretches between the words of a longest common subsequence.
  private static func hunks(
    _ left: Range<Int>, _ right: Range<Int>, _ before: [[UInt8]], _ after: [[UInt8]]
  ) -> [(Range<Int>, Range<Int>)] {
    let width = right.count + 1
    var lengths = [Int](repeating: 0, count: (left.count + 1) * width)
    for row in left.indices.reversed().map({ $0 - left.lowerBound }) {
      for column in right.indices.reversed().map({ $0 - right.lowerBound }) {
        lengths[row * width + column] =
          before[left.lowerBound + row] == after[right.lowerBound + column]
          ? lengths[(row + 1) * width + column + 1] + 1
          : max(lengths[(row + 1) * width + column], lengths[row * width + column + 1])
      }
    }
    var hunks: [(Range<Int>, Range<Int>)] = []
    var (row, column) = (0, 0)
    var (firstRow, firstColumn) = (0, 0)
    func close() {
      guard row > firstRow || column > firstColumn else { return }
      hunks.append(
        (
          left.lowerBound + firstRow..<left.lowerBound + row,
          right.lowerBound + firstColumn..<right.lowerBound + column
        ))
    }
    while row < left.count || column < right.count {
      if row < left.count, column < right.count,
        before[left.lowerBound + row] == after[right.lowerBound + column]
      {
        close()
        (row, column) = (row + 1, column + 1)
        (firstRow, firstColumn) = (row, column)
      } else if column == right.count
        || (row < left.count
          && lengths[(row + 1) * width + column] >= lengths[row * width + column + 1])
      {
        row += 1
      } else {
        column += 1
      }
    }
    close()
    return hunks
  }
}
