internal import CLibBPF
internal import CSondeWire
internal import Glibc

/// Reads what an iterator program writes: the kernel runs it while its file is read.
enum KernelWalk {
  /// Runs the iterator of this link to its end and destroys the link. `body` is called with each
  /// record.
  static func run(
    _ link: OpaquePointer, doing what: String, _ body: (UnsafeRawBufferPointer) -> Void
  ) throws(ProbeError) {
    defer { bpf_link__destroy(link) }
    let iterator = bpf_iter_create(bpf_link__fd(link))
    guard iterator >= 0 else { throw ProbeObject.error(errno, doing: what) }
    defer { close(iterator) }
    withUnsafeTemporaryAllocation(byteCount: 64 << 10, alignment: 8) { buffer in
      // Where pages are large, the kernel hands out more than fits here, cut anywhere.
      var kept = 0
      while true {
        let count = read(iterator, buffer.baseAddress.map { $0 + kept }, buffer.count - kept)
        if count < 0, errno == EAGAIN || errno == EINTR { continue }
        guard count > 0 else { return }
        let rest = split(UnsafeRawBufferPointer(rebasing: buffer[..<(kept + count)]), body)
        kept = rest.count
        if let from = rest.baseAddress, kept > 0 {
          buffer.baseAddress?.copyMemory(from: from, byteCount: kept)
        }
      }
    }
  }

  /// Each record begins with its own size. Returns what is left of one that is not whole.
  private static func split(
    _ bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void
  ) -> UnsafeRawBufferPointer {
    var rest = bytes
    while rest.count >= MemoryLayout<sonde_header>.size {
      let size = Int(rest.loadUnaligned(as: UInt32.self))
      guard size >= MemoryLayout<sonde_header>.size, size <= rest.count else { break }
      body(UnsafeRawBufferPointer(rebasing: rest[..<size]))
      rest = UnsafeRawBufferPointer(rebasing: rest[size...])
    }
    return rest
  }
}
