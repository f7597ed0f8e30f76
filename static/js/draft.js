// Keeps what is entered into form[data-draft] on this device until it is sent. When it is sent the copy moves to the
// tab's own store, from where it comes back if the sending failed (signed out meanwhile, no network).
(() => {
  const guarded = (act) => {
    try {
      return act();
    } catch {
      return null; // storage is refused or full: the form works without it
    }
  };

  const sent = document.querySelector("[data-draft-sent]");
  if (sent) {
    for (const store of ["localStorage", "sessionStorage"]) guarded(() => window[store].removeItem(`draft:${sent.dataset.draftSent}`));
  }

  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const name = `draft:${form.dataset.draft}`;
  const isChoice = (field) => field.type === "radio" || field.type === "checkbox";
  const fields = () => [...form.elements].filter((field) => field.name && (isChoice(field) || field.tagName === "TEXTAREA"));

  const entered = () =>
    JSON.stringify(fields().filter((field) => (isChoice(field) ? field.checked : field.value)).map((field) => [field.name, field.value]));

  const keep = () => guarded(() => localStorage.setItem(name, entered()));

  const restore = () => {
    const draft = guarded(() => JSON.parse(localStorage.getItem(name) ?? sessionStorage.getItem(name) ?? "[]"));
    if (!Array.isArray(draft) || !draft.length) return;
    for (const field of fields()) {
      const values = draft.filter(([of]) => of === field.name).map(([, value]) => value);
      if (isChoice(field)) field.checked = values.includes(field.value);
      else if (values.length) field.value = values[0];
    }
    const status = document.querySelector("[data-restored]");
    if (status) status.textContent = status.dataset.restored;
  };

  const note = document.querySelector("[data-kept]");
  if (note) note.hidden = false;
  if ("shownAgain" in form.dataset) keep(); // the server shows what was sent
  else restore();

  form.addEventListener("input", keep);
  form.addEventListener("submit", () => {
    guarded(() => sessionStorage.setItem(name, entered()));
    guarded(() => localStorage.removeItem(name));
  });

  // Going back must show the evaluation as it is now, not as the browser remembers it.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
})();
