// The slide player: moves without loading a page, by keys and swipes too. Every link works without this file.
// Slides come as fragments of <main>, fetched ahead, which records nothing; showing one posts to its data-seen-url.
(() => {
  const byId = (id) => document.getElementById(id);
  const main = byId("main");
  const notice = byId("save-notice");
  const fragments = new Map();
  let path = location.pathname;
  let destination = null;
  let unsaved = [];
  let sending = null;
  let unloading = false;
  let notesOpen = false;
  try { notesOpen = Boolean(localStorage.getItem("notes")); } catch { /* storage is blocked */ }
  let failures = 0;

  const slide = () => main.querySelector(".slide");
  const entries = () => [...document.querySelectorAll("#outline [data-slide]")];
  const link = (name) => main.querySelector(`a[rel="${name}"]`);

  function fragment(address) {
    const url = new URL(address, location).href;
    if (!fragments.has(url)) {
      const loading = fetch(url, { headers: { "X-Fragment": "1", "X-Purpose": "prefetch" } }).then((response) => {
        if (!response.ok || response.redirected) throw new Error(String(response.status));
        return response.text();
      });
      loading.catch(() => fragments.delete(url));
      fragments.set(url, loading);
    }
    return fragments.get(url);
  }

  async function prefetch() {
    if (!link("next")) return;
    try {
      const ahead = parse(await fragment(link("next").href));
      for (const picture of ahead.querySelectorAll("img")) new Image().src = picture.src;
    } catch { /* the link will load the page */ }
  }

  function parse(html) {
    const template = document.createElement("template");
    template.innerHTML = html;
    return template.content;
  }

  async function go(url, push = true) {
    let html;
    destination = url;
    try {
      html = await fragment(url);
    } catch {
      location.assign(url);
      return;
    }
    if (destination !== url) return; // gone on meanwhile
    destination = null;
    if (push) history.pushState(null, "", url);
    path = location.pathname;
    main.replaceChildren(parse(html));
    shown();
    scrollTo(0, 0);
    byId("slide-title").focus({ preventScroll: true });
  }

  function shown() {
    const { title, section, position, slide: key } = slide().dataset;
    const progress = byId("player-progress");
    document.title = title + main.dataset.siteTitle;
    Object.assign(byId("player-section"), { textContent: section, lang: slide().dataset.sectionLanguage });
    for (const other of document.querySelectorAll(".languages a")) other.pathname = other.pathname.replace(/[^/]+\/$/, `${key}/`);
    byId("player-position").textContent = position;
    progress.value = position;
    byId("announcer").textContent = main.dataset.progressText.replace("%position", position).replace("%total", progress.max);
    for (const entry of entries()) {
      if (entry.dataset.slide !== key) entry.removeAttribute("aria-current");
      else entry.setAttribute("aria-current", "page");
    }
    mark();
    dress();
    see();
    prefetch();
  }

  // The slide that is shown counts as seen in the outline, unless one of its questions is open.
  function mark() {
    const entry = entries().find((each) => each.hasAttribute("aria-current"));
    const open = slide().querySelector(".question[data-open]");
    const [className, text] = open ? ["outline__asking", main.dataset.askingText] : ["outline__seen", main.dataset.seenText];
    if (entry.querySelector(`.${className}`)) return;
    entry.querySelector(".outline__asking, .outline__seen")?.remove();
    entry.append(Object.assign(document.createElement("span"), { className, textContent: ` ${text}` }));
  }

  function dress() {
    const notes = main.querySelector(".notes");
    notes.open = notesOpen;
    notes.addEventListener("toggle", () => {
      notesOpen = notes.open;
      try { localStorage.setItem("notes", notesOpen ? "open" : ""); } catch { /* storage is blocked */ }
    });
    for (const table of main.querySelectorAll(".slide .table-scroll")) { // one that fits is swiped over like the rest
      if (table.scrollWidth <= table.clientWidth) table.style.touchAction = "pan-y pinch-zoom";
    }
    main.querySelector('[data-control="full-screen"]').hidden = !document.fullscreenEnabled;
  }

  // What was seen

  function post(url, form) {
    const headers = { "X-CSRFToken": main.dataset.csrf };
    return fetch(url, { method: "POST", body: new URLSearchParams(form), headers, keepalive: true, redirect: "manual" });
  }

  function see() {
    const url = slide().dataset.seenUrl;
    unsaved = unsaved.filter((waiting) => waiting !== url).concat(url);
    send();
  }

  // One post after the other, so that the server sees the slides in the order in which they were shown.
  function send() {
    sending ??= drain().finally(() => { sending = null; });
    return sending;
  }

  async function drain() {
    while (unsaved.length) {
      const url = unsaved[0];
      const { status, type } = await post(url).catch(() => ({ status: 599 }));
      if (status === 403 || type === "opaqueredirect") {
        location.reload(); // signed out, or no longer allowed: the page itself says so
        return;
      }
      if (status >= 500) {
        notice.textContent = notice.dataset.text;
        failures += 1;
        setTimeout(send, 1000 * Math.min(2 ** failures, 30));
        return;
      }
      failures = 0;
      unsaved = unsaved.filter((waiting) => waiting !== url);
    }
    notice.textContent = "";
  }

  // Whoever hurries on to the test does not find its last slides unseen.
  async function leave(url) {
    await Promise.race([send(), new Promise((resolve) => { setTimeout(resolve, 3000); })]);
    location.assign(url);
  }

  function move(name) {
    if (link(name)) go(link(name).href);
  }

  function jump(index) {
    const target = entries().at(index);
    if (target && !target.hasAttribute("aria-current")) go(target.href);
  }

  function toggleNotes() {
    const notes = main.querySelector(".notes");
    notes.open = !notes.open;
    if (notes.open) notes.querySelector("summary").scrollIntoView({ block: "nearest" });
  }

  function toggleFullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.();
  }

  document.addEventListener("click", (event) => {
    const target = event.target.closest("a[href], [data-control]");
    if (!target || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (!target.matches("a[rel=next], a[rel=prev], a[data-slide], [data-control]")) {
      if (!unsaved.length || target.origin !== location.origin || target.pathname === location.pathname) return;
      leave(target.href);
    } else if (target.dataset.control === "full-screen") toggleFullScreen();
    else if (target.dataset.control === "notes") toggleNotes();
    else {
      byId("outline").hidePopover?.();
      go(target.href);
    }
    event.preventDefault();
  });

  const KEYS = {
    ArrowRight: () => move("next"),
    PageDown: () => move("next"),
    ArrowLeft: () => move("prev"),
    PageUp: () => move("prev"),
    Home: () => jump(0),
    End: () => jump(-1),
    f: toggleFullScreen,
    n: toggleNotes,
    o: () => byId("outline").togglePopover?.(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea, .table-scroll, .outline") && event.key !== "o") return;
    const space = event.key === " ";
    if (space && (event.target.closest("a, button, summary") || continues(event.shiftKey))) return;
    const action = KEYS[space ? (event.shiftKey ? "PageUp" : "PageDown") : event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });

  // Whether the slide goes on beyond the window in the direction in which Space would scroll.
  function continues(up) {
    const { top, bottom } = slide().getBoundingClientRect();
    return up ? top < -1 : bottom > main.querySelector(".controls").getBoundingClientRect().top + 1;
  }

  let touch;
  main.addEventListener("pointerdown", (event) => {
    const swipes = event.pointerType === "touch" && event.isPrimary && event.target.closest(".slide");
    touch = swipes ? { x: event.clientX, y: event.clientY } : null;
  });
  main.addEventListener("pointerup", (event) => {
    if (!touch || !getSelection().isCollapsed) return;
    const x = event.clientX - touch.x;
    if (Math.abs(x) > 60 && Math.abs(x) > 2 * Math.abs(event.clientY - touch.y)) move(x < 0 ? "next" : "prev");
    touch = null;
  });
  main.addEventListener("pointercancel", () => { touch = null; });

  // question.js: the slide at this address is no longer what was fetched.
  document.addEventListener("question:answered", (event) => {
    fragments.delete(event.detail);
    mark();
  });

  // Coming, going, coming back

  addEventListener("popstate", () => {
    if (location.pathname !== path) go(location.pathname, false);
  });
  addEventListener("pagehide", () => {
    unloading = true;
    for (const url of unsaved) post(url).catch(() => {});
  });
  addEventListener("pageshow", (event) => {
    unloading = false;
    if (event.persisted) see();
  });
  addEventListener("online", send);
  document.addEventListener("visibilitychange", () => {
    const url = slide().dataset.seenUrl;
    if (document.visibilityState === "visible") see();
    else if (!unloading) post(url, "leaving=1").catch(() => {});
  });

  dress();
  prefetch();
})();
