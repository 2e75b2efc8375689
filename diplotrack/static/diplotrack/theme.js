// Before the first paint: the reader's own choice of light or dark, kept in this browser.
// A classic script in the head, because a module would run after the page has been painted.
(function () {
  const root = document.documentElement;
  root.classList.add("scripted");
  function stored() {
    try { return localStorage.getItem("theme"); } catch { return null; } // storage may be forbidden
  }
  const chosen = stored();
  if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
})();
