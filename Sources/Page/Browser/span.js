// The stretch of time that is shown.

/** Less than this, in microseconds, nobody can have measured. */
const LEAST = 10;
const STEPS = [1, 2, 5];
/** Steps of the axis in seconds from a minute on. */
const LONG_STEPS = [60, 120, 300, 600, 1200, 1800, 3600, 7200, 10800, 21600, 43200, 86400];

export class Span {
  constructor(length) {
    this.length = length;
    this.from = 0;
    this.to = length;
  }

  get width() {
    return this.to - this.from;
  }

  get isWhole() {
    return this.from <= 0 && this.to >= this.length;
  }

  /** Shows a stretch, as far as the run goes. */
  set(from, to) {
    const width = Math.min(Math.max(to - from, LEAST), this.length);
    const start = Math.min(Math.max(from, 0), this.length - width);
    this.from = start;
    this.to = start + width;
  }

  /** Shows so many times as much time around a moment, which stays where it is. */
  zoom(factor, around = (this.from + this.to) / 2) {
    const width = Math.min(Math.max(this.width * factor, LEAST), this.length);
    const share = (around - this.from) / this.width;
    this.set(around - share * width, around + (1 - share) * width);
  }

  move(by) {
    this.set(this.from + by, this.to + by);
  }

  /** A process's own time, with a little around it. */
  showLife(start, end) {
    const margin = Math.max((end - start) * 0.1, LEAST);
    this.set(start - margin, end + margin);
  }

  /** Moments of the axis, and how far they are apart. */
  ticks(most) {
    const least = this.width / Math.max(most, 1);
    const seconds = least / 1e6;
    let step = 0;
    if (seconds > 30) {
      step = (LONG_STEPS.find((long) => long >= seconds)
        ?? Math.ceil(seconds / 86400) * 86400) * 1e6;
    } else {
      const power = 10 ** Math.floor(Math.log10(least));
      step = power * (STEPS.find((factor) => factor * power >= least) ?? 10);
    }
    const moments = [];
    for (let at = Math.ceil(this.from / step) * step; at <= this.to; at += step) moments.push(at);
    return { step, moments };
  }
}
