/// The values of one measure, those of each group side by side.
struct GroupedValues {
  private var values: [Int64]
  /// Where each group begins; one more for the end.
  private var bounds: [Int]

  /// A counting sort by group. Values below 0 stand for unknown ones and are left out.
  ///
  /// - Parameter group: Of the process at this place of this part; within the count.
  init(
    _ parts: [(groups: ContiguousArray<Int32>, values: ContiguousArray<Int64>)], count: Int
  ) {
    var bounds = Array(repeating: 0, count: count + 1)
    for part in parts {
      for (group, value) in zip(part.groups, part.values) where value >= 0 {
        bounds[Int(group) + 1] += 1
      }
    }
    for index in 1..<bounds.count { bounds[index] += bounds[index - 1] }
    self.bounds = bounds
    values = Array(repeating: 0, count: bounds[count])
    var next = bounds
    for part in parts {
      for (group, value) in zip(part.groups, part.values) where value >= 0 {
        values[next[Int(group)]] = value
        next[Int(group)] += 1
      }
    }
  }

  /// How many values there are.
  var count: Int64 { Int64(values.count) }

  /// The distribution of each group.
  mutating func distributions() -> [Distribution] {
    let bounds = bounds
    return values.withUnsafeMutableBufferPointer { values in
      (0..<bounds.count - 1).map { group in
        Distribution(
          UnsafeMutableBufferPointer(rebasing: values[bounds[group]..<bounds[group + 1]]))
      }
    }
  }

  /// The distribution of all together.
  mutating func overall() -> Distribution {
    values.withUnsafeMutableBufferPointer { Distribution($0) }
  }
}
