internal import Logging
internal import Probes
internal import Procfs
internal import Symbols

extension CodeCoverage {
  /// The reason of functions that the user did not ask for.
  public static let outOfScope = "out of scope"

  /// The reason of functions whose first instruction the kernel cannot put a probe at.
  static let unprobeable = "unprobeable instruction"

  /// Adds a file's functions to the map. They are attached with the next turn.
  ///
  /// - Returns: the object's number; `nil` when it, or the same build, has been added before.
  /// - Throws: ``TargetError``.
  @discardableResult
  public func add(_ target: CodeTarget) throws(TargetError) -> Int? {
    if objects.contains(where: { $0.target.identity.isSameFile(as: target.identity) }) {
      return nil
    }
    if let same = objects.first(where: { $0.image.buildID == target.image.buildID }) {
      noteMissed("\(target.path): the same build as \(same.target.path), which is looked at")
      return nil
    }
    let file: Int
    do {
      file = try ground.addFile(target.descriptor)
    } catch {
      throw .probes("\(error)")
    }
    guard ground.freePlaces >= target.image.functions.count else {
      throw .tooMany(ground.freePlaces)
    }
    ground.know(
      .init(
        major: target.identity.major, minor: target.identity.minor, inode: target.identity.inode))
    return expect(target, file: file)
  }

  private func expect(_ target: CodeTarget, file: Int) -> Int {
    let (number, bot) = (objects.count, pipeline.bot)
    let first = bot.probes.count
    var alike: [InstructionHead: [UInt64]] = [:]
    let entries = target.entries(target.image.functions.map(\.offset))
    for (function, bytes) in zip(target.image.functions, entries) {
      let reason =
        function.ineligible?.rawValue
        ?? (!options.scope.contains(function) ? Self.outOfScope : nil)
        ?? (bytes.first.map(InstructionTrial.isNeverProbed) == true ? Self.unprobeable : nil)
      bot.expectFunction(
        function.linkageName, object: number, offset: function.offset, ineligible: reason)
      ground.addPlace(
        file: file, offset: function.offset, entry: FunctionEntry(firstBytes: bytes))
      if reason == nil { alike[InstructionHead(bytes), default: []].append(function.offset) }
    }
    objects.append(
      CoveredObject(number: number, target: target, probes: first..<bot.probes.count))
    pipeline.processor.setObject(number, buildID: target.image.buildID, path: target.path)
    unwritten.append(number)
    pipeline.orchestrator.allow(functions: bot.summary.inScope)
    if let trial = ground.instructionTrial(ofFile: file), !alike.isEmpty {
      trials.add(trial, alike: Array(alike.values), object: number)
    }
    return number
  }

  func noteMissed(_ words: String) {
    missedCount += 1
    if missed.count < 20 { missed.append(words) }
    log.info("not looked at", metadata: ["file": "\(words)"])
  }

  // MARK: What comes to be known

  /// Functions that the kernel would never let a probe fire at, as the trials have told so far.
  func takeTrials() {
    for result in trials.take() {
      let object = objects[result.object]
      let numbers = zip(object.image.functions, object.probes).compactMap { function, probe in
        result.refused.contains(function.offset) && pipeline.bot.probes[probe].state != .hit
          ? probe : nil
      }
      guard !numbers.isEmpty else { continue }
      ground.remove(numbers)
      for number in numbers {
        pipeline.bot.set(number, .ineligible, reason: Self.unprobeable)
      }
      pipeline.store?.note(numbers)
    }
  }

  /// A file that is written over while its code runs is another program: where its functions begin
  /// is not known any more.
  func checkFiles() {
    let now = Clocks.boot()
    guard now >= nextCheck else { return }
    nextCheck = now + 1_000_000_000
    for object in objects where object.error == nil {
      guard let error = change(of: object) else { continue }
      objects[object.number].error = error
      write(error: error, of: object.number)
    }
  }

  private func change(of object: CoveredObject) -> String? {
    let identity = object.target.identity
    if let current = CodeTarget.FileIdentity(descriptor: object.target.descriptor),
      current != identity
    {
      ground.remove(Array(object.probes))
      for probe in object.probes where pipeline.bot.probes[probe].state == .attached {
        pipeline.bot.set(probe, .failed, reason: "the file was changed")
      }
      pipeline.store?.note(object.probes)
      return "its file was changed while it ran: not looked at from then on"
    }
    if let there = CodeTarget.FileIdentity(path: object.target.path),
      !there.isSameFile(as: identity)
    {
      return "its file was replaced while it ran: processes that began later run another build"
    }
    return nil
  }
}
