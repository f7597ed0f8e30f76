// Answers the questions of a slide in place. Without this file the form posts, and the slide comes back with the feedback.
(() => {
  const sending = new WeakSet();

  async function send(form) {
    const block = form.closest(".question");
    const slide = new URL("../../", form.action).href;
    const body = new URLSearchParams(new FormData(form));
    const response = await fetch(form.action, { method: "POST", body, headers: { "X-Fragment": "1" }, redirect: "manual" });
    if (response.status === 403 || response.type === "opaqueredirect") {
      location.reload(); // signed out, or no longer allowed: the page itself says so
      return;
    }
    if (!response.ok) throw new Error(String(response.status));
    const template = document.createElement("template");
    template.innerHTML = await response.text();
    const answered = template.content.querySelector(".question");
    block.replaceWith(answered);
    document.dispatchEvent(new CustomEvent("question:answered", { detail: slide }));
    if (answered.isConnected) focus(answered.querySelector(".question__fault:not(:empty)") ?? answered.querySelector(".question__feedback"));
  }

  function focus(news) {
    news.focus({ preventScroll: true });
    news.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest(".question__form");
    if (!form) return;
    event.preventDefault();
    if (sending.has(form)) return;
    sending.add(form);
    try {
      await send(form);
    } catch {
      const fault = form.querySelector(".question__fault");
      fault.textContent = form.dataset.failed;
      focus(fault);
    }
    sending.delete(form);
  });
})();
