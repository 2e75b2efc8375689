// Draws the live chart where the server's drawing stands. The specification and the data come from
// our own addresses; if either fails, the drawing stays and the reader may try again.
/* global vegaEmbed */

const OPTIONS = {
  ast: true, // our policy allows no compiled expression
  defaultStyle: false, // and no style element
  renderer: "svg",
  actions: false,
  tooltip: { disableDefaultStyle: true },
};

async function read(url) {
  const response = await fetch(url, { headers: { accept: "application/json" } });
  if (!response.ok) throw new Error(`${response.status} ${url}`);
  return response.json();
}

async function draw(figure) {
  const plot = figure.querySelector("[data-plot]");
  const problem = figure.querySelector(".chart-error");
  problem.hidden = true;
  plot.setAttribute("aria-busy", "true");
  if (!plot.querySelector("svg")) plot.classList.add("skeleton");
  const live = document.createElement("div");
  try {
    const spec = await read(figure.dataset.spec);
    const payload = await read(spec.data.url);
    spec.data = { values: payload[spec.data.format.property] };
    plot.append(live); // before it is drawn, because Vega measures its width
    await vegaEmbed(live, spec, OPTIONS);
    plot.replaceChildren(live);
    plot.dataset.live = "true";
  } catch {
    live.remove();
    problem.hidden = false;
  } finally {
    plot.classList.remove("skeleton");
    plot.removeAttribute("aria-busy");
  }
}

for (const figure of document.querySelectorAll("figure[data-spec]")) {
  figure.querySelector(".chart-error button").addEventListener("click", () => draw(figure));
  draw(figure);
}
