import Testing

@testable import Containers

@Suite("Containers by their control group")
struct RecogniserTests {
  private static let id = Place.id
  private static let uid = "0c3b9f0e-8f0e-4d11-9a4b-0d6f5c6c9a11"
  private static let systemdUID = "0c3b9f0e_8f0e_4d11_9a4b_0d6f5c6c9a11"

  @Test(
    "of each engine, in each form that it gives them",
    arguments: [
      ("/docker/\(id)", "docker", id),
      ("/system.slice/docker-\(id).scope", "docker", id),
      ("/docker/\(id)/docker/\(Place.otherID)", "docker", Place.otherID),
      ("/docker/\(id)/system.slice/nginx.service", "docker", id),
      ("/libpod_parent/libpod-\(id)", "podman", id),
      ("/machine.slice/libpod-\(id).scope/container", "podman", id),
      ("/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-\(id).scope", "podman", id),
      ("/kubepods/burstable/pod\(uid)/\(id)", "kubernetes", id),
      (
        "/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod\(systemdUID).slice/"
          + "cri-containerd-\(id).scope", "containerd", id
      ),
      ("/kubepods.slice/kubepods-pod\(systemdUID).slice/crio-\(id).scope", "cri-o", id),
      (
        "/system.slice/containerd.service/kubepods-pod1.slice:cri-containerd:\(id)", "containerd",
        id
      ),
      ("/lxc.payload.pond", "lxc", "pond"),
      ("/lxc/pond/init.scope", "lxc", "pond"),
      ("/machine.slice/systemd-nspawn@barn\\x2d2.service/payload", "systemd-nspawn", "barn-2"),
    ])
  func isKnown(path: String, engine: String, id: String) throws {
    let facts = try #require(Place.facts(ofGroup: path))
    #expect(facts.kind == .container)
    #expect(facts.engine?.rawValue == engine)
    #expect(facts.containerID == id)
    #expect(!facts.isInferred)
  }

  @Test(
    "but not what only looks like one",
    arguments: [
      "/libpod_parent/libpod-conmon-\(id)", "/lxc.monitor.pond",
      "/machine.slice/machine-barn.scope",
      "/docker/buildkit/x7", "/docker/\(id.dropLast())", "/docker/\(id.uppercased())", "/", "",
      "/align_7", "/lxc.payload.", "/docker-/x",
    ])
  func isNot(path: String) throws {
    let facts = try #require(Place.facts(ofGroup: path))
    #expect(facts.kind == .namespaces && facts.engine == nil && facts.containerID == nil)
    #expect(facts.words == "own namespaces: mount, pid, network, uts, ipc")
  }

  @Test("A process of an engine's group that sees the host's files is in no container")
  func engineItself() {
    #expect(Place.facts(ofGroup: "/docker/\(Self.id)", own: []) == nil)
    #expect(Place.facts(ofGroup: "/docker/\(Self.id)", own: [.network])?.kind == .namespaces)
  }

  @Test("Pods have their UID and class, whatever the driver")
  func pods() throws {
    for (path, quality) in [
      ("/kubepods/burstable/pod\(Self.uid)/\(Self.id)", "burstable"),
      ("/kubepods/pod\(Self.uid)/\(Self.id)", "guaranteed"),
      (
        "/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod\(Self.systemdUID).slice/"
          + "cri-containerd-\(Self.id).scope", "besteffort"
      ),
    ] {
      let facts = try #require(Place.facts(ofGroup: path))
      #expect(facts.podUID == Self.uid && facts.qualityOfService == quality)
    }
  }

  @Test("Units and jobs of Slurm on the host are no containers, and are named")
  func hosts() throws {
    let unit = try #require(
      Place.facts(ofGroup: "/user.slice/user-1000.slice/session-3.scope", own: []))
    #expect(unit.kind == .unit && unit.unit == "session-3.scope" && unit.words == nil)
    for path in [
      "/slurm/uid_1000/job_1237/step_0/task_1", "/slurm_n17/uid_1000/job_1237/step_0/task_1",
      "/system.slice/n17_slurmstepd.scope/job_1237/step_0/user/task_1",
    ] {
      let job = try #require(Place.facts(ofGroup: path, own: []))
      #expect(job.kind == .job && job.slurmJob == "1237" && job.words == nil)
      #expect(job.slurmStep == "0" && job.slurmTask == "1")
    }
    #expect(Place.facts(ofGroup: "/mine/job_1237/step_0", own: []) == nil)
  }

  @Test("An id in a group of somebody's naming is a container of nobody knows whose")
  func unmarked() throws {
    let facts = try #require(Place.facts(ofGroup: "/ecs/4711/\(Self.id)"))
    #expect(facts.kind == .container && facts.engine == nil && facts.isInferred)
    #expect(facts.words == "510d0515f456 (engine unknown, inferred)")
  }

  @Test("Where the host's namespaces are not known, an engine's group is all there is")
  func hostUnknown() throws {
    let facts = try #require(
      Place.facts(ofGroup: "/docker/\(Self.id)", own: [], isHostKnown: false))
    #expect(facts.engine == .docker && facts.isInferred && facts.ownNamespaces.isEmpty)
    #expect(Place.facts(ofGroup: "/", own: [.mount], isHostKnown: false) == nil)
  }

  @Test("A path that was cut, one with control characters, one of 255 bytes' names")
  func strangePaths() throws {
    #expect(Place.facts(ofGroup: "…/x/docker/\(Self.id)")?.containerID == Self.id)
    #expect(Place.facts(ofGroup: "/lxc.payload.\u{1B}[31m\u{FFFD}")?.name == "\u{1B}[31m\u{FFFD}")
    let long = String(repeating: "n", count: 242)
    let facts = try #require(Place.facts(ofGroup: "/lxc.payload.\(long)"))
    #expect(facts.name == long)
    #expect(facts.words == "\(long.prefix(79))… (lxc)")
  }
}
