extension SnakemakeLog {
  /// How a job was found.
  enum Certainty: Equatable {
    /// The log has the text of its command.
    case said
    /// Files of its are in the command, or were used by its processes.
    case files
    /// It was the only one that had been announced and was no other step.
    case onlyOne
  }

  /// The job that runs a command, and how that is known; `nil` when it may be several.
  ///
  /// - Parameters:
  ///   - command: the text that the shell was given, without what Snakemake puts before it.
  ///   - files: paths that the step's processes have used, as the kernel has them.
  ///   - directory: where Snakemake's relative paths begin.
  func job(
    running command: String, files: Set<String>, directory: String
  ) -> (job: Int, Certainty)? {
    let command = command.oneLine
    let free = jobs.indices.filter { jobs[$0].stepID == 0 && jobs[$0].id != nil }
    let said = free.filter { jobs[$0].command.map { $0.oneLine == command } ?? false }
    if let job = said.first { return (job, .said) }
    // The log may be read late: a job that has ended may be the one.
    let candidates = free.filter { jobs[$0].command == nil }
    if let job = best(of: candidates, in: { command.contains(path: $0) }) { return (job, .files) }
    let isUsed = { (path: String) in
      files.contains(path.hasPrefix("/") ? path : "\(directory)/\(path)")
    }
    if !files.isEmpty, let job = best(of: candidates, in: isUsed) { return (job, .files) }
    return free.count == 1 ? (free[0], .onlyOne) : nil
  }

  /// The job of this label that is no step yet.
  func job(named label: String) -> Int? {
    jobs.firstIndex { job in
      job.stepID == 0 && job.rule.map { SnakemakeRecogniser.label($0, job.wildcards) } == label
    }
  }

  /// The job with the most files of which `isThere` is true; `nil` when two have as many. Outputs
  /// count more: two jobs may read the same file, but not write it.
  private func best(of candidates: [Int], in isThere: (String) -> Bool) -> Int? {
    var best: (job: Int, score: Int)?
    var isTied = false
    for job in candidates {
      let outputs = jobs[job].outputs.count(where: isThere)
      let score = outputs * 1_000 + jobs[job].inputs.count(where: isThere)
      if score > best?.score ?? 0 {
        best = (job, score)
        isTied = false
      } else if score == best?.score {
        isTied = true
      }
    }
    return isTied ? nil : best?.job
  }
}
