// Abbreviations explained on hover and focus: Escape hides the explanation until the pointer or the focus comes anew.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const term of document.querySelectorAll(".term:hover, .term:focus-within")) {
    term.classList.add("term--dismissed");
    const back = () => term.classList.remove("term--dismissed");
    term.addEventListener("pointerleave", back, { once: true });
    term.addEventListener("focusout", back, { once: true });
  }
});
