internal import Glibc
internal import Logging
internal import Procfs
public import Symbols

/// Why a file's code cannot be covered.
public enum TargetError: Error, Sendable {
  /// It cannot be opened; the errno.
  case unreadable(Int32)
  /// It is not what has functions.
  case object(ObjectError)
  /// There are more functions than probes; how many fit.
  case tooMany(Int)
  /// The kernel's part failed.
  case probes(String)
}

extension CodeCoverage {
  /// What has been added with an object.
  public struct Added: Sendable {
    /// The object's number.
    public var object: Int
    /// Functions that are looked at.
    public var inScope: Int
  }

  /// Adds a file's functions to the map. They are attached with the next turn.
  ///
  /// - Returns: `nil` when it, or the same build, has been added before.
  /// - Throws: ``TargetError``.
  @discardableResult
  public func addTarget(_ path: String) throws(TargetError) -> Added? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(errno) }
    return try add(descriptor, path: path)
  }

  /// Takes the descriptor over.
  func add(_ descriptor: Int32, path: String) throws(TargetError) -> Added? {
    var isKept = false
    defer { if !isKept { close(descriptor) } }
    guard let identity = CoveredObject.FileIdentity(descriptor: descriptor) else {
      throw .unreadable(errno)
    }
    if objects.contains(where: { $0.identity.isSameFile(as: identity) }) { return nil }
    let image: ObjectImage
    do throws(ObjectError) {
      image = try ObjectImage.read(
        descriptor: descriptor, path: path, debugDirectories: options.debugDirectories)
    } catch {
      throw .object(error)
    }
    if let same = objects.firstIndex(where: { $0.image.buildID == image.buildID }) {
      noteMissed("\(path): the same build as \(objects[same].image.path), which is looked at")
      return nil
    }
    let file: Int
    do {
      file = try ground.addFile(descriptor)
    } catch {
      throw .probes("\(error)")
    }
    guard ground.freePlaces >= image.functions.count else { throw .tooMany(ground.freePlaces) }
    isKept = true
    return expect(image, file: file, descriptor, identity)
  }

  private func expect(
    _ image: ObjectImage, file: Int, _ descriptor: Int32, _ identity: CoveredObject.FileIdentity
  ) -> Added {
    let (number, bot) = (objects.count, pipeline.bot)
    let first = bot.probes.count
    var offsets: [UInt64] = []
    for function in image.functions {
      let reason =
        function.ineligible?.rawValue
        ?? (options.scope.contains(function) ? nil : Self.outOfScope)
      bot.expectFunction(
        function.linkageName, object: number, offset: function.offset, ineligible: reason)
      ground.addPlace(file: file, offset: function.offset)
      if reason == nil { offsets.append(function.offset) }
    }
    let probes = first..<bot.probes.count
    objects.append(
      CoveredObject(
        number: number, image: image, probes: probes, descriptor: descriptor, identity: identity))
    pipeline.processor.setObject(number, buildID: image.buildID, path: image.path)
    unwritten.append(number)
    if let trial = ground.instructionTrial(ofFile: file), !offsets.isEmpty {
      trials.add(trial, offsets: offsets, object: number)
    }
    return Added(object: number, inScope: offsets.count)
  }

  /// The reason of functions that the user did not ask for.
  public static let outOfScope = "out of scope"

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
        result.refused[function.offset] != nil && pipeline.bot.probes[probe].state != .hit
          ? probe : nil
      }
      guard !numbers.isEmpty else { continue }
      ground.remove(numbers)
      for number in numbers {
        pipeline.bot.set(number, .ineligible, reason: "unprobeable instruction")
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
    for (index, object) in objects.enumerated() where object.error == nil {
      guard let current = CoveredObject.FileIdentity(descriptor: object.descriptor) else {
        continue
      }
      if current != object.identity {
        objects[index].error = "its file was changed while it ran: not looked at from then on"
        ground.remove(Array(object.probes))
        for probe in object.probes where pipeline.bot.probes[probe].state == .attached {
          pipeline.bot.set(probe, .failed, reason: "the file was changed")
        }
        pipeline.store?.note(object.probes)
      } else if let there = CoveredObject.FileIdentity(path: object.image.path),
        !there.isSameFile(as: object.identity)
      {
        objects[index].error =
          "its file was replaced while it ran: processes that began later run another build"
      }
      if let error = objects[index].error { write(error: error, of: index) }
    }
  }
}
