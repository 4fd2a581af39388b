/* Nothing typed is lost. A form with a line [data-draft] saves by itself while one types: to its own address, or to the
   one the line names. What the server does not have yet is kept in this browser for a day, unless the computer is
   shared. Whoever leaves with unsaved text is asked. Without this file forms are saved by their buttons. */
(() => {
  "use strict";

  const PAUSE = 3000; /* ms without a key before it saves */
  const RETRY = 20000;
  const DAY = 24 * 60 * 60 * 1000;
  const PREFIX = "draft:";
  const SENT = "draft-sent"; /* in the tab: the copy whose form was sent last */
  const SECRET = /password/; /* never kept, here or there */
  const NOT_TYPED = new RegExp(`^(csrfmiddlewaretoken|mark|act|seen.*|unsent-.*)$|${SECRET.source}`);
  const person = document.body.dataset.person ?? "";

  const copies = {
    read: (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    write: (key, copy) => { try { localStorage.setItem(key, JSON.stringify(copy)); } catch { /* full or forbidden */ } },
    drop: (key) => { try { localStorage.removeItem(key); } catch { /* forbidden */ } },
    keys: () => { try { return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)); } catch { return []; } },
  };
  const tab = {
    take: () => { try { const key = sessionStorage.getItem(SENT); sessionStorage.removeItem(SENT); return key; } catch { return null; } },
    put: (key) => { try { sessionStorage.setItem(SENT, key); } catch { /* forbidden */ } },
  };

  const keyHere = `${PREFIX}${person}:${location.pathname}${location.search}`;
  /* Whether this page answers a form that was sent: one that was taken leads on to a page of its own. */
  const refused = "posted" in document.body.dataset || document.querySelector("[data-unsent]");

  /* After a form was sent and taken, its copy goes: the page that answers was reached from the form's page. */
  function forgetSent() {
    const key = tab.take();
    if (!key || refused || !document.referrer) return;
    const from = new URL(document.referrer);
    if (key.endsWith(`:${from.pathname}${from.search}`)) copies.drop(key);
  }

  function forgetOld() {
    for (const key of copies.keys()) if (!(copies.read(key)?.at > Date.now() - DAY)) copies.drop(key);
  }

  const typed = (form) => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NOT_TYPED.test(name));
  const same = (mine, theirs) => JSON.stringify(mine) === JSON.stringify(theirs);
  const clock = (at) => new Intl.DateTimeFormat("vi-VN", { hour: "2-digit", minute: "2-digit" }).format(at);

  /* Put fields, as pairs (name, value), back into a form; rows that are not there yet are added by its own button. */
  function fill(form, fields) {
    const left = new Map();
    for (const [name, value] of fields) left.set(name, [...(left.get(name) ?? []), value]);
    for (const name of left.keys()) addRowsFor(form, name);
    for (const box of form.elements) {
      if (!box.name || NOT_TYPED.test(box.name) || box.type === "file" || box.tagName === "BUTTON") continue;
      const given = left.get(box.name) ?? [];
      if (box.type === "checkbox" || box.type === "radio") box.checked = given.includes(box.value);
      else if (box.tagName === "SELECT" && box.multiple) for (const option of box.options) option.selected = given.includes(option.value);
      else if (given.length) {
        const text = given.shift();
        if (text && text !== box.value && box.type !== "hidden") box.closest("details")?.setAttribute("open", "");
        box.value = text;
      }
      if (box.checked && box.name.endsWith("-DELETE")) box.closest("[data-row]")?.setAttribute("hidden", "");
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function addRowsFor(form, name) {
    const row = /^(.+)-(\d+)-/.exec(name);
    if (!row || form.elements[name]) return;
    const button = form.querySelector(`[data-formset="${CSS.escape(row[1])}"] [data-add], [data-add-row="${CSS.escape(row[1])}"]`);
    for (let more = 0; button && !form.elements[name] && more < 200; more += 1) button.click();
  }

  /* The texts among fields that the form does not hold, as quotations. */
  function othersOf(form, fields) {
    const mine = new Set(typed(form).map(String));
    const isText = (name) => form.elements[name]?.matches?.("textarea, input:not([type]), input[type=text]");
    return fields.filter((field) => field[1] && isText(field[0]) && !mine.has(String(field))).map(([, text]) => `“${text}”`);
  }

  /* Ask above the form whether what was kept is wanted; `fields` is that, where the page has it already. */
  function offer(line, sentence, take, drop, fields = []) {
    const box = document.createElement("div");
    const texts = document.createElement("p");
    const text = document.createElement("p");
    const buttons = document.createElement("div");
    const button = (words, act) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "btn btn-quiet btn-sm";
      made.textContent = words;
      made.addEventListener("click", () => { box.remove(); act(); });
      return made;
    };
    box.className = "notice wait draft-offer";
    box.setAttribute("role", "status");
    text.textContent = sentence;
    buttons.className = "actions";
    buttons.append(button(line.dataset.take, take), button(line.dataset.drop, drop));
    texts.className = "draft-texts";
    texts.textContent = othersOf(line.closest("form"), fields).join("\n");
    box.append(text, ...(texts.textContent ? [texts] : []), buttons);
    line.closest("form").prepend(box);
  }

  function dress(line) {
    const form = line.closest("form");
    const apart = line.dataset.draft; /* the address of drafts; "" for a form that is its own draft */
    const token = () => new URLSearchParams(["csrfmiddlewaretoken", "mark"].map((name) => [name, form.elements[name]?.[0]?.value ?? form.elements[name]?.value ?? ""]));
    let version = line.dataset.version ?? "";
    let kept = refused ? null : typed(form); /* what the server has */
    let timer = 0;
    let saving = false;
    let stopped = false;
    let asking = false; /* whether a draft of before is wanted */
    let leaving = false;
    let unanswered = null; /* what was sent when the connection broke: the server may have it, so it is sent again first */

    function say(words) {
      line.textContent = words;
      line.hidden = false;
    }

    function noteDraft() {
      if (form.elements["unsent-draft"]) return;
      const note = document.createElement("input");
      Object.assign(note, { type: "hidden", name: "unsent-draft", value: "1" });
      form.append(note);
    }

    async function save(more = {}) {
      clearTimeout(timer);
      nameRows(form);
      const mine = typed(form);
      if (stopped || asking || saving || leaving || (same(mine, kept) && !unanswered)) return;
      saving = true;
      const again = unanswered;
      const sent = again ?? { mine, body: new URLSearchParams([...new FormData(form)].filter(([name, value]) => typeof value === "string" && !SECRET.test(name))) };
      const headers = { "X-Draft": version || "0" };
      const address = apart || form.getAttribute("action") || location.href;
      const answer = await fetch(address, { method: "POST", body: sent.body, headers, redirect: "manual", ...more }).catch(() => null);
      saving = false;
      if (leaving) return;
      unanswered = !answer || (answer.status >= 500 && !again) ? sent : null;
      if (answer?.status === 204) taken(answer, sent.mine);
      else if (!answer || answer.status >= 500) retry();
      else if (answer.status === 401 || answer.type === "opaqueredirect") stop(line.dataset.signedOut);
      else if (answer.status === 409) await conflict(answer);
      else stop(line.dataset.refused);
    }

    function taken(answer, mine) {
      version = answer.headers.get("Draft-Version") ?? "";
      kept = mine;
      form.dispatchEvent(new CustomEvent("draft:kept", { bubbles: true }));
      if (apart) noteDraft();
      else if (form.elements.seen) form.elements.seen.value = version;
      say(line.dataset.kept.replace("{time}", answer.headers.get("Draft-Time") ?? clock(Date.now())));
      if (same(typed(form), mine)) copies.drop(keyHere);
      else later();
    }

    function retry() {
      say(line.dataset.offline);
      timer = setTimeout(save, RETRY);
    }

    function stop(words) {
      stopped = true;
      say(words);
    }

    async function conflict(answer) {
      stopped = true;
      if (answer.headers.get("Content-Type")?.startsWith("application/json")) return elsewhere(await answer.json());
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const theirs = page.querySelector(".edit-conflict");
      if (!theirs) return say((page.querySelector("main .notice") ?? page.querySelector("main h1"))?.textContent.trim() ?? line.dataset.refused);
      form.prepend(document.adoptNode(theirs));
      for (const seen of page.querySelectorAll("input[name^=seen]")) if (form.elements[seen.name]) form.elements[seen.name].value = seen.value;
      say(line.dataset.other);
    }

    /* The same person types the same form in another window or on another machine. */
    function elsewhere(draft) {
      const go = () => { version = String(draft.version); stopped = false; };
      offer(line, line.dataset.elsewhere.replace("{time}", draft.time), () => { go(); fill(form, draft.fields); }, () => { go(); save(); }, draft.fields);
      say(line.dataset.other);
    }

    function later() {
      clearTimeout(timer);
      timer = setTimeout(save, PAUSE);
    }

    function changed() {
      if (same(typed(form), kept)) return copies.drop(keyHere);
      if (person && !("shared" in document.body.dataset)) copies.write(keyHere, { at: Date.now(), fields: typed(form) });
      if (asking) say(line.dataset.choose);
      else if (!stopped) later();
    }

    async function offerKept() {
      const copy = copies.read(keyHere);
      if (copy && same(copy.fields, typed(form))) copies.drop(keyHere);
      else if (copy) return offer(line, line.dataset.here.replace("{time}", clock(copy.at)), () => fill(form, copy.fields), () => copies.drop(keyHere), copy.fields);
      if (!line.dataset.saved) return;
      noteDraft();
      asking = true;
      offer(line, line.dataset.before.replace("{time}", line.dataset.saved), async () => {
        asking = false;
        const answer = await fetch(`${apart}?${new URLSearchParams({ address: location.pathname + location.search })}`).catch(() => null);
        if (answer?.ok) fill(form, (await answer.json()).fields);
      }, async () => {
        await fetch(`${apart}drop/`, { method: "POST", body: token() }).catch(() => null);
        version = "";
        asking = false;
        changed();
      });
    }

    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    form.addEventListener("submit", () => setTimeout(() => {
      leaving = true;
      tab.put(keyHere);
    }));
    addEventListener("offline", () => { if (!same(typed(form), kept)) say(line.dataset.offline); });
    addEventListener("online", () => save());
    addEventListener("pageshow", () => { leaving = false; });
    document.addEventListener("visibilitychange", () => document.hidden && save({ keepalive: true }));
    if (refused) {
      form.dispatchEvent(new CustomEvent("draft:unsaved", { bubbles: true }));
      changed();
    } else offerKept();
  }

  /* A new row is named here, so that saving it again does not make it another row. */
  function nameRows(form) {
    for (const box of form.querySelectorAll('input[type=hidden][name$="-uuid"]')) box.value ||= crypto.randomUUID?.() ?? "";
  }

  /* Ask whoever leaves with unsaved text, in any form that posts. */
  function askBeforeLeaving() {
    const texts = (form) => [...form.elements].filter((box) => box.matches("textarea, input:not([type]), input[type=text]")).map((box) => box.value).filter(Boolean);
    const safe = new Map([...document.querySelectorAll("form[method=post]")].map((form) => [form, texts(form)]));
    let leaving = false;
    document.addEventListener("submit", (event) => { leaving = !event.defaultPrevented; });
    document.addEventListener("draft:kept", (event) => safe.set(event.target, texts(event.target)));
    document.addEventListener("draft:unsaved", (event) => safe.set(event.target, null));
    addEventListener("pageshow", () => { leaving = false; });
    addEventListener("beforeunload", (event) => {
      if (!leaving && [...safe].some(([form, shown]) => form.isConnected && !same(texts(form), shown))) event.preventDefault();
    });
  }

  forgetSent();
  forgetOld();
  askBeforeLeaving();
  document.querySelectorAll("form[action$='/accounts/logout/']").forEach((form) => form.addEventListener("submit", () => copies.keys().forEach(copies.drop)));
  document.querySelectorAll("[data-draft]").forEach(dress);
})();
