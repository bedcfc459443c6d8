/// Values by the ids of processes, in places that are used again: what is changed is changed where it
/// lies.
///
/// Ids are given one after the other, and what is asked for is mostly what began last, or the parent
/// of much. So the places of some ids are remembered, each where its last bits say, and most
/// questions need no hashing.
struct ProcessTable<Value> {
  private let empty: Value
  private var values: [Value] = []
  private var free: [Int32] = []
  private var places: [Int64: Int32] = [:]
  private var recent = Self.noRecent

  private static var noRecent: [(id: Int64, place: Int32)] {
    [(id: Int64, place: Int32)](repeating: (.min, 0), count: 64)
  }

  /// - Parameter empty: what a value is at first.
  init(empty: Value) {
    self.empty = empty
  }

  /// How many there are.
  var count: Int { places.count }

  /// The value at a place.
  subscript(place: Int) -> Value {
    _read { yield values[place] }
    _modify { yield &values[place] }
  }

  /// Where the value of a process is; `nil` when there is none.
  mutating func place(of id: Int64) -> Int? {
    let slot = Int(truncatingIfNeeded: id & 63)
    if recent[slot].id == id { return Int(recent[slot].place) }
    guard let place = places[id] else { return nil }
    recent[slot] = (id, place)
    return Int(place)
  }

  /// Where the value of a process is, which is made if there is none.
  mutating func place(making id: Int64) -> Int {
    if let place = place(of: id) { return place }
    let place: Int32
    if let last = free.popLast() {
      place = last
    } else {
      place = Int32(values.count)
      values.append(empty)
    }
    places[id] = place
    recent[Int(truncatingIfNeeded: id & 63)] = (id, place)
    return Int(place)
  }

  /// Takes the value of a process out; an empty one when there is none.
  mutating func remove(_ id: Int64) -> Value {
    var value = empty
    guard let place = places.removeValue(forKey: id) else { return value }
    swap(&value, &values[Int(place)])
    free.append(place)
    let slot = Int(truncatingIfNeeded: id & 63)
    if recent[slot].id == id { recent[slot].id = .min }
    return value
  }

  /// Takes all out.
  mutating func removeAll() {
    self = ProcessTable(empty: empty)
  }
}
