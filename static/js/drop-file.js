// A file dropped on the form is chosen and sent. Without this the file is chosen by hand.
(() => {
  for (const area of document.querySelectorAll("[data-drop-file]")) {
    const form = area.querySelector("form");
    const input = form.querySelector("input[type=file]");
    let inside = 0; // entering a child comes before leaving its parent

    const carriesFile = (event) => event.dataTransfer?.types.includes("Files");
    const mark = (change) => {
      inside = Math.max(0, inside + change);
      area.classList.toggle("verify-file--over", inside > 0);
    };

    area.querySelector("[hidden]").hidden = false;
    area.addEventListener("dragenter", (event) => { if (carriesFile(event)) mark(1); });
    area.addEventListener("dragleave", (event) => { if (carriesFile(event)) mark(-1); });
    area.addEventListener("dragover", (event) => { if (carriesFile(event)) event.preventDefault(); });
    area.addEventListener("drop", (event) => {
      if (!carriesFile(event)) return;
      event.preventDefault();
      mark(-inside);
      input.files = event.dataTransfer.files;
      form.requestSubmit();
    });
  }
})();
