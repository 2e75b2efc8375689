// Keeps what is typed into a form in this browser, so that a closed tab or an expired session
// loses nothing: the form offers it again when it is opened next, also after signing in.
(function () {
  "use strict";
  const SECONDS = 3;
  const DAYS = 14;
  // What was sent is dropped only when the server says that it took it, on whatever page that is.
  // While a conflict is being settled, that is still to come.
  if (document.querySelector(".edit-conflict")) return;
  const sent = sessionStorage.getItem("draft-sent");
  sessionStorage.removeItem("draft-sent");
  if (sent && document.querySelector(".messagelist .success")) localStorage.removeItem(sent);
  const settings = document.getElementById("keep-draft");
  if (!settings) return;
  const form = settings.closest("form") || document.querySelector("#content-main form");
  if (!form) return;
  const address = location.pathname;
  const key = `draft:${settings.dataset.user}:${address}`;
  const SKIPPED = new Set(["csrfmiddlewaretoken", "_version"]);

  function values() {
    const found = {};
    for (const input of form.elements) {
      if (!input.name || SKIPPED.has(input.name) || /^(submit|button|file)$/.test(input.type)) continue;
      const box = input.type === "checkbox" || input.type === "radio";
      const value = box ? input.checked : input.value;
      const text = input.tagName === "SELECT" ? input.selectedOptions[0]?.textContent : undefined;
      if (box && input.type === "radio" && !input.checked) continue;
      found[input.name] = { value, text };
    }
    return found;
  }

  const opened = JSON.stringify(values());
  let kept = opened;

  function keep() {
    const now = JSON.stringify(values());
    if (now === kept || now === opened) return;
    kept = now;
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), values: values() }));
  }

  function restore(saved) {
    for (const [name, { value }] of Object.entries(saved)) {
      const rows = /^(.+)-TOTAL_FORMS$/.exec(name);
      if (rows) addRows(rows[1], Number(value));
    }
    for (const [name, { value, text }] of Object.entries(saved)) {
      const input = form.elements.namedItem(name);
      if (!input || /-(TOTAL|INITIAL)_FORMS$/.test(name)) continue;
      if (input instanceof RadioNodeList) input.value = value;
      else if (input.type === "checkbox") input.checked = value;
      else {
        if (input.tagName === "SELECT" && ![...input.options].some((o) => o.value === value)) {
          input.add(new Option(text, value)); // an autocomplete knows only its chosen row
        }
        input.value = value;
      }
      input.dispatchEvent?.(new Event("change", { bubbles: true }));
    }
  }

  function addRows(prefix, count) {
    const total = form.elements.namedItem(`${prefix}-TOTAL_FORMS`);
    const button = document.querySelector(`#${prefix}-group .add-row a, [data-rows="${prefix}"]`);
    for (let tries = 0; button && Number(total.value) < count && tries < 200; tries += 1) button.click();
  }

  function offer(saved) {
    const note = document.createElement("div");
    note.className = "kept-draft messagelist";
    note.setAttribute("role", "status");
    const when = new Date(saved.at).toLocaleString();
    note.append(`${settings.dataset.found} (${when})`);
    for (const [text, act] of [
      [settings.dataset.restore, () => restore(saved.values)],
      [settings.dataset.drop, () => localStorage.removeItem(key)],
    ]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button";
      button.textContent = text;
      button.addEventListener("click", function () {
        act();
        note.remove();
      });
      note.append(button);
    }
    form.before(note);
  }

  function clearOld() {
    for (const name of Object.keys(localStorage)) {
      if (!name.startsWith("draft:")) continue;
      const { at } = JSON.parse(localStorage.getItem(name));
      if (Date.now() - at > DAYS * 86400000) localStorage.removeItem(name);
    }
  }

  // A form that came back from the server with its errors holds the newest text itself.
  clearOld();
  const again = document.querySelector(".errornote");
  const saved = localStorage.getItem(key);
  if (saved && !again) offer(JSON.parse(saved));

  form.addEventListener("submit", function () {
    keep();
    sessionStorage.setItem("draft-sent", key);
  });
  setInterval(keep, SECONDS * 1000);
  window.addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", keep);
})();
