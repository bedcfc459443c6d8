import Telemetry
import Testing

@Suite("Which form Prometheus is answered in")
struct NegotiationTests {
  private static let prometheus2 =
    "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
    + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1"
  private static let prometheus3 =
    "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
    + "application/openmetrics-text;version=0.0.1;q=0.5,"
    + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,"
    + "*/*;q=0.2"
  private static let text = "text/plain; version=0.0.4; charset=utf-8"
  private static let open = "application/openmetrics-text; version=1.0.0; charset=utf-8"

  @Test(
    "The form that is liked best is chosen, and text for those who like none",
    arguments: [
      (nil, text), ("", text), ("*/*", text), ("text/html, */*;q=0.8", text),
      ("text/plain", text), ("text/*;q=0.5", text), ("application/json", text),
      (prometheus2, open), (prometheus3, open + "; escaping=underscores"),
      ("application/openmetrics-text", open),
      ("Application/OpenMetrics-Text; Version=1.0.0", open),
      ("application/openmetrics-text; version=\"1.0.0\"; charset=utf-8", open),
      ("application/openmetrics-text;version=0.0.1", open.replacing("1.0.0", with: "0.0.1")),
      ("application/openmetrics-text;version=2.0.0", text),
      ("application/*", open),
      ("text/plain;q=0.3, application/openmetrics-text;q=0.7", open),
      ("text/plain;q=0.7, application/openmetrics-text;q=0.3", text),
      ("text/plain, application/openmetrics-text", text),
      ("application/openmetrics-text, text/plain", open),
      ("application/openmetrics-text;q=0, */*", text),
      ("text/plain;q=0, */*", open),
      ("text/plain;version=1.0.0", text),
      ("text/plain;version=1.0.0, application/openmetrics-text;q=0.1", open),
      ("application/openmetrics-text;q=nonsense", text),
      ("text/plain; version=0.0.4; escaping=values", text + "; escaping=underscores"),
      (",,;q=1,/", text),
    ])
  func negotiated(accept: String?, contentType: String) {
    #expect(PrometheusFormat.negotiated(accept: accept).contentType == contentType)
  }
}
