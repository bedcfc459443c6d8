public import Events

extension ProcessModel {
  /// A process is in another container, or is noted to have to do with one; both are inherited by what it
  /// forks from now on.
  public mutating func enter(container id: Int64, role: Int32, process key: ProcessKey) {
    guard let slot = slotsByKey[key] else { return }
    slots[Int(slot)].row.containerID = id
    slots[Int(slot)].row.containerRole = role
    touch(slot)
  }
}
