/* Small comforts; every page works without this file. No globals, no dependencies. */
(() => {
  "use strict";

  /* Repeating rows: [data-formset=prefix] holds [data-rows] of [data-row], a <template>, a [data-add] button. */
  function renumber(formset) {
    const rows = [...formset.querySelectorAll("[data-row]:not([hidden])")];
    rows.forEach((row, index) => {
      const number = row.querySelector("[data-row-number]");
      if (number) number.textContent = String(index + 1);
    });
    addUp(formset, rows);
  }

  /* The sum of a part's rows while one types; the server says it too. */
  function addUp(formset, rows) {
    const total = formset.querySelector("[data-total]");
    if (!total) return;
    const boxes = rows.flatMap((row) => [...row.querySelectorAll("input[data-money]")]);
    const sum = boxes.reduce((money, box) => money + (Number(box.value.replace(/[.\s]|đồng|đ$/g, "")) || 0), 0);
    const filled = rows.filter((row) => isFilled(row)).length;
    total.hidden = filled === 0;
    total.querySelector("[data-total-rows]").textContent = String(filled);
    total.querySelector("[data-total-money]").textContent = new Intl.NumberFormat("vi-VN").format(sum);
  }

  /* A row that cannot be dropped is of a work registered before: it is asked about whether or not one has typed. */
  function isFilled(row) {
    const boxes = [...row.querySelectorAll("input[type=text], textarea")];
    return !row.querySelector("[data-drop]") || boxes.some((box) => box.value.trim() !== "");
  }

  function addRow(formset) {
    const total = formset.querySelector(`[name="${formset.dataset.formset}-TOTAL_FORMS"]`);
    const holder = document.createElement("template");
    holder.innerHTML = formset.querySelector("template").innerHTML.replaceAll("__prefix__", total.value);
    const row = holder.content.querySelector("[data-row]");
    formset.querySelector("[data-rows]").append(holder.content);
    total.value = String(Number(total.value) + 1);
    dressRow(formset, row);
    row.open = true;
    renumber(formset);
    row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  }

  /* Dropping ticks the row's own DELETE box, so that the server hears the same as without JavaScript. */
  function dropRow(formset, row) {
    row.querySelector('[name$="-DELETE"]').checked = true;
    row.hidden = true;
    renumber(formset);
    formset.querySelector("[data-add]").focus();
  }

  function dressRow(formset, row) {
    const button = row.querySelector("[data-drop]");
    if (!button) return;
    button.hidden = false;
    row.querySelector("[data-drop-box]")?.setAttribute("hidden", "");
    button.addEventListener("click", () => dropRow(formset, row));
  }

  for (const formset of document.querySelectorAll("[data-formset]")) {
    formset.querySelectorAll("[data-row]").forEach((row) => dressRow(formset, row));
    formset.addEventListener("input", () => renumber(formset));
    formset.querySelector("[data-add]").addEventListener("click", (event) => {
      event.preventDefault();
      addRow(formset);
    });
  }

  /* What was pledged is put into the blank fields as soon as that is ticked: once, so that what is then cleared stays
     so. Without script the server does it. */
  document.querySelector("[data-take] input")?.addEventListener("change", ({ target }) => {
    if (!target.checked) return;
    for (const text of target.closest("[data-take]").querySelectorAll("[data-into]")) {
      const box = document.getElementById(text.dataset.into);
      if (box && !box.value.trim()) box.value = text.textContent;
    }
    target.disabled = true;
    target.form.dispatchEvent(new Event("input", { bubbles: true }));
  });

  /* One click, one act: buttons rest after a submit and wake when the page is shown again. */
  function rest(form, resting) {
    for (const button of form.querySelectorAll("button:not([type=button])")) {
      if (resting && !button.disabled) button.dataset.resting = "";
      if ("resting" in button.dataset) button.disabled = resting;
      if (!resting) delete button.dataset.resting;
    }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || "repeatable" in form.dataset) return;
    setTimeout(() => rest(form, true)); /* later: a disabled button would not send its own name */
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach((form) => rest(form, false)));

  /* After an act the focus is where one reads on: on the errors summed up, or on what somebody else saved meanwhile;
     else on the heading of the page that follows, unless that has a place of its own for it. */
  const ACTED = "acted"; /* in the tab: a form was sent */
  const tab = {
    put: () => { try { sessionStorage.setItem(ACTED, "1"); } catch { /* forbidden */ } },
    take: () => { try { const acted = sessionStorage.getItem(ACTED); sessionStorage.removeItem(ACTED); return acted; } catch { return null; } },
  };
  document.addEventListener("submit", (event) => { if (!event.defaultPrevented && event.target.method === "post") tab.put(); });

  function readOn() {
    const refused = "posted" in document.body.dataset;
    const acted = tab.take() || refused;
    const wrong = refused ? document.querySelector(".edit-conflict, .error-summary") : null;
    if (wrong) return wrong.focus();
    const heading = document.querySelector("main h1");
    if (!acted || !heading || location.hash || document.activeElement !== document.body) return;
    heading.tabIndex = -1;
    heading.focus();
  }
  readOn();

  /* Money in words beside an input[data-money]: 12.500.000 is answered by "12,5 triệu đồng". */
  const decimal = new Intl.NumberFormat("vi-VN", { maximumFractionDigits: 3 });

  function moneyWords(text) {
    if (!/^\d{1,3}(\.\d{3})+$|^\d+$/.test(text.trim())) return "";
    const amount = Number(text.replaceAll(".", ""));
    for (const [unit, name] of [[1e9, "tỷ"], [1e6, "triệu"]]) {
      const about = amount % (unit / 1000) ? "khoảng " : "";
      if (amount >= unit) return `${about}${decimal.format(amount / unit)} ${name} đồng`;
    }
    return `${decimal.format(amount)} đồng`;
  }

  /* The share that the two figures of an indicator make, while one types; the server says it too. */
  document.addEventListener("input", ({ target }) => {
    const line = target.closest?.("[data-ratio]");
    if (!line) return;
    const [part, whole] = [...line.querySelectorAll(".figure-boxes input")].map((box) => Number(box.value.replace(/[.\s]/g, "").replace(",", ".") || NaN));
    const words = whole > 0 && part >= 0 ? `${new Intl.NumberFormat("vi-VN", { maximumFractionDigits: 1 }).format((100 * part) / whole)}%` : "";
    line.querySelector("[data-share]").textContent = words;
    line.querySelector("[data-share]").parentElement.hidden = !words;
  });

  document.addEventListener("input", (event) => {
    if (!event.target.matches("input[data-money]")) return;
    const echo = document.querySelector(`[data-echo-for="${event.target.id}"]`);
    if (echo) echo.textContent = moneyWords(event.target.value);
  });

  /* Many sheets: the buttons and the title say how many are ticked, and how many are left. */
  for (const form of document.querySelectorAll("[data-many]")) {
    const title = document.querySelector("[data-many-title]");
    const boxes = [...form.querySelectorAll("[name=sheet]")];
    const say = (changed) => {
      const ticked = boxes.filter((box) => box.checked).length;
      for (const button of form.querySelectorAll("[data-many-count]")) {
        button.textContent = button.dataset.manyCount.replace("{n}", ticked);
      }
      if (changed) title.textContent = title.dataset.manyTitle.replace("{n}", ticked).replace("{m}", form.dataset.many - ticked);
    };
    form.addEventListener("input", (event) => say(event.target === form || boxes.includes(event.target))); /* a draft fills the form */
    addEventListener("pageshow", () => say(boxes.some((box) => box.checked !== box.defaultChecked))); /* gone back to */
  }

  /* Up, down and Enter move through a [data-grid] within a column. */
  for (const grid of document.querySelectorAll("[data-grid]")) {
    const steps = { ArrowUp: -1, ArrowDown: 1, Enter: 1 };
    grid.addEventListener("keydown", (event) => {
      const own = event.target.matches("textarea") || (event.target.matches("select") && event.key !== "Enter");
      const step = own ? 0 : steps[event.key];
      const cell = event.target.closest("td");
      if (!step || !cell) return;
      event.preventDefault();
      let row = cell.parentElement;
      let box = null;
      do { /* over units that are not asked this */
        row = step > 0 ? row.nextElementSibling : row.previousElementSibling;
        box = row?.children[cell.cellIndex]?.querySelector("input, select, textarea");
      } while (row && !box);
      box?.focus();
      box?.select?.();
    });
  }
})();
