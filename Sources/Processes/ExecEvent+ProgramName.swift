public import Events

extension ExecEvent {
  /// What the program is called: the last component of the path that was given to execve(2). A path
  /// that leads to it by a descriptor or a link of the kernel's names nobody, as with fexecve(3); then
  /// it is what the program is told that it is called, or its file is.
  public var programName: UnsafeRawBufferPointer {
    let name = ProcessModel.baseName(requested)
    guard Self.isNameless(requested) else { return name }
    let told = ProcessModel.baseName(UnsafeRawBufferPointer(rebasing: arguments.prefix { $0 != 0 }))
    if !told.isEmpty { return told }
    let file = UnsafeRawBufferPointer(rebasing: executable.bytes.prefix { $0 != 0 })
    return file.isEmpty ? name : file
  }

  private static func isNameless(_ path: UnsafeRawBufferPointer) -> Bool {
    path.starts(with: "/proc/".utf8) || path.starts(with: "/dev/fd/".utf8)
  }
}
