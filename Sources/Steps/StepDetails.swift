/// What more is known of a step, as a JSON object whose keys keep their order.
public struct StepDetails: Sendable, Equatable {
  /// A value of JSON, as far as steps need it.
  enum Value: Sendable, Equatable {
    case text(String)
    case number(Int)
    case texts([String])
    case pairs([Pair])
  }

  /// A name with its text, such as a wildcard.
  struct Pair: Sendable, Equatable {
    var name: String
    var value: String
  }

  private(set) var members: [(key: String, value: Value)] = []

  subscript(key: String) -> Value? {
    get { members.first { $0.key == key }?.value }
    set {
      let place = members.firstIndex { $0.key == key }
      switch (place, newValue) {
      case (let place?, let value?): members[place].value = value
      case (let place?, nil): members.remove(at: place)
      case (nil, let value?): members.append((key, value))
      case (nil, nil): break
      }
    }
  }

  /// Sets a text, unless it is not known or empty.
  mutating func set(_ key: String, _ text: String?) {
    if let text, !text.isEmpty { self[key] = .text(text) }
  }

  /// Sets a list, unless there is nothing in it.
  mutating func set(_ key: String, _ texts: [String]) {
    if !texts.isEmpty { self[key] = .texts(texts) }
  }

  /// Notes that a member is concluded from what can be seen, and said by nobody.
  mutating func infer(_ key: String) {
    var inferred: [String] = []
    if case .texts(let before)? = self["inferred"] { inferred = before }
    if !inferred.contains(key) { self["inferred"] = .texts(inferred + [key]) }
  }

  /// The object as text.
  public var json: String {
    "{" + members.map { "\(Self.quoted($0.key)):\(Self.json($0.value))" }.joined(separator: ",")
      + "}"
  }

  /// Whether they say the same, in the same order.
  public static func == (left: StepDetails, right: StepDetails) -> Bool {
    left.members.elementsEqual(right.members) { $0.key == $1.key && $0.value == $1.value }
  }

  private static func json(_ value: Value) -> String {
    switch value {
    case .text(let text): quoted(text)
    case .number(let number): String(number)
    case .texts(let texts): "[" + texts.map(quoted).joined(separator: ",") + "]"
    case .pairs(let pairs):
      "{" + pairs.map { "\(quoted($0.name)):\(quoted($0.value))" }.joined(separator: ",") + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case "\u{0}"..<" ":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
