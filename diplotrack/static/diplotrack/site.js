// What every page can do beyond plain HTML: the theme toggle, and "/" to search.

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

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTyping(event.target)) return;
  event.preventDefault();
  search.focus();
  search.select();
});
