import { TONE } from "./model.js";
import { duration, moment } from "./format.js";
import { drawCut, prepare } from "./palette.js";

// Draws what has a place in time: the axis, steps, the critical path, the lives of processes.

export const ROW = 22;
const BAR = 12;
const LANE = 18;
const MOST_LANES = 8;
const LEVELS = [0.35, 0.55, 0.75, 1];

/** From a moment to a place on the canvas. */
function scale(span, width) {
  const factor = width / span.width;
  return (time) => (time - span.from) * factor;
}

// MARK: The axis

export function drawRuler(canvas, span, width, palette) {
  const height = 22;
  const context = prepare(canvas, width, height);
  const at = scale(span, width);
  const { step, moments } = span.ticks(width / 90);
  context.font = palette.font;
  for (const time of moments) {
    const place = Math.round(at(time)) + 0.5;
    context.fillStyle = palette.line;
    context.fillRect(place - 0.5, height - 5, 1, 5);
    context.fillStyle = palette.faint;
    const text = moment(time, step);
    const wide = context.measureText(text).width;
    context.fillText(text, Math.min(Math.max(place - wide / 2, 0), width - wide), 13);
  }
  return moments.map((time) => Math.round(at(time)));
}

function drawGrid(context, places, height, palette) {
  context.fillStyle = palette.line;
  for (const place of places) context.fillRect(place, 0, 1, height);
}

// MARK: Steps

/** Puts steps that overlap into lanes below each other; what finds none shares the last. */
export function laneSteps(steps) {
  const ends = [];
  for (const step of steps) {
    let lane = ends.findIndex((end) => end <= step.start);
    const least = step.parent >= 0 ? (steps[step.parent].lane ?? 0) + 1 : 0;
    if (lane < least) lane = ends.findIndex((end, at) => at >= least && end <= step.start);
    if (lane < 0) lane = Math.min(Math.max(ends.length, least), MOST_LANES - 1);
    step.lane = lane;
    ends[lane] = Math.max(ends[lane] ?? 0, step.end);
    for (let at = 0; at < lane; at += 1) ends[at] ??= 0;
  }
  return ends.length;
}

export function drawSteps(canvas, model, span, width, palette, lanes) {
  const height = lanes * LANE;
  const context = prepare(canvas, width, height);
  const at = scale(span, width);
  context.font = palette.font;
  const filled = new Float64Array(lanes).fill(-1);
  for (const step of model.steps) {
    const [left, right] = [Math.max(at(step.start), 0), Math.min(at(step.end), width)];
    if (right < 0 || left > width) continue;
    // Of those that share a pixel with the one before, only what sticks out can be seen.
    if (right - left < 1 && !step.isBad && Math.floor(left) <= filled[step.lane]) continue;
    filled[step.lane] = Math.floor(right);
    const top = step.lane * LANE + 1;
    context.fillStyle = step.isBad ? palette.bandBad : palette.band;
    context.fillRect(left, top, Math.max(right - left - 1, 1), LANE - 2);
    context.fillStyle = step.isBad ? palette.bad : palette.bar;
    context.fillRect(left, top, Math.min(2, Math.max(right - left, 1)), LANE - 2);
    context.fillStyle = palette.text;
    drawCut(context, step.isBad ? `✕ ${step.label}` : step.label, left + 6, top + 12,
      right - left - 10);
  }
}

export function stepAt(model, span, width, horizontal, vertical) {
  const time = span.from + horizontal / width * span.width;
  const lane = Math.floor(vertical / LANE);
  const near = span.width / width;
  return model.steps.findIndex((step) =>
    step.lane === lane && step.start - near <= time && time <= step.end + near);
}

// MARK: The critical path

export function drawPath(canvas, model, span, width, palette) {
  const height = 12;
  const context = prepare(canvas, width, height);
  const at = scale(span, width);
  model.head.path.forEach(([process, start, end], number) => {
    const [left, right] = [Math.max(at(start), 0), Math.min(at(end), width)];
    if (right < left || process < 0) return;
    context.fillStyle = number % 2 ? palette.bar : palette.barSoft;
    context.fillRect(left, 2, Math.max(right - left, 1), height - 4);
  });
}

// MARK: Processes

export class Bars {
  constructor(model) {
    this.model = model;
    this.changes = new Int32Array(0);
    this.marks = new Uint8Array(0);
  }

  /** Draws the rows from one on, as many as there is room for. */
  draw(canvas, view) {
    const { rows, span, width, height, first, shift, palette, ticks, chosen, found } = view;
    const context = prepare(canvas, width, height);
    drawGrid(context, ticks, height, palette);
    this.at = scale(span, width);
    if (this.changes.length !== width + 2) {
      this.changes = new Int32Array(width + 2);
      this.marks = new Uint8Array(width + 1);
    }
    context.font = palette.font;
    for (let place = first; place < rows.list.length; place += 1) {
      const top = (place - first) * ROW - shift;
      if (top > height) break;
      const row = rows.list[place];
      this.drawBand(context, row, top, width, palette);
      if (place === chosen || found.has(row.process)) {
        context.fillStyle = palette.chosen;
        context.fillRect(0, top, width, ROW);
      }
      if (row.members) this.drawMembers(context, row, top, width, palette);
      else this.drawProcess(context, row, top, width, palette, rows.isOpen(row));
    }
  }

  /** The time of the step that a row belongs to. */
  drawBand(context, row, top, width, palette) {
    const step = this.model.steps[this.model.step[row.process]];
    if (!step) return;
    const [left, right] = [Math.max(this.at(step.start), 0), Math.min(this.at(step.end), width)];
    if (right <= left) return;
    context.fillStyle = step.isBad ? palette.bandBad : palette.band;
    context.fillRect(left, top, right - left, ROW);
  }

  colour(process, palette) {
    switch (this.model.tone[process]) {
      case TONE.bad: return palette.bad;
      case TONE.doubtful: return palette.doubt;
      case TONE.ordinary: return palette.ordinary;
      default: return palette.bar;
    }
  }

  drawProcess(context, row, top, width, palette, isOpen) {
    const { process } = row;
    const { model, at } = this;
    const size = model.sizes[process];
    const place = model.before[process];
    if (size > 1 && !isOpen) {
      this.drawDensity(context, place + 1, place + size, top + 5, BAR, width, palette, 0.5);
    }
    const [left, right] = [at(model.start[process]), at(model.end[process])];
    if (right < 0 || left > width) return;
    const [begin, end] = [Math.max(left, -2), Math.min(right, width + 2)];
    const isThin = size > 1;
    context.fillStyle = this.colour(process, palette);
    context.fillRect(begin, top + (isThin ? 3 : 5), Math.max(end - begin, 1.5), isThin ? 3 : BAR);
    if (model.tone[process] === TONE.bad && right <= width) {
      context.fillRect(Math.max(right, 1) - 1, top + 3, 2, ROW - 6);
      context.fillText("✕", right + 3 > width - 10 ? Math.max(left - 12, 0) : right + 3, top + 15);
    }
    if (model.tone[process] === TONE.doubtful && right >= 0 && right <= width + 1) {
      context.fillText("?", Math.min(right + 3, width - 8), top + 15);
    }
    context.fillStyle = palette.page;
    if (!isThin) {
      const room = end - Math.max(begin, 0) - 6;
      if (room > 60) {
        drawCut(context, `${model.name(process)}  ${this.length(process)}`, Math.max(begin, 0) + 3,
          top + 15, room);
      }
    }
  }

  length(process) {
    const { duration: lengths } = this.model;
    return Number.isNaN(lengths[process]) ? "end not seen" : duration(lengths[process]);
  }

  drawMembers(context, row, top, width, palette) {
    const { model } = this;
    this.begin();
    for (const member of row.members) {
      this.count(model.before[member], model.before[member] + model.sizes[member], width);
    }
    this.paint(context, top + 5, BAR, width, palette, 1);
  }

  drawDensity(context, from, to, top, height, width, palette, strength) {
    this.begin();
    this.count(from, to, width);
    this.paint(context, top, height, width, palette, strength);
  }

  begin() {
    this.changes.fill(0);
    this.marks.fill(0);
  }

  /** Counts for each pixel the processes that live there, of a stretch of the tree's order. */
  count(from, to, width) {
    const { orderedStart, orderedEnd, orderedTone } = this.model;
    const { at, changes, marks } = this;
    for (let place = from; place < to; place += 1) {
      const left = at(orderedStart[place]);
      const right = at(orderedEnd[place]);
      if (right < 0 || left > width) continue;
      changes[left > 0 ? left | 0 : 0] += 1;
      changes[(right < width ? right | 0 : width) + 1] -= 1;
      if (orderedTone[place] === TONE.bad && right <= width) marks[right | 0] = 1;
    }
  }

  /** What has been counted: the more at one time, the stronger; ends of failed ones above it. */
  paint(context, top, height, width, palette, strength) {
    let living = 0;
    let from = 0;
    let level = -1;
    context.fillStyle = palette.bar;
    for (let place = 0; place <= width; place += 1) {
      living += this.changes[place];
      const next = living <= 0 ? -1 : Math.min(Math.floor(Math.log2(living)), LEVELS.length - 1);
      if (next === level) continue;
      this.paintRun(context, from, place, top, height, level, strength);
      [from, level] = [place, next];
    }
    this.paintRun(context, from, width, top, height, level, strength);
    context.globalAlpha = 1;
    context.fillStyle = palette.bad;
    for (let place = 0; place <= width; place += 1) {
      if (this.marks[place]) context.fillRect(place - 1, top - 4, 2, 6);
    }
  }

  paintRun(context, from, to, top, height, level, strength) {
    if (level < 0 || to <= from) return;
    context.globalAlpha = LEVELS[level] * strength;
    context.fillRect(from, top, to - from, height);
  }
}
