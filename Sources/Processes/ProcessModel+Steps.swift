public import Events

extension ProcessModel {
  /// A process has become part of a step, or runs an image that is noted; both are inherited by what
  /// it forks from now on.
  public mutating func enter(step id: Int64, role: Int32, process key: ProcessKey) {
    guard let slot = slotsByKey[key] else { return }
    slots[Int(slot)].row.stepID = id
    slots[Int(slot)].row.stepRole = role
    touch(slot)
  }

  /// The step that a living process is part of, and the note about its image.
  public func step(ofProcess key: ProcessKey) -> (id: Int64, role: Int32)? {
    guard let slot = slotsByKey[key] else { return nil }
    return (slots[Int(slot)].row.stepID, slots[Int(slot)].row.stepRole)
  }
}
