// The size of the text of a test, in steps; remembered on this device. The browser's own zoom works beside it.
(() => {
  const control = document.querySelector("[data-text-size]");
  const page = document.querySelector(".test-sitting");
  if (!control || !page) return;
  const STEPS = [-1, 0, 1, 2, 3];

  function stored() {
    try { return Number(localStorage.getItem("test-text-size")) || 0; } catch { return 0; }
  }

  function apply(step) {
    for (const each of STEPS) page.classList.toggle(`test-sitting--size${each}`, each === step && each !== 0);
    control.querySelector("[data-step='-1']").disabled = step === STEPS[0];
    control.querySelector("[data-step='1']").disabled = step === STEPS.at(-1);
  }

  let step = STEPS.includes(stored()) ? stored() : 0;
  control.addEventListener("click", (event) => {
    const change = event.target.dataset.step;
    if (change === undefined) return;
    step = change === "0" ? 0 : Math.min(STEPS.at(-1), Math.max(STEPS[0], step + Number(change)));
    try { localStorage.setItem("test-text-size", step); } catch { /* it holds for this page */ }
    apply(step);
  });
  apply(step);
  control.hidden = false;
})();
