import Foundation
import HTML
import Testing

@testable import Page
@testable import Store

@Suite("A page")
struct RunPageTests {
  private static let bad = "</script><img src=x onerror=alert(1)>\"'&\u{202e}{{data}}"

  @Test("never takes what comes from a process for markup")
  func escaping() {
    let bad = Self.bad
    var contents = Specimen.contents(processes: 2)
    contents.timeline.processes[0].tool = RawText(bad)
    contents.timeline.processes[0].directory = RawText(bad)
    contents.timeline.processes[0].user = bad
    contents.processes[0].command = bad
    contents.processes[0].outcome = bad
    contents.timeline.steps = [Specimen.step(exitCode: 0, ended: nil)]
    contents.timeline.steps?[0].label = RawText(bad)
    (contents.title, contents.verdict, contents.subtitle) = (bad, bad, bad)
    contents.reservations = [bad]
    contents.facts = [.init(label: bad, text: bad)]
    contents.failures = [.init(summary: bad)]
    contents.failures[0].command = bad
    contents.failures[0].evidence = [.init(label: bad, text: bad)]
    contents.failuresNote = bad
    var section = PageContents.Section(anchor: bad, heading: bad, note: bad)
    var table = PageContents.Table([bad])
    table.rows = [[.init(bad, isCode: true, tone: .bad)]]
    (section.table, section.facts) = (table, contents.facts)
    contents.sections = [section]
    let page = page(contents)
    #expect(!page.contains("<img"))
    #expect(page.components(separatedBy: "</script>").count == 3)
    #expect(!page.contains("\u{202e}"))
    // What looks like a place of the template is a text like any other.
    #expect(page.components(separatedBy: "{{data}}").count > 10)
    #expect(page.contains("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;"))
  }

  @Test("loads nothing, and runs nothing but its own scripts")
  func policy() throws {
    let first = page(Specimen.contents(processes: 1))
    for word in ["http:", "https:", "src=", "@import", "url(", "style=\"", "onclick"] {
      #expect(!first.contains(word), "\(word)")
    }
    let nonce = try #require(first.firstMatch(of: #/script-src 'nonce-([a-z0-9]{16,})'/#)).1
    #expect(first.contains("default-src 'none'"))
    #expect(first.components(separatedBy: "nonce=\"\(nonce)\"").count == 3)
    #expect(!page(Specimen.contents(processes: 1)).contains(nonce))
  }

  @Test("has all of its sources, each after those that it takes from")
  func sources() throws {
    #expect(
      Set(embeddedPage.keys) == Set(PageAssets.scripts + ["page.html", "page.css"]))
    for (place, name) in PageAssets.scripts.enumerated() {
      for match in PageAssets.text(name).matches(of: #/(?m)^import .* from "\./(.*)";$/#) {
        let from = try #require(PageAssets.scripts.firstIndex(of: String(match.1)))
        #expect(from < place, "\(name) takes from \(match.1), which comes later")
      }
    }
    #expect(PageAssets.script.firstMatch(of: #/(?m)^\s*(import|export)\b/#) == nil)
  }

  @Test("has every element that its scripts ask for, and no place left open")
  func elements() {
    let page = page(Specimen.contents(processes: 1))
    let scripts = PageAssets.script
    var names = scripts.matches(of: #/getElementById\("([a-z-]+)"\)/#).map { String($0.1) }
    names += ["ruler", "cpu", "cpu-words", "memory", "memory-words", "io", "io-words", "zoom-in"]
    #expect(names.count > 20)
    for name in names { #expect(page.contains("id=\"\(name)\""), "\(name)") }
    #expect(!page.contains("{{"))
  }

  @Test("says what the picture leaves out")
  func omissions() {
    var contents = Specimen.contents(processes: 1)
    contents.timeline.omitted = 5
    contents.hasEnded = false
    let page = page(contents)
    #expect(page.contains("The 5 shortest processes"))
    #expect(page.contains("The run&#39;s end is not stored"))
  }

  @Test("fills a template once")
  func template() {
    let template = HTMLTemplate("{{a}} and {{b}}, {{missing}} {{")
    #expect(template.fill(["a": "{{b}}", "b": "}}"]) == "{{b}} and }}, {{missing}} {{")
  }

  private func page(_ contents: PageContents) -> String {
    String(decoding: RunPage.render(contents), as: UTF8.self)
  }
}
