// The colours and sizes of the style sheet, for what is drawn.

const NAMES = [
  "text", "faint", "line", "page", "panel", "bar", "bar-soft", "bad", "doubt", "ordinary", "link",
  "band", "band-bad", "cpu", "memory", "read", "write", "chosen",
];

export function readPalette() {
  const style = getComputedStyle(document.documentElement);
  const palette = { font: `12px ${getComputedStyle(document.body).fontFamily}` };
  for (const name of NAMES) {
    palette[name.replace("-s", "S").replace("-b", "B")] = style.getPropertyValue(`--${name}`).trim();
  }
  return palette;
}

/** Makes a canvas as sharp as the screen, and returns what draws on it, cleared. */
export function prepare(canvas, width, height) {
  const ratio = window.devicePixelRatio || 1;
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

/** A text, cut with an ellipsis when it is wider than there is room. */
export function drawCut(context, text, left, base, room) {
  if (room < 14) return;
  let shown = text.slice(0, 200);
  if (context.measureText(shown).width > room) {
    let [low, high] = [0, shown.length];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (context.measureText(`${shown.slice(0, middle)}…`).width <= room) low = middle;
      else high = middle - 1;
    }
    if (low === 0) return;
    shown = `${shown.slice(0, low)}…`;
  }
  context.fillText(shown, left, base);
}
