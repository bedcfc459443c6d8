internal import Store

/// The numbers of the fields that are written, of Perfetto's messages
/// (https://perfetto.dev/docs/reference/trace-packet-proto).
enum TraceProto {
  /// Of `Trace`.
  static let packet = 1

  enum Packet {
    static let clockSnapshot = 6
    static let timestamp = 8
    static let sequenceID = 10
    static let trackEvent = 11
    static let internedData = 12
    static let sequenceFlags = 13
    static let trackDescriptor = 60
  }

  enum ClockSnapshot {
    static let clocks = 1
    static let clockID = 1
    static let timestamp = 2
    static let realtime: Int64 = 1
    static let boottime: Int64 = 6
  }

  enum Track {
    static let uuid = 1
    static let name = 2
    static let process = 3
    static let parentUUID = 5
    static let counter = 8
  }

  enum Process {
    static let pid = 1
    static let cmdline = 2
    static let name = 6
    static let start = 7
  }

  enum Counter {
    static let unit = 3
    static let unitName = 6
    static let bytes: Int64 = 3
  }

  enum Event {
    static let annotations = 4
    static let type = 9
    static let trackUUID = 11
    static let name = 23
    static let counterValue = 30
    static let doubleCounterValue = 44
    static let flowIDs = 47
    static let terminatingFlowIDs = 48
    static let begin: Int64 = 1
    static let end: Int64 = 2
    static let instant: Int64 = 3
    static let counter: Int64 = 4
  }

  enum Annotations {
    static let nameID = 1
    static let bool = 2
    static let integer = 4
    static let double = 5
    static let string = 6
    static let array = 12
  }

  enum Interned {
    static let annotationNames = 3
    static let id = 1
    static let name = 2
  }
}

extension ProtobufMessage {
  mutating func annotate(_ name: Annotation, _ value: (inout ProtobufMessage) -> Void) {
    append(TraceProto.Event.annotations) { annotation in
      annotation.append(TraceProto.Annotations.nameID, integer: Int64(name.rawValue))
      value(&annotation)
    }
  }

  mutating func annotate(_ name: Annotation, integer: Int64?) {
    guard let integer else { return }
    annotate(name) { $0.append(TraceProto.Annotations.integer, integer: integer) }
  }

  mutating func annotate(_ name: Annotation, real: Double?) {
    guard let real else { return }
    annotate(name) { $0.append(TraceProto.Annotations.double, double: real) }
  }

  mutating func annotate(_ name: Annotation, text: RawText?) {
    guard let text else { return }
    append(TraceProto.Event.annotations) { annotation in
      annotation.append(TraceProto.Annotations.nameID, integer: Int64(name.rawValue))
      annotation.append(TraceProto.Annotations.string, text: text)
    }
  }

  mutating func annotate(
    _ name: Annotation, texts: [RawText]
  ) {
    append(TraceProto.Event.annotations) { annotation in
      annotation.append(TraceProto.Annotations.nameID, integer: Int64(name.rawValue))
      for text in texts {
        annotation.append(TraceProto.Annotations.array) {
          $0.append(TraceProto.Annotations.string, text: text)
        }
      }
    }
  }
}
