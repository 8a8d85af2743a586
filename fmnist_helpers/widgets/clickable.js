// Shows the model's `html`; the `data-pick` of the button that was clicked becomes its `picked`.
// What has a `data-move` comes from where it was, or from the `data-home` of the same name.
const DIRECTIONS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

function render({ model, el }) {
  el.classList.add("fmnist-clickable");
  el.setAttribute("role", "group");
  el.setAttribute("aria-label", model.get("label"));
  el.dataset.lmSuppressShortcuts = "true"; // JupyterLab would take the keys for its own
  const buttons = () => [...el.querySelectorAll("[data-pick]")];

  function draw() {
    const had = el.contains(document.activeElement) && document.activeElement.dataset.pick;
    const before = places();
    el.innerHTML = model.get("html");
    mark();
    for (const moved of el.querySelectorAll("[data-move]")) move(moved, before);
    buttons().find((button) => button.dataset.pick === had)?.focus({ preventScroll: true });
  }

  function places() {
    const found = {};
    for (const name of ["home", "move"]) {
      for (const one of el.querySelectorAll(`[data-${name}]`)) {
        found[one.dataset[name]] = one.getBoundingClientRect();
      }
    }
    return found;
  }

  function move(moved, before) {
    const from = before[moved.dataset.move];
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (!from?.width || still) return;
    const to = moved.getBoundingClientRect();
    const way = `translate(${from.x - to.x}px, ${from.y - to.y}px) scale(${from.width / to.width})`;
    moved.animate(
      [{ transform: way, transformOrigin: "0 0" }, { transform: "none", transformOrigin: "0 0" }],
      { duration: 600, easing: "ease-in-out" }
    );
  }

  // One button is reached by Tab, the others from there by arrow keys.
  function mark() {
    const picked = buttons().find((button) => button.dataset.pick === model.get("picked"));
    for (const button of buttons()) {
      button.setAttribute("aria-pressed", button === picked);
      button.tabIndex = button === (picked ?? buttons()[0]) ? 0 : -1;
    }
  }

  // The nearest button in a direction, as the page has laid them out.
  function neighbor(from, [dx, dy]) {
    const center = (button) => {
      const { x, y, width, height } = button.getBoundingClientRect();
      return [x + width / 2, y + height / 2];
    };
    const [x0, y0] = center(from);
    const distance = (button) => {
      const [x, y] = center(button);
      const [along, aside] = dx ? [(x - x0) * dx, y - y0] : [(y - y0) * dy, x - x0];
      return along > 1 ? along + 3 * Math.abs(aside) : Infinity;
    };
    const [best] = buttons().sort((one, other) => distance(one) - distance(other));
    return distance(best) < Infinity ? best : from;
  }

  el.addEventListener("click", (event) => {
    const button = event.target.closest("[data-pick]");
    if (!button) return;
    model.set("picked", button.dataset.pick);
    model.save_changes();
  });
  el.addEventListener("keydown", (event) => {
    if (!(event.key in DIRECTIONS) || !("pick" in event.target.dataset)) return;
    neighbor(event.target, DIRECTIONS[event.key]).focus();
    event.preventDefault();
    event.stopPropagation();
  });
  model.on("change:html", draw);
  model.on("change:picked", mark);
  draw();
}

export default { render };
