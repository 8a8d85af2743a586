// Points in two classes, and the border that the network of network.js learns between them.
const SIDE = 720; // pixels of the board, which is shown at half that size
const GRID = 60; // squares along a side, for the color behind the points
const COLORS = ["#D55E00", "#0072B2"], NAMES = ["orange", "blue"];
const STEPS = 4; // per frame
const TELL = 250; // milliseconds between two messages to Python while it trains
const RADIUS = 0.07; // how near a pointer must be to hold a point

function html(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function render({ model, el }) {
  let points, layers, losses, frame, held = -1, chosen = 0, told = 0;
  const get = (name) => model.get(name);
  const set = (values) => { model.set(values); model.save_changes(); };

  const button = (textContent, title, onclick) =>
    html("button", { type: "button", textContent, title, onclick });
  const choice = (name, label, options) => {
    const option = ([value, textContent]) =>
      html("option", { value: JSON.stringify(value), textContent });
    const select = html("select", { ariaLabel: label }, ...options.map(option));
    select.onchange = () => set({ [name]: JSON.parse(select.value) });
    const follow = () => {
      select.value = JSON.stringify(get(name));
      if (select.selectedIndex < 0) { // a value that Python chose
        select.append(option([get(name), get(name)]));
        follow();
      }
    };
    model.on(`change:${name}`, follow);
    follow();
    return html("label", { textContent: label }, select);
  };
  const numbers = (...values) => values.map((value) => [value, String(value)]);

  const play = button("play", "Train step after step, or pause", () =>
    set({ playing: !get("playing") }));
  const buttons = html("div", {}, play,
    button("step", "Train one step", () => { set({ playing: false }); train(1); show(); tell(); }),
    button("reset", "Back to the weights before the first step", reset),
    button("new start", "Other random weights", () => set({ seed: get("seed") + 1 })));
  const settings = html("div", { className: "fmnist-settings" },
    choice("preset", "points", [...Object.keys(get("presets")), "yours"].map((it) => [it, it])),
    choice("layers", "hidden layers", numbers(1, 2)),
    choice("units", "units in each", numbers(1, 2, 3, 4, 6, 8, 12)),
    choice("relu", "between layers", [[true, "ReLU"], [false, "nothing"]]),
    choice("learning_rate", "learning rate", numbers(0.03, 0.1, 0.3, 1, 3, 10, 30)),
    choice("zeros", "weights start", [[false, "at random"], [true, "at 0"]]));
  const progress = html("output", { ariaLive: "off" });
  const curve = html("canvas", { width: 560, height: 140 });
  const says = html("p", { role: "status" });
  const board = html("canvas", { width: SIDE, height: SIDE, tabIndex: 0 });
  const pen = html("select", { ariaLabel: "class of a new point" },
    ...NAMES.map((name, value) => html("option", { value, textContent: `new point: ${name}` })));
  pen.value = 1;
  const point = html("p", { role: "status" });
  board.setAttribute("role", "application");
  board.setAttribute("aria-label", "Board of points. Page Up and Page Down choose a point, arrow " +
    "keys move it, space changes its class, Delete removes it, Enter adds one.");
  board.dataset.lmSuppressShortcuts = "true"; // JupyterLab would take letters for commands
  curve.setAttribute("role", "img");
  el.classList.add("fmnist-playground");
  el.append(
    html("div", {}, buttons, progress, board, says,
      html("div", {}, pen,
        html("small", { textContent: "Click to add, drag to move, drag off to remove." })),
      point),
    html("div", {}, curve, settings));

  function reset() {
    const hidden = Array(get("layers")).fill(get("units"));
    const draw = get("zeros") ? () => 0 : randomNumbers(get("seed"));
    layers = makeNetwork([2, ...hidden, 1], draw);
    losses = [];
    set({ playing: false });
    show();
    tell();
  }

  function train(steps) {
    for (let i = 0; i < steps && points.length; i++) {
      losses.push(trainStep(layers, get("relu"), points, get("learning_rate")));
      if (!Number.isFinite(losses.at(-1))) set({ playing: false });
    }
  }

  function loop() {
    cancelAnimationFrame(frame);
    play.textContent = get("playing") ? "pause" : "play";
    if (!get("playing")) { tell(); return; }
    frame = requestAnimationFrame(() => {
      train(STEPS);
      show();
      if (performance.now() - told > TELL) tell();
      loop();
    });
  }

  // Tell Python how far it has come; JSON has no nan.
  function tell() {
    told = performance.now();
    const loss = losses.at(-1) ?? null;
    set({ steps: losses.length, loss: Number.isFinite(loss) ? loss : null });
  }

  function show() {
    const now = losses.at(-1);
    progress.textContent = lossAt(losses.length - 1) ?? "step 0";
    const sentence = verdict(layers, get("relu"), points, now);
    if (says.textContent !== sentence) says.textContent = sentence; // or it is read out each time
    drawBoard();
    drawCurve();
  }

  function lossAt(i) {
    if (!(i in losses)) return undefined;
    const loss = losses[i];
    const said = Number.isFinite(loss) ? loss.toFixed(4) : String(loss).toLowerCase(); // nan
    return `step ${i + 1} · loss ${said}`;
  }

  const at = (x, y) => [((x + 1) / 2) * SIDE, ((1 - y) / 2) * SIDE]; // in pixels of the canvas
  const logit = (x, y) => forward(layers, get("relu"), [x, y]).at(-1)[0];

  function drawBoard() {
    const draw = board.getContext("2d");
    const ink = getComputedStyle(el).color;
    draw.clearRect(0, 0, SIDE, SIDE);
    const places = Array.from({ length: GRID + 1 }, (_, i) => (2 * i) / GRID - 1);
    const logits = places.map((y) => places.map((x) => logit(x, y)));
    const square = SIDE / GRID;
    logits.forEach((row, i) => row.forEach((value, j) => {
      const [x, y] = at(places[j], places[i]);
      draw.globalAlpha = 0.6 * Math.abs(1 / (1 + Math.exp(-value)) - 0.5) || 0; // nan: no color
      draw.fillStyle = COLORS[+(value > 0)];
      draw.fillRect(x - square / 2, y - square / 2, square, square);
    }));
    draw.globalAlpha = 1;
    draw.strokeStyle = ink;
    draw.lineWidth = 2;
    if (get("relu")) { // where a unit of the first layer turns from 0 to a slope
      draw.setLineDash([4, 10]);
      layers[0].w.forEach(([a, b], i) => {
        const c = layers[0].b[i], steep = Math.abs(a) > Math.abs(b);
        const ends = [-1, 1].map((t) => steep ? at(-(b * t + c) / a, t) : at(t, -(a * t + c) / b));
        if (a || b) stroke(draw, ends);
      });
      draw.setLineDash([]);
    }
    draw.lineWidth = 5;
    for (let i = 0; i < GRID; i++) {
      for (let j = 0; j < GRID; j++) stroke(draw, crossings(places, logits, i, j));
    }
    points.forEach(([x, y, label], i) => {
      const [px, py] = at(x, y);
      draw.beginPath();
      if (label) draw.arc(px, py, 11, 0, 7); else draw.rect(px - 10, py - 10, 20, 20);
      draw.fillStyle = COLORS[label];
      draw.fill();
      draw.lineWidth = i === chosen && document.activeElement === board ? 6 : 2;
      draw.stroke();
    });
  }

  // Where the logit passes 0 on the edges of a square of the grid.
  function crossings(places, logits, i, j) {
    const corners = [[i, j], [i, j + 1], [i + 1, j + 1], [i + 1, j]];
    return corners.flatMap(([r, c], k) => {
      const [r2, c2] = corners[(k + 1) % 4], one = logits[r][c], two = logits[r2][c2];
      if (one > 0 === two > 0) return [];
      const between = (a, b) => places[a] + (one / (one - two)) * (places[b] - places[a]);
      return [at(between(c, c2), between(r, r2))];
    });
  }

  function stroke(draw, path) {
    draw.beginPath();
    path.forEach(([x, y], i) => (i % 2 ? draw.lineTo(x, y) : draw.moveTo(x, y)));
    draw.stroke();
  }

  const last = () => Math.max(1, losses.length - 1);
  function drawCurve() {
    const draw = curve.getContext("2d"), { width, height } = curve;
    const top = 1.3 * (losses[0] || 1);
    draw.clearRect(0, 0, width, height);
    draw.strokeStyle = getComputedStyle(el).color;
    draw.lineWidth = 1;
    stroke(draw, [[0, height - 2], [width, height - 2]]);
    draw.strokeStyle = COLORS[1];
    draw.lineWidth = 4;
    draw.beginPath();
    for (let x = 0; x <= width && losses.length > 1; x += 2) {
      const loss = losses[Math.round((x / width) * last())];
      draw.lineTo(x, height - 4 - (Math.min(loss, top) / top) * (height - 8));
    }
    draw.stroke();
    curve.setAttribute("aria-label", `Loss by step: ${lossAt(losses.length - 1) ?? "none yet"}`);
  }

  curve.onpointermove = (event) => {
    const share = event.offsetX / curve.clientWidth;
    progress.textContent = lossAt(Math.round(share * last())) ?? "step 0";
  };
  curve.onpointerleave = show;

  const place = (event) => {
    const { left, top, width } = board.getBoundingClientRect();
    return [(2 * (event.clientX - left)) / width - 1, 1 - (2 * (event.clientY - top)) / width];
  };
  const inside = (values) => values.map((v) => Math.min(1, Math.max(-1, +v.toFixed(3))));
  const change = (changed) => { points = changed; show(); };
  const name = (i) => {
    if (!points[i]) return "";
    const [x, y, label] = points[i];
    return `Point ${i + 1} of ${points.length}, ${NAMES[label]}, at ` +
      `${x.toFixed(2)}, ${y.toFixed(2)}.`;
  };
  const move = (i, [x, y]) =>
    change(points.map((p, k) => (k === i ? [...inside([x, y]), p[2]] : p)));

  board.onpointerdown = (event) => {
    event.preventDefault();
    board.focus();
    board.setPointerCapture(event.pointerId);
    const [x, y] = place(event);
    const distances = points.map((p) => Math.hypot(p[0] - x, p[1] - y));
    held = distances.indexOf(Math.min(RADIUS, ...distances));
    if (held < 0) held = points.length;
    if (held === points.length) points = [...points, [...inside([x, y]), +pen.value]];
    chosen = held;
    show();
  };
  board.onpointermove = (event) => { if (held >= 0) move(held, place(event)); };
  board.onpointerup = board.onpointercancel = (event) => {
    if (held < 0) return;
    const off = Math.max(...place(event).map(Math.abs)) > 1.05;
    if (off) change(points.filter((_, i) => i !== held));
    held = -1;
    set({ points, preset: "yours" });
  };

  const arrows = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  const keys = {
    PageDown: () => { chosen = (chosen + 1) % points.length; show(); },
    PageUp: () => { chosen = (chosen + points.length - 1) % points.length; show(); },
    Delete: () => change(points.filter((_, i) => i !== chosen)),
    Enter: () => { chosen = points.length; change([...points, [0, 0, +pen.value]]); },
    " ": () => change(points.map((p, i) => (i === chosen ? [p[0], p[1], 1 - p[2]] : p))),
  };
  board.onkeydown = (event) => {
    const arrow = arrows[event.key];
    if (!arrow && !(event.key in keys)) return;
    event.preventDefault();
    event.stopPropagation();
    if (!arrow) keys[event.key]();
    else if (points[chosen]) move(chosen, points[chosen].map((v, i) => v + 0.05 * arrow[i]));
    chosen = Math.min(chosen, points.length - 1);
    point.textContent = name(chosen);
    set({ points, preset: "yours" });
  };
  board.onfocus = board.onblur = () => drawBoard();

  const takePoints = () => { points = get("points"); if (held < 0) show(); };
  const watched = "change:layers change:units change:zeros change:seed change:relu";
  points = get("points");
  model.on("change:points", takePoints);
  model.on("change:preset", () => {
    const preset = get("presets")[get("preset")]; // none of "yours"
    if (preset) { set({ points: preset }); reset(); }
  });
  model.on(watched, reset);
  model.on("change:playing", loop);
  const theme = new MutationObserver(show);
  theme.observe(document.body, { attributeFilter: ["data-jp-theme-light", "class"] });
  reset();
  return () => { // the view is gone
    cancelAnimationFrame(frame);
    theme.disconnect();
  };
}

export default { render };
