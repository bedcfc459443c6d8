extension Doctor {
  /// Whether /proc is there and shows all processes.
  func processFiles() -> Finding {
    let name = "/proc"
    let mounts: String
    do throws(HostFiles.Unreadable) {
      mounts = try host.text("\(host.proc)/self/mountinfo")
    } catch {
      return Finding(name, .required, .missing("\(error)", mend: "mount /proc"))
    }
    let options = Mount.all(mounts).last { $0.point == "/proc" && $0.type == "proc" }?.options
    guard let hiding = options?.first(where: { $0.hasPrefix("hidepid=") }),
      !["hidepid=0", "hidepid=off"].contains(hiding)
    else { return Finding(name, .required, .ok("readable, nothing hidden")) }
    guard capabilities?.has(.sysPtrace) == true else {
      return Finding(
        name, .required,
        .degraded(
          "\(hiding): other users' processes are hidden",
          mend: "grant CAP_SYS_PTRACE, or mount -o remount,hidepid=0 /proc"))
    }
    return Finding(name, .required, .ok("\(hiding), which CAP_SYS_PTRACE overrides"))
  }

  /// Whether the kernel says how long work waits for processors, memory and disks.
  func pressure() -> Finding {
    let name = "pressure"
    do throws(HostFiles.Unreadable) {
      let text = try host.text("\(host.proc)/pressure/cpu")
      let line = text.split(separator: "\n").first.map(String.init) ?? ""
      return Finding(name, .optional, .ok("cpu: \(line)"))
    } catch {
      return Finding(
        name, .optional,
        .degraded(
          "\(error): nobody knows how long work waits",
          mend: "boot with psi=1, on a kernel with CONFIG_PSI"))
    }
  }

  /// Which version of control groups is in use.
  func controlGroups() -> Finding {
    let name = "control groups"
    let root = "\(host.sys)/fs/cgroup"
    let mend = "boot with systemd.unified_cgroup_hierarchy=1"
    if let controllers = try? host.text("\(root)/cgroup.controllers") {
      return Finding(
        name, .optional, .ok("version 2" + (controllers.isEmpty ? "" : ": \(controllers)")))
    }
    if host.exists("\(root)/memory") {
      return Finding(
        name, .optional,
        .degraded("version 1: groups are told apart by those of memory only", mend: mend))
    }
    return Finding(
      name, .optional,
      .degraded("none in \(root): containers cannot be told apart", mend: mend))
  }
}
