import { count } from "./format.js";

// Looks for a text in the programs and commands of all processes.

const WAIT = 150;

export class Finder {
  constructor(model, input, output, show) {
    this.model = model;
    this.input = input;
    this.output = output;
    this.show = show;
    this.matches = [];
    this.found = new Set();
    this.place = -1;
    let timer = 0;
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.find(), WAIT);
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.next(event.shiftKey ? -1 : 1);
    });
  }

  text(process) {
    this.texts ??= Array.from({ length: this.model.count });
    this.texts[process] ??= `${this.model.name(process)} ${this.model.command(process)}`
      .toLowerCase();
    return this.texts[process];
  }

  find() {
    const wanted = this.input.value.trim().toLowerCase();
    this.wanted = wanted;
    this.matches = [];
    this.place = -1;
    if (wanted) {
      for (let process = 0; process < this.model.count; process += 1) {
        if (this.text(process).includes(wanted)) this.matches.push(process);
      }
    }
    this.found = new Set(this.matches);
    this.next(1);
  }

  /** Goes to the next one, or to the one before. */
  next(by) {
    if (this.input.value.trim().toLowerCase() !== (this.wanted ?? "")) return this.find();
    const { length } = this.matches;
    if (length) this.place = (this.place + by + length) % length;
    this.output.textContent = !this.wanted ? ""
      : length ? `${count(this.place + 1)} of ${count(length)}` : "none";
    return this.show(length ? this.matches[this.place] : -1);
  }

  clear() {
    this.input.value = "";
    this.find();
  }
}
