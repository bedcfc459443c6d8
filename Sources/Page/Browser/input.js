import { stepAt } from "./bars.js";

// What keys, wheel and pointer do.

const ZOOM = 1.5;
const WHEEL = 0.0015;
/** So far a pointer moves before it drags. */
const SLACK = 3;

/** The tree's keys; those that are none of ours do what they always do. */
export function listenToKeys(picture) {
  const byKey = {
    ArrowDown: () => picture.step(1), ArrowUp: () => picture.step(-1),
    PageDown: () => picture.step(picture.page), PageUp: () => picture.step(-picture.page),
    Home: () => picture.step(-Infinity), End: () => picture.step(Infinity),
    ArrowRight: () => picture.inward(), ArrowLeft: () => picture.outward(),
    Enter: () => picture.openPanel(), " ": () => picture.openPanel(),
    z: () => picture.showChosen(),
  };
  picture.place.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.shiftKey && event.key.startsWith("Arrow")) return;
    const act = byKey[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  listenEverywhere(picture);
}

/** Keys that work wherever nothing is written. */
function listenEverywhere(picture) {
  const byKey = {
    "+": () => picture.zoom(1 / ZOOM), "=": () => picture.zoom(1 / ZOOM),
    "-": () => picture.zoom(ZOOM), "−": () => picture.zoom(ZOOM), 0: () => picture.zoomAll(),
    f: () => picture.nextFailed(),
    "/": () => picture.finder.input.focus(),
    ArrowLeft: (event) => event.shiftKey && picture.move(-0.25),
    ArrowRight: (event) => event.shiftKey && picture.move(0.25),
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return picture.escape();
    if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
    if (event.target.closest?.("input, textarea, select")) return undefined;
    const act = byKey[event.key];
    if (!act || (event.key.startsWith("Arrow") && !event.shiftKey)) return undefined;
    event.preventDefault();
    return act(event);
  });
}

/** The place of an event on a canvas, in its own measure. */
function placeOn(canvas, event) {
  const box = canvas.getBoundingClientRect();
  return { left: event.clientX - box.left, top: event.clientY - box.top };
}

export function listenToPointer(picture) {
  const { canvases, place } = picture;
  for (const canvas of canvases) {
    listenToDrag(picture, canvas);
    canvas.addEventListener("wheel", (event) => {
      const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY);
      if (event.ctrlKey || event.metaKey) {
        const time = picture.timeAt(placeOn(canvas, event).left);
        picture.zoom(Math.exp(event.deltaY * WHEEL), time);
      } else if (sideways || event.shiftKey) {
        picture.move((sideways ? event.deltaX : event.deltaY) / picture.width);
      } else {
        return;
      }
      event.preventDefault();
    }, { passive: false });
    canvas.addEventListener("pointermove", (event) => {
      const { left, top } = placeOn(canvas, event);
      picture.hover(canvas, left, top);
    });
    canvas.addEventListener("pointerleave", () => picture.hover(null, 0, 0));
  }
  picture.bars.addEventListener("click", (event) => {
    if (!picture.hasDragged) picture.chooseRow(picture.rowAt(placeOn(picture.bars, event).top), true);
  });
  picture.bars.addEventListener("dblclick", () => picture.showChosen());
  picture.steps.addEventListener("click", (event) => {
    const { left, top } = placeOn(picture.steps, event);
    const { model, span, width } = picture;
    if (!picture.hasDragged) picture.showStep(stepAt(model, span, width, left, top));
  });
  picture.path.addEventListener("click", (event) => {
    const time = picture.timeAt(placeOn(picture.path, event).left);
    const part = picture.model.head.path.find(([, from, to]) => from <= time && time <= to);
    if (part && part[0] >= 0 && !picture.hasDragged) picture.choose(part[0], true);
  });
  place.addEventListener("click", (event) => {
    const row = event.target.closest?.(".row");
    if (!row) return;
    const number = Number(row.dataset.row);
    if (event.target.className === "toggle" || picture.rows.list[number].members) {
      picture.toggle(number);
    } else {
      picture.chooseRow(number, true);
    }
  });
}

function listenToDrag(picture, canvas) {
  let last = null;
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    last = { left: event.clientX, top: event.clientY, y: event.clientY };
    picture.hasDragged = false;
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!last || !(event.buttons & 1)) return;
    const by = event.clientX - last.left;
    if (!picture.hasDragged && Math.abs(by) < SLACK) return;
    if (!picture.hasDragged) canvas.setPointerCapture(event.pointerId);
    picture.hasDragged = true;
    last.left = event.clientX;
    picture.move(-by / picture.width);
  });
  canvas.addEventListener("pointerup", () => {
    last = null;
  });
}
