import TOML
import Testing

@Suite("Documents")
struct DocumentTests {
  @Test(
    "Keys are bare, quoted and dotted",
    arguments: [
      ("", "{}"),
      (" \t\r\n# only a comment", "{}"),
      ("a = 1", "{a: 1}"),
      ("\u{FEFF}a = 1", "{a: 1}"),
      ("a=1#c\r\nb\t=\t2 # é\n", "{a: 1, b: 2}"),
      ("bare_key-1 = 1\n1234 = 2\n- = 3", "{bare_key-1: 1, 1234: 2, -: 3}"),
      ("\"a.b\" = 1\n'c d' = 2\n\"\" = 3\n\"\\u0065\" = 4", "{a.b: 1, c d: 2, : 3, e: 4}"),
      ("a . b.'c' = 1\na.d = 2", "{a: {b: {c: 1}, d: 2}}"),
      ("3.14 = 1\ntrue.inf = 2", "{3: {14: 1}, true: {inf: 2}}"),
      ("apple.x = 1\norange.x = 2\napple.y = 3", "{apple: {x: 1, y: 3}, orange: {x: 2}}"),
    ] as [(String, String)])
  func keys(source: String, expected: String) throws {
    #expect(try TOML.parse(source).rendered == expected)
  }

  @Test(
    "Headers make tables and arrays of tables",
    arguments: [
      ("[a]\n[b] # c\nx = 1", "{a: {}, b: {x: 1}}"),
      ("[ a . 'b' ]\nx = 1", "{a: {b: {x: 1}}}"),
      ("[a.b]\nx = 1\n[a]\ny = 2", "{a: {b: {x: 1}, y: 2}}"),
      ("[a.b.c]\n[a]\nb.d = 1", "{a: {b: {c: {}, d: 1}}}"),
      ("[a]\nb.c = 1\n[a.b.d]\nx = 2", "{a: {b: {c: 1, d: {x: 2}}}}"),
      ("a.b = 1\n[a.c]\nx = 2", "{a: {b: 1, c: {x: 2}}}"),
      ("[[a]]\nx = 1\n[[a]]\n[[ a ]]\nx = 3", "{a: [{x: 1}, {}, {x: 3}]}"),
      (
        "[[a]]\n[a.b]\nx = 1\n[[a.c]]\n[[a.c]]\ny = 2\n[[a]]\n[a.b]\nx = 3",
        "{a: [{b: {x: 1}, c: [{}, {y: 2}]}, {b: {x: 3}}]}"
      ),
      ("[[a.b]]\n[a]\nx = 1", "{a: {b: [{}], x: 1}}"),
      ("[[a]]\nb.c = 1\n[[a]]\nb.c = 2", "{a: [{b: {c: 1}}, {b: {c: 2}}]}"),
    ] as [(String, String)])
  func headers(source: String, expected: String) throws {
    #expect(try TOML.parse(source).rendered == expected)
  }

  @Test("Entries keep the order of the document, and a key finds its value")
  func order() throws {
    let table = try TOML.parse("z = 1\nm.z = 2\na = 3\n[q]\nm = 4\n[m.a]")
    #expect(table.entries.map(\.key) == ["z", "m", "a", "q"])
    #expect(table["a"]?.value.rendered == "3")
    #expect(table["m"]?.value.rendered == "{z: 2, a: {}}")
    #expect(table["b"] == nil)
    #expect(table["m.z"] == nil)
  }

  @Test("Keys that differ in normalization only are two keys")
  func normalization() throws {
    let table = try TOML.parse("\"\u{E9}\" = 1\n\"e\u{301}\" = 2")
    #expect(table["\u{E9}"]?.value.rendered == "1")
    #expect(table["e\u{301}"]?.value.rendered == "2")
  }

  @Test("Bytes are read like text")
  func bytes() throws {
    let bytes: [UInt8] = [0xEF, 0xBB, 0xBF] + Array("é = 1".utf8)
    #expect(throws: TOMLParseError.self) { try TOML.parse(bytes: bytes) }
    #expect(try TOML.parse(bytes: Array("'é' = 1".utf8)).rendered == "{é: 1}")
  }

  @Test("Every key and value knows its line and column")
  func positions() throws {
    let source = """
      \u{FEFF}top = 1
      "é😀" . b = 'x'
      list = [ 10,
        [20], { c = 30 } ]
        [head.inner]
      k = '''
      a
      ''' # closed
      last = 2
      [[many]]
      [[many]]
      [head]
      """
    let table = try TOML.parse(source)
    let places = table.places(path: [])
    let expected = [
      "top 1:1 1:7",
      "é😀 2:1 2:1", "é😀.b 2:8 2:12",
      "list 3:1 3:8", "list.0 3:10", "list.1 4:3", "list.1.0 4:4", "list.2 4:9",
      "list.2.c 4:11 4:15",
      "head 5:4 12:1", "head.inner 5:9 5:3", "head.inner.k 6:1 6:5", "head.inner.last 9:1 9:8",
      "many 10:3 10:1", "many.0 10:1", "many.1 11:1",
    ]
    #expect(places == expected)
  }
}

extension TOMLTable {
  /// For each key, in order: its path, where the key is, and where its value is.
  fileprivate func places(path: [String]) -> [String] {
    entries.flatMap { entry in
      let inner = path + [entry.key]
      let place = "\(inner.joined(separator: ".")) \(entry.keyPosition.short) "
      return [place + entry.item.position.short] + entry.item.value.places(path: inner)
    }
  }
}

extension TOMLValue {
  fileprivate func places(path: [String]) -> [String] {
    switch self {
    case .table(let table):
      return table.places(path: path)
    case .array(let items):
      return items.enumerated().flatMap { number, item in
        let inner = path + [String(number)]
        return ["\(inner.joined(separator: ".")) \(item.position.short)"]
          + item.value.places(path: inner)
      }
    default:
      return []
    }
  }
}

extension TOMLPosition {
  fileprivate var short: String {
    "\(line):\(column)"
  }
}
