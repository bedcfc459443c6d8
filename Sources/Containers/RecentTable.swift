/// Values by number, of which those that nobody asked for lately are forgotten when there are too many.
struct RecentTable<Value> {
  private var entries: [UInt64: (value: Value, used: UInt64)] = [:]
  private var clock: UInt64 = 0
  private let limit: Int

  init(limit: Int) {
    self.limit = limit
  }

  var count: Int { entries.count }

  /// The value, which is asked for by this.
  mutating func use(_ number: UInt64) -> Value? {
    guard let index = entries.index(forKey: number) else { return nil }
    clock += 1
    entries.values[index].used = clock
    return entries.values[index].value
  }

  mutating func insert(_ value: Value, for number: UInt64) {
    if entries.count >= limit, entries[number] == nil { forgetHalf() }
    clock += 1
    entries[number] = (value, clock)
  }

  private mutating func forgetHalf() {
    let middle = entries.values.map(\.used).sorted()[entries.count / 2]
    entries = entries.filter { $0.value.used >= middle }
  }
}
