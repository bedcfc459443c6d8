internal import CLibBPF

/// Three objects, loaded beside each other and attached in an order: what files and time are followed
/// with can be done without.
extension LifecycleProbes {
  /// The lifecycle programs, with the maps that others share.
  static func open(
    _ options: ProbeOptions, _ faults: HookFaults, cpus: Int
  ) throws(ProbeError) -> ProbeObject {
    let object = try ProbeObject(base64: lifecycleObject)
    try object.check(layout: ProbeObject.lifecycleLayout)
    try configure(object, options, cpus: cpus)
    try object.setGlobal("silent_hooks", faults.silentBits)
    try object.setGlobal("hears_exits", !faults.refused.contains(.exit))
    for map in Set(FileProbes.sharedMaps + TimeProbes.sharedMaps) { try object.make(map) }
    return object
  }

  func load(_ options: ProbeOptions) throws(ProbeError) {
    if options.files { openFiles(options) }
    if options.times { openTimes() }
    // Those of files take longest, so they come first.
    let objects = [files?.object, object, times?.object]
    let errors = ProbeObject.load(beside: objects.compactMap { $0 })
    for (object, error) in zip(objects.compactMap { $0 }, errors) {
      guard let error else { continue }
      if object === files?.object {
        loseFiles(error)
      } else if object === times?.object {
        loseTimes(TimeProbes.explain(error))
      } else {
        throw error
      }
    }
  }

  // MARK: Files

  private func openFiles(_ options: ProbeOptions) {
    do throws(ProbeError) {
      files = try FileProbes(options, faults, beside: object)
    } catch {
      loseFiles(error)
    }
  }

  func attachFiles() {
    guard let files else { return }
    do throws(ProbeError) {
      try files.attach()
      for hook in Hook.ofFiles + [.execFailed] { missing[hook] = faults.refusal(of: hook) }
    } catch {
      loseFiles(error)
    }
  }

  /// What becomes of the processes is known without the files.
  private func loseFiles(_ error: ProbeError) {
    files = nil
    for hook in Hook.ofFiles { missing[hook] = error.message }
    notLoaded.formUnion(Hook.ofFiles)
  }

  // MARK: Times

  private func openTimes() {
    missing[.times] = faults.refusal(of: .times)
    guard missing[.times] == nil else { return }
    do throws(ProbeError) {
      times = try TimeProbes(faults, beside: object)
    } catch {
      loseTimes(error)
    }
  }

  func attachTimeEnds() {
    do throws(ProbeError) {
      try times?.attachEnds()
    } catch {
      loseTimes(error)
    }
  }

  func attachTimeBeginnings() {
    do throws(ProbeError) {
      try times?.attachBeginnings()
    } catch {
      loseTimes(error)
    }
  }

  /// What becomes of the processes is known without their time.
  private func loseTimes(_ error: ProbeError) {
    times = nil
    missing[.times] = error.message
    if error.code != .cannotAttach { notLoaded.insert(.times) }
  }
}
