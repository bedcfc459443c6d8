internal import Foundation
internal import HTML

/// The page's own sources, as they are in the directory `Browser`.
///
/// The scripts are modules, which name what they take from each other; a page that loads nothing
/// cannot have several, so they are put together here, each after those that it imports, without the
/// lines that say so.
enum PageAssets {
  /// In the order of their dependencies.
  static let scripts = [
    "data.js", "format.js", "model.js", "rows.js", "span.js", "palette.js", "bars.js", "curves.js",
    "tree.js", "panel.js", "find.js", "picture.js", "input.js", "main.js",
  ]

  /// A source by its name; empty when there is none, which a test finds.
  static func text(_ name: String) -> String {
    guard let base64 = embeddedPage[name], let data = Data(base64Encoded: base64) else { return "" }
    return String(decoding: data, as: UTF8.self)
  }

  static var style: String { HTMLPalette.text + "\n" + text("page.css") }

  static var script: String {
    let modules = scripts.map { name in
      text(name).split(separator: "\n", omittingEmptySubsequences: false)
        .filter { !$0.hasPrefix("import ") }
        .map { $0.hasPrefix("export ") ? $0.dropFirst("export ".count) : $0 }
        .joined(separator: "\n")
    }
    return "\"use strict\";\n(() => {\n\(modules.joined(separator: "\n"))})();"
  }
}
