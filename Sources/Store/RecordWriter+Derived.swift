internal import CSondeWire
public import Events
internal import Foundation
internal import GRDB
public import Processes
public import Procfs

extension RecordWriter {
  /// Writes what is known of a living process, in place of what was written of it before.
  public func write(_ summary: ProcessSummary) throws {
    try inDatabase { database in
      try database.cachedStatement(
        sql: "INSERT OR REPLACE INTO process_summary VALUES (?, ?, ?, ?, ?, ?, ?)"
      ).execute(arguments: [
        summary.processID, utc(summary.time), summary.meanCPUPercent, summary.peakCPUPercent,
        Int64(clamping: summary.peakRSS), Int64(clamping: summary.readBytes),
        Int64(clamping: summary.writeBytes),
      ])
    }
  }

  /// Writes the sums of a tool in its run, in place of those that were written before.
  public func write(_ tool: ToolSummary) throws {
    try inDatabase { database in
      try database.cachedStatement(
        sql: "INSERT OR REPLACE INTO tool_summary VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
      ).execute(arguments: [
        tool.runID, Self.value(tool.name), tool.processes, tool.executions, tool.running,
        tool.failures, Int64(clamping: tool.wallTime), Int64(clamping: tool.userTime),
        Int64(clamping: tool.systemTime), tool.peakCPUPercent, Int64(clamping: tool.peakRSS),
        Int64(clamping: tool.readBytes), Int64(clamping: tool.writeBytes),
      ])
    }
  }

  /// Writes a control group: its path, and the container that the path names, if it does.
  public func write(_ event: ControlGroupEvent) throws {
    encoder.clear()
    if let room = encoder.room(event.path.pathSize) { encoder.used(event.path.write(to: room)) }
    let path = String(decoding: encoder.bytes, as: UTF8.self)
    try inDatabase { database in
      try database.execute(
        sql: "INSERT OR REPLACE INTO cgroup VALUES (?, ?, ?, ?)",
        arguments: [
          sessionID, Int64(truncatingIfNeeded: event.fixed.pointee.cgroup_id),
          Self.value(Array(encoder.bytes)),
          ContainerID.inControlGroup(path),
        ])
    }
  }

  /// Writes a reading of the host and its file systems; `time` is ns since boot.
  public func write(_ host: HostSample, filesystems: [FilesystemSample], time: UInt64) throws {
    try inDatabase { database in
      try database.cachedStatement(
        sql: "INSERT OR REPLACE INTO host_sample VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
      ).execute(arguments: [
        sessionID, utc(time), host.cpuPercent, Int64(clamping: host.memoryTotal),
        Int64(clamping: host.memoryUsed), Int64(clamping: host.memoryAvailable),
        Int64(clamping: host.swapUsed), host.load1, host.load5, host.load15,
      ])
      for filesystem in filesystems {
        try database.cachedStatement(
          sql: "INSERT OR REPLACE INTO filesystem_sample VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        ).execute(arguments: [
          sessionID, utc(time), filesystem.mountPoint, filesystem.device, filesystem.type,
          Int64(clamping: filesystem.total), Int64(clamping: filesystem.used),
          Int64(clamping: filesystem.available),
        ])
      }
    }
  }
}

extension RecordWriter {
  /// Text when it is valid UTF-8; otherwise the bytes as they are.
  static func value(_ bytes: [UInt8]) -> DatabaseValue {
    String(validating: bytes, as: UTF8.self)?.databaseValue ?? Data(bytes).databaseValue
  }
}

/// Finds the container in the path of a control group.
enum ContainerID {
  /// Container engines name a group after the container's id: 64 hexadecimal digits, alone or
  /// between a prefix such as `docker-` and a suffix such as `.scope`.
  static func inControlGroup(_ path: String) -> String? {
    for component in path.split(separator: "/").reversed() {
      for word in component.split(whereSeparator: { !$0.isASCII || !$0.isHexDigit })
      where word.count == 64 {
        return String(word)
      }
    }
    return nil
  }
}
