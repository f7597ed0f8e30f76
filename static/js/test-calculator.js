// A calculator: four rules, parentheses, per cent. It reads what is written itself and evaluates no code.
for (const calculator of document.querySelectorAll("[data-calculator]:not([data-ready])")) {
  calculator.dataset.ready = "";
  const entry = calculator.querySelector("input");
  const result = calculator.querySelector("output");

  // sum: product (+|- product)*; product: sign (*|/ sign)*; sign: -sign | part %*; part: number | ( sum )
  function calculate(text) {
    const signs = text.replaceAll("×", "*").replaceAll("÷", "/").replaceAll("−", "-").replaceAll(",", ".");
    const tokens = signs.match(/\d+\.?\d*|\.\d+|\S/g) ?? [];
    const next = (...wanted) => (wanted.includes(tokens[0]) ? tokens.shift() : null);

    function sum() {
      let value = product();
      for (let sign; (sign = next("+", "-")); ) value = sign === "+" ? value + product() : value - product();
      return value;
    }
    function product() {
      let value = signed();
      for (let sign; (sign = next("*", "/")); ) value = sign === "*" ? value * signed() : value / signed();
      return value;
    }
    function signed() {
      const sign = next("-", "+");
      if (sign) return sign === "-" ? -signed() : signed();
      let value = part();
      while (next("%")) value /= 100;
      return value;
    }
    function part() {
      if (next("(")) {
        const value = sum();
        if (!next(")")) throw new Error("a parenthesis stays open");
        return value;
      }
      const token = tokens.shift() ?? "";
      if (!/^[\d.]/.test(token) || token === ".") throw new Error("no number");
      return Number(token);
    }

    const value = sum();
    if (tokens.length || !Number.isFinite(value)) throw new Error("more than a calculation");
    return String(Number(value.toPrecision(12))); // without the noise of binary fractions
  }

  function press(key) {
    if (key === "clear") {
      entry.value = "";
      result.textContent = "";
    } else if (key === "=") {
      try {
        result.textContent = entry.value.trim() ? `= ${calculate(entry.value)}` : "";
      } catch {
        result.textContent = result.dataset.fault;
      }
    } else {
      entry.setRangeText(key, entry.selectionStart, entry.selectionEnd, "end");
    }
  }

  calculator.addEventListener("click", (event) => {
    const key = event.target.dataset.key;
    if (key) press(key);
  });
  entry.addEventListener("keydown", (event) => {
    const key = { Enter: "=", "=": "=", Escape: "clear" }[event.key];
    if (!key) return;
    event.preventDefault();
    press(key);
  });
  calculator.hidden = false;
}
