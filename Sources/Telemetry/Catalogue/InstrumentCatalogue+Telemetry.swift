extension InstrumentCatalogue {
  /// https://opentelemetry.io/docs/specs/semconv/otel/sdk-metrics/
  static let telemetry: [Entry] =
    [
      Entry("otel.sdk.span.started", .counter, "{span}", "Spans started"),
      Entry("otel.sdk.span.live", .upDownCounter, "{span}", "Spans that have not ended"),
      Entry("otel.sdk.log.created", .counter, "{log_record}", "Records of the log"),
      Entry(
        "otel.sdk.exporter.operation.duration", .histogram, "s", "How long exports took"),
      Entry(
        "otel.sdk.metric_reader.collection.duration", .histogram, "s",
        "How long collecting the metrics took"),
    ] + processor(of: "span", "{span}", "Spans") + processor(of: "log", "{log_record}", "Records")
    + exporter(of: "span", "{span}", "Spans") + exporter(of: "log", "{log_record}", "Records")
    + exporter(of: "metric_data_point", "{data_point}", "Data points")

  private static func processor(of what: String, _ unit: String, _ words: String) -> [Entry] {
    let prefix = "otel.sdk.processor.\(what)"
    return [
      Entry("\(prefix).queue.size", .upDownCounter, unit, "\(words) in the queue"),
      Entry(
        "\(prefix).queue.capacity", .upDownCounter, unit, "\(words) that the queue has room for"),
      Entry(
        "\(prefix).processed", .counter, unit,
        "\(words) that left the queue, or found no room in it"),
    ]
  }

  private static func exporter(of what: String, _ unit: String, _ words: String) -> [Entry] {
    let prefix = "otel.sdk.exporter.\(what)"
    return [
      Entry("\(prefix).inflight", .upDownCounter, unit, "\(words) under way to the collector"),
      Entry("\(prefix).exported", .counter, unit, "\(words) exported, or not, by error"),
    ]
  }
}
