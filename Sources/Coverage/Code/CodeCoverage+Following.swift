internal import Glibc
internal import Procfs
internal import Symbols

/// Code that comes to be mapped while coverage runs.
extension CodeCoverage {
  /// Adds what a signal tells of, and attaches it with the next turn.
  func follow(_ signal: Signal) {
    switch signal.event {
    case .child: if !options.watchesChildren { unwatchedChildren += 1 }
    case .code(let major, let minor, let inode):
      add(MappedFile.Identity(major: major, minor: minor, inode: inode), signal)
    case .hit, .hitUnseen: break
    }
  }

  private func add(_ identity: MappedFile.Identity, _ signal: Signal) {
    guard let file = MappedFile.find(identity, in: signal.pid) else {
      noteMissed("a file (inode \(identity.inode)) of process \(signal.pid), which has ended")
      return
    }
    if file.isExecutable ? !options.addsExecutables : !options.addsLibraries { return }
    let descriptor = open(file.openPath, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      noteMissed("\(file.path): cannot be opened: \(String(cString: strerror(errno)))")
      return
    }
    do throws(TargetError) {
      guard let added = try add(descriptor, path: file.path) else { return }
      // What it is attached with comes at once.
      let now = Clocks.boot()
      objects[added.object].late = now > signal.time ? now - signal.time : 0
    } catch {
      noteMissed(error.message(for: file.path))
    }
  }
}

extension TargetError {
  /// What is wrong with the file and what to do.
  public func message(for path: String) -> String {
    switch self {
    case .unreadable(let error):
      "\(path): cannot be opened: \(String(cString: strerror(error)))"
    case .object(let error): error.message(for: path)
    case .tooMany(let free):
      "\(path): has more functions than the \(free) for which there is room: name fewer targets"
    case .probes(let words): "\(path): \(words)"
    }
  }
}
