internal import Glibc

/// How much longer a mangled name of Swift may become.
///
/// A name refers to its own parts (`A` and letters: a substitution; `A3E` three times), and a generic
/// type that is bound (`…G`; `Qo` for opaque ones) is such a part from then on. So each such type may
/// be as long as all before it, as many times as it has substitutions: twenty characters more may make
/// the name a thousand times as long. The runtime's demangler writes the whole of it, and can not be
/// stopped.
enum SwiftNameGrowth {
  /// At most one in a thousand names of real programs is beyond it.
  private static let limit = 14.0

  /// Whether the demangled name is of a size that programs have.
  static func isBounded(_ name: String) -> Bool {
    var name = name
    return name.withUTF8 { bits($0) <= limit }
  }

  /// The logarithm, to base 2, of an upper bound: the product of what each bound type can do. What
  /// belongs to identifiers is counted as well, which makes it larger.
  private static func bits(_ name: UnsafeBufferPointer<UInt8>) -> Double {
    var bits = 0.0
    var copies = 0
    var hasBoundType = false
    var position = 0
    while position < name.count {
      let character = name[position]
      position += 1
      switch character {
      case UInt8(ascii: "G"), UInt8(ascii: "Q"):
        if hasBoundType { bits += log2(1 + Double(copies)) }
        hasBoundType = true
        copies = 0
      case UInt8(ascii: "A"):
        copies += substitutions(name, &position)
      case UInt8(ascii: "S"):
        // A type of the standard library, which has a letter of its own: `S2i` is two.
        if position < name.count, name[position] <= UInt8(ascii: "9") {
          copies += substitutions(name, &position)
        }
      default: break
      }
    }
    return hasBoundType ? bits + log2(1 + Double(copies)) : 0
  }

  /// How many parts are meant, from behind an `A` or `S` on: each letter is one, and a number before
  /// it says how often; a capital ends them. A number with an underscore is one part.
  private static func substitutions(
    _ name: UnsafeBufferPointer<UInt8>, _ position: inout Int
  ) -> Int {
    var count = 0
    var times = 0
    while position < name.count {
      let character = name[position]
      switch character {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        // No number begins with 0: it is an identifier.
        if times == 0, character == UInt8(ascii: "0") { return count }
        times = min(times * 10 + Int(character - UInt8(ascii: "0")), repetitionLimit)
        position += 1
      case UInt8(ascii: "a")...UInt8(ascii: "z"):
        count += max(times, 1)
        times = 0
        position += 1
      case UInt8(ascii: "A")...UInt8(ascii: "Z"):
        position += 1
        return count + max(times, 1)
      default:
        return count + 1
      }
    }
    return count
  }

  /// As the runtime has it.
  private static let repetitionLimit = 2048
}
