/// What one check of the doctor found.
struct Finding: Equatable {
  /// Whether the main job depends on it: to follow every process from fork to exit.
  enum Need: String, Encodable {
    case required, optional
  }

  enum Outcome: Equatable {
    case ok(_ evidence: String)
    /// Sonde works, but tells less, or costs more.
    case degraded(_ evidence: String, mend: String)
    case missing(_ evidence: String, mend: String)
  }

  /// What was looked at, in a few words.
  let name: String
  let need: Need
  let outcome: Outcome

  init(_ name: String, _ need: Need, _ outcome: Outcome) {
    self.name = name
    self.need = need
    self.outcome = outcome
  }

  /// Whether the main job cannot be done.
  var isFatal: Bool {
    if case .missing = outcome { return need == .required }
    return false
  }
}

extension Finding.Outcome {
  /// The outcome as one word.
  var status: String {
    switch self {
    case .ok: "ok"
    case .degraded: "degraded"
    case .missing: "missing"
    }
  }

  /// What was seen.
  var evidence: String {
    switch self {
    case .ok(let evidence), .degraded(let evidence, _), .missing(let evidence, _): evidence
    }
  }

  /// What to do about it; `nil` when there is nothing to do.
  var mend: String? {
    switch self {
    case .ok: nil
    case .degraded(_, let mend), .missing(_, let mend): mend
    }
  }
}
