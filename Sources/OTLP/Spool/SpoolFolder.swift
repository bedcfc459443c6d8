internal import Glibc

/// The folder of one process in the spool: its ledger and its batches. While the process lives it
/// holds a lock on the ledger. A folder whose ledger nobody has locked is a dead process's.
final class SpoolFolder {
  static let prefix = "process-"
  /// Of folders that are not complete yet.
  static let newPrefix = "new-"
  private static let ledgerName = "ledger"

  let name: String
  let path: String
  /// How many batches are in it.
  var count = 0
  private let root: Int32
  private let directory: Int32
  private let ledger: Int32

  /// Takes both descriptors over.
  private init(name: String, root: Int32, rootPath: String, directory: Int32, ledger: Int32) {
    self.name = name
    self.root = root
    path = "\(rootPath)/\(name)"
    self.directory = directory
    self.ledger = ledger
  }

  deinit {
    close(ledger)
    close(directory)
  }

  // MARK: Opening

  /// Makes a folder for this process. It appears under its name when it is locked, so that nobody
  /// takes it for a dead one's.
  static func make(in root: Int32, path: String) throws(DiskError) -> (SpoolFolder, LedgerFile) {
    let number = String(UInt64.random(in: .min ... .max), radix: 16)
    let name = "\(prefix)\(getpid())-\(number)"
    let newName = "\(newPrefix)\(name)"
    guard mkdirat(root, newName, 0o700) == 0 else { throw DiskError("made", "\(path)/\(newName)") }
    do throws(DiskError) {
      let folder = try open(newName, as: name, in: root, path: path)
      let failure = posix_fallocate(folder.ledger, 0, off_t(LedgerPage.size))
      guard failure == 0 else { throw DiskError("written", "\(path)/\(newName)", failure) }
      guard let file = LedgerFile(descriptor: folder.ledger) else {
        throw DiskError("opened", "\(path)/\(newName)")
      }
      LedgerPage().write(to: folder.ledger)
      guard renameat(root, newName, root, name) == 0 else {
        throw DiskError("made", folder.path)
      }
      return (folder, file)
    } catch {
      remove(newName, in: root)
      throw error
    }
  }

  private static func open(
    _ currentName: String, as name: String, in root: Int32, path: String
  ) throws(DiskError) -> SpoolFolder {
    let place = "\(path)/\(currentName)"
    let directory = openat(root, currentName, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
    guard directory >= 0 else { throw DiskError("opened", place) }
    let flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
    let ledger = openat(directory, ledgerName, flags, 0o600)
    guard ledger >= 0 else {
      let error = DiskError("opened", "\(place)/\(ledgerName)")
      close(directory)
      throw error
    }
    guard flock(ledger, LOCK_EX | LOCK_NB) == 0 else {
      let error = DiskError("locked", "\(place)/\(ledgerName)")
      close(directory)
      close(ledger)
      throw error
    }
    return SpoolFolder(
      name: name, root: root, rootPath: path, directory: directory, ledger: ledger)
  }

  /// Opens the folder of a process that is dead; `nil` while it lives, or when another process is
  /// faster.
  static func adopt(_ name: String, in root: Int32, path: String) throws(DiskError) -> SpoolFolder?
  {
    do throws(DiskError) {
      let folder = try open(name, as: name, in: root, path: path)
      var status = stat()
      // Whoever had it locked may have removed it.
      return fstat(folder.ledger, &status) == 0 && status.st_nlink > 0 ? folder : nil
    } catch {
      guard error.number == EWOULDBLOCK || error.number == ENOENT else { throw error }
      return nil
    }
  }

  // MARK: Batches

  func write(_ request: [UInt8], _ name: BatchName) throws(DiskError) {
    try BatchFile.write(request, name, in: directory)
    count += 1
  }

  func read(_ name: BatchName) throws(DiskError) -> [UInt8]? {
    try BatchFile.read(name, in: directory)
  }

  func unlink(_ name: BatchName) throws(DiskError) {
    count -= 1
    guard unlinkat(directory, name.description, 0) == 0 || errno == ENOENT else {
      throw DiskError("removed", "\(path)/\(name)")
    }
  }

  /// Moves a file to another directory.
  func move(_ name: [CChar], to other: Int32, as otherName: String) throws(DiskError) {
    guard renameat(directory, name, other, otherName) == 0 else {
      throw DiskError("moved", "\(path)/\(otherName)")
    }
  }

  /// The batches in it, with what they take on disk; and what should not be there.
  func contents() -> (batches: [(name: BatchName, size: Int)], strangers: [DirectoryEntry]) {
    var batches: [(name: BatchName, size: Int)] = []
    var strangers: [DirectoryEntry] = []
    for entry in DirectoryEntry.all(in: directory) {
      if let name = BatchName(entry.text) {
        batches.append((name, entry.size(in: directory)))
      } else if ![Self.ledgerName, BatchFile.unfinishedName].contains(entry.text) {
        strangers.append(entry)
      }
    }
    return (batches.sorted { $0.name.sequence < $1.name.sequence }, strangers)
  }

  // MARK: The ledger and the end

  /// The numbers of the process; `nil` when the file is not a ledger.
  var page: LedgerPage? {
    get { LedgerPage(descriptor: ledger) }
    set { newValue?.write(to: ledger) }
  }

  /// Removes the folder, in which there must be no batches.
  ///
  /// - Returns: whether it is gone.
  func remove() -> Bool {
    Self.remove(name, in: root)
  }

  @discardableResult
  private static func remove(_ name: String, in root: Int32) -> Bool {
    unlinkat(root, "\(name)/\(BatchFile.unfinishedName)", 0)
    unlinkat(root, "\(name)/\(ledgerName)", 0)
    return unlinkat(root, name, AT_REMOVEDIR) == 0
  }

  /// Removes what is left of a folder that never got its name. One that is young may be about to.
  static func removeUnfinished(_ name: String, in root: Int32, path: String) {
    var status = stat()
    guard fstatat(root, name, &status, AT_SYMLINK_NOFOLLOW) == 0,
      time(nil) - status.st_mtim.tv_sec > 60, let folder = try? adopt(name, in: root, path: path)
    else { return }
    _ = folder.remove()
  }
}
