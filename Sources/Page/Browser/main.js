import { readData } from "./data.js";
import { curvesNote } from "./curves.js";
import { listenToKeys, listenToPointer } from "./input.js";
import { Model } from "./model.js";
import { Picture } from "./picture.js";

// Begins: reads the data, draws, and listens.

function connect(picture) {
  listenToKeys(picture);
  listenToPointer(picture);
  picture.place.addEventListener("scroll", () => picture.schedule(), { passive: true });
  new ResizeObserver(() => picture.schedule()).observe(picture.frame);
  for (const query of ["(prefers-color-scheme: dark)", "(resolution: 1dppx)"]) {
    matchMedia(query).addEventListener("change", () => picture.refreshPalette());
  }
  const byButton = {
    "zoom-in": () => picture.zoom(1 / 2), "zoom-out": () => picture.zoom(2),
    "zoom-all": () => picture.zoomAll(), "next-failed": () => picture.nextFailed(),
  };
  for (const [id, act] of Object.entries(byButton)) {
    document.getElementById(id).addEventListener("click", act);
  }
  document.getElementById("next-failed").hidden = picture.model.failed.length === 0;
  window.addEventListener("beforeprint", () => picture.print(true));
  window.addEventListener("afterprint", () => picture.print(false));
  for (const button of document.querySelectorAll("button.show")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const process = Number(button.dataset.process);
      picture.showLife(process);
      picture.choose(process, true);
      document.getElementById("picture").scrollIntoView({ block: "start" });
      picture.place.focus({ preventScroll: true });
    });
  }
}

async function begin() {
  const model = new Model(await readData(document.getElementById("data")));
  document.getElementById("data").remove();
  document.getElementById("picture-area").hidden = false;
  document.getElementById("steps-line").hidden = model.steps.length === 0;
  document.getElementById("path-line").hidden = model.head.path.length === 0;
  document.getElementById("curves-note").textContent = curvesNote(model);
  const picture = new Picture(model);
  connect(picture);
  picture.draw();
  performance.mark("picture");
  document.documentElement.dataset.drawn = "yes";
}

begin().catch((error) => {
  const trouble = document.getElementById("trouble");
  trouble.hidden = false;
  trouble.textContent = typeof DecompressionStream === "undefined"
    ? "The timeline needs a newer browser, which can expand compressed data."
    : `The timeline cannot be drawn: ${error.message}`;
  throw error;
});
