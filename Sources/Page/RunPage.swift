internal import HTML
internal import Store

/// A run as a page: one file that needs no network, no fonts and no library.
///
/// What a person reads first is there without a script: the verdict, failures, tables. The picture of
/// the processes is drawn by scripts, from data within the page. The page forbids itself to load
/// anything.
public struct RunPage {
  /// A page of more bytes is slow to mail and to open.
  public static let mostBytes = 10_000_000
  /// Of a command, as many characters as anybody reads.
  private static let textLimit = 4000
  /// A command that is cut to less than this says nothing.
  private static let leastText = 60

  /// The whole page in UTF-8. Long commands are cut further when they would make it too large.
  public static func render(_ contents: PageContents) -> [UInt8] {
    var limit = textLimit
    while true {
      let page = render(contents, data: PageData.render(contents, textLimit: limit))
      if page.count < mostBytes || limit <= leastText { return page }
      limit = max(limit / 4, leastText)
    }
  }

  private static func render(_ contents: PageContents, data: [UInt8]) -> [UInt8] {
    let policy = HTMLPolicy()
    let parts = PageParts(contents)
    let page = HTMLTemplate(PageAssets.text("page.html")).fill([
      "policy": policy.content, "nonce": policy.nonce,
      "title": HTMLText.markup(contents.title), "style": PageAssets.style,
      "tone": "\(contents.tone)", "verdict": HTMLText.markup(contents.verdict),
      "reservations": parts.reservations, "subtitle": HTMLText.markup(contents.subtitle),
      "facts": PageParts.facts(contents.facts), "contentsList": parts.contentsList,
      "failures": parts.failures, "pictureNote": HTMLText.markup(parts.pictureNote),
      "sections": contents.sections.map(PageParts.section).joined(separator: "\n"),
      "data": String(decoding: data, as: UTF8.self), "script": PageAssets.script,
    ])
    return Array(page.utf8)
  }
}
