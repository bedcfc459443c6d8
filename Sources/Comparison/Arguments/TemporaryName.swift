/// Names that programs make up for temporary files.
enum TemporaryName {
  private static let directories = ["/tmp/", "/var/tmp/", "/dev/shm/"].map { Array($0.utf8) }

  /// Where the made-up name ends that begins with this word; `nil` when it is none.
  static func end(of word: ArraySlice<UInt8>, in text: [UInt8]) -> Int? {
    // Python's tempfile: tmp and eight of lower-case letters, digits and underscores.
    if word.count == 11, word.starts(with: "tmp".utf8),
      word.dropFirst(3).allSatisfy({ !$0.isUpperCase })
    {
      return word.endIndex
    }
    // R's session directory: Rtmp and six of letters and digits.
    if word.count == 10, word.starts(with: "Rtmp".utf8) { return word.endIndex }
    // mktemp's own: tmp. and ten.
    if word.elementsEqual("tmp".utf8), let end = suffixEnd(after: word.endIndex, in: text, least: 6)
    {
      return end
    }
    guard isSuffix(word, in: text) else { return nil }
    return word.endIndex
  }

  /// Where the word ends that a point leads to.
  private static func suffixEnd(after start: Int, in text: [UInt8], least: Int) -> Int? {
    guard start < text.count, text[start] == UInt8(ascii: ".") else { return nil }
    var end = start + 1
    while end < text.count, text[end].isWord { end += 1 }
    return end - start - 1 >= least ? end : nil
  }

  /// Whether the word is what a template such as `name.XXXXXX` was filled with: at the end of a name
  /// in a directory of temporary files.
  private static func isSuffix(_ word: ArraySlice<UInt8>, in text: [UInt8]) -> Bool {
    guard word.count >= 6, word.isMixed, word.startIndex > 0,
      word.endIndex == text.count || text[word.endIndex] != UInt8(ascii: ".")
    else { return false }
    let sign = text[word.startIndex - 1]
    guard [UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "/")].contains(sign) else {
      return false
    }
    return directories.contains { directory in
      guard let start = position(of: directory, in: text[..<word.startIndex]) else { return false }
      // But behind a point, two kinds of letters are too little: it may be a sample's name.
      if sign == UInt8(ascii: ".") { return true }
      let isWhole = start + directory.count == word.startIndex
      return word.isThreefold && (isWhole || sign == UInt8(ascii: "-"))
    }
  }

  private static func position(of needle: [UInt8], in text: ArraySlice<UInt8>) -> Int? {
    guard text.count >= needle.count else { return nil }
    return text.indices.dropLast(needle.count - 1).first { text[$0...].starts(with: needle) }
  }
}

extension ArraySlice<UInt8> {
  private var kinds: (digits: Bool, upper: Bool, lower: Bool) {
    (contains(where: \.isDigit), contains(where: \.isUpperCase), contains(where: \.isLowerCase))
  }

  /// Whether there are two kinds of digits, upper and lower case in it.
  fileprivate var isMixed: Bool {
    let kinds = kinds
    return [kinds.digits, kinds.upper, kinds.lower].count { $0 } >= 2
  }

  /// Whether there are all three.
  fileprivate var isThreefold: Bool {
    let kinds = kinds
    return kinds.digits && kinds.upper && kinds.lower
  }

  /// Whether it is a number that somebody has made up so that nobody else has it.
  var isMadeUpHexadecimal: Bool {
    guard count >= 12, allSatisfy(\.isHexadecimal) else { return false }
    return count >= 32 || (contains(where: \.isDigit) && contains { !$0.isDigit })
  }
}

extension UInt8 {
  var isDigit: Bool { (0x30...0x39).contains(self) }
  var isUpperCase: Bool { (0x41...0x5a).contains(self) }
  var isLowerCase: Bool { (0x61...0x7a).contains(self) }
  var isHexadecimal: Bool {
    isDigit || (0x61...0x66).contains(self) || (0x41...0x46).contains(self)
  }
  /// A letter, a digit or an underscore; of other scripts' letters all bytes.
  var isWord: Bool { isDigit || isUpperCase || isLowerCase || self == 0x5f || self >= 0x80 }
}
