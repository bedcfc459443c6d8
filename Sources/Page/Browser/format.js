// Numbers in words for people. Times are microseconds.

const UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

/** Three significant digits, all of a larger whole number. */
function significant(value) {
  const distance = Math.abs(value);
  if (distance === 0) return "0";
  return value.toFixed(distance < 9.995 ? 2 : distance < 99.95 ? 1 : 0);
}

/** `1,234,567`. */
export function count(number) {
  return String(Math.round(number)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `1 process`, `2 processes`. */
export function counted(number, one, many) {
  return `${count(number)} ${number === 1 ? one : many}`;
}

/** `512 B`, `37.2 MiB`. */
export function size(bytes) {
  let value = bytes;
  let unit = 0;
  while (Math.abs(value) >= 1023.5 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? Math.round(value) : significant(value)} ${UNITS[unit]}`;
}

function two(number) {
  return String(number).padStart(2, "0");
}

/** `850 µs`, `12.4 s`, `3 m 05 s`, `2 h 10 m`. */
export function duration(microseconds) {
  if (microseconds < 999.5) return `${Math.round(microseconds)} µs`;
  if (microseconds < 999.5e3) return `${significant(microseconds / 1e3)} ms`;
  if (microseconds < 59.95e6) return `${significant(microseconds / 1e6)} s`;
  const seconds = Math.round(microseconds / 1e6);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m ${two(seconds % 60)} s`;
  return `${count(Math.floor(seconds / 3600))} h ${two(Math.floor(seconds / 60) % 60)} m`;
}

/** A moment on the axis: as exact as the distance to the next one. */
export function moment(microseconds, step) {
  if (microseconds === 0) return "0";
  if (step < 1e3) return `${(microseconds / 1e3).toFixed(3)} ms`;
  if (step < 1e6 && microseconds < 60e6) {
    return `${(microseconds / 1e6).toFixed(step < 1e4 ? 3 : step < 1e5 ? 2 : 1)} s`;
  }
  const seconds = microseconds / 1e6;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const whole = Math.floor(seconds + 1e-9);
  const rest = step < 1e6 ? (seconds % 60).toFixed(step < 1e4 ? 3 : 1).padStart(4, "0")
    : two(whole % 60);
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}:${rest}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${rest}`;
}

/** `2026-01-31 09:24:01.250 UTC`, of milliseconds since 1970. */
export function clock(milliseconds) {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) return "";
  return `${date.toISOString().replace("T", " ").replace("Z", "")} UTC`;
}

/** Processors, or any number of which two decimals are enough. */
export function decimal(number) {
  return significant(number);
}
