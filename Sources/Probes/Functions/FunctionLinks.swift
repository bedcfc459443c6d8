internal import CLibBPF
internal import Glibc

/// Makes links of probes at places of files, and closes them.
///
/// Files are named by open descriptors: the name that a program was found by may lead to another
/// file by the time that a link is made anew, and a breakpoint at the old file's offset would be
/// written into the middle of the new one's instructions.
final class FunctionLinks {
  let program: Int32
  private let canDoMany: Bool
  private let isRefused: Bool
  let pool: ClosingPool

  /// Probes one by one have a link each: those of a group are kept together.
  struct Link {
    fileprivate var descriptors: [Int32]
  }

  /// - Parameter isRefused: whether every link is refused, which is a fault made on purpose.
  init(program: Int32, canDoMany: Bool, isRefused: Bool, closers: Int) {
    self.program = program
    self.canDoMany = canDoMany
    self.isRefused = isRefused
    pool = ClosingPool(limit: closers)
  }

  /// Attaches all of the places or none. Throws the errno.
  ///
  /// - Parameter pid: the process whose code is to be probed; 0 for all.
  func attach(
    file: Int32, offsets: [UInt64], cookies: [UInt64], pid: UInt32
  ) throws(Refusal) -> Link {
    if isRefused { throw Refusal(errno: EPERM) }
    let path = "/proc/self/fd/\(file)"
    if canDoMany {
      let link = sonde_link_uprobes(
        program, path, offsets, cookies, UInt32(offsets.count), pid)
      guard link >= 0 else { throw Refusal(errno: -link) }
      return Link(descriptors: [link])
    }
    var link = Link(descriptors: [])
    for (offset, cookie) in zip(offsets, cookies) {
      let descriptor = sonde_link_uprobe(program, path, offset, cookie, pid)
      guard descriptor >= 0 else {
        close(link)
        throw Refusal(errno: -descriptor)
      }
      link.descriptors.append(descriptor)
    }
    return link
  }

  /// Why the kernel did not make a link.
  struct Refusal: Error, Equatable {
    var errno: Int32
  }

  /// Closes soon, on another thread.
  func close(_ link: Link) {
    for descriptor in link.descriptors { pool.close(descriptor) }
  }

  /// Waits until all that was given to ``close(_:)`` is closed.
  func drain() { pool.drain() }

  /// Ends the closing threads, once all is closed.
  func end() { pool.end() }
}
