import Foundation
import GRDB
import Testing

@testable import Store

@Suite("Control groups and containers")
struct WriterControlGroupTests {
  private static let id = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
  private static let other = String(repeating: "fe", count: 32)

  @Test(
    "The container is found in the path of its control group",
    arguments: [
      "/docker/ID",
      "/system.slice/docker-ID.scope",
      "/system.slice/docker-ID.scope/init.scope",
      "/machine.slice/libpod-ID.scope",
      "/machine.slice/libpod-ID.scope/container",
      "/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-ID.scope/container",
      "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod0f9a2b3c_1234_5678_9abc_def0"
        + "12345678.slice/cri-containerd-ID.scope",
      "/kubepods/besteffort/pod0f9a2b3c-1234-5678-9abc-def012345678/ID",
      "/kubepods.slice/kubepods-pod1.slice/crio-ID.scope",
      "/docker/OTHER/docker/ID",
      "/system.slice/containerd.service/kubepods-pod1.slice:cri-containerd:ID",
    ])
  func container(path: String) {
    let path = path.replacing("ID", with: Self.id).replacing("OTHER", with: Self.other)
    #expect(ContainerID.inControlGroup(path) == Self.id)
  }

  @Test(
    "Other groups are no containers",
    arguments: [
      "/", "", "/user.slice/user-1000.slice/session-3.scope", "/system.slice/docker.service",
      "/init.scope", "/docker/" + String(id.dropLast()), "/docker/" + id + "0",
      "/kubepods.slice/kubepods-pod0f9a2b3c_1234_5678_9abc_def012345678.slice",
      "/docker/" + String(id.dropLast()) + "g",
    ])
  func none(path: String) {
    #expect(ContainerID.inControlGroup(path) == nil)
  }

  @Test("Digits of other scripts are no hexadecimal digits")
  func fullWidth() {
    #expect(ContainerID.inControlGroup("/x/" + String(repeating: "０", count: 64)) == nil)
  }

  @Test("A control group is stored with its path and container")
  func stored() throws {
    let database = try WriterDatabase()
    let writer = try database.writer()
    try writer.batch { writer in
      try writeControlGroup(1, [], to: writer)
      try writeControlGroup(
        2, Array("docker-\(Self.id).scope\0system.slice\0".utf8), to: writer)
      try writeControlGroup(3, Array("deep\0".utf8), isCut: true, to: writer)
      try writeControlGroup(.max, Array("old\0".utf8), to: writer)
      try writeControlGroup(.max, Array("new\0".utf8), to: writer)
    }
    let lines = try database.lines("SELECT '' || id, path, container_id FROM cgroup ORDER BY id")
    #expect(
      lines == [
        "-1|/new|", "1|/|", "2|/system.slice/docker-\(Self.id).scope|\(Self.id)", "3|…/deep|",
      ])
  }

  @Test("A path that is not UTF-8 keeps its bytes")
  func strange() throws {
    let database = try WriterDatabase()
    let writer = try database.writer()
    try writer.batch { try writeControlGroup(1, [0x61, 0xff, 0x00], to: $0) }
    let paths = try database.values("SELECT path FROM cgroup")
    #expect(paths == [Data([0x2f, 0x61, 0xff]).databaseValue])
  }
}
