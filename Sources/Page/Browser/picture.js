import { Bars, ROW, drawPath, drawRuler, drawSteps, laneSteps } from "./bars.js";
import { makeCurves } from "./curves.js";
import { Finder } from "./find.js";
import { clock, counted, duration } from "./format.js";
import { readPalette } from "./palette.js";
import { Panel } from "./panel.js";
import { Rows } from "./rows.js";
import { Span } from "./span.js";
import { Tree } from "./tree.js";

// The picture as a whole: what is chosen, opened and in sight; each change draws it anew, once.

/** Rows in sight: as many as there are, within these. */
const MOST_ROWS = 24;
const MOST_ROWS_ON_PAPER = 60;

export class Picture {
  constructor(model) {
    this.model = model;
    for (const name of ["frame", "ruler", "steps", "path", "bars"]) {
      this[name] = document.getElementById(name);
    }
    this.place = document.getElementById("rows");
    this.span = new Span(model.length);
    this.rows = new Rows(model);
    this.lanes = laneSteps(model.steps);
    this.painter = new Bars(model);
    this.tree = new Tree(model, document.getElementById("tree"));
    this.curves = makeCurves(model);
    this.chosen = model.count ? 0 : -1;
    this.hasDragged = false;
    this.panel = new Panel(model, document.getElementById("panel"), {
      close: () => this.escape(), choose: (process) => this.choose(process, true),
      showLife: (process) => this.showLife(process),
    });
    this.finder = new Finder(model, document.getElementById("find"),
      document.getElementById("found"), (process) => this.showFound(process));
    this.canvases = [this.ruler, this.steps, this.path, this.bars,
      ...this.curves.map((curve) => curve.canvas)];
    this.limit = MOST_ROWS;
    this.refreshPalette();
  }

  refreshPalette() {
    this.palette = readPalette();
    this.schedule();
  }

  get page() {
    return Math.max(Math.floor(this.height / ROW) - 1, 1);
  }

  // MARK: Drawing

  /** Draws before the next frame, however often it is asked. */
  schedule() {
    if (this.isScheduled) return;
    this.isScheduled = true;
    requestAnimationFrame(() => {
      this.isScheduled = false;
      this.draw();
    });
  }

  draw() {
    const { model, span, rows, palette } = this;
    const begun = performance.now();
    this.height = Math.min(Math.max(rows.list.length, 1), this.limit) * ROW;
    this.place.style.height = `${this.height}px`;
    document.getElementById("window").style.height = `${this.height}px`;
    document.getElementById("spacer").style.height = `${rows.list.length * ROW}px`;
    const width = Math.max(Math.floor(this.bars.parentElement.clientWidth
      - this.bars.offsetLeft), 50);
    this.width = width;
    const top = this.place.scrollTop;
    const first = Math.floor(top / ROW);
    const view = {
      rows, span, width, height: this.height, first, shift: top - first * ROW, palette,
      chosen: this.chosen, found: this.finder.found,
    };
    view.ticks = drawRuler(this.ruler, span, width, palette);
    if (model.steps.length) drawSteps(this.steps, model, span, width, palette, this.lanes);
    if (model.head.path.length) drawPath(this.path, model, span, width, palette);
    this.painter.draw(this.bars, view);
    for (const curve of this.curves) curve.draw(view);
    const active = this.tree.draw(view);
    if (active) this.place.setAttribute("aria-activedescendant", active);
    else this.place.removeAttribute("aria-activedescendant");
    this.sayTime();
    performance.clearMeasures("draw");
    performance.measure("draw", { start: begun, end: performance.now() });
  }

  sayTime() {
    const { span } = this;
    const shown = document.getElementById("shown-time");
    const words = span.isWhole ? `all ${duration(span.length)}`
      : `${duration(span.width)} from ${duration(span.from)} on`;
    if (shown.textContent !== words) shown.textContent = words;
  }

  // MARK: Time

  timeAt(left) {
    return this.span.from + left / this.width * this.span.width;
  }

  zoom(factor, around) {
    const { model, chosen, span } = this;
    let middle = around;
    const row = this.rows.list[chosen];
    if (middle === undefined && row && !row.members && !span.isWhole) {
      const life = (model.start[row.process] + model.end[row.process]) / 2;
      if (life > span.from && life < span.to) middle = life;
    }
    span.zoom(factor, middle);
    this.schedule();
  }

  zoomAll() {
    this.span.set(0, this.span.length);
    this.schedule();
  }

  move(share) {
    this.span.move(share * this.span.width);
    this.schedule();
  }

  showLife(process) {
    this.span.showLife(this.model.start[process], this.model.end[process]);
    this.schedule();
  }

  showChosen() {
    const row = this.rows.list[this.chosen];
    if (row) this.showLife(row.process);
  }

  showStep(number) {
    const step = this.model.steps[number];
    if (!step) return;
    this.span.showLife(step.start, step.end);
    const process = this.model.step.indexOf(number);
    if (process >= 0) this.choose(process, false);
    this.schedule();
  }

  // MARK: Choosing

  rowAt(top) {
    return Math.floor((this.place.scrollTop + top) / ROW);
  }

  chooseRow(number, isOpening) {
    const row = this.rows.list[number];
    if (!row) return;
    this.chosen = number;
    this.bringIntoView();
    if (isOpening || !this.panel.node.hidden) this.openPanel();
    this.schedule();
  }

  step(by) {
    this.chooseRow(Math.min(Math.max(this.chosen + by, 0), this.rows.list.length - 1), false);
  }

  bringIntoView() {
    const top = this.chosen * ROW;
    if (top < this.place.scrollTop) this.place.scrollTop = top;
    const bottom = top + ROW - this.height;
    if (bottom > this.place.scrollTop) this.place.scrollTop = bottom;
  }

  /** Chooses a process, whose row comes to be if it had none. */
  choose(process, isOpening) {
    this.rows.reveal(process);
    document.getElementById("spacer").style.height = `${this.rows.list.length * ROW}px`;
    this.height = Math.min(this.rows.list.length, this.limit) * ROW;
    this.place.style.height = `${this.height}px`;
    this.chooseRow(this.rows.find(process), isOpening);
  }

  toggle(number) {
    const row = this.rows.list[number];
    if (!row || !this.rows.hasMore(row)) return;
    this.rows.setOpen(row, !this.rows.isOpen(row));
    this.chosen = number;
    this.schedule();
  }

  inward() {
    const row = this.rows.list[this.chosen];
    if (!row || !this.rows.hasMore(row)) return;
    if (this.rows.isOpen(row)) this.step(1);
    else this.toggle(this.chosen);
  }

  outward() {
    const row = this.rows.list[this.chosen];
    if (!row) return;
    if (this.rows.hasMore(row) && this.rows.isOpen(row)) return void this.toggle(this.chosen);
    for (let place = this.chosen - 1; place >= 0; place -= 1) {
      if (this.rows.list[place].depth < row.depth) return void this.chooseRow(place, false);
    }
  }

  openPanel() {
    const row = this.rows.list[this.chosen];
    if (!row) return;
    if (row.members) {
      if (!this.rows.isOpen(row)) this.toggle(this.chosen);
      return;
    }
    this.panel.open(row.process, this.palette);
    this.frame.parentElement.classList.add("has-panel");
    this.schedule();
  }

  showFound(process) {
    if (process >= 0) this.choose(process, false);
    this.schedule();
  }

  nextFailed() {
    const { failed } = this.model;
    if (!failed.length) return;
    const row = this.rows.list[this.chosen];
    const next = failed.find((process) => row && process > row.process) ?? failed[0];
    this.choose(next, true);
  }

  escape() {
    if (this.finder.input.value) this.finder.clear();
    this.panel.close();
    this.frame.parentElement.classList.remove("has-panel");
    this.schedule();
  }

  // MARK: Pointing

  hover(canvas, left, top) {
    const cursor = document.getElementById("cursor");
    const tip = document.getElementById("tip");
    const time = canvas ? this.timeAt(left) : null;
    cursor.hidden = tip.hidden = !canvas;
    for (const curve of this.curves) curve.say(time);
    if (!canvas) return;
    const place = this.ruler.offsetLeft + left;
    cursor.style.transform = `translateX(${place}px)`;
    tip.textContent = this.words(canvas, time, left, top);
    const isRight = left > this.width / 2;
    tip.style.left = isRight ? "auto" : `${place + 10}px`;
    tip.style.right = isRight ? `${this.frame.clientWidth - place + 10}px` : "auto";
    const above = canvas.getBoundingClientRect().top - this.frame.getBoundingClientRect().top;
    tip.style.top = `${above + top + 18}px`;
  }

  words(canvas, time, left, top) {
    const { model } = this;
    const when = `${duration(Math.max(time, 0))}, ${clock(model.head.began + time / 1e3)}`;
    if (canvas !== this.bars) return when;
    const row = this.rows.list[this.rowAt(top)];
    if (!row) return when;
    if (row.members) {
      return `${counted(row.members.length, "process", "processes")} `
        + `${model.name(row.process)}\n${when}`;
    }
    return `${model.name(row.process)}: ${model.strings[model.outcome[row.process]]}, `
      + `${this.painter.length(row.process)}\n${when}`;
  }

  // MARK: Paper

  print(isPrinting) {
    this.limit = isPrinting ? MOST_ROWS_ON_PAPER : MOST_ROWS;
    document.documentElement.classList.toggle("paper", isPrinting);
    this.palette = readPalette();
    this.draw();
  }
}
