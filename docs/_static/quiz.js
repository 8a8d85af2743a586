// A quiz answers in the page. Without JavaScript, its options unfold, as in a notebook.
document.querySelectorAll('section[aria-label="Quiz"]').forEach((quiz) => {
  const lists = [...quiz.querySelectorAll("ul")];
  const firsts = [];
  const score = document.createElement("p");
  score.setAttribute("role", "status");
  score.className = "quiz-score";

  lists.forEach((list, question) => {
    const said = document.createElement("p");
    said.setAttribute("role", "status");
    list.after(said);
    list.querySelectorAll("details").forEach((details) => {
      const answer = details.querySelector("p");
      const right = answer.textContent.startsWith("Right");
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-pressed", "false");
      button.append(...details.querySelector("summary").childNodes);
      button.addEventListener("click", () => {
        list.querySelectorAll("button").forEach((each) => {
          each.setAttribute("aria-pressed", String(each === button));
        });
        said.className = right ? "quiz-right" : "quiz-wrong";
        said.replaceChildren(right ? "✓ " : "✗ ", ...answer.cloneNode(true).childNodes);
        firsts[question] ??= right;
        if (Object.keys(firsts).length === lists.length) {
          const count = firsts.filter(Boolean).length;
          score.textContent = `Right at the first try: ${count} of ${lists.length}.`;
        }
      });
      details.replaceWith(button);
    });
  });
  quiz.append(score);
});
