import Logging
import OTLP
import Telemetry
import Testing

@Suite("Variables of OpenTelemetry")
struct VariableTests {
  private static let changes: [(String, String, Change)] = [
    ("OTEL_BSP_SCHEDULE_DELAY", "250", { $0.spanBatches.scheduleDelay = .milliseconds(250) }),
    ("OTEL_BSP_SCHEDULE_DELAY", "0", { $0.spanBatches.scheduleDelay = .milliseconds(1) }),
    ("OTEL_BSP_EXPORT_TIMEOUT", "100", { $0.spanBatches.exportTimeout = .milliseconds(100) }),
    (
      "OTEL_BSP_EXPORT_TIMEOUT", "0",
      { $0.spanBatches.exportTimeout = .milliseconds(Int(Int32.max)) }
    ),
    ("OTEL_BSP_MAX_QUEUE_SIZE", "9999", { $0.spanBatches.maxQueueSize = 9999 }),
    ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "7", { $0.spanBatches.maxExportBatchSize = 7 }),
    ("OTEL_BLRP_SCHEDULE_DELAY", "250", { $0.logBatches.scheduleDelay = .milliseconds(250) }),
    ("OTEL_BLRP_EXPORT_TIMEOUT", "100", { $0.logBatches.exportTimeout = .milliseconds(100) }),
    ("OTEL_BLRP_MAX_QUEUE_SIZE", "9999", { $0.logBatches.maxQueueSize = 9999 }),
    ("OTEL_BLRP_MAX_EXPORT_BATCH_SIZE", "7", { $0.logBatches.maxExportBatchSize = 7 }),
    ("OTEL_METRIC_EXPORT_INTERVAL", "500", { $0.metricInterval = .milliseconds(500) }),
    ("OTEL_METRIC_EXPORT_TIMEOUT", "500", { $0.metricTimeout = .milliseconds(500) }),
    ("OTEL_METRICS_EXEMPLAR_FILTER", "Always_Off", { $0.exemplars = .alwaysOff }),
    (
      "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "DELTA", { $0.temporality = .delta }
    ),
    (
      "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "lowmemory",
      { $0.temporality = .lowMemory }
    ),
    (
      "OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION", "explicit_bucket_histogram",
      { _ in }
    ),
    ("OTEL_PROPAGATORS", "baggage", { $0.propagators = [.baggage] }),
    ("OTEL_PROPAGATORS", "tracecontext, tracecontext", { $0.propagators = [.traceContext] }),
    ("OTEL_PROPAGATORS", "none", { $0.propagators = [] }),
    ("OTEL_LOG_LEVEL", "DEBUG", { $0.logLevel = .debug }),
    ("OTEL_LOG_LEVEL", "warn", { $0.logLevel = .warning }),
    ("OTEL_LOG_LEVEL", "fatal", { $0.logLevel = .critical }),
    (
      "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "5",
      {
        $0.spanLimits.attributes.valueLength = 5
        $0.logLimits.valueLength = 5
      }
    ),
    (
      "OTEL_ATTRIBUTE_COUNT_LIMIT", "0",
      {
        $0.spanLimits.attributes.count = 0
        $0.spanLimits.attributesPerEvent = 0
        $0.spanLimits.attributesPerLink = 0
        $0.logLimits.count = 0
      }
    ),
    ("OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT", "5", { $0.spanLimits.attributes.valueLength = 5 }),
    ("OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "5", { $0.spanLimits.attributes.count = 5 }),
    ("OTEL_SPAN_EVENT_COUNT_LIMIT", "5", { $0.spanLimits.events = 5 }),
    ("OTEL_SPAN_LINK_COUNT_LIMIT", "5", { $0.spanLimits.links = 5 }),
    ("OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT", "5", { $0.spanLimits.attributesPerEvent = 5 }),
    ("OTEL_LINK_ATTRIBUTE_COUNT_LIMIT", "5", { $0.spanLimits.attributesPerLink = 5 }),
    ("OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT", "5", { $0.logLimits.valueLength = 5 }),
    ("OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT", "5", { $0.logLimits.count = 5 }),
    (
      "OTEL_SERVICE_NAME", " my service ",
      { settings in
        settings.resource = settings.resource.map {
          $0.key == "service.name" ? Attribute($0.key, "my service") : $0
        }
      }
    ),
  ]

  private static let badValues: [(String, String, String)] = [
    (
      "OTEL_BSP_MAX_QUEUE_SIZE", "0",
      "'0' is no whole number from 1 to 2147483647, and ignored; "
        + "write one, or unset it"
    ),
    (
      "OTEL_BSP_SCHEDULE_DELAY", "-1",
      "'-1' is no whole number from 0 to 2147483647, and "
        + "ignored; write one, or unset it"
    ),
    (
      "OTEL_BSP_SCHEDULE_DELAY", "5s",
      "'5s' is no whole number from 0 to 2147483647, and "
        + "ignored; write one, or unset it"
    ),
    (
      "OTEL_METRIC_EXPORT_INTERVAL", "99999999999",
      "'99999999999' is no whole number from 0 to "
        + "2147483647, and ignored; write one, or unset it"
    ),
    (
      "OTEL_EXPORTER_PROMETHEUS_PORT", "70000",
      "'70000' is no whole number from 0 to 65535, and "
        + "ignored; write one, or unset it"
    ),
    (
      "OTEL_SDK_DISABLED", "1",
      "'1' is neither 'true' nor 'false' and counts as 'false'; write "
        + "one of them"
    ),
    (
      "ENABLE_OTLP", "on",
      "'on' is neither 'true' nor 'false' and counts as 'false'; write one "
        + "of them"
    ),
    (
      "OTEL_EXPORTER_OTLP_INSECURE", "yes",
      "'yes' is neither 'true' nor 'false' and counts as "
        + "'false'; write one of them"
    ),
    (
      "OTEL_TRACES_SAMPLER", "xray",
      "'xray' is ignored; the valid ones are always_on, "
        + "always_off, traceidratio, parentbased_always_on, parentbased_always_off, "
        + "parentbased_traceidratio"
    ),
    (
      "OTEL_PROPAGATORS", "b3,baggage",
      "'b3' is ignored; the valid ones are tracecontext, "
        + "baggage, none"
    ),
    (
      "OTEL_LOG_LEVEL", "loud",
      "'loud' is ignored; the valid ones are trace, debug, info, "
        + "notice, warning, error, critical"
    ),
    (
      "OTEL_METRICS_EXEMPLAR_FILTER", "some",
      "'some' is ignored; the valid ones are always_on, "
        + "always_off, trace_based"
    ),
    (
      "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "both",
      "'both' is ignored; the valid "
        + "ones are cumulative, delta, lowmemory"
    ),
    (
      "OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION",
      "base2_exponential_bucket_histogram",
      "'base2_exponential_bucket_histogram' is not built; "
        + "histograms have given buckets, as with explicit_bucket_histogram"
    ),
    (
      "OTEL_EXPORTER_OTLP_PROTOCOL", "http/json",
      "'http/json' is ignored; the valid ones are "
        + "grpc, http/protobuf"
    ),
    (
      "OTEL_EXPORTER_OTLP_COMPRESSION", "zstd",
      "'zstd' is ignored; the valid ones are gzip, "
        + "none"
    ),
    (
      "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "1.5",
      "'1.5' is no whole number from 0 to 2147483647, "
        + "and ignored; write one, or unset it"
    ),
    (
      "OTEL_TRACES_EXPORTER", "jaeger",
      "'jaeger' is ignored; the valid ones are otlp, console, "
        + "otlp/stdout, none"
    ),
    (
      "OTEL_METRICS_EXPORTER", "statsd",
      "'statsd' is ignored; the valid ones are otlp, console, "
        + "otlp/stdout, prometheus, none"
    ),
    (
      "OTEL_LOGS_EXPORTER", "none,console",
      "'none,console' has 'none' beside others, and means "
        + "none; remove one or the other"
    ),
    (
      "OTEL_TRACES_EXPORTER", "otlp",
      "'otlp' has no endpoint; set OTEL_EXPORTER_OTLP_ENDPOINT, "
        + "or ENABLE_OTLP=true for a collector on this host"
    ),
    (
      "OTEL_ENTITIES", "host{id=1}",
      "'host{id=1}' is ignored: entities are not exported; say it "
        + "with OTEL_RESOURCE_ATTRIBUTES"
    ),
    (
      "OTEL_LOG_LEVEL", "\u{1b}[31m" + String(repeating: "x", count: 200),
      "'\\e[31m" + String(repeating: "x", count: 95) + "…' is ignored; the valid ones are trace, "
        + "debug, info, notice, warning, error, critical"
    ),
  ]

  private typealias Change = @Sendable (inout TelemetrySettings) -> Void

  @Test("Unset variables, and empty ones, mean the defaults of the specification")
  func defaults() throws {
    let empty = Dictionary(uniqueKeysWithValues: Self.variables.map { ($0, "") })
    for environment in [[:], empty] {
      let settings = try settings(environment)
      #expect(settings.sampler == .parentBased(root: .alwaysOn))
      #expect(settings.propagators == [.traceContext, .baggage])
      #expect(settings.spanBatches == BatchSettings(scheduleDelay: .seconds(5)))
      #expect(settings.logBatches == BatchSettings(scheduleDelay: .seconds(1)))
      #expect(settings.spanBatches.exportTimeout == .seconds(30))
      #expect(settings.spanBatches.maxQueueSize == 2048)
      #expect(settings.spanBatches.maxExportBatchSize == 512)
      #expect(settings.metricInterval == .seconds(60))
      #expect(settings.metricTimeout == .seconds(30))
      #expect(settings.spanLimits == SpanLimits())
      #expect(settings.spanLimits.attributes == AttributeLimits(valueLength: nil, count: 128))
      #expect(settings.logLimits == AttributeLimits(valueLength: nil, count: 128))
      #expect(settings.temporality == .cumulative)
      #expect(settings.exemplars == .traceBased)
      #expect(settings.logLevel == .info)
      #expect(settings.prometheus == nil)
      #expect(settings.warnings.isEmpty)
    }
  }

  @Test(
    "A sampler has its argument where it takes one",
    arguments: [
      ("always_on", nil, .alwaysOn), ("always_off", "0.5", .alwaysOff),
      ("traceidratio", "0.25", .traceIDRatio(0.25)), ("traceidratio", nil, .traceIDRatio(1)),
      ("traceidratio", "1.5", .traceIDRatio(1)), ("traceidratio", "-0.1", .traceIDRatio(1)),
      ("traceidratio", "nan", .traceIDRatio(1)), ("traceidratio", "half", .traceIDRatio(1)),
      ("ParentBased_TraceIDRatio", "0", .parentBased(root: .traceIDRatio(0))),
      ("parentbased_always_on", nil, .parentBased(root: .alwaysOn)),
      ("parentbased_always_off", nil, .parentBased(root: .alwaysOff)),
      ("jaeger_remote", nil, .parentBased(root: .alwaysOn)),
      (nil, "0.5", .parentBased(root: .alwaysOn)),
    ] as [(String?, String?, Sampler)])
  func sampler(name: String?, argument: String?, expected: Sampler) throws {
    var environment: [String: String] = [:]
    environment["OTEL_TRACES_SAMPLER"] = name
    environment["OTEL_TRACES_SAMPLER_ARG"] = argument
    #expect(try settings(environment).sampler == expected)
  }

  @Test("Numbers and words reach their settings", arguments: changes)
  func value(name: String, text: String, change: @Sendable (inout TelemetrySettings) -> Void) throws
  {
    var expected = try settings()
    change(&expected)
    #expect(try settings([name: text]) == expected)
  }

  @Test("A bad value is ignored, and named with how to mend it", arguments: badValues)
  func bad(name: String, text: String, complaint: String) throws {
    #expect(try settings([name: text]).warnings == ["\(name): \(complaint)"])
  }

  @Test("A batch is no larger than the queue")
  func batchAndQueue() throws {
    let told = try settings([
      "OTEL_BSP_MAX_QUEUE_SIZE": "100", "OTEL_BSP_MAX_EXPORT_BATCH_SIZE": "200",
    ])
    #expect(told.spanBatches.maxExportBatchSize == 100)
    #expect(
      told.warnings == [
        "OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '200' is more than OTEL_BSP_MAX_QUEUE_SIZE, so it is "
          + "100; raise that, or lower this"
      ])
    // Who lowers the queue alone has made no mistake.
    let quiet = try settings(["OTEL_BLRP_MAX_QUEUE_SIZE": "100"])
    #expect(quiet.logBatches.maxExportBatchSize == 100)
    #expect(quiet.warnings.isEmpty)
  }

  @Test("A limit for spans or records beats the one for all")
  func limits() throws {
    let settings = try settings([
      "OTEL_ATTRIBUTE_COUNT_LIMIT": "10", "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT": "20",
      "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT": "11", "OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT": "12",
      "OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT": "21",
    ])
    #expect(settings.spanLimits.attributes == AttributeLimits(valueLength: 20, count: 11))
    #expect(settings.spanLimits.attributesPerEvent == 12)
    #expect(settings.spanLimits.attributesPerLink == 10)
    #expect(settings.logLimits == AttributeLimits(valueLength: 21, count: 10))
  }

  @Test(
    "Attributes of the resource are read whole or not at all",
    arguments: [
      ("a=1,b=2", ["a": "1", "b": "2"]), (" a = 1 ,", ["a": "1"]),
      ("a=x%2Cy%3Dz%25", ["a": "x,y=z%"]), ("k%20ey=%C3%A9", ["k ey": "é"]), ("a=", ["a": ""]),
      ("a=1,b", [:]), ("a=1,=2", [:]), ("a=%zz,b=1", [:]), ("a=b=c", [:]),
    ])
  func resource(text: String, expected: [String: String]) throws {
    let variable = "OTEL_RESOURCE_ATTRIBUTES"
    let plain = try settings()
    let settings = try settings([variable: text])
    let added = settings.resource.filter { !plain.resource.contains($0) }
    #expect(
      Dictionary(uniqueKeysWithValues: added.map { ($0.key, $0.value) })
        == expected.mapValues { .string($0) })
    #expect(settings.warnings.isEmpty == !expected.isEmpty)
    #expect(settings.warnings.allSatisfy { $0.hasPrefix("\(variable): '") })
  }

  @Test("The name of the service has its own variable, which beats the others")
  func serviceName() throws {
    let attributes = "service.name=listed,host.name=other"
    #expect(try settings().resource["service.name"] == "sonde")
    let listed = try settings(["OTEL_RESOURCE_ATTRIBUTES": attributes]).resource
    #expect(listed["service.name"] == "listed")
    #expect(listed["host.name"] == "other")
    #expect(listed["service.version"] == "1.2.3")
    #expect(listed["telemetry.sdk.language"] == "swift")
    let named = try settings([
      "OTEL_RESOURCE_ATTRIBUTES": attributes, "OTEL_SERVICE_NAME": "named",
    ]).resource
    #expect(named["service.name"] == "named")
  }

  /// Every variable that is read.
  private static let variables =
    [
      "ENABLE_OTLP", "OTEL_SDK_DISABLED", "OTEL_RESOURCE_ATTRIBUTES", "OTEL_SERVICE_NAME",
      "OTEL_ENTITIES", "OTEL_LOG_LEVEL", "OTEL_PROPAGATORS", "OTEL_TRACES_SAMPLER",
      "OTEL_TRACES_SAMPLER_ARG", "OTEL_METRIC_EXPORT_INTERVAL", "OTEL_METRIC_EXPORT_TIMEOUT",
      "OTEL_METRICS_EXEMPLAR_FILTER", "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT",
      "OTEL_ATTRIBUTE_COUNT_LIMIT", "OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT",
      "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "OTEL_SPAN_EVENT_COUNT_LIMIT",
      "OTEL_SPAN_LINK_COUNT_LIMIT", "OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT",
      "OTEL_LINK_ATTRIBUTE_COUNT_LIMIT", "OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT",
      "OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT", "OTEL_EXPORTER_PROMETHEUS_HOST",
      "OTEL_EXPORTER_PROMETHEUS_PORT", "OTEL_CONFIG_FILE", "OTEL_EXPERIMENTAL_CONFIG_FILE",
      "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE",
      "OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION",
    ]
    + ["TRACES", "METRICS", "LOGS"].map { "OTEL_\($0)_EXPORTER" }
    + ["BSP", "BLRP"].flatMap { processor in
      ["SCHEDULE_DELAY", "EXPORT_TIMEOUT", "MAX_QUEUE_SIZE", "MAX_EXPORT_BATCH_SIZE"].map {
        "OTEL_\(processor)_\($0)"
      }
    }
    + ["", "TRACES_", "METRICS_", "LOGS_"].flatMap { signal in
      [
        "ENDPOINT", "INSECURE", "CERTIFICATE", "CLIENT_KEY", "CLIENT_CERTIFICATE", "HEADERS",
        "COMPRESSION", "TIMEOUT", "PROTOCOL",
      ].map { "OTEL_EXPORTER_OTLP_\(signal)\($0)" }
    }
}
