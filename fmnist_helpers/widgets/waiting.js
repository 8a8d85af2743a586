// Asks the kernel whether it listens, with each click or key in the widget around this line.
const PATIENCE = 500; // milliseconds

function render({ model, el }) {
  el.setAttribute("role", "status");
  const ask = () => {
    if (model.get("asked") !== model.get("heard")) return; // it was asked, and has not answered
    model.set("asked", model.get("heard") + 1);
    model.save_changes();
    setTimeout(() => {
      if (model.get("asked") === model.get("heard")) return;
      el.textContent = "Waiting: the kernel is busy with something else.";
    }, PATIENCE);
  };
  model.on("change:heard", () => { el.textContent = ""; });
  // The lab is known only when this line has been put into it.
  requestAnimationFrame(() => {
    const lab = el.closest(".fmnist-lab");
    for (const kind of ["click", "keyup"]) lab?.addEventListener(kind, ask);
  });
}

export default { render };
