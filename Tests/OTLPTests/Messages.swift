import Foundation
import OpenTelemetryProto
import SwiftProtobuf

@testable import OTLP

typealias KeyValue = Opentelemetry_Proto_Common_V1_KeyValue
typealias AnyValue = Opentelemetry_Proto_Common_V1_AnyValue

/// The same as generated messages, by the words of the protocol's definition.
enum Messages {
  static func data(_ trace: TraceID) -> Data { Data(bytes(trace.high) + bytes(trace.low)) }
  static func data(_ span: SpanID) -> Data { Data(bytes(span.value)) }

  private static func bytes(_ number: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * $0)) }
  }

  static func value(_ value: AttributeValue) -> AnyValue {
    var message = AnyValue()
    switch value {
    case .string(let text): message.stringValue = text
    case .int(let number): message.intValue = number
    case .double(let number): message.doubleValue = number
    case .bool(let flag): message.boolValue = flag
    case .strings(let texts):
      message.arrayValue.values = texts.map { text in .with { $0.stringValue = text } }
      if texts.isEmpty { message.value = .arrayValue(.init()) }
    }
    return message
  }

  static func attributes(_ attributes: [Attribute]) -> [KeyValue] {
    attributes.map { attribute in
      .with {
        $0.key = attribute.key
        $0.value = value(attribute.value)
      }
    }
  }

  static func span(_ span: SpanRecord) -> Opentelemetry_Proto_Trace_V1_Span {
    .with {
      $0.traceID = data(span.traceID)
      $0.spanID = data(span.spanID)
      $0.traceState = span.traceState
      $0.parentSpanID = span.parentSpanID.map(data) ?? Data()
      $0.flags = UInt32(span.flags)
      if let isParentRemote = span.isParentRemote { $0.flags += isParentRemote ? 0x300 : 0x100 }
      $0.name = span.name
      $0.kind = .init(rawValue: span.kind.rawValue) ?? .unspecified
      $0.startTimeUnixNano = span.start
      $0.endTimeUnixNano = span.end
      $0.attributes = attributes(span.attributes)
      $0.droppedAttributesCount = span.droppedAttributes
      $0.events = span.events.map(event)
      $0.droppedEventsCount = span.droppedEvents
      $0.links = span.links.map(link)
      $0.droppedLinksCount = span.droppedLinks
      switch span.status {
      case .unset: break
      case .ok: $0.status.code = .ok
      case .error(let message):
        $0.status.code = .error
        $0.status.message = message
      }
    }
  }

  private static func event(
    _ event: SpanRecord.Event
  ) -> Opentelemetry_Proto_Trace_V1_Span.Event {
    .with {
      $0.timeUnixNano = event.time
      $0.name = event.name
      $0.attributes = attributes(event.attributes)
      $0.droppedAttributesCount = event.droppedAttributes
    }
  }

  private static func link(_ link: SpanRecord.Link) -> Opentelemetry_Proto_Trace_V1_Span.Link {
    .with {
      $0.traceID = data(link.context.traceID)
      $0.spanID = data(link.context.spanID)
      $0.traceState = link.context.state
      $0.attributes = attributes(link.attributes)
      $0.droppedAttributesCount = link.droppedAttributes
      $0.flags = UInt32(link.context.flags)
    }
  }

  static func log(_ record: LogRecord) -> Opentelemetry_Proto_Logs_V1_LogRecord {
    .with {
      $0.timeUnixNano = record.time
      $0.observedTimeUnixNano = record.time
      $0.severityNumber = .init(rawValue: record.severity) ?? .unspecified
      $0.severityText = record.severityText
      $0.body = value(record.body)
      $0.attributes = attributes(record.attributes)
      $0.droppedAttributesCount = record.droppedAttributes
      $0.eventName = record.eventName
      guard let context = record.context else { return }
      $0.flags = UInt32(context.flags)
      $0.traceID = data(context.traceID)
      $0.spanID = data(context.spanID)
    }
  }

  static func metric(_ metric: MetricRecord) -> Opentelemetry_Proto_Metrics_V1_Metric {
    .with {
      $0.name = metric.name
      $0.description_p = metric.description
      $0.unit = metric.unit
      switch metric.data {
      case .gauge(let points): $0.gauge.dataPoints = points.map(point)
      case .sum(let points, let isMonotonic, let temporality):
        $0.sum.dataPoints = points.map(point)
        $0.sum.isMonotonic = isMonotonic
        $0.sum.aggregationTemporality = .init(rawValue: temporality.rawValue) ?? .unspecified
      case .histogram(let points, let temporality):
        $0.histogram.dataPoints = points.map(point)
        $0.histogram.aggregationTemporality = .init(rawValue: temporality.rawValue) ?? .unspecified
      }
    }
  }

  private static func point(
    _ point: MetricRecord.NumberPoint
  ) -> Opentelemetry_Proto_Metrics_V1_NumberDataPoint {
    .with {
      $0.attributes = attributes(point.attributes)
      $0.startTimeUnixNano = point.start
      $0.timeUnixNano = point.time
      switch point.value {
      case .int(let number): $0.asInt = number
      case .double(let number): $0.asDouble = number
      }
      $0.exemplars = point.exemplars.map(exemplar)
    }
  }

  private static func point(
    _ point: MetricRecord.HistogramPoint
  ) -> Opentelemetry_Proto_Metrics_V1_HistogramDataPoint {
    .with {
      $0.attributes = attributes(point.attributes)
      $0.startTimeUnixNano = point.start
      $0.timeUnixNano = point.time
      $0.count = point.count
      $0.sum = point.sum
      $0.bucketCounts = point.buckets
      $0.explicitBounds = point.bounds
      if let min = point.min { $0.min = min }
      if let max = point.max { $0.max = max }
      $0.exemplars = point.exemplars.map(exemplar)
    }
  }

  private static func exemplar(
    _ exemplar: MetricRecord.Exemplar
  ) -> Opentelemetry_Proto_Metrics_V1_Exemplar {
    .with {
      $0.timeUnixNano = exemplar.time
      switch exemplar.value {
      case .int(let number): $0.asInt = number
      case .double(let number): $0.asDouble = number
      }
      guard let context = exemplar.context else { return }
      $0.traceID = data(context.traceID)
      $0.spanID = data(context.spanID)
    }
  }
}
