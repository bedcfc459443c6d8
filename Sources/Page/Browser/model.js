import { differences, numbers, optionals } from "./data.js";

// The processes of the run, by their places. A parent comes before its children.

export const TONE = { good: 0, ordinary: 1, bad: 2, doubtful: 3 };

/** Calls back for each step from the outermost on: depth first, children by their places. */
function preorder(model) {
  const { count, parent } = model;
  const sizes = new Int32Array(count).fill(1);
  for (let index = count - 1; index >= 0; index -= 1) {
    if (parent[index] >= 0) sizes[parent[index]] += sizes[index];
  }
  const before = new Int32Array(count);
  const next = new Int32Array(count);
  let top = 0;
  for (let index = 0; index < count; index += 1) {
    if (parent[index] < 0) {
      before[index] = top;
      top += sizes[index];
    } else {
      before[index] = next[parent[index]];
      next[parent[index]] += sizes[index];
    }
    next[index] = before[index] + 1;
  }
  return { before, sizes };
}

/** Children of each process, one after the other; of nobody's children the parent is `count`. */
function childLists(model) {
  const { count, parent } = model;
  const starts = new Int32Array(count + 2);
  const owner = (index) => (parent[index] < 0 ? count : parent[index]);
  for (let index = 0; index < count; index += 1) starts[owner(index) + 1] += 1;
  for (let index = 0; index <= count; index += 1) starts[index + 1] += starts[index];
  const list = new Int32Array(count);
  const next = starts.slice();
  for (let index = 0; index < count; index += 1) {
    list[next[owner(index)]] = index;
    next[owner(index)] += 1;
  }
  return { starts, list };
}

export class Model {
  constructor({ head, columns }) {
    const count = head.count;
    const column = (name, read = numbers) => read(columns.get(name), count);
    this.head = head;
    this.count = count;
    this.length = Math.max(head.length, 1);
    this.columns = columns;
    const distance = column("parent");
    this.parent = Int32Array.from(distance, (value, index) => (value === 0 ? -1 : index - value));
    this.start = column("start", differences);
    this.duration = column("duration", optionals);
    this.end = Float64Array.from(this.start, (start, index) =>
      Number.isNaN(this.duration[index]) ? this.length : start + this.duration[index]);
    this.tool = Int32Array.from(column("tool"));
    this.outcome = Int32Array.from(column("outcome"));
    this.tone = Uint8Array.from(column("tone"));
    this.step = Int32Array.from(column("step"), (value) => value - 1);
    this.steps = head.steps.map(([label, engine, parent, start, end, isBad]) =>
      ({ label, engine, parent, start, end: end ?? this.length, isOpen: end === null, isBad }));
    this.strings = head.strings;
    Object.assign(this, preorder(this));
    this.children = childLists(this);
    this.arrange();
    this.texts = null;
    this.lazy = new Map();
  }

  /** Starts, ends and tones in the order of the tree, where what is below a process is one stretch. */
  arrange() {
    const { count, before } = this;
    this.orderedStart = new Float64Array(count);
    this.orderedEnd = new Float64Array(count);
    this.orderedTone = new Uint8Array(count);
    const failed = [];
    for (let index = 0; index < count; index += 1) {
      const place = before[index];
      this.orderedStart[place] = this.start[index];
      this.orderedEnd[place] = this.end[index];
      this.orderedTone[place] = this.tone[index];
      if (this.tone[index] === TONE.bad) failed.push(index);
    }
    this.failed = failed;
  }

  childrenOf(index) {
    const { starts, list } = this.children;
    const owner = index < 0 ? this.count : index;
    return list.subarray(starts[owner], starts[owner + 1]);
  }

  name(index) {
    return this.strings[this.tool[index]] || "(no name)";
  }

  /** A column that is only asked for of single processes. */
  value(name, index, read = optionals) {
    if (!this.lazy.has(name)) this.lazy.set(name, read(this.columns.get(name), this.count));
    return this.lazy.get(name)[index];
  }

  command(index) {
    if (!this.texts) {
      const sizes = numbers(this.columns.get("commandSize"), this.count);
      const ends = new Float64Array(this.count);
      let end = 0;
      for (let place = 0; place < this.count; place += 1) ends[place] = end += sizes[place];
      this.texts = { ends, bytes: this.columns.get("command"), decoder: new TextDecoder() };
    }
    const { ends, bytes, decoder } = this.texts;
    return decoder.decode(bytes.subarray(index > 0 ? ends[index - 1] : 0, ends[index]));
  }

  /** Whether one process is the other or above it. */
  isAbove(ancestor, index) {
    const place = this.before[index];
    return place >= this.before[ancestor] && place < this.before[ancestor] + this.sizes[ancestor];
  }

  /** Readings of a process while it lived; `null` when the page has none. */
  samples(index) {
    this.series ??= this.readSamples();
    return this.series.get(index) ?? null;
  }

  readSamples() {
    const owners = numbers(this.columns.get("sampleProcess"));
    const counts = numbers(this.columns.get("sampleCount"));
    const at = differences(this.columns.get("sampleAt"));
    const cpu = optionals(this.columns.get("sampleCPU"));
    const rss = differences(this.columns.get("sampleRSS"));
    const series = new Map();
    let from = 0;
    owners.forEach((owner, number) => {
      const to = from + counts[number];
      series.set(owner, {
        at: at.subarray(from, to), cpu: cpu.subarray(from, to).map((value) => value / 1000),
        rss: rss.subarray(from, to).map((value) => value * 1024),
      });
      from = to;
    });
    return series;
  }

  /** Where a process's time went, microseconds; `null` when that is not known. */
  times(index) {
    if (!this.columns.has("timeProcess")) return null;
    this.timePlaces ??= new Map(
      [...differences(this.columns.get("timeProcess"))].map((owner, place) => [owner, place]));
    const place = this.timePlaces.get(index);
    if (place === undefined) return null;
    const part = (name) => {
      if (!this.lazy.has(name)) this.lazy.set(name, optionals(this.columns.get(name)));
      return this.lazy.get(name)[place];
    };
    return {
      threads: part("timeThreads"),
      parts: this.head.parts.map((name, number) => ({ name, time: part(`time${number}`) })),
    };
  }
}
