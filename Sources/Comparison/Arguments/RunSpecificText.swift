/// Sets aside what is particular to a run in an argument, so that those of two runs can be compared.
///
/// | what | becomes |
/// | --- | --- |
/// | the directory of the run or the process, at the beginning of a path | `{directory}` |
/// | a UUID | `{uuid}` |
/// | hexadecimal digits, from 12 on, with a letter and a digit among them; from 32 on, any | `{hex}` |
/// | the number of the process or of an ancestor | `{pid}` |
/// | a count of s, ms, µs or ns since 1970, or a date, within a day of the run; what follows a date as its time | `{time}` |
/// | a name that mktemp(1), Python or R make up | `{temporary}` |
/// | below `/tmp`, `/var/tmp`, `/dev/shm`: six or more letters and digits at a name's end, of two kinds (lower case, upper case, digits) behind a point, of all three behind `-` or alone | `{temporary}` |
/// | the number behind `/proc/`, `/dev/fd/`, `pipe:[` or `socket:[` | `{number}` |
///
/// Everything else is an argument, numbers above all: that only a number differs is no reason to
/// take two for the same.
struct RunSpecificText {
  private let context: RunContext
  private let text: [UInt8]
  private var output: [UInt8] = []
  private var index = 0

  /// The argument with that set aside.
  static func setAside(_ text: [UInt8], _ context: RunContext) -> [UInt8] {
    var scanner = Self(context: context, text: text)
    scanner.scan()
    return scanner.output
  }

  private init(context: RunContext, text: [UInt8]) {
    self.context = context
    self.text = text
    output.reserveCapacity(text.count)
  }

  private mutating func scan() {
    while index < text.count {
      if isPathStart, takeDirectory() { continue }
      let byte = text[index]
      guard byte.isWord, index == 0 || !text[index - 1].isWord else {
        output.append(byte)
        index += 1
        continue
      }
      takeWord()
    }
  }

  // MARK: Directories

  /// Whether a path may begin here.
  private var isPathStart: Bool {
    text[index] == UInt8(ascii: "/")
      && (index == 0 || !(text[index - 1].isWord || [0x2f, 0x2e, 0x2d].contains(text[index - 1])))
  }

  private mutating func takeDirectory() -> Bool {
    for directory in context.directories where text[index...].starts(with: directory) {
      let end = index + directory.count
      // "/data/run" is not the beginning of "/data/run2".
      guard end == text.count || !(text[end].isWord || text[end] == UInt8(ascii: "-")) else {
        continue
      }
      replace(with: "{directory}", to: end)
      return true
    }
    return false
  }

  // MARK: Words

  /// Letters, digits and underscores that follow each other, from one that nothing like it precedes.
  private mutating func takeWord() {
    var end = index
    while end < text.count, text[end].isWord { end += 1 }
    if let identifier = uuidEnd {
      return replace(with: "{uuid}", to: identifier)
    }
    let word = text[index..<end]
    if let temporary = TemporaryName.end(of: word, in: text) {
      return replace(with: "{temporary}", to: temporary)
    }
    if isNumbered, word.allSatisfy(\.isDigit) { return replace(with: "{number}", to: end) }
    if word.isMadeUpHexadecimal { return replace(with: "{hex}", to: end) }
    if let moment = RunMoment.end(of: word, in: text, context.time) {
      return replace(with: "{time}", to: moment)
    }
    takeNumbers(to: end)
  }

  /// Numbers within a word: "job4711" has one.
  private mutating func takeNumbers(to end: Int) {
    while index < end {
      guard text[index].isDigit else {
        output.append(text[index])
        index += 1
        continue
      }
      var last = index
      while last < end, text[last].isDigit { last += 1 }
      if let number = Self.number(text[index..<last]), number >= Self.leastPID,
        context.pids.contains(number)
      {
        replace(with: "{pid}", to: last)
      } else {
        output += text[index..<last]
        index = last
      }
    }
  }

  /// Below it, Linux hands out none once it has begun anew (RESERVED_PIDS).
  private static let leastPID: Int64 = 300

  static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
    guard digits.count <= 19, digits.first != UInt8(ascii: "0") else { return nil }
    return Int64(String(decoding: digits, as: UTF8.self))
  }

  /// Whether what comes before says that a number of the kernel's follows.
  private var isNumbered: Bool {
    ["/proc/", "/dev/fd/", "/fd/", "pipe:[", "socket:["].contains { prefix in
      text[..<index].reversed().starts(with: prefix.utf8.reversed())
    }
  }

  /// Where the UUID ends that begins here; `nil` when none does.
  private var uuidEnd: Int? {
    let end = index + 36
    guard end <= text.count, end == text.count || !text[end].isWord else { return nil }
    for offset in 0..<36 {
      let byte = text[index + offset]
      let isDash = [8, 13, 18, 23].contains(offset)
      guard isDash ? byte == UInt8(ascii: "-") : byte.isHexadecimal else { return nil }
    }
    return end
  }

  private mutating func replace(with words: StaticString, to end: Int) {
    words.withUTF8Buffer { output += $0 }
    index = end
  }
}
