internal import Foundation
import Testing

@testable import Symbols

@Suite("Files whose functions cannot be told")
struct ObjectErrorTests {
  @Test(
    "Scripts name the program that runs them",
    arguments: [
      ("#!/usr/bin/python3 -u\nprint()\n", "/usr/bin/python3"),
      ("#! /usr/bin/env -S python3 -u\n", "python3"),
      ("#!/bin/sh", "/bin/sh"),
      ("#!\n", "/bin/sh"),
    ])
  func scripts(content: String, interpreter: String) throws {
    let workshop = try Workshop()
    try workshop.write("x", content)
    #expect(throws: ObjectError.script(interpreter: interpreter)) { try workshop.image("x") }
  }

  @Test("What is no ELF file is refused", arguments: ["", "x", "\u{7F}EL", "!<arch>\n"])
  func others(_ content: String) throws {
    let workshop = try Workshop()
    try workshop.write("x", content)
    #expect(throws: ObjectError.notELF) { try workshop.image("x") }
  }

  @Test("Directories, pipes and closed descriptors are refused")
  func unreadable() throws {
    let workshop = try Workshop()
    #expect(throws: ObjectError.unreadable(EISDIR)) {
      try ObjectImage.read(path: workshop.directory)
    }
    #expect(throws: ObjectError.unreadable(EBADF)) {
      try ObjectImage.read(descriptor: -1, path: "x")
    }
    #expect(throws: ObjectError.notELF) { try ObjectImage.read(path: "/dev/null") }
  }

  @Test("Code for other machines is refused")
  func machines() throws {
    let workshop = try Workshop()
    try workshop.write("x.c", "int f(int x) { return x; }")
    try workshop.run(["gcc", "-shared", "-o", "x", "x.c"])
    var image = try workshop.bytes("x")
    // e_machine: RISC-V.
    image[18] = 243
    try workshop.write("riscv", image)
    #expect(throws: ObjectError.wrongArchitecture("RISC-V")) { try workshop.image("riscv") }
    // EI_CLASS: of 32 bits.
    image[4] = 1
    try workshop.write("narrow", image)
    #expect(throws: ObjectError.thirtyTwoBit) { try workshop.image("narrow") }
  }

  @Test("Object files are refused, and so is what has no functions")
  func unlinked() throws {
    let workshop = try Workshop()
    try workshop.write("x.c", "int f(int x) { return x; }")
    try workshop.write("y.c", "int x = 3;")
    try workshop.run(["gcc", "-c", "-o", "x.o", "x.c"])
    #expect(throws: ObjectError.notExecutable) { try workshop.image("x.o") }
    try workshop.run(["gcc", "-shared", "-nostdlib", "-o", "y", "y.c"])
    #expect(throws: ObjectError.noFunctions) { try workshop.image("y") }
    try workshop.run(["gcc", "-g", "-shared", "-o", "x", "x.c"])
    try workshop.run(["objcopy", "--only-keep-debug", "x", "x.debug"])
    #expect(throws: ObjectError.noFunctions) { try workshop.image("x.debug") }
  }

  @Test("A file that was cut is damaged", arguments: [20, 63, 64, 5000])
  func truncated(count: Int) throws {
    let workshop = try Workshop()
    try workshop.write("x.c", "int f(int x) { return x; }")
    try workshop.run(["gcc", "-shared", "-o", "x", "x.c"])
    try workshop.write("cut", try workshop.bytes("x").prefix(count))
    let error = #expect(throws: ObjectError.self) { try workshop.image("cut") }
    guard case .damaged(let what) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(what.contains(count < 64 ? "header" : "reach"))
  }

  @Test("Each message names the file and what to do")
  func messages() {
    let errors: [ObjectError] = [
      .script(interpreter: "/bin/sh"), .notELF, .wrongArchitecture("RISC-V"), .thirtyTwoBit,
      .notExecutable, .noFunctions, .damaged("it ends early"), .unreadable(EACCES),
    ]
    for error in errors {
      let message = error.message(for: "/opt/x")
      #expect(message.hasPrefix("/opt/x: "))
      #expect(message.contains(". "), "\(message)")
    }
  }
}
