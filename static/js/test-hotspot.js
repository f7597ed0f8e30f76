// Lets the areas of a picture be chosen by pointing at them: each checks the radio button of the list that means it.
for (const picture of document.querySelectorAll("[data-hotspot]:not([data-ready])")) {
  picture.dataset.ready = "";
  const areas = [...picture.querySelectorAll("[data-choose]")];
  const radio = (area) => document.getElementById(area.dataset.choose);
  const form = picture.closest("form");

  const show = () => {
    for (const area of areas) {
      area.classList.toggle("hotspot__area--chosen", radio(area).checked);
      area.classList.toggle("hotspot__area--focused", radio(area).matches(":focus-visible"));
    }
  };

  picture.addEventListener("click", (event) => {
    const area = event.target.closest("[data-choose]");
    if (!area) return;
    radio(area).focus({ preventScroll: true }); // the arrow keys go on from here
    radio(area).click();
  });
  for (const name of ["change", "focusin", "focusout", "answer:filled"]) form.addEventListener(name, () => setTimeout(show));
  show();
}
