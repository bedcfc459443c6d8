import Hummingbird
import OTLP
import Telemetry

/// Answers requests: metrics at `/metrics`, and at `/` where they are.
struct MetricsResponder: HTTPResponder {
  typealias Context = BasicRequestContext

  let collect: @Sendable () -> [MetricRecord]
  let resource: [Attribute]
  let scope: InstrumentationScope

  func respond(to request: Request, context: Context) async throws -> Response {
    guard request.method == .get || request.method == .head else {
      return text(.methodNotAllowed, "only GET and HEAD\n", [.allow: "GET, HEAD"])
    }
    let response =
      switch request.uri.path {
      case "/metrics": metrics(request)
      case "/": text(.ok, "Sonde: metrics are at /metrics\n")
      default: text(.notFound, "nothing here; metrics are at /metrics\n")
      }
    return request.method == .head ? response.createHeadResponse() : response
  }

  private func metrics(_ request: Request) -> Response {
    let format = PrometheusFormat.negotiated(accept: request.headers[.accept])
    let text = PrometheusText.render(
      collect(), format: format, resource: resource, scope: scope)
    var headers: HTTPFields = [
      .contentType: format.contentType, .vary: "Accept, Accept-Encoding",
    ]
    var body = Array(text.utf8)
    if AcceptedEncoding.takesGzip(request.headers[.acceptEncoding]),
      let packed = Gzip.compress(body)
    {
      headers[.contentEncoding] = "gzip"
      body = packed
    }
    return Response(
      status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
  }

  private func text(
    _ status: HTTPResponse.Status, _ text: String, _ others: HTTPFields = [:]
  ) -> Response {
    var headers = others
    headers[.contentType] = "text/plain; charset=utf-8"
    return Response(
      status: status, headers: headers,
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }
}
