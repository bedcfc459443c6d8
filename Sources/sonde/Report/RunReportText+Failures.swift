import Store

extension RunReportText {
  private static let causeLimit = 10

  /// What failed, in sentences, with what shows it.
  var failures: [String] {
    let account = report.failures.account
    guard account.failures > 0 || account.omitted > 0 else { return [] }
    let causes = report.failures.causes
    var lines = [heading("What failed")]
    for failure in causes.prefix(Self.causeLimit) {
      lines += FailureText(failure: failure, style: style).lines
    }
    lines += remarks(account, listed: min(causes.count, Self.causeLimit))
      .flatMap { TextWrap.lines($0, columns: style.columns, indent: 2) }
    return lines
  }

  private func remarks(_ account: FailureAccount, listed: Int) -> [String] {
    var remarks: [String] = []
    let more = account.causes - Int64(listed)
    if more > 0 {
      remarks.append(
        "… and \(Quantity.count(more)) more: sonde analyze failures --run \(report.run.id)")
    }
    let after = account.failures - account.causes
    if after > 0 {
      let processes = Quantity.count(after, "process that failed", "processes that failed")
      remarks.append("and \(processes) after them")
    }
    if account.omitted > 0 {
      remarks.append(
        "\(Quantity.count(account.omitted)) more processes ended otherwise than with exit status "
          + "0, too many to be looked at")
    }
    if report.run.isComplete == false {
      remarks.append(
        "the record of this run is incomplete: there may be other failures, and causes")
    }
    return remarks
  }
}

/// One failure for people: the sentence, and what shows it under it.
struct FailureText {
  let failure: StoredFailure
  let style: TextStyle
  /// What stands before the sentence.
  var prefix = ""

  var lines: [String] {
    let sentence = TextWrap.lines(
      prefix + TerminalText.escaped(failure.summary), columns: style.columns, indent: 2,
      hanging: 4)
    // What is in nobody's container is in namespaces of its own.
    let place =
      failure.container.map { $0.hasPrefix("own ") ? ["in \($0)"] : ["in the container \($0)"] }
      ?? []
    let proof = (failure.proof + place).flatMap {
      TextWrap.lines(TerminalText.escaped($0), columns: style.columns, indent: 6, hanging: 8)
    }
    return sentence.map { style.emphasised($0, .bad) }
      + proof.map { style.emphasised($0, .faint) }
  }
}
