// The outbox of an attempt: what is entered is kept on this device at once, and leaves it when the server has said that
// it is saved. So it survives a lost connection, a reload, a crash and a sign-out; any page of the attempt sends it on.
//
// An entry: {number, action, fields, revision, sent}. `fields` are the whole form of the item as sorted [name, value]
// pairs, `revision` is that of the saved answer from which it was made, `sent` are the states that were sent since
// without an answer (the server may have saved one of them).
window.testOutbox = (() => {
  const place = document.querySelector("[data-outbox]");
  if (!place) return null;
  const PATIENCE = 10000; // milliseconds for a request
  const LONGEST_WAIT = 30000; // milliseconds between two tries
  const mine = `outbox:${place.dataset.user}:`;
  const prefix = `${mine}${place.dataset.attempt}:`;
  const memory = new Map(); // what the storage refuses to keep, newer than what it holds
  const held = new Set(); // the items that wait for the learner's decision
  const given = new Map(); // what this page kept last of an item; another tab may have sent it
  let wait = 1000;
  let retry;
  let underWay = null; // the entry that is being sent, as it was

  const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`outbox:${name}`, { detail }));

  // The storage
  const guarded = (act) => {
    try { return act(); } catch { return null; }
  };
  const read = (number) => memory.get(number) ?? guarded(() => JSON.parse(localStorage.getItem(prefix + number))) ?? null;
  const write = (entry) => {
    const kept = guarded(() => { localStorage.setItem(prefix + entry.number, JSON.stringify(entry)); return true; });
    if (kept) memory.delete(entry.number);
    else memory.set(entry.number, entry);
  };
  const remove = (number) => {
    guarded(() => localStorage.removeItem(prefix + number));
    memory.delete(number);
  };
  const numbers = () => {
    const stored = guarded(() => Object.keys(localStorage)) ?? [];
    return [...new Set([...stored.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length)), ...memory.keys()])];
  };
  for (const key of guarded(() => Object.keys(localStorage)) ?? []) {
    // Somebody else sits here now.
    if (key.startsWith("outbox:") && !key.startsWith(mine)) guarded(() => localStorage.removeItem(key));
  }

  // Forms
  const formOf = (number, root = document) => root.querySelector(`form[data-answer="${number}"]`);
  const fieldsOf = (form) =>
    [...new FormData(form)]
      .filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "revision")
      .map(([name, value]) => [name, name === "note" ? value : value.trim()])
      .sort();
  const isHere = (form) => form.ownerDocument === document; // and not on a page that was fetched
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

  const isEntered = (field) => field.name && !["hidden", "submit"].includes(field.type);

  // Whether a field is no longer as the server sent it.
  function isChanged(field) {
    if (!isEntered(field)) return false;
    if (field.type === "radio" || field.type === "checkbox") return field.checked !== field.defaultChecked;
    if (field.tagName !== "SELECT") return field.value !== field.defaultValue;
    return field.selectedIndex !== Math.max(0, [...field.options].findIndex((option) => option.defaultSelected));
  }

  // A copy of a form as the server sent it.
  function asSent(form) {
    const copy = form.cloneNode(true);
    copy.reset();
    return copy;
  }

  function fill(form, fields) {
    for (const field of form.elements) {
      if (!isEntered(field)) continue;
      const values = fields.filter(([name]) => name === field.name).map(([, value]) => value);
      if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
      else field.value = values[0] ?? "";
      if (field.value && field.closest("details")) field.closest("details").open = true;
    }
    form.dispatchEvent(new CustomEvent("answer:filled", { bubbles: true }));
  }

  function keep(form) {
    const number = form.dataset.answer;
    const revision = form.elements.revision.value;
    const before = read(number);
    const sent = before?.revision === revision ? before.sent : [given.get(number)].filter(Boolean);
    const fields = fieldsOf(form);
    write({ number, action: form.getAttribute("action"), fields, revision, sent });
    given.set(number, fields);
    held.delete(number);
  }

  // Keeps what was entered before the scripts were there; the rest it takes from what an earlier page left behind.
  function keepEarly(form) {
    const early = new Set([...form.elements].filter(isChanged).map((field) => field.name));
    const isEarly = ([name]) => early.has(name);
    const left = read(form.dataset.answer);
    if (early.size && !left) keep(form);
    else if (early.size) write({ ...left, fields: [...left.fields.filter((each) => !isEarly(each)), ...fieldsOf(form).filter(isEarly)].sort() });
  }

  const questionOf = (fields) => fields.find(([name]) => name === "question")?.[1];

  // A question of a case was answered for good elsewhere: nothing more can come of the entry.
  function settled({ number, action }) {
    drop(number);
    tell("answer-settled", { number, page: action.replace(/answer\/$/, "") });
    return "over";
  }

  // Compares an entry with what is saved, as `form` (fresh from the server) shows it.
  function reconcile(entry, form) {
    const saved = fieldsOf(asSent(form));
    const revision = form.elements.revision.value;
    if (same(entry.fields, saved)) return acknowledged(entry.number, entry.fields, revision);
    if (questionOf(entry.fields) !== questionOf(saved)) return settled(entry);
    if (entry.revision !== revision && !entry.sent.some((fields) => same(fields, saved))) return "conflict";
    write({ ...entry, revision, sent: entry.revision === revision ? entry.sent : [] }); // what was sent may yet arrive
    return "again";
  }

  function acknowledged(number, fields, revision) {
    const entry = read(number);
    const form = formOf(number);
    const isMore = entry && !same(entry.fields, fields); // was entered meanwhile
    if (isMore) write({ ...entry, revision, sent: [] });
    else {
      remove(number);
      given.delete(number);
    }
    if (!isMore && form && !same(fieldsOf(form), fields)) {
      tell("replaced", { number, page: location.pathname }); // another tab of this device had put its answer there
      return "over";
    }
    if (form) form.elements.revision.value = revision;
    return isMore ? "again" : "saved";
  }

  // Sending
  const patience = () => AbortSignal.timeout?.(PATIENCE);
  const request = (entry, keepalive = false) =>
    fetch(entry.action, {
      method: "POST",
      body: new URLSearchParams([...entry.fields, ["revision", entry.revision]]),
      headers: { "HX-Request": "true", "X-CSRFToken": token() },
      redirect: "manual",
      keepalive,
      signal: keepalive ? undefined : patience(),
    });

  async function freshForm(entry) {
    const response = await fetch(entry.action.replace(/answer\/$/, ""), { signal: patience() });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.querySelector("[name=csrfmiddlewaretoken]")?.value;
    const form = formOf(entry.number, page);
    if (form && fresh) for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = fresh;
    return form;
  }

  // Returns "again" (there is more to send), "saved", "over" (it can never be saved), "held" (the learner decides),
  // "failed" (this one cannot be sent now) or "later" (nothing can).
  async function send(number, secondTry = false) {
    const entry = read(number);
    if (!entry) {
      remove(number); // another tab has sent it, or it cannot be read
      return "saved";
    }
    write({ ...entry, sent: [...entry.sent, entry.fields].slice(-5) });
    tell("sending", { number });
    const response = await request(entry);
    const code = response.headers.get("X-Answer");
    if (response.status === 200 && code === "saved") {
      const html = await response.text();
      const outcome = acknowledged(number, entry.fields, response.headers.get("X-Revision"));
      if (outcome !== "over") tell("saved", { number, html });
      return outcome;
    }
    if (response.status === 429 || response.status >= 500) {
      later(number);
      return "failed";
    }
    if (response.status === 409) return refused(read(number) ?? entry, code);
    if ((response.status === 403 || response.type === "opaqueredirect") && !secondTry) {
      // Signed out; or signed in anew, which asks for another token.
      if (await freshForm(entry)) return send(number, true);
    }
    if (response.status === 403 || response.type === "opaqueredirect") {
      tell("signed-out", { number, page: entry.action.replace(/answer\/$/, "") });
      return "later";
    }
    return hold(number, "refused");
  }

  async function refused(entry, code) {
    const { number } = entry;
    if (code === "attempt-closed") {
      for (const each of numbers()) remove(each);
      tell("closed", {});
      return "held";
    }
    if (code === "item-left") {
      remove(number);
      tell("left", { number });
      return "over";
    }
    if (code === "answer-settled") return settled(entry);
    if (code !== "answer-newer") {
      tell("paused", { number });
      return "later";
    }
    const form = await freshForm(entry);
    const outcome = form && reconcile(entry, form);
    if (outcome === "saved") tell("settled", { number });
    return outcome === "conflict" || !form ? hold(number, "conflict") : outcome;
  }

  function later(number) {
    tell("waiting", { number });
    clearTimeout(retry);
    retry = setTimeout(flush, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
    return "later";
  }

  function hold(number, why) {
    held.add(number);
    const page = read(number)?.action.replace(/answer\/$/, "");
    tell(why, { number, page });
    return "held";
  }

  async function drain() {
    clearTimeout(retry);
    const failed = new Set();
    for (let number; (number = numbers().find((each) => !held.has(each) && !failed.has(each))); ) {
      underWay = read(number);
      const outcome = await send(number).catch(() => later(number));
      underWay = null;
      if (outcome === "later") return false;
      if (outcome === "failed") failed.add(number);
      else wait = 1000;
    }
    return failed.size === 0;
  }

  // Sends what waits, one entry after the other. Resolves to whether nothing is left that could be sent.
  let draining = null;
  function flush() {
    draining ??= drain().finally(() => { draining = null; });
    return draining;
  }

  // When the page goes away there is no time to wait for the reply: the next page of the attempt finds out.
  function depart() {
    for (const number of numbers()) {
      const entry = read(number);
      if (held.has(number) || !entry || (underWay && same(entry.fields, underWay.fields))) continue;
      write({ ...entry, sent: [...entry.sent, entry.fields].slice(-5) });
      request(entry, true).catch(() => null);
    }
  }

  // What an earlier page left behind.
  async function recover() {
    for (const number of numbers()) {
      const entry = read(number);
      const form = entry && (formOf(number) ?? (await freshForm(entry).catch(() => null)));
      if (!form) continue; // the server says why when it is sent
      const outcome = reconcile(entry, form);
      if (outcome === "conflict") hold(number, "conflict");
      else if (outcome === "again" && isHere(form)) fill(form, entry.fields);
      else if (outcome === "again") tell("resent", { number });
    }
    return flush();
  }

  async function replace(number) {
    const entry = read(number);
    const form = entry && (formOf(number) ?? (await freshForm(entry)));
    if (!form) return;
    write({ ...entry, revision: form.elements.revision.value, sent: [] });
    if (isHere(form)) fill(form, entry.fields);
    held.delete(number);
    await flush();
  }

  function drop(number) {
    remove(number);
    held.delete(number);
  }

  window.addEventListener("online", flush);
  return { keep, keepEarly, flush, depart, recover, replace, drop, has: (number) => read(number) !== null, isWaiting: () => numbers().some((each) => !held.has(each)), isDurable: () => memory.size === 0 };
})();
