// Saves answers as they are given, through the outbox (test-outbox.js), and says how it stands with each. The learner is
// kept on the page while something is on its way.
(() => {
  const outbox = window.testOutbox;
  if (!outbox) return;
  const PAUSE = 800; // milliseconds after the last key before a text is sent
  const outlet = document.querySelector("[data-notices]");
  const formOf = (number) => document.querySelector(`form[data-answer="${number}"]`);
  const statusOf = (number) => formOf(number)?.querySelector("[data-status]");
  let typing;

  // Entering
  const isTyped = (field) => field.tagName === "TEXTAREA" || field.type === "text";
  const owner = (event) => (event.target.name ? event.target.closest("form[data-answer]") : null);

  document.addEventListener("input", (event) => {
    const form = owner(event);
    if (!form || !isTyped(event.target)) return;
    outbox.keep(form);
    saying("saving")({ number: form.dataset.answer });
    clearTimeout(typing);
    typing = setTimeout(outbox.flush, PAUSE);
  });
  document.addEventListener("change", (event) => {
    const form = owner(event);
    if (!form) return;
    if (isTyped(event.target) && !outbox.has(form.dataset.answer)) return; // was sent while it was typed
    clearTimeout(typing);
    outbox.keep(form);
    notices.clear(form.dataset.answer);
    outbox.flush();
  });

  // Leaving: links and buttons wait until everything is saved.
  let leaving = null;
  let signedOut = false;
  async function leave(go) {
    leaving = go;
    const saved = await outbox.flush();
    if (leaving !== go) return;
    leaving = null;
    if (saved || signedOut) go(); // signed out: it is kept on this device
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || link.getAttribute("href").startsWith("#") || event.defaultPrevented) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || !outbox.isWaiting() || link.closest("[data-outbox]")) return;
    event.preventDefault();
    leave(() => location.assign(link.href));
  });
  document.addEventListener("submit", (event) => {
    if (!outbox.isWaiting()) return;
    event.preventDefault();
    leave(() => event.target.requestSubmit(event.submitter));
  });
  window.addEventListener("pagehide", outbox.depart);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") outbox.flush();
  });
  window.addEventListener("beforeunload", (event) => {
    if (outbox.isWaiting() && !outbox.isDurable()) event.preventDefault();
  });
  // Going back must show the attempt as it is now, not as the browser remembers it.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });

  // Saying how it stands
  const notices = {
    show(name, { number = "", page = "" }) {
      this.clear(number);
      const shown = document.querySelector(`template[data-notice="${name}"]`).content.firstElementChild.cloneNode(true);
      for (const text of shown.querySelectorAll("p")) {
        if (!text.children.length) text.textContent = text.textContent.replace("%s", number);
      }
      const link = shown.querySelector("[data-item]");
      if (link && formOf(number) && name === "conflict") link.remove();
      else if (link) link.href = page;
      shown.dataset.about = number;
      outlet.append(shown);
      return shown;
    },
    clear(number) {
      for (const shown of outlet.querySelectorAll(`[data-about="${number}"]`)) shown.remove();
    },
  };
  const on = (name, act) => document.addEventListener(`outbox:${name}`, (event) => act(event.detail));
  const say = (number, text) => {
    const status = statusOf(number);
    if (status && status.textContent !== text) status.textContent = text;
  };
  const saying = (key) => ({ number }) => say(number, statusOf(number)?.dataset[key]);
  const recovered = new Set();

  on("sending", saying("saving"));
  on("waiting", saying("failed"));
  on("resent", ({ number }) => recovered.add(number));
  on("saved", ({ number, html }) => {
    const reply = new DOMParser().parseFromString(html, "text/html").body;
    say(number, reply.firstChild.textContent.trim());
    notices.clear(number);
    for (const fresh of [...reply.querySelectorAll("[id]")]) {
      const old = document.getElementById(fresh.id);
      if (old?.ariaCurrent) fresh.ariaCurrent = old.ariaCurrent;
      else fresh.removeAttribute("aria-current");
      if (old !== document.activeElement) old?.replaceWith(document.adoptNode(fresh));
    }
    if (recovered.delete(number)) notices.show("recovered", { number });
  });
  on("settled", (detail) => {
    saying("settled")(detail);
    if (recovered.delete(detail.number)) notices.show("recovered", detail);
  });
  on("closed", () => location.reload());
  on("paused", () => location.assign(document.querySelector("[data-outbox]").dataset.page));
  for (const name of ["refused", "left", "replaced", "answer-settled"]) {
    on(name, (detail) => {
      saying("kept")(detail);
      notices.show(name, detail);
    });
  }
  on("signed-out", (detail) => {
    signedOut = true;
    saying("failed")(detail);
    notices.show("signed-out", detail);
  });
  let loaded = false; // whether this page shows what the server has
  on("conflict", (detail) => {
    if (loaded && formOf(detail.number)) {
      location.reload(); // to show what was saved elsewhere; the notice comes again with it
      return;
    }
    saying("kept")(detail);
    notices.show("conflict", detail);
  });
  outlet.addEventListener("click", (event) => {
    const number = event.target.closest("[data-about]")?.dataset.about;
    const act = event.target.dataset.do;
    if (!act) return;
    if (act === "replace") outbox.replace(number);
    else outbox.drop(number);
    say(number, "");
    notices.clear(number);
  });

  for (const form of document.querySelectorAll("form[data-answer]")) outbox.keepEarly(form);
  outbox.recover().finally(() => { loaded = true; });
})();
