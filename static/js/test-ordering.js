// Puts steps in order by buttons or by dragging. What is sent stays the place chosen for each step: the hidden lists.
for (const block of document.querySelectorAll("[data-ordering]:not([data-ready])")) {
  block.dataset.ready = "";
  const list = block.querySelector("ol");
  const blank = block.querySelector(".ordering__blank");
  const news = block.querySelector("[data-news]");
  const steps = () => [...list.children];
  const placeOf = (step) => step.querySelector("select");

  block.classList.add("ordering--scripted");
  for (const part of block.querySelectorAll("[data-scripted]")) part.hidden = false;
  block.querySelector(".ordering__how").hidden = true;

  function showBlank() {
    blank.hidden = steps().every((step) => placeOf(step).value);
  }

  // Takes the order shown as the answer.
  function take(moved) {
    steps().forEach((step, index) => { placeOf(step).value = index + 1; });
    showBlank();
    if (moved) {
      const words = { place: steps().indexOf(moved) + 1, count: steps().length, step: moved.querySelector("label").textContent.trim() };
      news.textContent = block.dataset.moved.replace(/%\((\w+)\)s/g, (_, name) => words[name]);
    }
    placeOf(steps()[0]).dispatchEvent(new Event("change", { bubbles: true }));
  }

  block.addEventListener("click", (event) => {
    if (event.target.closest("[data-take]")) {
      take(null);
      list.querySelector("button").focus();
    }
    const button = event.target.closest("[data-move]");
    if (!button) return;
    const step = button.closest("li");
    const other = button.dataset.move === "-1" ? step.previousElementSibling : step.nextElementSibling;
    if (!other) return;
    // The other one moves, so that the focus stays where it is.
    if (button.dataset.move === "-1") step.after(other);
    else step.before(other);
    take(step);
  });

  // Dragging
  list.addEventListener("pointerdown", (event) => {
    const step = event.target.closest("li");
    if (!step || event.button !== 0 || event.target.closest("button")) return;
    if (event.pointerType === "touch" && !event.target.closest(".ordering__handle")) return; // elsewhere a touch scrolls
    event.preventDefault();
    const before = steps().indexOf(step);
    list.setPointerCapture(event.pointerId);
    step.classList.add("ordering__step--dragged");

    const move = ({ clientY }) => {
      const middle = (each) => each.getBoundingClientRect().top + each.offsetHeight / 2;
      while (step.previousElementSibling && clientY < middle(step.previousElementSibling)) step.after(step.previousElementSibling);
      while (step.nextElementSibling && clientY > middle(step.nextElementSibling)) step.before(step.nextElementSibling);
    };
    const stop = () => {
      list.removeEventListener("pointermove", move);
      step.classList.remove("ordering__step--dragged");
      if (steps().indexOf(step) !== before) take(step);
    };
    list.addEventListener("pointermove", move);
    list.addEventListener("lostpointercapture", stop, { once: true });
  });

  block.closest("form").addEventListener("answer:filled", () => {
    if (steps().every((step) => placeOf(step).value)) list.append(...steps().sort((one, other) => placeOf(one).value - placeOf(other).value));
    showBlank();
  });
  showBlank();
}
