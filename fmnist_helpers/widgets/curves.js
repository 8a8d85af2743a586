// Curves drawn as SVG: each line holds its name, its steps and their values, as `data-` attributes.
const HINT = "Point at a curve for its values.";

function render({ model, el }) {
  const drawing = document.createElement("div");
  const says = document.createElement("output");
  drawing.className = "widget-html-content"; // it looks like ipywidgets' HTML
  drawing.tabIndex = 0;
  drawing.setAttribute("role", "group");
  drawing.setAttribute("aria-label", "Curves. The arrow keys go from step to step.");
  el.classList.add("fmnist-curves");
  el.append(drawing, says);
  let step = null; // the one that is pointed at

  // What each line holds at the step nearest to `step`, and where it is drawn.
  function found() {
    return [...drawing.querySelectorAll("polyline[data-name]")].map((line) => {
      const { name, steps, values } = line.dataset;
      const all = steps.split(" ").map(Number);
      const gaps = all.map((at) => Math.abs(at - step));
      const i = gaps.indexOf(Math.min(...gaps));
      return { name, step: all[i], value: +values.split(" ")[i], place: line.points[i] };
    });
  }

  function show() {
    drawing.querySelectorAll("circle.pointed").forEach((circle) => circle.remove());
    if (step === null) { says.textContent = HINT; return; }
    const lines = found();
    if (!lines.length) return;
    const far = (line) => Math.abs(line.step - step);
    const nearest = lines.reduce((a, b) => (far(b) < far(a) ? b : a));
    const here = lines.filter((line) => line.step === nearest.step); // a shorter line has ended
    for (const { place } of here) {
      const circle = document.createElementNS("http://www.w3.org/2000/svg", "circle");
      Object.entries({ class: "pointed", cx: place.x, cy: place.y, r: 5, fill: "none",
        stroke: "currentColor", "stroke-width": 2 }).forEach(([k, v]) => circle.setAttribute(k, v));
      drawing.querySelector("svg").append(circle);
    }
    const said = here.map(({ name, value }) => `${name} ${+value.toPrecision(3)}`);
    says.textContent = `step ${nearest.step}: ${said.join(", ")}`;
  }

  // The step of the drawn point that is nearest to the pointer, from left to right.
  function pointAt(event) {
    const svg = drawing.querySelector("svg");
    const box = svg.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * svg.viewBox.baseVal.width;
    let least = Infinity;
    for (const line of svg.querySelectorAll("polyline[data-name]")) {
      const steps = line.dataset.steps.split(" ");
      [...line.points].forEach((place, i) => {
        if (Math.abs(place.x - x) < least) { least = Math.abs(place.x - x); step = +steps[i]; }
      });
    }
    says.ariaLive = "off"; // only the keyboard's answers are read out
    show();
  }

  drawing.onpointermove = drawing.onpointerdown = pointAt;
  drawing.onpointerleave = () => { step = null; show(); };
  drawing.onkeydown = (event) => {
    const turn = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const steps = [...drawing.querySelectorAll("polyline[data-name]")]
      .flatMap((line) => line.dataset.steps.split(" ").map(Number));
    if (!turn || !steps.length) return;
    event.preventDefault();
    event.stopPropagation(); // JupyterLab would move to another cell
    const beyond = steps.filter((at) => turn * at > turn * (step ?? -Infinity));
    says.ariaLive = "polite";
    if (beyond.length) step = turn * Math.min(...beyond.map((at) => turn * at));
    show();
  };
  model.on("change:value", takeDrawing);
  takeDrawing();

  function takeDrawing() {
    drawing.innerHTML = model.get("value");
    show();
  }
}

export default { render };
