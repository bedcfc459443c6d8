import Testing

@testable import Containers

@Suite("Containers by what else says so")
struct EvidenceTests {
  private static let id = Place.id

  @Test("Apptainer: a mount namespace, and the image in the environment")
  func apptainer() throws {
    let environment = [
      "PATH=/bin", "APPTAINER_CONTAINER=/data/fastqc_0.12.1.sif",
      "APPTAINER_NAME=fastqc_0.12.1.sif",
      "SINGULARITY_NAME=fastqc_0.12.1.sif",
    ]
    let facts = try #require(Place.facts(ofGroup: "/", environment: environment, own: [.mount]))
    #expect(facts.engine == .apptainer && facts.containerID == nil)
    #expect(facts.words == "fastqc_0.12.1.sif (apptainer, image /data/fastqc_0.12.1.sif)")
    // Variables are inherited: on the host they say nothing.
    #expect(Place.facts(ofGroup: "/", environment: environment, own: []) == nil)
    let older = try #require(
      Place.facts(ofGroup: "/", environment: ["SINGULARITY_NAME=a.sif"], own: [.mount]))
    #expect(older.engine == .singularity && older.words == "a.sif (singularity)")
  }

  @Test("In a job of Slurm, both")
  func apptainerInSlurm() throws {
    let facts = try #require(
      Place.facts(
        ofGroup: "/slurm/uid_1/job_9/step_batch", environment: ["APPTAINER_NAME=a.sif"],
        own: [.mount]))
    #expect(facts.kind == .container && facts.slurmJob == "9" && facts.slurmStep == "batch")
    // A job may have namespaces for all of its steps.
    var place = Place()
    place.tracker.note(Place.namespaces(2, own: [.mount]))
    for (group, step) in [(UInt64(7), "0"), (8, "1")] {
      place.tracker.note(group: group, path: "/slurm/uid_1/job_9/step_\(step)")
      let facts = place.exec(group: group, namespaces: 2).facts
      #expect(facts?.kind == .namespaces && facts?.slurmStep == step)
    }
  }

  @Test("What the environment says is heard from whoever says it first, and not unsaid")
  func improved() throws {
    var place = Place()
    place.tracker.note(Place.namespaces(2, own: [.mount]))
    let starter = place.exec(namespaces: 2)
    #expect(starter.facts?.kind == .namespaces)
    let tool = place.exec(environment: ["container=systemd-nspawn"], namespaces: 2)
    #expect(tool.id == starter.id && tool.facts?.engine == .nspawn)
    let child = place.exec(namespaces: 2)
    #expect(child.id == starter.id && child.facts?.engine == .nspawn)
  }

  @Test("runc: by the command that was followed, whatever the group is called")
  func runc() throws {
    var place = Place()
    place.tracker.note(Place.host)
    place.tracker.note(Place.namespaces(2))
    place.tracker.note(group: 7, path: "/elsewhere")
    let client = place.exec(
      ["/usr/sbin/runc", "--log", "run", "--root=/x", "run", "-b", "create", "-d", "align_7"],
      namespaces: 1)
    #expect(client.facts == nil && client.role != 0)
    let inside = place.exec(["/bin/sleep"], group: 7, namespaces: 2, role: client.role)
    #expect(inside.facts?.engine == .runc && inside.facts?.containerID == "align_7")
    #expect(inside.facts?.words == "align_7 (runc)")
    // Its other commands make nothing.
    #expect(place.exec(["runc", "delete", "align_7"], namespaces: 1).role == 0)
    #expect(place.exec(["runc", "run"], namespaces: 1).role == 0)
  }

  @Test("runc: by its own state, if that names this very group")
  func runcState() throws {
    let state = """
      {"id":"align_7","cgroup_paths":{"memory":"/sys/fs/cgroup/memory/jobs/align_7"}}
      """
    let files = ["/run/runc/align_7/state.json": state]
    #expect(Place.facts(ofGroup: "/jobs/align_7", files: files)?.engine == .runc)
    #expect(Place.facts(ofGroup: "/other/align_7", files: files)?.kind == .namespaces)
    for broken in ["", "{", "[]", "{\"id\":7}", String(repeating: "[", count: 9_999)] {
      let files = ["/run/runc/align_7/state.json": broken]
      #expect(Place.facts(ofGroup: "/jobs/align_7", files: files)?.kind == .namespaces)
    }
  }

  @Test("podman without groups: conmon names it, and what conmon starts is no container of its own")
  func podman() throws {
    var place = Place()
    // Without root, podman and all that helps it are in namespaces of the user's already.
    place.tracker.note(Place.namespaces(3, own: [.user, .mount]))
    place.tracker.note(Place.namespaces(2))
    let conmon = place.exec(
      [
        "/usr/bin/conmon", "--api-version", "1", "-c", Self.id, "-r", "/usr/bin/crun", "-n", "seal",
      ],
      namespaces: 3)
    #expect(conmon.facts?.kind == .namespaces)
    let crun = place.exec(
      ["/usr/bin/crun", "create", "--bundle", "/b", Self.id], namespaces: 3, role: conmon.role)
    #expect(crun.role == conmon.role && crun.facts?.kind == .namespaces)
    let inside = place.exec(environment: ["container=podman"], namespaces: 2, role: crun.role)
    #expect(inside.facts?.engine == .podman && inside.facts?.containerID == Self.id)
    #expect(inside.facts?.name == "seal" && inside.facts?.runtime == "crun")
  }

  @Test("A helper's word is known by the id, wherever the container is seen")
  func shim() throws {
    var place = Place()
    place.tracker.note(Place.host)
    place.tracker.note(Place.namespaces(2))
    place.tracker.note(group: 7, path: "/libpod_parent/libpod-\(Self.id)")
    _ = place.exec(["conmon", "-c", Self.id, "-n", "deep_seal"], run: 1, namespaces: 1)
    let facts = place.exec(run: 2, group: 7, namespaces: 2).facts
    #expect(facts?.words == "deep_seal (podman)")
  }

  @Test("containerd: the shim, its own file, and the name that its client takes by default")
  func containerd() throws {
    var place = Place()
    place.tracker.note(Place.host)
    place.tracker.note(Place.namespaces(2))
    place.tracker.note(group: 7, path: "/lab/job-17")
    let shim = place.exec(
      ["containerd-shim-runc-v2", "-namespace", "lab", "-id", "job-17", "-address", "/x"],
      namespaces: 1)
    let inside = place.exec(group: 7, namespaces: 2, role: shim.role).facts
    #expect(inside?.engine == .containerd && inside?.containerID == "job-17")
    let config = "/run/containerd/io.containerd.runtime.v2.task/lab/job-17/config.json"
    let files = [config: #"{"annotations":{"nerdctl/name":"calm_bee"}}"#]
    #expect(Place.facts(ofGroup: "/lab/job-17", files: files)?.words == "calm_bee (containerd)")
    #expect(Place.facts(ofGroup: "/lab/job-17")?.kind == .namespaces)
    let likely = try #require(Place.facts(ofGroup: "/default/job-17"))
    #expect(likely.isInferred && likely.words == "job-17 (containerd, inferred)")
  }

  @Test("Engines' own files name container and image, if they are of this very container")
  func files() {
    let docker = "/var/lib/docker/containers/\(Self.id)/config.v2.json"
    let config = #"{"ID":"\#(Self.id)","Name":"/shy_whale","Config":{"Image":"bb:1"}}"#
    #expect(
      Place.facts(ofGroup: "/docker/\(Self.id)", files: [docker: config])?.words
        == "shy_whale (docker, image bb:1)")
    let other = config.replacing(Self.id, with: Place.otherID)
    #expect(
      Place.facts(ofGroup: "/docker/\(Self.id)", files: [docker: other])?.words
        == "510d0515f456 (docker)")
    let podman = "/var/lib/containers/storage/overlay-containers/containers.json"
    let stored = """
      [{"id":"\(Place.otherID)","names":["no"]},{"id":"\(Self.id)","names":["deep_seal"],
      "metadata":"{\\"image-name\\":\\"localhost/bb:1\\"}"}]
      """
    #expect(
      Place.facts(ofGroup: "/libpod_parent/libpod-\(Self.id)", files: [podman: stored])?.words
        == "deep_seal (podman, image localhost/bb:1)")
    let kubernetes = "/run/containerd/io.containerd.runtime.v2.task/k8s.io/\(Self.id)/config.json"
    let notes = """
      {"annotations":{"io.kubernetes.cri.container-name":"align",
      "io.kubernetes.cri.image-name":"docker.io/bwa:1"}}
      """
    #expect(
      Place.facts(ofGroup: "/kubepods/pod12/\(Self.id)", files: [kubernetes: notes])?.words
        == "align (kubernetes, image docker.io/bwa:1, pod 12)")
  }

  @Test("An id never leads out of an engine's directory")
  func fileNames() {
    for id in ["..", ".", "", "a/b", "a\0b", String(repeating: "x", count: 256)] {
      #expect(!EngineFiles.isFileName(id), "\(id)")
    }
    #expect(EngineFiles.isFileName("..a"))
  }
}
