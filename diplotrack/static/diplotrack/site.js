// What every page can do beyond plain HTML: the theme toggle, "/" to search and "?" for help.

const root = document.documentElement;
const darkSystem = matchMedia("(prefers-color-scheme: dark)");
const toggle = document.querySelector(".theme-toggle");
const search = document.querySelector(".site-search input");

function isDark() {
  if (root.dataset.theme) return root.dataset.theme === "dark";
  return darkSystem.matches;
}

function showChoice() {
  toggle.textContent = isDark() ? toggle.dataset.light : toggle.dataset.dark;
}

toggle?.addEventListener("click", () => {
  root.dataset.theme = isDark() ? "light" : "dark";
  try {
    localStorage.setItem("theme", root.dataset.theme);
  } catch {
    // Storage is forbidden: the choice holds for this page.
  }
  showChoice();
});
if (toggle) {
  showChoice();
  darkSystem.addEventListener("change", showChoice);
}

// Where the bar of sections does not fit, the current one is moved into sight.
const sections = document.querySelector(".site-nav");
const current = sections?.querySelector("[aria-current]");
if (current && sections.scrollWidth > sections.clientWidth) {
  const nav = sections.getBoundingClientRect(), here = current.getBoundingClientRect();
  sections.scrollLeft += here.left - nav.left - (nav.width - here.width) / 2;
}
function tellScrolled() {
  const left = sections.scrollWidth - sections.clientWidth - sections.scrollLeft;
  sections.classList.toggle("scrolled", sections.scrollLeft > 8);
  sections.classList.toggle("at-end", left < 8);
}
sections?.addEventListener("scroll", tellScrolled, { passive: true });
if (sections) tellScrolled();

function isTyping(element) {
  return element.closest("input, select, textarea, [contenteditable]") !== null;
}

// A key alone is a risk for who dictates or types by accident: the reader may switch both off.
function answersToSingleKeys() {
  try {
    return localStorage.getItem("single-keys") !== "off";
  } catch {
    return true; // storage is forbidden
  }
}

function keepChoiceOfKeys(box) {
  if (!box) return;
  box.checked = answersToSingleKeys();
  box.addEventListener("change", () => {
    try {
      localStorage.setItem("single-keys", box.checked ? "on" : "off");
    } catch {
      box.checked = true;
    }
  });
}
keepChoiceOfKeys(document.querySelector("[data-single-keys]"));

// The help is a page; the key opens it above the page that one is on.
const help = document.querySelector('.site-footer [aria-keyshortcuts="?"]');
let dialog = null;

async function openHelp() {
  if (document.querySelector("main .keyboard")) return;
  if (!dialog) {
    const answer = await fetch(help.href);
    if (!answer.ok) return location.assign(help.href);
    const told = new DOMParser().parseFromString(await answer.text(), "text/html");
    dialog = document.createElement("dialog");
    dialog.className = "help";
    dialog.setAttribute("aria-labelledby", "keyboard-title");
    dialog.append(told.querySelector(".keyboard"));
    dialog.querySelector(".close").hidden = false;
    keepChoiceOfKeys(dialog.querySelector("[data-single-keys]"));
    document.body.append(dialog);
  }
  if (!dialog.open) dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (!["/", "?"].includes(event.key) || !answersToSingleKeys() || dialog?.open) return;
  event.preventDefault();
  if (event.key === "?") return openHelp();
  search.focus();
  search.select();
});
