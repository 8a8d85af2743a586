// A kernel slides over an image. Everything is computed here, so that it follows the pointer.
const SCREEN = 224; // pixels of a picture on the screen, about
const [ABOVE, BELOW] = [[0, 114, 178], [213, 94, 0]]; // blue above 0, orange below, white at 0

// The sums of products under the kernel, row by row: what conv2d of PyTorch computes.
export function convolve(image, width, kernel, side, stride, padding) {
  const height = image.length / width;
  const [rows, columns] = [height, width].map(
    (size) => Math.floor((size + 2 * padding - side) / stride) + 1
  );
  const result = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const pixels = under(image, width, side, row * stride - padding, column * stride - padding);
      result.push(pixels.reduce((sum, pixel, i) => sum + pixel * kernel[i], 0));
    }
  }
  return { result, rows, columns };
}

// The pixels under a window whose first row and column are these; zeros around the image.
function under(image, width, side, top, left) {
  const pixels = [];
  for (let row = top; row < top + side; row++) {
    for (let column = left; column < left + side; column++) {
      const inside = row >= 0 && column >= 0 && column < width && row * width < image.length;
      pixels.push(inside ? image[row * width + column] : 0);
    }
  }
  return pixels;
}

const short = (number) => String(+number.toFixed(2)).replace("-", "−");
const signed = (value) => [0, 1, 2].map((i) =>
  255 + Math.min(1, Math.abs(value)) * ((value > 0 ? ABOVE : BELOW)[i] - 255));
const gray = (value) => [0, 1, 2].map(() => 255 * value);

// Numbers as a picture, one pixel each.
function paint(canvas, numbers, columns, color, zoom) {
  const small = document.createElement("canvas");
  [small.width, small.height] = [columns, numbers.length / columns];
  const data = new ImageData(small.width, small.height);
  numbers.forEach((number, i) => data.data.set([...color(number), 255], 4 * i));
  small.getContext("2d").putImageData(data, 0, 0);
  [canvas.width, canvas.height] = [small.width * zoom, small.height * zoom];
  const pen = canvas.getContext("2d");
  pen.imageSmoothingEnabled = false;
  pen.drawImage(small, 0, 0, canvas.width, canvas.height);
}

function frame(canvas, top, left, side, zoom) {
  const pen = canvas.getContext("2d");
  for (const [color, wide] of [["white", 5], ["black", 3], ["#E69F00", 2]]) {
    [pen.strokeStyle, pen.lineWidth] = [color, wide];
    pen.strokeRect(left * zoom, top * zoom, side * zoom, side * zoom);
  }
}

function render({ model, el }) {
  const [image, width, side, stride, padding, choices] =
    ["image", "width", "side", "stride", "padding", "choices"].map((name) => model.get(name));
  const height = image.length / width;
  const zoom = Math.max(1, Math.round(SCREEN / width)); // screen pixels of one pixel
  let made = null; // what convolve returned last
  let wide = zoom; // the same for the result

  el.classList.add("fmnist-convolution");
  const names = add(el, "div", { class: "choices" });
  const thumbnails = choices.map(choice);
  const board = add(el, "div", { class: "board" });
  const [before, , after] = ["image", "kernel", "result"].map((name) => {
    const figure = add(board, "figure");
    add(figure, "figcaption", {}, name);
    return name === "kernel" ? null : add(figure, "canvas", { tabindex: name === "result" ? 0 : -1 });
  });
  const captions = board.querySelectorAll("figcaption");
  captions[0].textContent = `image ${height} × ${width}${padding ? `, padding ${padding}` : ""}`;
  captions[1].textContent = `kernel ${side} × ${side}${stride > 1 ? `, stride ${stride}` : ""}`;
  const table = add(board.children[1], "div", { class: "cells", style: `--side:${side}` });
  const cells = model.get("kernel").map(weight);
  after.setAttribute("role", "application");
  const says = add(el, "output"); // read out when it changes
  const sums = add(el, "div", { class: "products", style: `--side:${side}` });
  const products = cells.map(() => add(sums, "span"));

  function add(parent, tag, attributes = {}, text = "") {
    const created = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) created.setAttribute(name, value);
    created.dataset.lmSuppressShortcuts = "true"; // JupyterLab's, while this has the focus
    created.textContent = text;
    return parent.appendChild(created);
  }

  function set(name, value) {
    model.set(name, value);
    model.save_changes();
  }

  function choice({ name, kernel }) {
    const button = add(names, "button", { type: "button", "aria-pressed": false });
    const largest = Math.max(...kernel.map(Math.abs)) || 1;
    const canvas = add(button, "canvas");
    paint(canvas, kernel.map((weight) => weight / largest), side, signed, Math.floor(30 / side));
    if (choices.length > 8) button.setAttribute("aria-label", name); // no room for all their names
    else add(button, "span", {}, name);
    button.addEventListener("click", () => set("kernel", [...kernel]));
    return button;
  }

  function weight(value, i) {
    const label = `weight in row ${Math.floor(i / side)}, column ${i % side}`;
    const cell = add(table, "input", { type: "number", step: "any", "aria-label": label });
    cell.addEventListener("input", () => {
      if (!Number.isFinite(cell.valueAsNumber)) return; // not typed to its end
      set("kernel", model.get("kernel").map((old, j) => (i === j ? cell.valueAsNumber : old)));
    });
    return cell;
  }

  // Show the kernel, and what it makes of the image.
  function compute() {
    const kernel = model.get("kernel");
    made = convolve(image, width, kernel, side, stride, padding);
    wide = Math.max(1, Math.floor(SCREEN / made.columns));
    cells.forEach((cell, i) => {
      if (cell.valueAsNumber !== kernel[i]) cell.value = +kernel[i].toFixed(side > 3 ? 2 : 3);
    });
    thumbnails.forEach((button, n) => {
      button.setAttribute("aria-pressed", choices[n].kernel.every((w, i) => w === kernel[i]));
    });
    const [low, high] = [Math.min(...made.result), Math.max(...made.result)];
    captions[2].textContent =
      `result ${made.rows} × ${made.columns}, ${short(low)} to ${short(high)}`;
    look();
  }

  // Show the window and its products.
  function look() {
    const largest = Math.max(...made.result.map(Math.abs)) || 1;
    const [row, column] = model.get("at");
    const [top, left] = [row * stride - padding, column * stride - padding];
    paint(before, image, width, gray, zoom);
    frame(before, top, left, side, zoom);
    paint(after, made.result.map((number) => number / largest), made.columns, signed, wide);
    frame(after, row, column, 1, wide);
    const kernel = model.get("kernel");
    under(image, width, side, top, left).forEach((pixel, i) => {
      const product = short(pixel * kernel[i]);
      products[i].textContent = `${short(pixel)} × ${short(kernel[i])} = ${product}`;
    });
    const sum = short(made.result[row * made.columns + column]);
    const where = `result[${row}, ${column}] = ${sum}`;
    says.textContent = `${where}, the sum of ${side ** 2} products, pixel × weight:`;
    after.setAttribute("aria-label", `${where}. Arrow keys move the window.`);
  }

  function go(row, column, tell) {
    const inside = (value, size) => Math.min(size - 1, Math.max(0, value));
    model.set("at", [inside(row, made.rows), inside(column, made.columns)]);
    if (tell) model.save_changes();
  }

  function follow(canvas, toPlace) {
    const move = (event) => {
      const box = canvas.getBoundingClientRect();
      const pixel = [event.clientY - box.top, event.clientX - box.left].map(
        (distance) => Math.floor(distance / (canvas === before ? zoom : wide))
      );
      go(...pixel.map(toPlace), event.type !== "pointermove");
    };
    for (const kind of ["pointermove", "pointerdown", "pointerleave"]) {
      canvas.addEventListener(kind, move);
    }
  }
  follow(before, (pixel) => Math.round((pixel + padding - (side - 1) / 2) / stride));
  follow(after, (pixel) => pixel);

  after.addEventListener("keydown", (event) => {
    const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    if (!(event.key in moves)) return;
    const [row, column] = model.get("at");
    go(row + moves[event.key][0], column + moves[event.key][1], true);
    event.preventDefault();
    event.stopPropagation();
  });
  model.on("change:kernel", compute);
  model.on("change:at", look);
  compute();
}

export default { render };
