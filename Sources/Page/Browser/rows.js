import { TONE } from "./model.js";

// Which processes have a row: those whose parents are open. Many children of one name are one row
// until that is opened.

/** Children of one name that are shown one by one. */
const FEW = 6;
/** Rows that are opened without being asked for. */
const FIRST_ROWS = 40;
/** Processes that failed, the way to which is opened when it is short. */
const FIRST_FAILED = 5;

export class Rows {
  constructor(model) {
    this.model = model;
    this.open = new Set();
    this.openGroups = new Set();
    this.groups = new Map();
    this.openFirst();
    this.build();
  }

  /** What is below a process: processes, and groups of them, in the order of their beginning. */
  entriesOf(parent) {
    if (this.groups.has(parent)) return this.groups.get(parent);
    const { model } = this;
    const children = model.childrenOf(parent);
    const byTool = new Map();
    for (const child of children) {
      const tool = model.tool[child];
      if (byTool.has(tool)) byTool.get(tool).push(child);
      else byTool.set(tool, [child]);
    }
    const entries = [];
    for (const [tool, members] of byTool) {
      if (members.length > FEW) entries.push(this.group(parent, tool, members));
      else for (const child of members) entries.push({ process: child });
    }
    entries.sort((left, right) => (left.process - right.process));
    this.groups.set(parent, entries);
    return entries;
  }

  group(parent, tool, members) {
    let failed = 0;
    for (const child of members) if (this.model.tone[child] === TONE.bad) failed += 1;
    return { process: members[0], members, failed, key: `${parent} ${tool}`, parent };
  }

  /** From the root on, what leads on to others, as long as there is room; and the way to failures. */
  openFirst() {
    const queue = [-1];
    let shown = 0;
    for (let next = 0; next < queue.length; next += 1) {
      const entries = this.entriesOf(queue[next]);
      if (next > 0 && shown + entries.length > FIRST_ROWS) break;
      shown += entries.length;
      if (queue[next] >= 0) this.open.add(queue[next]);
      for (const entry of entries) {
        if (!entry.members && this.model.sizes[entry.process] > 1) queue.push(entry.process);
      }
    }
    for (const failed of this.model.failed.slice(0, FIRST_FAILED)) {
      if (this.isNear(failed)) this.reveal(failed, false);
    }
  }

  /** Whether the way to a process leads by few others. */
  isNear(process) {
    let passed = 0;
    for (let child = process; child >= 0; child = this.model.parent[child]) {
      const entries = this.entriesOf(this.model.parent[child]);
      passed += entries.length;
      const isAlone = entries.some((entry) => !entry.members && entry.process === child);
      if (passed > FIRST_ROWS || !isAlone) return false;
    }
    return true;
  }

  build() {
    const rows = [];
    const waiting = [];
    const add = (entries, depth) => {
      for (let place = entries.length - 1; place >= 0; place -= 1) {
        waiting.push({ ...entries[place], depth });
      }
    };
    add(this.entriesOf(-1), 0);
    while (waiting.length) {
      const row = waiting.pop();
      rows.push(row);
      if (!this.isOpen(row)) continue;
      const below = row.members ? row.members.map((process) => ({ process }))
        : this.entriesOf(row.process);
      add(below, row.depth + 1);
    }
    this.list = rows;
    this.places = null;
  }

  /** The row of a process; -1 when it has none. */
  find(process) {
    if (!this.places) {
      this.places = new Map();
      this.list.forEach((row, place) => {
        if (!row.members) this.places.set(row.process, place);
      });
    }
    return this.places.get(process) ?? -1;
  }

  hasMore(row) {
    return row.members ? true : this.model.sizes[row.process] > 1;
  }

  isOpen(row) {
    return row.members ? this.openGroups.has(row.key) : this.open.has(row.process);
  }

  setOpen(row, isOpen) {
    const [set, key] = row.members ? [this.openGroups, row.key] : [this.open, row.process];
    if (isOpen) set.add(key);
    else set.delete(key);
    this.build();
  }

  /** Opens all that is above a process. */
  reveal(process, isBuilt = true) {
    let child = process;
    for (;;) {
      const parent = this.model.parent[child];
      const key = `${parent} ${this.model.tool[child]}`;
      if (this.entriesOf(parent).some((entry) => entry.key === key)) this.openGroups.add(key);
      if (parent < 0) break;
      this.open.add(parent);
      child = parent;
    }
    if (isBuilt) this.build();
  }
}
