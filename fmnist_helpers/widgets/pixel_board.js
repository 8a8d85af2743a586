// An image, enlarged; the pixel under the pointer, or else the chosen one, is framed and says its
// row, column, byte and float.
const ZOOM = 12;
const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function render({ model, el }) {
  const canvas = document.createElement("canvas");
  const says = document.createElement("output");
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-label", "Image. The arrow keys choose a pixel.");
  says.ariaLive = "off"; // a screen reader is told by the line beside it
  el.classList.add("fmnist-pixels");
  el.append(canvas, says);

  let pixels, height, width;
  const chosen = () => inside([model.get("row"), model.get("column")]);
  const inside = ([row, column]) =>
    [Math.min(height - 1, Math.max(0, row)), Math.min(width - 1, Math.max(0, column))];

  function choose(place) {
    const [row, column] = inside(place);
    model.set({ row, column });
    model.save_changes();
    show([row, column]);
  }

  function takeImage() {
    const [data, shapes] = [model.get("pixels"), model.get("shapes")]; // data is a DataView
    const number = Math.min(model.get("number"), shapes.length - 1);
    const before = shapes.slice(0, number).reduce((sum, [rows, columns]) => sum + rows * columns, 0);
    [height, width] = shapes[number];
    pixels = new Uint8Array(data.buffer, data.byteOffset + before, height * width);
    canvas.width = ZOOM * width;
    canvas.height = ZOOM * height;
    show(chosen());
  }

  function show([row, column]) {
    const draw = canvas.getContext("2d");
    pixels.forEach((value, i) => {
      draw.fillStyle = `rgb(${value}, ${value}, ${value})`;
      draw.fillRect(ZOOM * (i % width), ZOOM * Math.floor(i / width), ZOOM, ZOOM);
    });
    [["white", 1, 0], ["#D55E00", 2, 1]].forEach(([color, line, inset]) => { // seen on any gray
      const side = ZOOM - 2 * inset - line;
      draw.strokeStyle = color;
      draw.lineWidth = line;
      draw.strokeRect(ZOOM * column + inset + line / 2, ZOOM * row + inset + line / 2, side, side);
    });
    const value = pixels[row * width + column];
    says.textContent =
      `row ${row}, column ${column}: byte ${value}, float ${(value / 255).toFixed(4)}`;
  }

  function place(event) {
    const { left, top, width: side } = canvas.getBoundingClientRect();
    const scale = width / side;
    const at = [(event.clientY - top) * scale, (event.clientX - left) * scale];
    return inside(at.map(Math.floor));
  }

  canvas.onpointerdown = (event) => {
    canvas.setPointerCapture(event.pointerId);
    choose(place(event));
  };
  canvas.onpointermove = (event) => (event.buttons ? choose : show)(place(event));
  canvas.onpointerleave = () => show(chosen());
  canvas.onkeydown = (event) => {
    const arrow = ARROWS[event.key];
    if (!arrow) return;
    event.preventDefault();
    event.stopPropagation(); // JupyterLab would move to another cell
    choose(chosen().map((at, i) => at + arrow[i]));
  };
  model.on("change:pixels change:shapes change:number", takeImage);
  model.on("change:row change:column", () => { if (pixels) show(chosen()); });
  takeImage();
}

export default { render };
