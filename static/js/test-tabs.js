// Says in every tab in which the attempt is open that it is open in another one too, as long as it is.
(() => {
  const place = document.querySelector("[data-outbox]");
  if (!place) return;
  const name = `test-tab:${place.dataset.attempt}`;
  const me = `${Date.now()}-${Math.random()}`;
  const others = new Set();
  const channel = "BroadcastChannel" in window ? new BroadcastChannel(name) : null;

  function post(what) {
    const message = { what, from: me };
    if (channel) channel.postMessage(message);
    else try { localStorage.setItem(name, JSON.stringify({ ...message, at: Math.random() })); } catch { /* no way to ask */ }
  }

  function hear({ what, from }) {
    if (from === me) return;
    if (what === "gone") others.delete(from);
    else others.add(from);
    if (what === "hello") post("here");
    show();
  }

  function show() {
    const outlet = place.querySelector("[data-notices]");
    const shown = outlet.querySelector("[data-about='elsewhere']");
    if (!others.size) shown?.remove();
    else if (!shown) {
      const notice = place.querySelector("template[data-notice='elsewhere']").content.firstElementChild.cloneNode(true);
      notice.dataset.about = "elsewhere";
      outlet.prepend(notice);
    }
  }

  if (channel) channel.addEventListener("message", (event) => hear(event.data));
  else window.addEventListener("storage", (event) => event.key === name && event.newValue && hear(JSON.parse(event.newValue)));
  window.addEventListener("pagehide", () => post("gone"));
  // A tab that crashed says no farewell: ask again who is there.
  window.addEventListener("focus", () => {
    others.clear();
    post("hello");
    setTimeout(show, 1000);
  });
  post("hello");
})();
