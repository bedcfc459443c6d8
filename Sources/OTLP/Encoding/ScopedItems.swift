/// Items of one scope, in the order in which they were offered.
struct ScopedItems<Item: TelemetryItem> {
  var scope: InstrumentationScope
  var slices: [ArraySlice<Item>]

  /// As queues count.
  var weight: Int {
    slices.reduce(0) { $0 + $1.reduce(0) { $0 + $1.weight } }
  }
}

extension Array {
  /// Adds a slice to those of its scope; few scopes are in one request.
  mutating func add<Item>(_ slice: ArraySlice<Item>, of scope: InstrumentationScope)
  where Element == ScopedItems<Item> {
    if let index = lastIndex(where: { $0.scope == scope }) {
      self[index].slices.append(slice)
    } else {
      append(ScopedItems(scope: scope, slices: [slice]))
    }
  }
}
