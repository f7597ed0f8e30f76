// Says while a number is typed how it is understood, by the rule of quizzes/domain/kinds/numeric.py.
for (const block of document.querySelectorAll("[data-number]:not([data-ready])")) {
  block.dataset.ready = "";
  const field = block.querySelector("input");
  const hint = block.querySelector("[role=status]");

  const understood = (text) => {
    let plain = text.replace(/[\s'\u00a0\u202f\u2009]/g, "").replace("−", "-");
    if (plain.includes(".") || plain.split(",").length > 2) plain = plain.replaceAll(",", "");
    plain = plain.replaceAll(",", ".");
    if (!/^([-+]?\d{1,15}(\.\d{0,15})?|[-+]?\.\d{1,15})$/.test(plain)) return null;
    const [, sign, whole, rest] = /^([-+]?)(\d*)\.?(\d*)$/.exec(plain);
    return `${sign === "-" ? "-" : ""}${whole.replace(/^0+(?=\d)/, "") || "0"}${rest && `.${rest}`}`;
  };

  const say = () => {
    const number = understood(field.value);
    const text = field.value.trim() ? (number === null ? hint.dataset.fault : hint.dataset.understood.replace("%s", number)) : "";
    hint.classList.toggle("number__hint--fault", Boolean(text) && number === null);
    field.setAttribute("aria-invalid", String(Boolean(text) && number === null));
    if (hint.textContent !== text) hint.textContent = text;
  };

  field.addEventListener("input", say);
  block.closest("form").addEventListener("answer:filled", say);
  if (field.value !== field.defaultValue) say(); // typed before this script was there
}
