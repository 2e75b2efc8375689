// Fills in what the record knows about the visit being logged; adds rows; saves with Ctrl+Enter.
(function () {
  "use strict";
  const form = document.getElementById("log-visit-form");
  const field = (name) => form.elements.namedItem(name);
  const asked = ["visitor", "host_country", "start", "end", "guest_country", "guest_organization"];
  let last = "";

  // What was filled in is replaced when it no longer holds; what a person wrote stays.
  function fill(input, value) {
    if (!input || (input.value && !input.classList.contains("filled-in"))) return;
    input.value = value;
    input.classList.toggle("filled-in", Boolean(value));
  }

  function signatories() {
    for (const row of form.querySelectorAll("#document-rows tbody tr")) {
      const title = row.querySelector("[name$=-title]");
      if (!title.value) continue;
      fill(row.querySelector("[name$=guest_signatory]"), field("visitor").value);
      fill(row.querySelector("[name$=host_signatory]"), field("counterpart").value);
    }
  }

  function say(answer) {
    for (const [name, value] of Object.entries(answer.fields)) fill(field(name), value);
    document.getElementById("journey-note").textContent = answer.journey;
    const cities = answer.cities.map(function (city) {
      const option = document.createElement("option");
      option.value = city;
      return option;
    });
    document.getElementById("cities").replaceChildren(...cities);
    const note = document.getElementById("summits-note");
    note.textContent = answer.summits.length ? `${note.dataset.text} ${answer.summits.join("; ")}` : "";
    signatories();
  }

  async function suggest() {
    const query = new URLSearchParams();
    for (const name of asked) {
      const input = field(name);
      if (input.value && !input.classList.contains("filled-in")) query.set(name, input.value);
    }
    if (String(query) === last) return;
    last = String(query);
    const answer = await fetch(`${form.dataset.suggestions}?${query}`);
    if (answer.ok && last === String(query)) say(await answer.json());
  }

  function addRow() {
    const body = form.querySelector("#document-rows tbody");
    const total = field("rows-TOTAL_FORMS");
    const row = document.getElementById("empty-row").content.cloneNode(true);
    for (const input of row.querySelectorAll("[name]")) {
      input.name = input.name.replace("__prefix__", total.value);
      input.id = input.id.replace("__prefix__", total.value);
    }
    body.append(row);
    total.value = Number(total.value) + 1;
  }

  form.addEventListener("input", (event) => event.target.classList.remove("filled-in"));
  form.addEventListener("change", function (event) {
    if (asked.includes(event.target.name)) suggest();
    if (/-title$|^counterpart$/.test(event.target.name)) signatories();
  });
  form.addEventListener("focusin", function (event) {
    const rows = form.querySelectorAll("#document-rows tbody tr");
    if (rows.length < 40 && rows[rows.length - 1].contains(event.target)) addRow();
  });
  form.querySelector("[name=_more]").addEventListener("click", function (event) {
    event.preventDefault();
    addRow();
  });
  form.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector(".submit-row [name=_save]"));
    }
  });
  suggest();
  field("visitor").focus();
})();
