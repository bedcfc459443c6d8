public import Logging
public import Probes
internal import Procfs
internal import Store
internal import Symbols

/// The coverage of programs' code: objects, their functions, and the loop over them.
///
/// To be used from one thread: first ``add(_:)`` and ``watch(pid:only:)``, then ``begin()``, then
/// ``turn()`` until it returns `nil` or the watched processes have ended, then ``end()``.
public final class CodeCoverage {
  /// The loop.
  public let pipeline: UnifiedPipeline
  /// The objects in the map, by number.
  public internal(set) var objects: [CoveredObject] = []
  /// Files that were mapped and could not be looked at, with the reason; the first few.
  public internal(set) var missed: [String] = []
  /// How many they were.
  public internal(set) var missedCount = 0
  /// For how long processes were stopped until new code had its probes, ns, all together.
  public internal(set) var heldTime: UInt64 = 0
  /// Children of watched processes that are not watched themselves.
  public internal(set) var unwatchedChildren = 0
  let options: CodeCoverageOptions
  let ground: FunctionGround
  let log: Logger
  let trials = InstructionTrials()
  var unwritten: [Int] = []
  var nextCheck: UInt64 = 0
  private var isQuiet = false
  private var begun: UInt64 = 0

  /// Descriptors that are left for everything else.
  private static let otherDescriptors = 600

  /// Loads the kernel's part. Nothing is attached yet but what follows processes.
  ///
  /// - Throws: `ProbeError`.
  public init(_ options: CodeCoverageOptions, log: Logger) throws(ProbeError) {
    self.options = options
    self.log = log
    var probeOptions = FunctionProbesOptions()
    probeOptions.watchesChildren = options.watchesChildren
    probeOptions.tellsOfExecutions = options.addsExecutables
    probeOptions.tellsOfMappings = options.addsLibraries
    probeOptions.holdsProcesses = options.holdsProcesses
    probeOptions.attachesOneByOne = options.attachesOneByOne
    if options.keepsProbes { probeOptions.probesPerLink = 1 << 16 }
    let probes = try FunctionProbes(probeOptions)
    let descriptors = FunctionProbes.raiseDescriptorLimit() - Self.otherDescriptors
    let perDescriptor = probes.attachesManyAtOnce ? probeOptions.probesPerLink : 1
    ground = FunctionGround(
      probes, capacity: probeOptions.capacity - 1, removesHits: !options.keepsProbes)
    let orchestrator = CoverageOrchestrator(
      budget: OverheadBudget(share: options.keepsProbes ? nil : options.budget),
      capacity: max(1, descriptors) * perDescriptor, hitCost: ground.meanHitCost)
    orchestrator.expectsMore = options.addsLibraries || options.addsExecutables
    pipeline = UnifiedPipeline(
      bot: CoverageBot(), orchestrator: orchestrator, ground: ground, store: nil, log: log,
      now: Clocks.boot)
  }

  /// What one firing of a probe has cost, ns, the mean of all; `nil` before the first.
  public var hitCost: Double? {
    pipeline.probeHits > 0 ? Double(pipeline.probeTime) / Double(pipeline.probeHits) : nil
  }

  /// Children that could not be watched, the kernel's map being full.
  public var processesLost: UInt64 { ground.processesLost }

  /// Looks at the code of this process alone, as long as children are not watched either: other
  /// processes that run the same code are then left alone. Before anything is attached.
  ///
  /// - Throws: `ProbeError`.
  public func watch(pid: UInt32, only: Bool) throws(ProbeError) {
    try ground.watch(pid: pid, only: only)
  }

  /// Attaches the probes of all objects that have been added, and begins to listen.
  ///
  /// - Returns: what was decided.
  @discardableResult
  public func begin() -> UnifiedPipeline.Turn? {
    begun = Clocks.boot()
    ground.start()
    return pipeline.step(listening: .zero)
  }

  /// One turn of the loop, with what has to be done beside it: objects that came to be mapped are
  /// added, what the kernel will never let fire is marked, files that have changed are given up.
  ///
  /// A turn ends early when something is heard. When little happens, turns are long: each is told in
  /// spans and costs some hundred microseconds.
  ///
  /// - Returns: `nil` when everything that is expected has spoken, and nothing more can come.
  public func turn() -> UnifiedPipeline.Turn? {
    let turn = pipeline.step(listening: isQuiet ? .seconds(1) : .milliseconds(100))
    isQuiet = turn.map { $0.hits.isEmpty && $0.decision.action == .wait } ?? false
    for refusal in ground.lateRefusals() { note(refusal) }
    // Somebody may be stopped, and about to map more: what can wait is left for a quieter turn.
    if follow(turn?.others ?? []) { return turn }
    // As long as functions are called for the first time, each microsecond of ours lets probes fire longer.
    guard isQuiet || Clocks.boot() - begun > FunctionGround.startTime else { return turn }
    takeTrials()
    checkFiles()
    writeObjects()
    return turn
  }

  /// Ends the wait of a turn that is under way, or of the next. From any thread.
  public func interrupt() {
    ground.interrupt()
  }

  /// Has all probes removed, and takes in what was still under way.
  ///
  /// - Parameter waitsForRemoval: whether to return only when no probe is left in the code of any process. The
  ///   kernel takes some 100 ms for that; who has something else to do calls ``waitForRemoval()`` afterwards.
  public func end(waitsForRemoval: Bool = true) {
    ground.end()
    defer { if waitsForRemoval { waitForRemoval() } }
    trials.wait()
    takeTrials()
    _ = pipeline.finish()
    for refusal in ground.lateRefusals() { note(refusal) }
    writeObjects()
    let bot = pipeline.bot
    for number in bot.probes.indices {
      let hits = ground.count(of: number).hits
      guard hits > 0 else { continue }
      bot.setHits(number, hits)
      // Whatever became of its signal: the array is the word on what was hit.
      bot.hit(number, at: Clocks.boot(), by: nil)
    }
    pipeline.store?.note(bot.probes.indices.filter { bot.probes[$0].state != .ineligible })
    do {
      try pipeline.store?.store(bot)
    } catch {
      log.error("what coverage found out last is not stored: \(error)")
    }
  }

  /// Returns when no probe is left in the code of any process; after ``end(waitsForRemoval:)``.
  public func waitForRemoval() {
    ground.waitForRemoval()
  }

  func note(_ refusal: ProbeRefusal) {
    pipeline.bot.set(
      refusal.probe, refusal.isForGood ? .ineligible : .failed, reason: refusal.reason)
    pipeline.store?.note([refusal.probe])
  }
}
