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
  // On the whole page, since the lab around this line is put together later.
  const heard = (event) => {
    if (el.closest(".fmnist-lab")?.contains(event.target)) ask();
  };
  const kinds = ["click", "keyup"];
  for (const kind of kinds) document.addEventListener(kind, heard);
  return () => { for (const kind of kinds) document.removeEventListener(kind, heard); };
}

export default { render };
