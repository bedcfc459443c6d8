internal import CLibBPF
internal import CSondeWire
internal import Foundation
internal import Glibc

/// Several objects whose programs use the same maps.
extension ProbeObject {
  /// Loads objects beside each other: nearly all of the time is the kernel's verifier, which looks at
  /// each program on one processor. Maps that they share must have been made before.
  ///
  /// - Returns: for each, why it could not be loaded.
  static func load(beside objects: [ProbeObject]) -> [ProbeError?] {
    var errors = [ProbeError?](repeating: nil, count: objects.count)
    errors.withUnsafeMutableBufferPointer { errors in
      // Each turn touches its own object and place only.
      nonisolated(unsafe) let errors = errors
      nonisolated(unsafe) let objects = objects
      DispatchQueue.concurrentPerform(iterations: objects.count) { index in
        do throws(ProbeError) {
          try objects[index].load()
        } catch {
          errors[index] = error
        }
      }
    }
    return errors
  }

  /// Makes a map before the object is loaded, for others to share.
  func make(_ name: String) throws(ProbeError) {
    let map = try map(name)
    var options = bpf_map_create_opts()
    options.sz = MemoryLayout<bpf_map_create_opts>.size
    options.map_flags = bpf_map__map_flags(map)
    let descriptor = bpf_map_create(
      bpf_map__type(map), name, bpf_map__key_size(map), bpf_map__value_size(map),
      bpf_map__max_entries(map), &options)
    guard descriptor >= 0 else {
      throw Self.error(-descriptor, doing: "make the map '\(name)'")
    }
    defer { close(descriptor) }
    let error = bpf_map__reuse_fd(map, descriptor)
    guard error == 0 else { throw Self.error(-error, doing: "make the map '\(name)'") }
  }

  /// Puts the map of this name of another object, in which it has been made, in the place of this
  /// one's: before loading.
  func share(_ name: String, with other: ProbeObject) throws(ProbeError) {
    let error = bpf_map__reuse_fd(try map(name), try other.mapDescriptor(name))
    guard error == 0 else { throw Self.error(-error, doing: "share the map '\(name)'") }
  }
}
