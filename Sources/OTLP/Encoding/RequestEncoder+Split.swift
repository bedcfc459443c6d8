/// Requests that are no larger than a request may be.
struct EncodedBatches {
  /// Each with the weight of what it carries.
  var requests: [(weight: Int, bytes: [UInt8])] = []
  /// The weight of items that are too large by themselves.
  var tooLarge = 0
}

extension RequestEncoder {
  /// - Parameter limit: of one request, in bytes.
  func batches<Item: TelemetryItem>(
    _ groups: [ScopedItems<Item>], limit: Int
  ) -> EncodedBatches {
    var result = EncodedBatches()
    append(groups, limit: limit, to: &result)
    return result
  }

  private func append<Item: TelemetryItem>(
    _ groups: [ScopedItems<Item>], limit: Int, to result: inout EncodedBatches
  ) {
    let weight = groups.weight()
    guard weight > 0 else { return }
    let bytes = request(groups)
    if bytes.count <= limit {
      result.requests.append((weight, bytes))
    } else if let (first, second) = groups.halves() {
      append(first, limit: limit, to: &result)
      append(second, limit: limit, to: &result)
    } else {
      result.tooLarge += weight
    }
  }
}

extension Array {
  /// As queues count.
  func weight<Item>() -> Int where Element == ScopedItems<Item> {
    reduce(0) { $0 + $1.weight }
  }

  /// The first half of the items and the second; `nil` for a single one that cannot be divided.
  fileprivate func halves<Item>() -> (Self, Self)? where Element == ScopedItems<Item> {
    let count = reduce(0) { $0 + $1.slices.reduce(0) { $0 + $1.count } }
    guard count > 1 else {
      guard let group = first, let item = group.slices.first(where: { !$0.isEmpty })?.first,
        let (one, other) = item.halves
      else { return nil }
      return (
        [ScopedItems(scope: group.scope, slices: [[one]])],
        [ScopedItems(scope: group.scope, slices: [[other]])]
      )
    }
    var (head, tail): (Self, Self) = ([], [])
    var room = count / 2
    for group in self {
      for slice in group.slices {
        let part = slice.prefix(room)
        room -= part.count
        if !part.isEmpty { head.add(part, of: group.scope) }
        if part.count < slice.count { tail.add(slice.dropFirst(part.count), of: group.scope) }
      }
    }
    return (head, tail)
  }
}
