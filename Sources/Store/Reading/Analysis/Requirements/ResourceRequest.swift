internal import GRDB

/// What a job of a run had asked for, as its environment says, and what it then used.
public struct ResourceRequest: Sendable, Equatable {
  /// The job's number, and its step's.
  public var job: String
  /// Processors that were asked for; `nil`: not said.
  public var processors: Int64?
  /// Memory that was asked for, bytes; `nil`: not said.
  public var memory: Int64?
  /// From the first start to the last end, ns.
  public var wall: Int64
  /// CPU time of all its processes, ns.
  public var cpu: Int64
  /// The greatest peak of one process, bytes; -1: not known.
  public var greatestProcess: Int64
  /// The greatest sum of the peaks of those alive at one time, bytes: the job used no more; -1: not
  /// known.
  public var mostMemory: Int64
  /// Processes that the out-of-memory killer ended.
  public var outOfMemory: Int64

  /// Describes a request.
  public init(
    job: String, processors: Int64?, memory: Int64?, wall: Int64, cpu: Int64,
    greatestProcess: Int64, mostMemory: Int64, outOfMemory: Int64
  ) {
    self.job = job
    self.processors = processors
    self.memory = memory
    self.wall = wall
    self.cpu = cpu
    self.greatestProcess = greatestProcess
    self.mostMemory = mostMemory
    self.outOfMemory = outOfMemory
  }
}

extension StoreReader {
  /// The number of the run of a pipeline that began last; of all runs without one. `nil`: none.
  ///
  /// - Throws: ``StoreError``.
  public func latestRun(ofPipeline pipeline: String?) throws -> Int64? {
    try reading { database in
      guard let pipeline else {
        return try Int64.fetchOne(database, sql: "SELECT max(id) FROM run")
      }
      return try Int64.fetchOne(
        database, sql: "SELECT max(id) FROM run WHERE pipeline = ?", arguments: [pipeline])
    }
  }

  /// What jobs of Slurm in a run had asked for, as far as their variables were kept; in the order of
  /// their starts.
  ///
  /// - Throws: ``StoreError``.
  public func resourceRequests(ofRun id: Int64) throws -> [ResourceRequest] {
    let connection = try AnalysisConnection(path: path)
    guard let first = try connection.firstInteger(AnalysisSQL.firstProcess, id),
      let last = try connection.firstInteger(AnalysisSQL.lastProcess, id)
    else { return [] }
    let row = try connection.prepare(RequirementSQL.environments)
    row.bind(first, at: 0)
    row.bind(last, at: 1)
    var jobs = SlurmJobs()
    while try row.step() {
      guard row.integer(0) == id, let environment = row.optionalText(8) else { continue }
      jobs.add(row, environment: environment)
    }
    return jobs.requests()
  }
}

/// Jobs by the variables that Slurm sets (https://slurm.schedmd.com/sbatch.html).
private struct SlurmJobs {
  private struct Job {
    var processors: Int64?
    var memory: Int64?
    var first: Int64 = .max
    var last: Int64 = 0
    var cpu: Int64 = 0
    var greatest: Int64 = -1
    var sweep = PeakSweep()
    var outOfMemory: Int64 = 0
  }

  private var jobs: [String: Job] = [:]
  private var names: [RawText: (name: String, job: Job)?] = [:]

  mutating func add(_ row: AnalysisStatement, environment: RawText) {
    guard let (name, empty) = read(environment) else { return }
    var job = jobs.removeValue(forKey: name) ?? empty
    let (started, ended) = (row.integer(1), row.integer(2))
    let isExact = row.integer(6) == MeasureSource.exact.rawValue
    let peak = isExact ? row.optionalInteger(5) ?? -1 : -1
    job.first = min(job.first, started)
    job.last = max(job.last, ended, started)
    job.cpu &+= row.integer(3) &+ row.integer(4)
    job.greatest = max(job.greatest, peak)
    job.sweep.add(started: started, ended: ended == 0 ? .max : ended, peak: peak)
    job.outOfMemory += row.integer(7) != 0 ? 1 : 0
    jobs[name] = job
  }

  /// Most processes of a job have the same environment.
  private mutating func read(_ environment: RawText) -> (String, Job)? {
    if let known = names[environment] { return known.map { ($0.name, $0.job) } }
    // Keys and values of the object are strings, one after the other.
    let words = environment.arguments.map { String(decoding: $0.bytes, as: UTF8.self) }
    var variables: [String: String] = [:]
    for place in stride(from: 0, to: words.count - 1, by: 2) {
      variables[words[place]] = words[place + 1]
    }
    guard let id = variables["SLURM_JOB_ID"] else {
      names[environment] = .some(nil)
      return nil
    }
    var job = Job()
    job.processors = variables["SLURM_CPUS_PER_TASK"].flatMap { Int64($0) }
    job.memory = Self.memory(variables)
    let name = variables["SLURM_STEP_ID"].map { "\(id).\($0)" } ?? id
    names[environment] = (name, job)
    return (name, job)
  }

  /// MiB, of the node or for each processor that the job has on it.
  private static func memory(_ variables: [String: String]) -> Int64? {
    let most: Int64 = 1 << 40
    if let mebibytes = variables["SLURM_MEM_PER_NODE"].flatMap({ Int64($0) }) {
      return (1..<most).contains(mebibytes) ? mebibytes << 20 : nil
    }
    let count = variables["SLURM_CPUS_ON_NODE"] ?? variables["SLURM_CPUS_PER_TASK"]
    guard let each = variables["SLURM_MEM_PER_CPU"].flatMap({ Int64($0) }),
      let processors = count.flatMap({ Int64($0) }),
      (1..<most >> 20).contains(each), (1..<1 << 20).contains(processors)
    else { return nil }
    return each << 20 &* processors
  }

  func requests() -> [ResourceRequest] {
    jobs.filter { $1.processors != nil || $1.memory != nil }.sorted {
      $0.value.first < $1.value.first
    }
    .map { name, job in
      ResourceRequest(
        job: name, processors: job.processors, memory: job.memory,
        wall: max(job.last &- job.first, 0), cpu: job.cpu, greatestProcess: job.greatest,
        mostMemory: job.sweep.isKnown ? job.sweep.greatest() : -1, outOfMemory: job.outOfMemory)
    }
  }
}
