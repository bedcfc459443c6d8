/// Copies a block with a marker in place of each secret.
///
/// Nothing is written before the first secret, so a block without any costs no copy.
struct RedactionWriter {
  /// What stands where a secret was.
  static let marker: StaticString = "[redacted]"

  /// The block so far. The caller swaps a used array in, and the result out.
  var bytes: [UInt8] = []
  private(set) var hasSecrets = false
  /// Everything of the block before this position is in `bytes`, or hidden.
  private var copied = 0

  /// Hides `range`, which lies behind all ranges before. A marker is left as it is.
  mutating func hide(_ range: Range<Int>, of block: ArgumentBlock) {
    guard !range.isEmpty, !block.isMarker(range) else { return }
    if !hasSecrets {
      bytes.removeAll(keepingCapacity: true)
    } else if range.lowerBound <= copied {
      copied = max(copied, range.upperBound)
      return
    }
    hasSecrets = true
    bytes.append(contentsOf: block[copied..<range.lowerBound])
    Self.marker.withUTF8Buffer { bytes.append(contentsOf: $0) }
    copied = range.upperBound
  }

  /// Copies what follows the last secret.
  mutating func finish(_ block: ArgumentBlock) {
    guard hasSecrets else { return }
    bytes.append(contentsOf: block[copied..<block.count])
  }
}

extension ArgumentBlock {
  func isMarker(_ range: Range<Int>) -> Bool {
    range.count == RedactionWriter.marker.utf8CodeUnitCount
      && hasPrefix(RedactionWriter.marker, at: range.lowerBound)
  }
}
