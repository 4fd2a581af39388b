/* Figures are found by name while one types, and inserted where the caret is. Without this file the page links to
   the list of them, to copy. */

const PAUSE = 200; /* ms without a key before it asks */

function dress(box) {
  const text = document.getElementById(box.dataset.into);
  const words = box.querySelector("input");
  const status = box.querySelector("[role=status]");
  const list = box.querySelector("ul");
  let timer = 0;
  let asked = 0;

  function insert(name) {
    text.setRangeText(`{${name}}`, text.selectionStart, text.selectionEnd, "end");
    text.focus();
    text.dispatchEvent(new Event("input", { bubbles: true })); /* as if it were typed, for drafts and previews */
  }

  function show(rows) {
    list.replaceChildren(...rows.map((row) => {
      const line = document.createElement("li");
      const button = document.createElement("button");
      const what = document.createElement("small");
      button.type = "button";
      button.className = "text-button";
      button.textContent = row.name;
      what.textContent = [row.what, row.prints].filter(Boolean).join(": ");
      button.addEventListener("click", () => insert(row.name));
      line.append(button, what);
      return line;
    }));
    status.textContent = rows.length || !words.value.trim() ? "" : box.dataset.none;
  }

  async function ask() {
    const mine = ++asked;
    if (!words.value.trim()) return show([]);
    const address = new URL(box.dataset.figures, location.href);
    address.searchParams.set("json", "");
    address.searchParams.set("words", words.value);
    const answer = await fetch(address).catch(() => null);
    const content = answer?.ok ? await answer.json().catch(() => null) : null;
    if (mine === asked && content) show(content.rows);
  }

  words.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  words.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); /* the form is not sent by looking for a figure */
  });
  box.hidden = false;
}

document.querySelectorAll("[data-figures]").forEach(dress);
