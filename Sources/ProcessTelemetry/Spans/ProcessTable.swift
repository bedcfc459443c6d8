/// Values by the ids of processes, in places that are used again: what is changed is changed where it
/// lies.
///
/// A hash table with open addressing: an id is where its hash says or in one of the slots after it,
/// with no empty one in between. At most half of the slots are taken. Unlike a dictionary's, the hash
/// is one multiplication: ids are ours, and given one after the other.
struct ProcessTable<Value> {
  private let empty: Value
  private var values: [Value] = []
  private var free: [Int32] = []
  /// By slot; 0: nobody.
  private var ids = [Int64](repeating: 0, count: 64)
  /// By slot.
  private var places = [Int32](repeating: 0, count: 64)

  /// How many there are.
  private(set) var count = 0

  /// - Parameter empty: what a value is at first.
  init(empty: Value) {
    self.empty = empty
  }

  /// The value at a place.
  subscript(place: Int) -> Value {
    _read { yield values[place] }
    _modify { yield &values[place] }
  }

  /// Where the value of a process is; `nil` when there is none.
  func place(of id: Int64) -> Int? {
    guard id != 0 else { return nil }
    let slot = slot(of: id)
    return ids[slot] == id ? Int(places[slot]) : nil
  }

  /// Where the value of a process is, which is made if there is none.
  mutating func place(making id: Int64) -> Int {
    var slot = slot(of: id)
    if ids[slot] == id { return Int(places[slot]) }
    if 2 * (count + 1) > ids.count {
      grow()
      slot = self.slot(of: id)
    }
    let place = free.popLast() ?? Int32(values.count)
    if place == values.count { values.append(empty) }
    (ids[slot], places[slot]) = (id, place)
    count += 1
    return Int(place)
  }

  /// Takes the value of a process out; an empty one when there is none.
  mutating func remove(_ id: Int64) -> Value {
    var value = empty
    guard let place = place(of: id) else { return value }
    swap(&value, &values[place])
    free.append(Int32(place))
    vacate(slot(of: id))
    count -= 1
    return value
  }

  /// Takes all out.
  mutating func removeAll() {
    self = ProcessTable(empty: empty)
  }

  // MARK: Slots

  /// Where an id is, or would be.
  private func slot(of id: Int64) -> Int {
    var slot = home(of: id)
    while ids[slot] != id, ids[slot] != 0 { slot = (slot + 1) & (ids.count - 1) }
    return slot
  }

  private func home(of id: Int64) -> Int {
    let hash = UInt64(bitPattern: id) &* 0x9e37_79b9_7f4a_7c15
    return Int(truncatingIfNeeded: hash >> 32) & (ids.count - 1)
  }

  /// Empties a slot. Ids after it that were put there for want of room move up.
  private mutating func vacate(_ slot: Int) {
    let mask = ids.count - 1
    var hole = slot
    var next = slot
    while true {
      next = (next + 1) & mask
      guard ids[next] != 0 else { break }
      // One whose own slot is behind the hole stays reachable where it is.
      guard (next &- home(of: ids[next])) & mask >= (next &- hole) & mask else { continue }
      (ids[hole], places[hole]) = (ids[next], places[next])
      hole = next
    }
    ids[hole] = 0
  }

  private mutating func grow() {
    let old = (ids: ids, places: places)
    ids = [Int64](repeating: 0, count: 2 * old.ids.count)
    places = [Int32](repeating: 0, count: 2 * old.ids.count)
    for (id, place) in zip(old.ids, old.places) where id != 0 {
      let slot = slot(of: id)
      (ids[slot], places[slot]) = (id, place)
    }
  }
}
