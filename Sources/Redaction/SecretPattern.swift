internal import Glibc

/// A compiled POSIX extended regular expression whose matches are secrets.
///
/// The first group is hidden if the pattern has one that took part in the match, otherwise all
/// of the match. Empty matches are passed over, as is what lies within a marker.
///
/// Unchecked, because the compiled expression is never changed after `init`, and the C library
/// locks what its matcher keeps in it: POSIX makes `regexec` safe to call from several threads.
final class SecretPattern: @unchecked Sendable {
  private var expression = regex_t()

  init(_ pattern: String) throws(RedactionError) {
    let code = regcomp(&expression, pattern, REG_EXTENDED)
    guard code == 0 else {
      var text = [CChar](repeating: 0, count: 256)
      regerror(code, &expression, &text, text.count)
      let reason = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      throw RedactionError(pattern: pattern, reason: String(decoding: reason, as: UTF8.self))
    }
  }

  deinit {
    regfree(&expression)
  }

  /// Writes the block with each match hidden.
  ///
  /// - Returns: Whether there was any; if not, `output` is left alone.
  func hide(in bytes: UnsafeRawBufferPointer, into output: inout [UInt8]) -> Bool {
    let block = ArgumentBlock(bytes)
    var writer = RedactionWriter()
    swap(&output, &writer.bytes)
    var start = 0
    while start < block.count {
      let argument = block.argument(from: start)
      hide(in: argument, of: block, writer: &writer)
      start = argument.upperBound + 1
    }
    writer.finish(block)
    swap(&output, &writer.bytes)
    return writer.hasSecrets
  }

  private func hide(
    in argument: Range<Int>, of block: ArgumentBlock, writer: inout RedactionWriter
  ) {
    var position = argument.lowerBound
    while position < argument.upperBound,
      let match = firstMatch(in: argument, from: position, of: block)
    {
      if !block.isWithinMarker(match.secret) {
        writer.hide(match.secret, of: block)
      }
      position = max(match.end, position + 1)
    }
  }

  private func firstMatch(
    in argument: Range<Int>, from position: Int, of block: ArgumentBlock
  ) -> (secret: Range<Int>, end: Int)? {
    guard let base = block[argument].baseAddress else { return nil }
    // With REG_STARTEND the string needs no NUL, and `^` still means the argument's beginning.
    var match = regmatch_t(
      rm_so: regoff_t(truncatingIfNeeded: position - argument.lowerBound),
      rm_eo: regoff_t(truncatingIfNeeded: argument.count))
    var group = regmatch_t(rm_so: -1, rm_eo: -1)
    let found = withUnsafeTemporaryAllocation(of: regmatch_t.self, capacity: 2) { matches in
      matches.initialize(repeating: group)
      matches[0] = match
      let code = regexec(
        &expression, base.assumingMemoryBound(to: CChar.self), 2, matches.baseAddress,
        REG_STARTEND)
      (match, group) = (matches[0], matches[1])
      return code == 0
    }
    guard found else { return nil }
    let secret = group.rm_so >= 0 ? group : match
    guard secret.rm_so >= 0, secret.rm_eo >= secret.rm_so else { return nil }
    let first = argument.lowerBound
    return (first + Int(secret.rm_so)..<first + Int(secret.rm_eo), first + Int(match.rm_eo))
  }
}

extension ArgumentBlock {
  /// Whether `range` lies in a marker that an earlier redaction left.
  fileprivate func isWithinMarker(_ range: Range<Int>) -> Bool {
    let length = RedactionWriter.marker.utf8CodeUnitCount
    guard range.count <= length else { return false }
    return (max(0, range.upperBound - length)...max(0, range.lowerBound)).contains {
      hasPrefix(RedactionWriter.marker, at: $0)
    }
  }
}
