import Comparison
import Store

extension RunComparisonText {
  // MARK: Failures

  var failures: [String] {
    section(
      "Failures", comparison.failures.count,
      comparison.failures.prefix(top).flatMap { difference in
        let words =
          "\(subject(difference.example, count: difference.count)): "
          + "\(end(difference.before, difference.isOutOfMemoryBefore, "not there")) → "
          + end(difference.after, difference.isOutOfMemoryAfter, "not there")
        var lines = [
          line(style.emphasised(words, difference.isFailure ? .bad : .good)),
          command(difference.example),
        ]
        if let summary = difference.summary {
          lines.insert(line(TerminalText.escaped(summary), indent: 6), at: 1)
        }
        return lines
      })
  }

  private func end(_ outcome: ProcessOutcome?, _ isOutOfMemory: Bool, _ none: String) -> String {
    guard let outcome else { return none }
    if isOutOfMemory { return "out of memory" }
    switch outcome {
    case .exited(let code): return "exit status \(code)"
    case .killed(let signal, _): return "killed by \(signals[signal])"
    case .unknown: return "end not seen"
    }
  }

  // MARK: Processes

  func presence(_ title: String, _ differences: [PresenceDifference]) -> [String] {
    section(
      title, differences.count,
      differences.prefix(top).flatMap { difference in
        var words = subject(difference.example, count: difference.count)
        if difference.areForks { words += ", without a program of its own" }
        if difference.descendants > 0 {
          let number = Int64(difference.descendants)
          words += ", and \(Quantity.count(number, "process", "processes")) below"
        }
        if difference.wall > 0 { words += ", \(Quantity.duration(difference.wall))" }
        if difference.isToolAlone { words += "; the other run does not have this tool" }
        return [line(words), command(difference.example)]
      })
  }

  // MARK: Versions

  var versions: [String] {
    section(
      "Versions", comparison.versions.count,
      comparison.versions.prefix(top).map { difference in
        let path = TerminalText.cut(TerminalText.escaped(difference.after.path), to: 40)
        let program = name(difference.after.name)
        var words =
          "\(program): \(build(difference.before)) → \(build(difference.after)), \(path)"
        if difference.tools != [difference.after.name] {
          words += ", runs \(list(difference.tools))"
        }
        return line(words)
      })
  }

  private func build(_ program: ComparedProgram) -> String {
    let version = program.version.map { version in
      let package = program.package.map { "\(TerminalText.escaped($0)) " } ?? ""
      return package + TerminalText.cut(TerminalText.escaped(version), to: 24)
    }
    let identifier = program.buildID.map { "build \(TerminalText.escaped($0).prefix(12))" }
    return [version, identifier].compactMap { $0 }.joined(separator: ", ")
  }

  var libraries: [String] {
    section(
      "Libraries", comparison.libraries.count,
      comparison.libraries.prefix(top).map { difference in
        let kind = TerminalText.escaped(difference.kind)
        return line(
          "\(name(difference.name)) (\(kind)): \(versions(difference.before)) → "
            + "\(versions(difference.after)), used by \(list(difference.tools))")
      })
  }

  private func versions(_ libraries: [LibraryAnalysis.Library]) -> String {
    if libraries.isEmpty { return "not used" }
    let versions = libraries.map { library in
      let version = library.version.map { TerminalText.escaped($0) }
      let build = library.buildID.map { "build \(TerminalText.escaped($0).prefix(12))" }
      let words = [version, build].compactMap { $0 }.joined(separator: ", ")
      return words.isEmpty ? TerminalText.escaped(library.path) : words
    }
    return Set(versions).sorted().joined(separator: " and ")
  }

  // MARK: Arguments

  var arguments: [String] {
    section(
      "Arguments", comparison.arguments.count,
      comparison.arguments.prefix(top).flatMap { difference in
        [line(subject(difference.example, count: difference.count))]
          + difference.changes.prefix(top).map { line(self.change($0), indent: 6) }
      })
  }

  /// Long words are shown around the place where they begin to differ.
  private func change(_ change: ArgumentChange) -> String {
    let option = change.option.map { TerminalText.escaped(RawText($0)) + " " } ?? ""
    let width = (style.columns - 12) / 2
    guard change.before.count == 1, change.after.count == 1 else {
      return option + words(change.before, width) + " → " + words(change.after, width)
    }
    let (old, new) = (change.before[0], change.after[0])
    var start = 0
    while start < min(old.count, new.count), old[start] == new[start] { start += 1 }
    let from = max(old.count, new.count) > width ? max(start - 12, 0) : 0
    return option + part(old, from, width) + " → " + part(new, from, width)
  }

  private func words(_ words: [[UInt8]], _ width: Int) -> String {
    words.isEmpty
      ? "(none)" : TerminalText.command(words.map { RawText($0) }, columns: width)
  }

  private func part(_ word: [UInt8], _ from: Int, _ width: Int) -> String {
    let text = TerminalText.command([RawText(Array(word.dropFirst(from)))], columns: width)
    return from > 0 ? "…" + text : text
  }

  // MARK: Time and memory

  var times: [String] {
    section(
      "Time", comparison.times.count,
      comparison.times.prefix(top).flatMap { difference in
        let change = difference.isWall ? difference.own : difference.cpu
        let verb =
          difference.isWall
          ? (change.difference > 0 ? "slower" : "faster")
          : (change.difference > 0 ? "more CPU time" : "less CPU time")
        var words =
          "\(subject(difference.example, count: difference.count)) \(verb): "
          + quantities(change, Quantity.duration)
        words += usual(difference.usual, Quantity.duration)
        var second: [String] = []
        if difference.isWall {
          second.append(
            "CPU time \(Quantity.duration(difference.cpu.before)) → "
              + Quantity.duration(difference.cpu.after))
        }
        if difference.alongside > 0 {
          let number = Int64(difference.alongside)
          second.append(
            "\(Quantity.count(number, "process that lived", "processes that lived")) at the same "
              + "time took longer or less long with it")
        }
        let emphasis: TextStyle.Emphasis = change.difference > 0 ? .bad : .good
        return [line(style.emphasised(words, emphasis))]
          + (second.isEmpty ? [] : [line(second.joined(separator: "; "), indent: 6)])
          + [command(difference.example)]
      })
  }

  var memory: [String] {
    section(
      "Memory", comparison.memory.count,
      comparison.memory.prefix(top).flatMap { difference in
        let verb = difference.peak.difference > 0 ? "larger" : "smaller"
        let words =
          "\(subject(difference.example, count: difference.count)) \(verb): "
          + (difference.count > 1 ? "the one that differs most " : "")
          + quantities(difference.peak, Quantity.size) + usual(difference.usual, Quantity.size)
        return [line(words), command(difference.example)]
      })
  }

  private func quantities(_ change: Change, _ words: (Int64) -> String) -> String {
    "\(words(change.before)) → \(words(change.after))" + (percent(change).map { " (\($0))" } ?? "")
  }

  private func usual(_ range: ClosedRange<Int64>?, _ words: (Int64) -> String) -> String {
    range.map { "; usually \(words($0.lowerBound)) to \(words($0.upperBound))" } ?? ""
  }

  // MARK: Inputs

  var inputs: [String] {
    section(
      "Inputs", comparison.inputs.count,
      comparison.inputs.prefix(top).map { difference in
        let path = TerminalText.cut(TerminalText.escaped(difference.path), to: 60)
        let words =
          switch difference.kind {
          case .new: "new"
          case .gone: "no longer read"
          case .unreadable:
            "could not be opened: \(TerminalText.escaped(difference.error ?? "error"))"
          case .size:
            difference.bytes.map { "read: " + quantities($0, Quantity.size) } ?? "read differently"
          }
        return line("\(path): \(words), \(list(difference.tools))")
      })
  }
}
