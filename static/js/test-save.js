// Answers are saved as they are given: htmx posts the form on every change. This file says when that failed, tries
// again until it worked, and keeps the learner on the page while an answer is on its way.
(() => {
  const form = document.getElementById("answer-form");
  const status = document.getElementById("save-status");
  if (!form || !status) return;

  let changes = 0; // given so far
  let sent = 0; // of these, in the request under way
  let saved = 0; // of these, in the database
  let sending = false;
  let delay = 1000; // milliseconds before the next try
  let retry;
  let destination = null; // where a link leads that was followed too early

  const send = () => window.htmx.trigger(form, "change", { again: true });

  form.addEventListener("change", (event) => {
    if (event.detail?.again) return;
    changes += 1;
    clearTimeout(retry);
  });

  form.addEventListener("htmx:beforeRequest", () => {
    sending = true;
    sent = changes;
    status.textContent = status.dataset.saving;
  });

  // A sign-in page or an error page must not be mistaken for "Saved".
  const wasSaved = (xhr) => xhr.status === 200 && xhr.getResponseHeader("X-Answer") === "saved";

  form.addEventListener("htmx:beforeSwap", (event) => {
    event.detail.shouldSwap = wasSaved(event.detail.xhr);
  });

  form.addEventListener("htmx:afterRequest", (event) => {
    const xhr = event.detail.xhr;
    sending = false;
    if (wasSaved(xhr)) {
      saved = sent;
      delay = 1000;
      if (destination && saved === changes) location.assign(destination);
    } else if (xhr.status === 0 || xhr.status === 429 || xhr.status >= 500) {
      destination = null;
      status.textContent = status.dataset.failed;
      retry = setTimeout(send, delay);
      delay = Math.min(delay * 2, 30000);
    } else {
      saved = changes; // closed or signed out: the server explains
      location.assign(form.dataset.page);
    }
  });

  window.addEventListener("online", () => {
    if (saved < changes && !sending) {
      clearTimeout(retry);
      send();
    }
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || !sending || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    destination = link.href;
  });

  form.addEventListener("submit", () => {
    saved = changes; // the plain form carries the answer itself
  });

  window.addEventListener("beforeunload", (event) => {
    if (saved < changes) event.preventDefault();
  });

  // Going back must show the attempt as it is now, not as the browser remembers it.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
})();
