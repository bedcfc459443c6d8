import { differences } from "./data.js";
import { count, decimal, size } from "./format.js";
import { prepare } from "./palette.js";

// What the processes took over time: CPU, memory, bytes read and written.

const HEIGHT = 54;

/** Of the buckets of a curve, the mean and the most of what each pixel shows. */
function pixels(values, span, width) {
  const [means, tops] = [new Float64Array(width), new Float64Array(width)];
  const perBucket = span.length / values.length;
  for (let pixel = 0; pixel < width; pixel += 1) {
    const from = (span.from + span.width * pixel / width) / perBucket;
    const to = Math.min((span.from + span.width * (pixel + 1) / width) / perBucket, values.length);
    let [sum, top] = [0, 0];
    for (let bucket = Math.floor(from); bucket < to; bucket += 1) {
      const share = Math.min(bucket + 1, to) - Math.max(bucket, from);
      sum += values[bucket] * share;
      top = Math.max(top, values[bucket]);
    }
    means[pixel] = to > from ? sum / (to - from) : 0;
    tops[pixel] = top;
  }
  return { means, tops };
}

function most(values) {
  return values.reduce((left, right) => Math.max(left, right), 0);
}

class Curve {
  constructor(model, id, title, lines, words) {
    this.canvas = document.getElementById(id);
    this.side = document.getElementById(`${id}-words`);
    this.title = title;
    this.lines = lines.map(({ column, factor, colour, name }) => ({
      colour, name, values: differences(model.columns.get(column)).map((value) => value * factor),
    }));
    this.words = words;
    this.most = most(this.lines.map((line) => most(line.values)));
    this.length = model.length;
    this.say(null);
  }

  /** The numbers at a moment or, without one, the greatest ones. */
  say(time) {
    const parts = this.lines.map(({ values, name }) => {
      const bucket = Math.floor(time / this.length * values.length);
      const value = time === null ? most(values)
        : values[Math.min(Math.max(bucket, 0), values.length - 1)] ?? 0;
      return (name ? `${name} ` : "") + this.words(value);
    });
    const head = document.createElement("b");
    head.textContent = this.title;
    const text = document.createElement("span");
    text.textContent = (time === null ? "at most " : "") + parts.join(", ");
    this.side.replaceChildren(head, text);
  }

  draw(view) {
    const { span, width, palette, ticks } = view;
    const context = prepare(this.canvas, width, HEIGHT);
    context.fillStyle = palette.line;
    for (const place of ticks) context.fillRect(place, 0, 1, HEIGHT);
    context.fillRect(0, HEIGHT - 1, width, 1);
    if (this.most <= 0) return;
    const height = (value) => HEIGHT - 1 - value / this.most * (HEIGHT - 6);
    this.lines.forEach(({ values, colour }, number) => {
      const { means, tops } = pixels(values, span, width);
      context.fillStyle = context.strokeStyle = palette[colour];
      if (number === 0) {
        context.globalAlpha = 0.3;
        for (let pixel = 0; pixel < width; pixel += 1) {
          const top = height(means[pixel]);
          if (means[pixel] > 0) context.fillRect(pixel, top, 1, HEIGHT - 1 - top);
        }
        context.globalAlpha = 1;
      }
      context.beginPath();
      context.setLineDash(number ? [4, 2] : []);
      for (let pixel = 0; pixel < width; pixel += 1) {
        context.lineTo(pixel + 0.5, height(tops[pixel]));
      }
      context.stroke();
      context.setLineDash([]);
    });
  }
}

export function makeCurves(model) {
  const { isMemoryBound } = model.head;
  return [
    new Curve(model, "cpu", "CPU",
      [{ column: "curveCPU", factor: 1e-3, colour: "cpu", name: "" }],
      (value) => `${decimal(value)} processors busy`),
    new Curve(model, "memory", isMemoryBound ? "Memory, upper bound" : "Memory",
      [{ column: "curveMemory", factor: 1024, colour: "memory", name: "" }], size),
    new Curve(model, "io", "Storage",
      [{ column: "curveRead", factor: 1, colour: "read", name: "read" },
        { column: "curveWrite", factor: 1, colour: "write", name: "written (dashed)" }],
      (value) => `${size(value)}/s`),
  ];
}

/** How well the curves are known. */
export function curvesNote(model) {
  const { sampled, isMemoryBound, count: told, omitted } = model.head;
  const all = told + omitted;
  const spread = "CPU time and bytes are the kernel's totals of each process, spread evenly between "
    + "two samples of it or, where it was not sampled, over its life. ";
  return spread + (isMemoryBound
    ? "No process was sampled while it lived: the memory is the sum of the peaks of the processes "
      + "that were alive, which the truth does not exceed where the peaks are known."
    : `Memory is resident memory as sampled, of the ${count(sampled)} of ${count(all)} processes `
      + "that were; pages that they share count for each.");
}
