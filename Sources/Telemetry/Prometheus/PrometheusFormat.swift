/// A form in which Prometheus takes metrics.
public struct PrometheusFormat: Sendable, Equatable {
  /// How the text is written.
  public enum Syntax: Sendable {
    /// https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
    case text
    /// https://github.com/prometheus/OpenMetrics/blob/v1.0.0/specification/OpenMetrics.md
    case openMetrics
  }

  /// How the text is written.
  public let syntax: Syntax
  /// What an answer of HTTP says of itself.
  public let contentType: String

  /// Version 0.0.4 of the text format, for those who do not say what they take.
  public static let text = PrometheusFormat(
    syntax: .text, contentType: "text/plain; version=0.0.4; charset=utf-8")
  /// OpenMetrics 1.0.
  public static let openMetrics = PrometheusFormat(
    syntax: .openMetrics,
    contentType: "application/openmetrics-text; version=1.0.0; charset=utf-8")

  /// The form that an `Accept` header likes best; text, when it likes none.
  ///
  /// https://prometheus.io/docs/instrumenting/content_negotiation/
  public static func negotiated(accept: String?) -> PrometheusFormat {
    let ranges = (accept ?? "").split(separator: ",").enumerated().compactMap(MediaRange.init)
    let text = MediaRange.best(ranges.filter(\.matchesText))
    let openMetrics = MediaRange.best(ranges.filter(\.matchesOpenMetrics))
    let isTextWanted = (text?.quality ?? 0) > 0
    guard let openMetrics, openMetrics.quality > 0,
      !isTextWanted || openMetrics.isPreferred(to: text)
    else {
      return Self.text.with(escaping: isTextWanted ? text?["escaping"] : nil)
    }
    return Self.openMetrics.with(version: openMetrics["version"])
      .with(escaping: openMetrics["escaping"])
  }

  /// Who asks for the older version gets the same text under its name.
  private func with(version: String?) -> PrometheusFormat {
    guard version == "0.0.1" else { return self }
    return PrometheusFormat(
      syntax: syntax, contentType: contentType.replacing("1.0.0", with: "0.0.1"))
  }

  /// Who knows other ways to write names is told that ours are written with underscores.
  private func with(escaping: String?) -> PrometheusFormat {
    guard escaping != nil else { return self }
    return PrometheusFormat(syntax: syntax, contentType: contentType + "; escaping=underscores")
  }
}
