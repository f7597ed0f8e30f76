// Light, dark or the system's colours: the choice is kept in this browser and set before the page is painted.
(() => {
  const root = document.documentElement;

  function stored() {
    try { return localStorage.getItem("theme") || "system"; } catch { return "system"; }
  }

  function apply(choice) {
    if (choice === "system") delete root.dataset.theme;
    else root.dataset.theme = choice;
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === choice));
    }
  }

  function choose(choice) {
    try { localStorage.setItem("theme", choice); } catch { /* a private window: the choice holds for this page */ }
    apply(choice);
  }

  apply(stored());
  document.addEventListener("DOMContentLoaded", () => {
    apply(stored());
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      button.addEventListener("click", () => choose(button.dataset.themeChoice));
      button.parentElement.hidden = false;
    }
  });
})();
