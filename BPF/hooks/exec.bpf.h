/*
 * A program was executed: the new image is in place, nothing of it has run yet.
 */

/* Appends a kernel string to the tail. Returns the new end of the tail. */
static __always_inline uint32_t append_string(struct scratch *scratch, const char *string,
                                              uint32_t used)
{
  long size;

  if (used >= TAIL_LIMIT)
    return used;
  size = bpf_probe_read_kernel_str(&scratch->tail[used], SONDE_PATH_LIMIT, string);
  return size > 0 ? used + size : used;
}

static __always_inline void send_exec(struct scratch *scratch, uint32_t used)
{
  used = used < TAIL_LIMIT + TAIL_SLACK ? used : TAIL_LIMIT + TAIL_SLACK;
  scratch->record.header.size = sizeof(scratch->record) + used;
  send(scratch, sizeof(scratch->record) + used);
}

static __always_inline uint32_t compose_exec(struct scratch *scratch, struct task_struct *task,
                                             struct linux_binprm *program)
{
  struct sonde_exec *record = &scratch->record;
  struct file *file = task->mm->exe_file;
  uint32_t used, before;
  bool cut = false;

  used = copy_arguments(scratch, task->mm, &record->arguments_total);
  record->arguments_size = used;
  if (used < record->arguments_total)
    record->header.flags |= SONDE_EXEC_ARGUMENTS_CUT;

  before = used;
  used = append_path(BPF_CORE_READ(file, f_path.dentry), BPF_CORE_READ(file, f_path.mnt), task,
                     used, &cut);
  record->executable_size = used - before;
  record->executable_inode = BPF_CORE_READ(file, f_path.dentry, d_inode, i_ino);
  if (cut)
    record->header.flags |= SONDE_EXEC_EXECUTABLE_CUT;
  if (BPF_CORE_READ(file, f_path.dentry, d_inode, i_nlink) == 0)
    record->header.flags |= SONDE_EXEC_DELETED;

  before = used;
  used = append_string(scratch, BPF_CORE_READ(program, filename), used);
  record->requested_size = used - before;
  if (BPF_CORE_READ(program, interp) != BPF_CORE_READ(program, filename))
    record->header.flags |= SONDE_EXEC_SCRIPT;

  before = used;
  used = append_path(BPF_CORE_READ(task, fs, pwd.dentry), BPF_CORE_READ(task, fs, pwd.mnt), task,
                     used, &cut);
  record->cwd_size = used - before;
  if (cut)
    record->header.flags |= SONDE_EXEC_CWD_CUT;

  before = used;
  used = append_environment(task->mm, used, &cut);
  record->environment_size = used - before;
  if (cut)
    record->header.flags |= SONDE_EXEC_ENVIRONMENT_CUT;
  return used;
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(on_exec, struct task_struct *task, int old_pid, struct linux_binprm *program)
{
  struct process *process;
  struct scratch *scratch;
  struct task_struct *parent;
  bool is_new_root = false;
  uint64_t cgroup, namespaces;

  task = plain_task(task);
  process = find_followed(task);
  if (!process) {
    if (!matches_filters(task))
      return 0;
    process = follow_existing(task, NULL);
    if (!process) {
      count_trouble(0, SONDE_TROUBLE_PROCESS_MAP_FULL);
      return 0;
    }
    add_counters(process->root_start);
    is_new_root = true;
  }
  process->execs++;
  cgroup = note_cgroup(task, process);
  namespaces = note_namespaces(task);
  scratch = find_scratch();
  if (!scratch || is_silent(SONDE_HOOK_EXEC))
    return 0;

  __builtin_memset(&scratch->record, 0, sizeof(scratch->record));
  fill_header(&scratch->record.header, SONDE_KIND_EXEC, 0, process);
  if (is_new_root)
    scratch->record.header.flags |= SONDE_EXEC_NEW_ROOT;
  parent = task->real_parent->group_leader;
  scratch->record.parent_pid = parent->tgid;
  scratch->record.parent_start = parent->start_boottime;
  scratch->record.cgroup_id = cgroup;
  scratch->record.namespaces = namespaces;
  scratch->record.uid = task->cred->uid.val;
  scratch->record.gid = task->cred->gid.val;
  __builtin_memcpy(scratch->record.comm, task->comm, sizeof(scratch->record.comm));
  send_exec(scratch, compose_exec(scratch, task, program));
  return 0;
}
