internal import CLzma
internal import Glibc

/// The symbol table that some distributions leave in stripped objects: `.gnu_debugdata` is an ELF file
/// compressed by xz, whose `.symtab` has the functions that `.dynsym` has not (GDB's manual,
/// "MiniDebugInfo").
enum MiniDebugInformation {
  /// Those of the largest programs have a few megabytes.
  private static let contentLimit = 256 << 20
  private static let memoryLimit: UInt64 = 256 << 20
  private static let pieceSize = 1 << 20
  /// MFD_CLOEXEC.
  private static let closeOnExecute: UInt32 = 1

  /// The ELF file inside; `nil` if there is none, or it cannot be read.
  static func object(in outer: ObjectFile) throws(ObjectError) -> ObjectFile? {
    guard let section = outer.section(named: ".gnu_debugdata") else { return nil }
    let content = try outer.withContent(of: section) { bytes throws(ObjectError) in
      expand(bytes)
    }
    guard let content else { throw .damaged("section .gnu_debugdata cannot be expanded") }
    let descriptor = memfd_create("gnu_debugdata", closeOnExecute)
    guard descriptor >= 0 else { throw .unreadable(errno) }
    guard content.withUnsafeBytes({ writeAll($0, to: descriptor) }) else {
      let failure = errno
      close(descriptor)
      throw .unreadable(failure)
    }
    do throws(ObjectError) {
      return try ObjectFile(descriptor: descriptor, role: .debugFile)
    } catch {
      throw .damaged("section .gnu_debugdata has no ELF file of this machine inside")
    }
  }

  private static func expand(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
    var stream = lzma_stream()
    guard lzma_stream_decoder(&stream, memoryLimit, 0) == LZMA_OK else { return nil }
    defer { lzma_end(&stream) }
    stream.next_in = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.avail_in = bytes.count
    var content: [UInt8] = []
    var result = LZMA_OK
    while result == LZMA_OK {
      guard content.count < contentLimit else { return nil }
      content += [UInt8](unsafeUninitializedCapacity: pieceSize) { piece, count in
        stream.next_out = piece.baseAddress
        stream.avail_out = pieceSize
        result = lzma_code(&stream, LZMA_FINISH)
        count = pieceSize - stream.avail_out
      }
    }
    return result == LZMA_STREAM_END ? content : nil
  }

  private static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count < 0, errno != EINTR { return false }
      rest = rest.dropFirst(max(count, 0))
    }
    return true
  }
}
