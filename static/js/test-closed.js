// The attempt is closed: what is still kept of it on this device can no longer be sent.
(() => {
  const closed = document.querySelector("[data-attempt-closed]")?.dataset.attemptClosed;
  if (!closed) return;
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith("outbox:") && key.split(":")[2] === closed) localStorage.removeItem(key);
    }
  } catch {
    // the storage is refused: then nothing is in it
  }
})();
