/*
 * Names that change or go: renames, removals, links; the failed ones too. Each is a record of its
 * own, with paths as given: what they led to is gone when the call returns.
 */

struct change {
  int directory;
  int new_directory;
  uint64_t path;
  uint64_t new_path; /* 0: there is only one */
  uint32_t kind;
};

static __noinline int send_change(struct task_struct *task, struct process *process,
                                  struct change *change, int error)
{
  struct scratch *scratch = find_scratch();
  struct given_path given, new_given = {};
  struct sonde_file_change *record;
  uint32_t used;

  if (!scratch || !task || !process || !change)
    return 0;
  record = (struct sonde_file_change *)scratch->tail;
  __builtin_memset(record, 0, sizeof(*record));
  used = append_given(scratch, task, change->directory, change->path, sizeof(*record), &given);
  /* What a symbolic link says is relative to nothing. */
  if (change->kind == SONDE_CHANGE_SYMLINK) {
    used -= given.path_size;
    given.path_size = 0;
    given.cut = false;
  }
  if (change->new_path)
    used = append_given(scratch, task, change->new_directory, change->new_path, used, &new_given);
  used &= TAIL_LIMIT - 1; /* it is far from that: for the verifier */
  fill_header(&record->header, SONDE_KIND_FILE_CHANGE, used, process);
  record->header.flags = (given.cut ? SONDE_CHANGE_PATH_CUT : 0) |
                         (new_given.cut ? SONDE_CHANGE_NEW_PATH_CUT : 0);
  record->change = change->kind;
  record->error = error;
  record->given_size = given.given_size;
  record->path_size = given.path_size;
  record->new_given_size = new_given.given_size;
  record->new_path_size = new_given.path_size;
  send(record, used);
  return 0;
}

/* Where each call has its paths. */
static __always_inline void on_change(struct task_struct *task, struct process *process,
                                      struct pt_regs *registers, uint32_t role, int64_t result)
{
  struct change change = {.directory = AT_FDCWD, .new_directory = AT_FDCWD};
  bool is_at = role == SONDE_ROLE_RENAMEAT || role == SONDE_ROLE_UNLINKAT ||
               role == SONDE_ROLE_LINKAT;

  if (is_silent(SONDE_HOOK_CHANGE) || result < -LAST_FILE_ERRNO)
    return;
  change.kind = role == SONDE_ROLE_RENAME || role == SONDE_ROLE_RENAMEAT     ? SONDE_CHANGE_RENAME
                : role == SONDE_ROLE_LINK || role == SONDE_ROLE_LINKAT       ? SONDE_CHANGE_LINK
                : role == SONDE_ROLE_SYMLINK || role == SONDE_ROLE_SYMLINKAT ? SONDE_CHANGE_SYMLINK
                : role == SONDE_ROLE_RMDIR                                   ? SONDE_CHANGE_RMDIR
                                                                             : SONDE_CHANGE_UNLINK;
  if (role == SONDE_ROLE_UNLINKAT && argument_of(registers, 2) & AT_REMOVEDIR)
    change.kind = SONDE_CHANGE_RMDIR;
  if (is_at)
    change.directory = argument_of(registers, 0);
  change.path = argument_of(registers, is_at);
  if (role == SONDE_ROLE_RENAMEAT || role == SONDE_ROLE_LINKAT) {
    change.new_directory = argument_of(registers, 2);
    change.new_path = argument_of(registers, 3);
  } else if (role == SONDE_ROLE_SYMLINKAT) {
    change.new_directory = argument_of(registers, 1);
    change.new_path = argument_of(registers, 2);
  } else if (role == SONDE_ROLE_RENAME || role == SONDE_ROLE_LINK || role == SONDE_ROLE_SYMLINK) {
    change.new_path = argument_of(registers, 1);
  }
  send_change(task, process, &change, result < 0 ? -result : 0);
}
