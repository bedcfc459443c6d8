/// Items that wait to be encoded, in the order in which they came. Arrays are kept as they were
/// offered: nothing is copied.
struct RecordQueue<Item: TelemetryItem> {
  private struct Chunk {
    let scope: InstrumentationScope
    var items: ArraySlice<Item>
    let time: Duration
  }

  let capacity: Int
  /// Of all that waits.
  private(set) var weight = 0
  private var chunks: [Chunk] = []
  /// Chunks before this one have been taken.
  private var head = 0

  init(capacity: Int) {
    self.capacity = capacity
  }

  var isEmpty: Bool { head == chunks.count }

  /// When the item that has waited longest came.
  var oldest: Duration? { isEmpty ? nil : chunks[head].time }

  /// Takes items in as long as there is room; the rest, the newest, is not taken.
  ///
  /// - Returns: the weight of those that were taken.
  mutating func append(_ items: [Item], scope: InstrumentationScope, at time: Duration) -> Int {
    let (count, weight) = fitting(items)
    guard count > 0 else { return 0 }
    chunks.append(Chunk(scope: scope, items: items[..<count], time: time))
    self.weight += weight
    return weight
  }

  private func fitting(_ items: [Item]) -> (count: Int, weight: Int) {
    let room = capacity - weight
    var total = 0
    for (index, item) in items.enumerated() {
      let weight = item.weight
      guard total + weight <= room else { return (index, total) }
      total += weight
    }
    return (items.count, total)
  }

  /// Removes those that have waited longest: up to a weight, but at least one.
  mutating func take(upTo limit: Int) -> [ScopedItems<Item>] {
    var groups: [ScopedItems<Item>] = []
    var taken = 0
    while head < chunks.count {
      let items = chunks[head].items
      var end = items.startIndex
      while end < items.endIndex {
        let weight = items[end].weight
        guard taken == 0 || taken + weight <= limit else { break }
        taken += weight
        end += 1
      }
      if end > items.startIndex { groups.add(items[..<end], of: chunks[head].scope) }
      // An empty slice would keep its array alive.
      chunks[head].items = end == items.endIndex ? [] : items[end...]
      guard end == items.endIndex else { break }
      head += 1
    }
    weight -= taken
    forgetTaken()
    return groups
  }

  private mutating func forgetTaken() {
    guard head == chunks.count || head > 64 && head * 2 > chunks.count else { return }
    chunks.removeFirst(head)
    head = 0
  }
}
