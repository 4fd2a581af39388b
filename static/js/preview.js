/* What is typed is shown as it would read, a moment after the last key. Without this file a button does the same. */

const PREVIEW_PAUSE = 700; /* ms without a key before it asks */

function previewWhileTyping(form) {
  const shown = form.querySelector("[data-preview-of]");
  let timer = 0;
  let asked = 0;

  async function ask() {
    const mine = ++asked;
    const content = new FormData(form);
    content.set("preview", "1");
    const answer = await fetch(location.href, { method: "POST", body: content }).catch(() => null);
    if (!answer?.ok || mine !== asked) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("[data-preview-of]");
    if (now && mine === asked) shown.replaceChildren(...now.childNodes);
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PREVIEW_PAUSE);
  });
}

document.querySelectorAll("form[data-previewed]").forEach(previewWhileTyping);
