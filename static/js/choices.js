/* A long choice box suggests rows while one types: a combobox over the text field of templates/widgets/choice_box.html.
   The page's own address answers. Without this file the words are searched when the form is sent. */

const PAUSE = 200; /* ms without a key before it asks */

function dress(box) {
  const name = box.dataset.choices;
  const text = box.querySelector("input[type=text]");
  const chosen = box.querySelector(`input[type=hidden][name="${name}"]`);
  const listed = box.querySelector(`input[name="${name}-listed"]`);
  const status = box.querySelector("[role=status]");
  const list = document.createElement("ul");
  let timer = 0;
  let asked = 0;
  let active = -1;

  list.id = `${text.id}_list`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", text.getAttribute("aria-label") ?? text.labels[0]?.textContent.trim() ?? "");
  list.hidden = true;
  status.after(list);
  text.setAttribute("role", "combobox");
  text.setAttribute("aria-autocomplete", "list");
  text.setAttribute("aria-controls", list.id);
  text.setAttribute("aria-expanded", "false");

  function open(is) {
    list.hidden = !is;
    text.setAttribute("aria-expanded", String(is));
    if (!is) point(-1);
  }

  function point(at) {
    const options = [...list.children];
    active = options.length ? Math.max(-1, Math.min(at, options.length - 1)) : -1;
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === active)));
    if (active < 0) return text.removeAttribute("aria-activedescendant");
    text.setAttribute("aria-activedescendant", options[active].id);
    options[active].scrollIntoView({ block: "nearest" });
  }

  function choose(option) {
    box.querySelector("fieldset")?.remove();
    chosen.value = option.dataset.id;
    text.value = listed.value = option.textContent;
    status.textContent = "";
    open(false);
  }

  function show({ rows, sentence }) {
    list.replaceChildren(...rows.map((row, index) => {
      const option = document.createElement("li");
      option.id = `${list.id}_${index}`;
      option.setAttribute("role", "option");
      option.dataset.id = row.id;
      option.textContent = row.label;
      return option;
    }));
    status.textContent = sentence;
    open(rows.length > 0);
    point(-1);
  }

  async function ask() {
    const mine = ++asked;
    const query = new URLSearchParams(location.search);
    query.set("choices", name);
    query.set("words", text.value === listed.value ? "" : text.value);
    const answer = await fetch(`${location.pathname}?${query}`).catch(() => null);
    const found = answer?.ok ? await answer.json().catch(() => null) : null;
    if (mine === asked && found) show(found);
  }

  text.addEventListener("focus", () => text.select());
  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  text.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) ask();
      else point(active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      choose(list.children[active]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      open(false);
    }
  });
  text.addEventListener("blur", () => {
    clearTimeout(timer);
    asked += 1;
    open(false);
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); /* the text field keeps the focus */
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
}

document.querySelectorAll("[data-choices]").forEach(dress);
