// A computation graph. Python has worked out every step; here they are drawn, one after another.
const [WIDTH, HEIGHT, ACROSS, DOWN] = [104, 84, 126, 112]; // of a box, and from box to box

function render({ model, el }) {
  const [nodes, frames, turn] = ["nodes", "frames", "turn"].map((name) => model.get(name));
  el.classList.add("fmnist-graph");

  const bar = add(el, "div");
  const forward = button("forward", "Compute the next value", () => go(0, turn));
  const backward = button("backward", "Send a gradient back", () => go(turn, frames.length - 1));
  const reset = button("reset", "Begin again", () => set("step", 0));

  const columns = 1 + Math.max(...nodes.map((node) => node.column));
  const rows = 1 + Math.max(...nodes.map((node) => node.row));
  const bends = nodes.some((node) => node.parents.some((parent) => isBent(nodes[parent], node)));
  const width = (columns - 1) * ACROSS + WIDTH + 4;
  const height = (rows - 1) * DOWN + HEIGHT + (bends ? 34 : 4);
  const scroll = add(el, "div", { class: "scroll" });
  const look = `max-width:${width}px;min-width:${0.9 * width}px`;
  const svg = add(scroll, "svg", { viewBox: `-2 -2 ${width} ${height}`, style: look });
  svg.setAttribute("role", "group");
  svg.setAttribute("aria-label", "computation graph, a box for each tensor");
  const arrows = nodes.flatMap((node) => node.parents.map((parent) => join(nodes[parent], node)));
  const boxes = nodes.map(box);
  const says = add(el, "output"); // read out when it changes
  const about = add(el, "p", { class: "about" });
  const list = add(el, "details");
  add(list, "summary", {}, "The graph as text");
  const lines = add(list, "ol");
  const items = nodes.map(() => add(lines, "li"));

  // Around the boxes between the two.
  function isBent(parent, node) {
    return parent.row === node.row && node.column > parent.column + 1;
  }

  function add(parent, tag, attributes = {}, text = "") {
    const inSvg = tag === "svg" || parent.namespaceURI.endsWith("svg");
    const space = inSvg ? "http://www.w3.org/2000/svg" : "http://www.w3.org/1999/xhtml";
    const made = document.createElementNS(space, tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.dataset.lmSuppressShortcuts = "true"; // JupyterLab's, while this has the focus
    made.textContent = text;
    return parent.appendChild(made);
  }

  function button(name, title, action) {
    const made = add(bar, "button", { type: "button", title }, name);
    made.addEventListener("click", action);
    return made;
  }

  function set(name, value) {
    model.set(name, value);
    model.save_changes();
  }

  // A step on, if the numbers have gone at least to `first` and not yet to `last`.
  function go(first, last) {
    const step = model.get("step");
    if (step >= first && step < last) set("step", step + 1);
  }

  function box(node, i) {
    const [x, y] = [node.column * ACROSS, node.row * DOWN];
    const made = add(svg, "g", { transform: `translate(${x} ${y})`, tabindex: 0, role: "button" });
    add(made, "rect", { width: WIDTH, height: HEIGHT, rx: 5 });
    const line = (name, at, text) => add(made, "text", { class: name, x: WIDTH / 2, y: at }, text);
    line("name", 19, node.name.length > 12 ? `…${node.name.slice(-11)}` : node.name);
    line("made", 36, node.made_by.length > 14 ? `${node.made_by.slice(0, 13)}…` : node.made_by);
    for (const event of ["pointerenter", "click", "focus"]) {
      made.addEventListener(event, () => set("chosen", i));
    }
    return { made, value: line("value", 55, ""), gradient: line("gradient", 73, "") };
  }

  // Two arrows: the value's to the right, and below it the gradient's back to the left.
  function join(parent, node) {
    const bent = isBent(parent, node);
    const ends = [parent, node].map(({ column, row }, i) => [
      column * ACROSS + (i ? -1 : WIDTH + 1), row * DOWN + HEIGHT / 2 + (bent ? 34 : 0),
    ]);
    const arrow = (name, [x0, y0], [x1, y1]) => {
      const curve = bent ? `C${x0} ${y0 + 34} ${x1} ${y1 + 34} ` : "L";
      const turned = bent ? -90 : (Math.atan2(y1 - y0, x1 - x0) * 180) / Math.PI;
      const group = add(svg, "g", { class: name });
      add(group, "path", { d: `M${x0} ${y0}${curve}${x1} ${y1}`, fill: "none" });
      const at = `translate(${x1} ${y1}) rotate(${turned})`;
      add(group, "path", { d: "M0 0L-8 4V-4Z", transform: at, class: "head" });
      return group;
    };
    const beside = (by) => ends.map(([x, y]) => [x, y + by]);
    const back = arrow("back", ...beside(8).reverse());
    return { node, value: arrow("forth", ...beside(-8)), back };
  }

  function told(i, { values, gradients }) {
    const { name, made_by, parents } = nodes[i];
    const from = parents.map((parent) => nodes[parent].name).join(" and ");
    return [
      name, from ? `${made_by} of ${from}` : made_by,
      values[i] && `value ${values[i]}`, gradients[i] && `gradient ${gradients[i]}`,
    ].filter(Boolean).join(", ");
  }

  function draw() {
    const [step, chosen] = [model.get("step"), model.get("chosen")];
    const frame = frames[step];
    boxes.forEach(({ made, value, gradient }, i) => {
      value.textContent = frame.values[i] && `value ${frame.values[i]}`;
      gradient.textContent = frame.gradients[i] && `grad ${frame.gradients[i]}`;
      made.classList.toggle("lit", frame.lit === i);
      made.classList.toggle("chosen", chosen === i);
      items[i].textContent = told(i, frame);
      made.setAttribute("aria-label", told(i, frame));
    });
    for (const { node, value, back } of arrows) {
      value.classList.toggle("done", Boolean(frame.values[nodes.indexOf(node)]));
      back.classList.toggle("done", step >= node.passed);
    }
    says.textContent = frame.says;
    const node = nodes[chosen];
    const sends = node && node.parents.length && step >= node.passed ? ` ${node.sends}` : "";
    const said = step > turn && chosen === frame.lit; // by the line above
    about.textContent = said ? "" : node ? node.about + sends : "Touch a box to read its rule here.";
    // Not `disabled`, which takes the focus away from the button that was pressed last.
    forward.ariaDisabled = step >= turn;
    backward.ariaDisabled = step < turn || step === frames.length - 1;
    reset.ariaDisabled = step === 0;
  }

  el.addEventListener("keydown", (event) => {
    const keys = { ArrowRight: forward, ArrowLeft: backward, Home: reset };
    if (!(event.key in keys)) return;
    keys[event.key].click();
    event.preventDefault();
    event.stopPropagation();
  });
  model.on("change:step", draw);
  model.on("change:chosen", draw);
  draw();
}

export default { render };
