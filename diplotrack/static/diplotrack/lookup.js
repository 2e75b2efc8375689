// A box that finds a row by what is typed (ARIA combobox). Without this script the text is looked
// up on saving. “Create” puts “+ Name” into the box: the row is made when the page is saved.
(function () {
  "use strict";
  const list = document.createElement("ul");
  list.className = "lookup-list";
  list.id = "lookup-list";
  list.setAttribute("role", "listbox");
  list.hidden = true;
  let box = null;
  let timer = 0;
  let chosen = 0;

  function close() {
    clearTimeout(timer);
    list.hidden = true;
    if (box) {
      box.setAttribute("aria-expanded", "false");
      box.removeAttribute("aria-activedescendant");
    }
  }

  function mark(index) {
    const rows = [...list.children];
    chosen = (index + rows.length) % rows.length;
    rows.forEach((row, i) => row.setAttribute("aria-selected", String(i === chosen)));
    box.setAttribute("aria-activedescendant", rows[chosen].id);
    rows[chosen].scrollIntoView({ block: "nearest" });
  }

  function take(row) {
    box.value = row.dataset.value;
    close();
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function option(text, value, index) {
    const row = document.createElement("li");
    row.id = `lookup-option-${index}`;
    row.setAttribute("role", "option");
    row.textContent = text;
    row.dataset.value = value;
    return row;
  }

  function place() {
    const at = box.getBoundingClientRect();
    list.style.left = `${at.left}px`;
    list.style.top = `${at.bottom}px`;
    list.style.minWidth = `${at.width}px`;
  }

  function show(results, text) {
    const rows = results.map((label, i) => option(label, label, i));
    if (box.dataset.create && text.length > 2) {
      rows.push(option(`+ ${text}`, `+ ${text}`, rows.length));
    }
    list.replaceChildren(...rows);
    if (!rows.length) return close();
    place();
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    if (results.length) mark(0);
    else chosen = -1; // a new row is made only when it is asked for, never by going on with Tab
  }

  async function ask(input) {
    const text = input.value.trim();
    if (!text || text.startsWith("+")) return close();
    const answer = await fetch(`${input.dataset.lookup}?q=${encodeURIComponent(text)}`);
    if (!answer.ok || input !== document.activeElement || input.value.trim() !== text) return;
    box = input;
    show((await answer.json()).results, text);
  }

  document.addEventListener("focusin", function (event) {
    if (!event.target.matches("input.lookup")) return close();
    const input = event.target;
    box = input;
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");
  });

  document.addEventListener("input", function (event) {
    if (!event.target.matches("input.lookup")) return;
    clearTimeout(timer);
    timer = setTimeout(ask, 120, event.target);
  });

  // Enter takes what is offered. Where nothing is yet, it does not send a page that is half filled in.
  document.addEventListener("keydown", function (event) {
    const plain = event.key === "Enter" && !event.ctrlKey && !event.metaKey;
    if (plain && list.hidden && event.target.matches("input.lookup")) event.preventDefault();
    if (list.hidden || event.target !== box) return;
    if (event.key === "ArrowDown") mark(chosen + 1);
    else if (event.key === "ArrowUp") mark(Math.max(chosen, 0) - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter") take(list.children[Math.max(chosen, 0)]);
    else if (event.key === "Tab") return chosen < 0 ? close() : take(list.children[chosen]);
    else return;
    event.preventDefault();
  });

  list.addEventListener("mousedown", function (event) {
    event.preventDefault(); // keeps the focus in the box
    const row = event.target.closest("li");
    if (row) take(row);
  });
  window.addEventListener("scroll", close, { passive: true });
  document.body.append(list);
})();
