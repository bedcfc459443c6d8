import { ROW } from "./bars.js";
import { count } from "./format.js";
import { TONE } from "./model.js";

// The rows of the tree that are in sight, as elements. They are used again as the list moves, so that
// no list is too long.

const MOST_INDENTED = 14;
const MARKS = { [TONE.bad]: "✕", [TONE.doubtful]: "?", [TONE.ordinary]: "·" };

export class Tree {
  constructor(model, place) {
    this.model = model;
    this.place = place;
    this.elements = [];
  }

  element(number) {
    if (!this.elements[number]) {
      const row = document.createElement("div");
      row.className = "row";
      row.id = `row-${number}`;
      row.setAttribute("role", "treeitem");
      const parts = ["toggle", "mark", "name", "more"].map((name) => {
        const part = document.createElement("span");
        part.className = name;
        row.append(part);
        return part;
      });
      this.elements[number] = { row, parts };
      this.place.append(row);
    }
    return this.elements[number];
  }

  draw({ rows, first, shift, height, chosen }) {
    const shown = Math.min(Math.ceil((height + shift) / ROW), rows.list.length - first);
    for (let number = 0; number < shown; number += 1) {
      this.fill(this.element(number), rows, first + number, number * ROW - shift,
        first + number === chosen);
    }
    for (let number = shown; number < this.elements.length; number += 1) {
      this.elements[number].row.hidden = true;
    }
    return chosen >= first && chosen < first + shown ? `row-${chosen - first}` : "";
  }

  fill({ row, parts }, rows, place, top, isChosen) {
    const entry = rows.list[place];
    const { model } = this;
    const { process } = entry;
    const [toggle, mark, name, more] = parts;
    row.hidden = false;
    row.dataset.row = place;
    row.style.transform = `translateY(${top}px)`;
    row.style.paddingInlineStart = `${4 + Math.min(entry.depth, MOST_INDENTED) * 12}px`;
    row.classList.toggle("chosen", isChosen);
    row.setAttribute("aria-level", entry.depth + 1);
    row.setAttribute("aria-selected", isChosen);
    const hasMore = rows.hasMore(entry);
    const isOpen = rows.isOpen(entry);
    toggle.textContent = hasMore ? (isOpen ? "▾" : "▸") : "";
    if (hasMore) row.setAttribute("aria-expanded", isOpen);
    else row.removeAttribute("aria-expanded");
    const isBad = entry.members ? entry.failed > 0 : model.tone[process] === TONE.bad;
    mark.textContent = entry.members ? (isBad ? "✕" : "") : MARKS[model.tone[process]] ?? "";
    mark.className = `mark ${isBad ? "bad" : ""}`;
    name.textContent = model.name(process);
    more.textContent = this.about(entry, isOpen, isBad);
    more.classList.toggle("bad", isBad && !entry.members);
  }

  about(entry, isOpen, isBad) {
    const { model } = this;
    if (entry.members) {
      return `× ${count(entry.members.length)}`
        + (entry.failed ? `, ${count(entry.failed)} failed` : "");
    }
    if (isBad) return model.strings[model.outcome[entry.process]];
    const below = model.sizes[entry.process] - 1;
    return below > 0 && !isOpen ? `${count(below)} below` : "";
  }
}
