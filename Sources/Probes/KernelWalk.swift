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
      while true {
        let count = read(iterator, buffer.baseAddress, buffer.count)
        if count < 0, errno == EAGAIN || errno == EINTR { continue }
        guard count > 0 else { return }
        split(UnsafeRawBufferPointer(rebasing: buffer[..<count]), body)
      }
    }
  }

  /// The kernel hands out whole records; each begins with its own size.
  private static func split(
    _ bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void
  ) {
    var rest = bytes
    while rest.count >= MemoryLayout<sonde_header>.size {
      let size = Int(rest.loadUnaligned(as: UInt32.self))
      guard size >= MemoryLayout<sonde_header>.size, size <= rest.count else { return }
      body(UnsafeRawBufferPointer(rebasing: rest[..<size]))
      rest = UnsafeRawBufferPointer(rebasing: rest[size...])
    }
  }
}
