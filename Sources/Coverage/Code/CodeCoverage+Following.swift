internal import Glibc
internal import Probes
internal import Procfs

/// Code that comes to be mapped while coverage runs.
extension CodeCoverage {
  /// Adds what signals tell of, attaches it, and lets those go on that were stopped for it.
  ///
  /// - Returns: whether anything was added.
  func follow(_ signals: [Signal]) -> Bool {
    var (waiting, hasAdded) = (signals, false)
    while !waiting.isEmpty {
      let (isAdded, later) = take(waiting)
      hasAdded = hasAdded || isAdded
      waiting = later
    }
    return hasAdded
  }

  /// Does that once. What is heard while the probes are attached is returned: somebody may be stopped
  /// for it too.
  private func take(_ signals: [Signal]) -> (isAdded: Bool, later: [Signal]) {
    var added: [(number: Int, signal: Signal)] = []
    var stopped: Set<UInt32> = []
    for signal in signals {
      switch signal.event {
      case .child: if !options.watchesChildren { unwatchedChildren += 1 }
      case .code(let major, let minor, let inode):
        stopped.insert(signal.pid)
        let file = MappedFile.Identity(major: major, minor: minor, inode: inode)
        if let number = add(file, signal) { added.append((number, signal)) }
      case .hit, .hitUnseen, .hot: break
      }
    }
    let turn = added.isEmpty ? nil : pipeline.step(listening: .zero)
    let now = Clocks.boot()
    for pid in stopped { ground.letGoOn(pid: pid) }
    for (number, signal) in added {
      if options.holdsProcesses {
        heldTime += now > signal.time ? now - signal.time : 0
      } else {
        objects[number].late = now > signal.time ? now - signal.time : 0
      }
    }
    return (!added.isEmpty, turn?.others ?? [])
  }

  private func add(_ identity: MappedFile.Identity, _ signal: Signal) -> Int? {
    guard let file = MappedFile.find(identity, in: signal.pid) else {
      noteMissed("a file (inode \(identity.inode)) of process \(signal.pid), which has ended")
      return nil
    }
    if file.isExecutable ? !options.addsExecutables : !options.addsLibraries { return nil }
    let descriptor = open(file.openPath, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      noteMissed("\(file.path): cannot be opened: \(String(cString: strerror(errno)))")
      return nil
    }
    do throws(TargetError) {
      return try add(
        CodeTarget(descriptor, path: file.path, debugDirectories: options.debugDirectories))
    } catch {
      noteMissed(error.message(for: file.path))
      return nil
    }
  }
}
