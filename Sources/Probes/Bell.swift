internal import CLibBPF

/// Ends a wait for records, from any thread. Valid as long as the probes that it belongs to.
public struct Bell: Sendable {
  let descriptor: Int32

  /// Rings. Never blocks.
  public func ring() {
    sonde_ring_bell(descriptor)
  }
}
