/// A column of Nextflow's trace file (https://www.nextflow.io/docs/latest/reports.html#trace-file),
/// in the order of Nextflow's own list.
public enum TraceField: String, CaseIterable, Sendable {
  case taskID = "task_id"
  case hash
  case nativeID = "native_id"
  case process, module, container, tag, name, status, exit, submit, start, complete, duration
  case realtime
  case cpuPercent = "%cpu"
  case memoryPercent = "%mem"
  case rss, vmem
  case peakRSS = "peak_rss"
  case peakVMem = "peak_vmem"
  case rchar, wchar, syscr, syscw
  case readBytes = "read_bytes"
  case writeBytes = "write_bytes"
  case attempt, workdir, script, scratch, queue, cpus, memory, disk, time, env
  case errorAction = "error_action"
  case voluntarySwitches = "vol_ctxt"
  case involuntarySwitches = "inv_ctxt"
  case hostname
  case cpuModel = "cpu_model"

  /// Those that Nextflow writes when it is not told otherwise.
  public static let usual: [TraceField] = [
    .taskID, .hash, .nativeID, .name, .status, .exit, .submit, .duration, .realtime, .cpuPercent,
    .peakRSS, .peakVMem, .rchar, .wchar,
  ]
}
