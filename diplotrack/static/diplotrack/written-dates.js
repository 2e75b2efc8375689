// Shows beside a date, while it is typed, how it is read: 13–15 Sept 2022 = 2022-09-13 … 2022-09-15.
(function () {
  "use strict";
  const waiting = new WeakMap();

  function show(output, answer) {
    output.textContent = answer.error || answer.reading || "";
    output.classList.toggle("unread", Boolean(answer.error));
  }

  async function read(input, output) {
    const text = input.value.trim();
    if (!text) return show(output, {});
    const answer = await fetch(`${output.dataset.url}?text=${encodeURIComponent(text)}`);
    if (answer.ok && input.value.trim() === text) show(output, await answer.json());
  }

  // One listener for the page: rows of an inline come and go.
  document.addEventListener("input", function (event) {
    const input = event.target;
    if (!input.matches || !input.matches("input.partial-date")) return;
    const output = input.parentElement.querySelector("output.date-reading");
    clearTimeout(waiting.get(input));
    if (output) waiting.set(input, setTimeout(() => read(input, output), 250));
  });
})();
