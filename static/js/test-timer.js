// Lets the remaining time tick. The server alone decides when an attempt is closed; at zero the page asks it.
(() => {
  const timer = document.querySelector(".test-timer");
  if (!timer) return;
  const left = timer.querySelector(".test-timer__left");
  const announcer = document.getElementById("timer-announcer");
  const begun = [Date.now(), performance.now()];
  const announced = new Set();

  // The one is wrong when the device's clock is set back, the other while the device sleeps.
  const passed = () => Math.max(Date.now() - begun[0], performance.now() - begun[1]) / 1000;

  const clock = (seconds) => {
    const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    const shown = parts[0] ? parts : parts.slice(1);
    return shown.map((part, index) => (index ? String(part).padStart(2, "0") : part)).join(":");
  };

  const announce = (minutes) => {
    if (announced.has(minutes)) return;
    announced.add(minutes);
    announcer.textContent = minutes === 1 ? timer.dataset.lastMinute : timer.dataset.warning.replace("%s", minutes);
  };

  const tick = () => {
    const seconds = Math.max(0, Math.ceil(Number(timer.dataset.seconds) - passed()));
    left.textContent = timer.dataset.text.replace("%s", clock(seconds));
    timer.classList.toggle("test-timer--short", seconds <= 300);
    if (seconds <= 60) announce(1);
    else if (seconds <= 300) announce(5);
    if (seconds === 0) {
      clearInterval(ticking);
      setTimeout(() => location.reload(), 1000); // a moment later, so that the server's instant has passed too
    }
  };
  const ticking = setInterval(tick, 1000);
  tick();
})();
