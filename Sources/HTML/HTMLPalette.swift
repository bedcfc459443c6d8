/// The colours that all pages share, as variables of CSS: in the light, in the dark, and on paper. Text
/// in any of them can be read on the page and on its panels (a contrast of 4.5 to 1, as WCAG asks).
public enum HTMLPalette {
  /// The style.
  public static let text = #"""
    :root { color-scheme: light dark; --text: #1b1f24; --faint: #59636e; --page: #ffffff;
      --panel: #f5f7f9; --line: #d1d9e0; --good: #1a7f37; --bad: #c11b24; --doubt: #8a5a00;
      --link: #0757ba; }
    @media screen and (prefers-color-scheme: dark) { :root:not(.paper) { --text: #e6eaef;
      --faint: #9aa5b1; --page: #14181d; --panel: #1d2329; --line: #3b444e; --good: #4cc264;
      --bad: #ff7b72; --doubt: #e0a83a; --link: #6cb2ff; } }
    :root.paper { color-scheme: light; }
    """#
}
