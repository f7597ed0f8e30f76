// The disclosure form: another row without loading the page anew. The button is an ordinary submit where this is missing.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-disclosure] [name=add]");
  if (!button) return;
  const form = button.form;
  const rows = form.querySelector("[data-rows]");
  const count = rows.children.length;
  if (count >= 40) return;
  event.preventDefault();
  const holder = document.createElement("template");
  holder.innerHTML = form.querySelector("template").innerHTML.replaceAll("__n__", count).replaceAll("__number__", count + 1);
  rows.append(holder.content);
  form.elements.rows.value = count + 1;
  rows.lastElementChild.querySelector("input").focus();
});
