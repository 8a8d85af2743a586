// A drawing pad of 28 × 28 pixels. The pixels are the model's `pixels`: one byte each, row by row.
const SIDE = 28;
const LEAST = 50; // milliseconds between two messages to Python while a line is drawn

function render({ model, el }) {
  let pixels = fromModel();
  let erasing = false;
  let last = null; // where the pointer was: [column, row], not rounded
  let timer = null; // until Python is told
  let cursor = [14, 14];
  const undo = [];

  el.classList.add("fmnist-pad");
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE;
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  canvas.setAttribute(
    "aria-label",
    "Drawing pad, 28 by 28 pixels. Arrow keys move, space draws, Delete clears."
  );
  const bar = document.createElement("div");
  const pen = button("pen", "Draw", () => choose(false));
  const eraser = button("eraser", "Rub out", () => choose(true));
  const size = document.createElement("input");
  Object.assign(size, { type: "range", min: 1, max: 4, step: 0.5, value: model.get("size") });
  size.setAttribute("aria-label", "size of the pen");
  size.addEventListener("input", () => { model.set("size", +size.value); model.save_changes(); });
  button("undo", "Take back the last stroke", () => { if (undo.length) show(undo.pop(), true); });
  button("clear", "Empty the pad", () => { keep(); show(new Uint8Array(SIDE * SIDE), true); });
  bar.insertBefore(size, bar.children[2]);
  el.append(canvas, bar);
  choose(false);
  show(pixels, false);

  function button(name, title, action) {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", textContent: name, title, onclick: action });
    bar.append(made);
    return made;
  }

  function choose(erase) {
    erasing = erase;
    pen.setAttribute("aria-pressed", !erase);
    eraser.setAttribute("aria-pressed", erase);
  }

  function fromModel() {
    const data = model.get("pixels"); // a DataView
    return new Uint8Array(data.buffer.slice(data.byteOffset, data.byteOffset + SIDE * SIDE));
  }

  function keep() {
    undo.push(pixels.slice());
    if (undo.length > 50) undo.shift();
  }

  // Draw `now` on the canvas, and tell Python of it.
  function show(now, tell) {
    pixels = now;
    const image = new ImageData(SIDE, SIDE);
    pixels.forEach((value, i) => image.data.set([value, value, value, 255], 4 * i));
    canvas.getContext("2d").putImageData(image, 0, 0);
    if (tell) tellNow();
  }

  function tellNow() {
    clearTimeout(timer);
    timer = null;
    model.set("pixels", new DataView(pixels.slice().buffer));
    model.save_changes();
  }

  // A round dot at (x, y), softer at its edge.
  function dot(x, y) {
    const radius = +size.value;
    for (let row = 0; row < SIDE; row++) {
      for (let column = 0; column < SIDE; column++) {
        const distance = Math.hypot(column + 0.5 - x, row + 0.5 - y);
        const ink = Math.round(255 * Math.min(1, Math.max(0, radius + 0.5 - distance)));
        const i = row * SIDE + column;
        pixels[i] = erasing ? Math.min(pixels[i], 255 - ink) : Math.max(pixels[i], ink);
      }
    }
  }

  function line([x0, y0], [x1, y1]) {
    const steps = Math.ceil(2 * Math.hypot(x1 - x0, y1 - y0)) || 1;
    for (let i = 0; i <= steps; i++) dot(x0 + ((x1 - x0) * i) / steps, y0 + ((y1 - y0) * i) / steps);
  }

  function stroke(from, to) {
    line(from, to);
    show(pixels, false);
    timer ??= setTimeout(tellNow, LEAST);
  }

  function place(event) {
    const box = canvas.getBoundingClientRect();
    const scale = SIDE / box.width;
    return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
  }

  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.focus();
    canvas.setPointerCapture(event.pointerId);
    keep();
    last = place(event);
    stroke(last, last);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!last) return;
    const now = place(event);
    stroke(last, now);
    last = now;
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, () => { if (last) show(pixels, true); last = null; });
  }

  canvas.addEventListener("keydown", (event) => {
    const moves = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
    if (event.key in moves) {
      cursor = cursor.map((at, i) => Math.min(SIDE - 1, Math.max(0, at + moves[event.key][i])));
      show(pixels, false);
      const [x, y] = cursor;
      const pen = canvas.getContext("2d");
      pen.fillStyle = "#E69F00";
      pen.fillRect(x, y, 1, 1);
    } else if (event.key === " ") {
      keep();
      dot(cursor[0] + 0.5, cursor[1] + 0.5);
      show(pixels, true);
    } else if (event.key === "Delete") {
      keep();
      show(new Uint8Array(SIDE * SIDE), true);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation(); // JupyterLab would move to another cell
  });

  model.on("change:pixels", () => {
    if (!last) show(fromModel(), false);
  });
}

export default { render };
