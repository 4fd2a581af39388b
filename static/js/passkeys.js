/* Passkeys: asks the browser what the page asks, writes its answer into the form's hidden field and sends the form.
   Without this file the button is not shown; codes work as before. */
(() => {
  "use strict";

  const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

  /* The question as the browser wants it: what JSON holds as text is bytes. */
  function asked(question) {
    const listed = (keys) => (keys ?? []).map((key) => ({ ...key, id: bytes(key.id) }));
    const options = { ...question, challenge: bytes(question.challenge) };
    if (question.user) options.user = { ...question.user, id: bytes(question.user.id) };
    if (question.excludeCredentials) options.excludeCredentials = listed(question.excludeCredentials);
    if (question.allowCredentials) options.allowCredentials = listed(question.allowCredentials);
    return { publicKey: options };
  }

  /* The browser's answer as JSON: every buffer of its response as text. */
  function answered(credential) {
    const { response } = credential;
    const names = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
    const parts = Object.fromEntries(names.filter((name) => response[name]).map((name) => [name, text(response[name])]));
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response: { ...parts, transports: response.getTransports?.() ?? [] },
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  }

  for (const box of document.querySelectorAll("[data-passkey]")) {
    if (!window.PublicKeyCredential) continue;
    const field = box.querySelector("input");
    const button = box.querySelector("button");
    const wrong = box.querySelector("[role=alert]");
    box.hidden = false;
    for (const note of document.querySelectorAll("[data-without-passkey]")) note.hidden = true;
    button.addEventListener("click", async () => {
      wrong.hidden = true;
      try {
        field.value = answered(await navigator.credentials[box.dataset.passkey](asked(JSON.parse(box.dataset.question))));
      } catch {
        wrong.hidden = false;
        return;
      }
      field.form.requestSubmit ? field.form.requestSubmit() : field.form.submit();
    });
  }
})();
