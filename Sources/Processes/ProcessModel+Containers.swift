public import CSondeWire
public import Events

extension ProcessModel {
  /// Namespaces were told of for the first time: they are counted for the run of the process that was
  /// seen in them.
  public mutating func namespaces(_ record: UnsafePointer<sonde_namespaces>) {
    guard let run = run(of: record.pointee.header) else { return }
    runs[Int(run)].received.namespaces += 1
  }

  /// A process is in another container, or is noted to have to do with one; both are inherited by what it
  /// forks from now on.
  public mutating func enter(container id: Int64, role: Int32, process key: ProcessKey) {
    guard let slot = slotsByKey[key] else { return }
    slots[Int(slot)].row.containerID = id
    slots[Int(slot)].row.containerRole = role
    touch(slot)
  }
}
