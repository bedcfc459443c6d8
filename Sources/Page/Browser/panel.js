import { clock, count, counted, decimal, duration, size } from "./format.js";
import { TONE } from "./model.js";
import { differences, numbers } from "./data.js";
import { prepare } from "./palette.js";

// What is known of one process.

const CHART = { width: 300, height: 48 };

function element(name, text, className = "") {
  const node = document.createElement(name);
  node.textContent = text;
  if (className) node.className = className;
  return node;
}

/** The words for a number; none for one that is not known. */
function known(number, words) {
  return Number.isNaN(number) ? null : words(number);
}

function button(text, act) {
  const node = element("button", text);
  node.type = "button";
  node.addEventListener("click", act);
  return node;
}

export class Panel {
  constructor(model, node, actions) {
    this.model = model;
    this.node = node;
    this.actions = actions;
    this.process = -1;
  }

  close() {
    this.node.hidden = true;
    this.process = -1;
    this.node.replaceChildren();
  }

  open(process, palette) {
    const { model, node } = this;
    this.process = process;
    const list = element("dl", "", "facts");
    for (const [label, value] of this.facts(process)) {
      const line = document.createElement("div");
      const told = document.createElement("dd");
      told.append(value);
      line.append(element("dt", label), told);
      list.append(line);
    }
    const head = element("div", "", "head");
    head.append(element("h3", model.name(process)), button("Close", this.actions.close));
    const tone = Object.keys(TONE)[model.tone[process]];
    const outcome = element("p", model.strings[model.outcome[process]], `outcome ${tone}`);
    const acts = element("p", "", "acts");
    acts.append(button("Its time", () => this.actions.showLife(process)));
    if (model.parent[process] >= 0) {
      acts.append(button("Its parent", () => this.actions.choose(model.parent[process])));
    }
    node.replaceChildren(head, outcome, this.command(process), list,
      ...this.times(process), ...this.charts(process, palette), acts);
    node.hidden = false;
    node.scrollTop = 0;
  }

  command(process) {
    const { model } = this;
    const text = model.command(process);
    const node = element("pre", text || "executed nothing itself", text ? "command" : "note");
    if (text && model.value("isCut", process, numbers)) {
      node.append(element("span", " … (not all of it is stored)", "note"));
    }
    return node;
  }

  facts(process) {
    const { model } = this;
    const value = (name) => model.value(name, process);
    const step = model.steps[model.step[process]];
    const parent = model.parent[process];
    const began = model.start[process];
    const lines = [
      ["step", step ? `${step.label} (${step.engine})` : null],
      ["container", model.strings[model.value("container", process, numbers)] || null],
      ["began", `${clock(model.head.began + began / 1e3)}, ${duration(began)} into the run`],
      ["took", known(model.duration[process], duration) ?? "its end was not seen"],
      ["CPU", known(value("user") + value("system"), (all) =>
        `${duration(all)}: ${duration(value("user"))} user, ${duration(value("system"))} system`)],
      ["peak memory", this.peak(process)],
      ["storage", known(value("read") + value("write"), () =>
        `${size(value("read"))} read, ${size(value("write"))} written`)],
      ["threads", known(value("threads"), (number) => `${count(number)} at most`)],
      ["executions", count(model.value("executions", process, numbers))],
      ["directory", model.strings[model.value("directory", process, numbers)] || null],
      ["user", model.strings[model.value("owner", process, numbers)] || null],
      ["pid", String(model.value("pid", process, differences))],
      ["parent", parent < 0 ? null : model.name(parent)],
      ["below it", model.sizes[process] > 1
        ? counted(model.sizes[process] - 1, "process", "processes") : null],
      ["process_id", String(model.value("id", process, differences))],
    ];
    return lines.filter(([, text]) => text !== null);
  }

  peak(process) {
    const { model } = this;
    const kibibytes = model.value("rss", process);
    const source = model.value("rssSource", process, numbers);
    if (Number.isNaN(kibibytes) || source === 0) return null;
    return (source === 2 ? "at most " : "") + size(kibibytes * 1024);
  }

  // MARK: Over time

  times(process) {
    const times = this.model.times(process);
    if (!times) return [];
    const spent = times.parts.filter(({ time }) => time > 0).toSorted((a, b) => b.time - a.time);
    const list = element("dl", "", "facts times");
    for (const { name, time } of spent) {
      const line = document.createElement("div");
      const share = times.threads > 0 ? `, ${decimal(100 * time / times.threads)} %` : "";
      line.append(element("dt", name), element("dd", duration(time) + share));
      list.append(line);
    }
    const missing = times.parts.filter(({ time }) => Number.isNaN(time)).map(({ name }) => name);
    const parts = [element("h4", "Where its time went"), list];
    if (missing.length) parts.push(element("p", `Not known: ${missing.join(", ")}.`, "note"));
    return parts;
  }

  charts(process, palette) {
    const samples = this.model.samples(process);
    if (!samples) return [];
    const made = [
      ["CPU", samples.cpu, palette.cpu, (value) => `${decimal(value)} processors`],
      ["Memory", samples.rss, palette.memory, size],
    ].map(([title, values, colour, words]) => {
      const top = values.reduce((left, right) => Math.max(left, right || 0), 0);
      const figure = element("figure", "");
      const canvas = document.createElement("canvas");
      canvas.setAttribute("aria-hidden", "true");
      figure.append(element("figcaption", `${title}: at most ${words(top)} in `
        + `${counted(values.length, "reading", "readings")}`), canvas);
      this.chart(canvas, samples.at, values, top, colour, palette);
      return figure;
    });
    return [element("h4", "Sampled while it lived"), ...made];
  }

  chart(canvas, at, values, top, colour, palette) {
    const { width, height } = CHART;
    const context = prepare(canvas, width, height);
    const [from, to] = [at[0], at[at.length - 1]];
    context.fillStyle = palette.line;
    context.fillRect(0, height - 1, width, 1);
    context.strokeStyle = colour;
    context.beginPath();
    values.forEach((value, index) => {
      if (Number.isNaN(value)) return;
      const left = to > from ? (at[index] - from) / (to - from) * (width - 2) + 1 : 1;
      context.lineTo(left, height - 2 - (top > 0 ? value / top * (height - 6) : 0));
    });
    context.stroke();
  }
}
