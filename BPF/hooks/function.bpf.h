/*
 * A function is entered. The cookie of the probe is its index in the array.
 *
 * The same program twice: the kernel asks of programs for many probes that they were loaded as
 * such, and refuses them for one.
 */

/* From so many calls on it is cheaper to remove the probe than to let it fire. Set by the loader. */
const volatile uint32_t hot_hits = 4;

/* By thread-group id, in the initial pid namespace. */
struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __uint(max_entries, 65536);
  __type(key, uint32_t);
  __type(value, uint8_t);
} watched SEC(".maps");

static __always_inline void function_entered(void *context, enum sonde_hook hook)
{
  uint32_t probe = bpf_get_attach_cookie(context);
  uint32_t pid = bpf_get_current_pid_tgid() >> 32;
  struct sonde_probe_state *state = bpf_map_lookup_elem(&probes, &probe);
  uint32_t before;

  if (!state || is_silent(hook))
    return;
  if (!bpf_map_lookup_elem(&watched, &pid)) {
    __sync_fetch_and_add(&state->foreign, 1);
    return;
  }
  before = __sync_fetch_and_add(&state->hits, 1);
  if (before == 0)
    send_signal(SONDE_SIGNAL_HIT, probe, 0, 0);
  if (before + 1 == hot_hits)
    send_signal(SONDE_SIGNAL_HOT, probe, 0, 0);
}

SEC("kprobe")
int on_functions(void *context)
{
  function_entered(context, SONDE_HOOK_FUNCTION);
  return 0;
}

SEC("uprobe")
int on_function(void *context)
{
  function_entered(context, SONDE_HOOK_FUNCTION_SINGLE);
  return 0;
}
