// Draws charts where the page keeps a place for them, and lets the reader choose between drawing, map
// and table. The specification and the data come from our own addresses.
/* global vegaEmbed */

const OPTIONS = {
  ast: true, // our policy allows no compiled expression
  defaultStyle: false, // and no style element
  renderer: "svg",
  actions: false,
  tooltip: { disableDefaultStyle: true },
};
const asked = new Map();

function read(url) {
  if (!asked.has(url)) {
    const answer = fetch(url, { headers: { accept: "application/json" } }).then((response) => {
      if (!response.ok) throw new Error(`${response.status} ${url}`);
      return response.json();
    });
    answer.catch(() => asked.delete(url));
    asked.set(url, answer);
  }
  return asked.get(url);
}

// Every place of a specification that names an address gets what the address answers.
async function fill(part) {
  if (Array.isArray(part)) return void (await Promise.all(part.map(fill)));
  if (part === null || typeof part !== "object") return;
  if (typeof part.url === "string" && part.format) {
    const answer = await read(part.url);
    const { url, format } = part;
    delete part.url;
    if (format.type === "json") delete part.format;
    part.values = format.type === "json" ? answer[format.property] : answer;
    if (!part.values) throw new Error(`nothing at ${url}`);
    return;
  }
  await Promise.all(Object.values(part).map(fill));
}

const views = new Map(); // what is drawn, by panel
const PATIENCE = 1500; // ms before the server's drawing stands in for one that is slow

async function draw(panel) {
  const plot = panel.querySelector("[data-plot]");
  const problem = panel.querySelector(".chart-error");
  problem.hidden = true;
  plot.setAttribute("aria-busy", "true");
  plot.classList.add("skeleton");
  const slow = setTimeout(() => standIn(panel), PATIENCE);
  const live = document.createElement("div");
  live.className = "live";
  try {
    const spec = structuredClone(await read(panel.dataset.spec));
    await fill(spec);
    plot.replaceChildren(live); // before it is drawn, because Vega measures its width
    views.get(panel)?.finalize();
    views.set(panel, (await vegaEmbed(live, spec, OPTIONS)).view);
    plot.dataset.live = "true";
    const svg = live.querySelector("svg");
    svg.setAttribute("role", "group"); // it holds links, so it is no single picture
    svg.setAttribute("aria-label", panel.querySelector("figcaption").textContent);
    for (const empty of svg.querySelectorAll("g[role]:empty")) {
      empty.removeAttribute("role"); // a group of no marks would be a picture without a name
      empty.removeAttribute("aria-roledescription");
    }
    live.dataset.order = spec.usermeta?.order ?? "";
    live.dispatchEvent(new Event("drawn", { bubbles: true })); // chart-keys.js waits for it
  } catch (error) {
    live.remove();
    standIn(panel);
    problem.hidden = false;
    panel.dataset.problem = String(error);
  } finally {
    clearTimeout(slow);
    plot.classList.remove("skeleton");
    plot.removeAttribute("aria-busy");
  }
}

// The server's drawing, where there is no live one yet: nothing is ever blank, on paper neither.
function standIn(panel) {
  const plot = panel.querySelector("[data-plot]");
  if (plot.dataset.live || plot.querySelector("img")) return;
  const image = document.createElement("img");
  image.className = "drawing";
  image.alt = "";  // the caption says what it shows
  const isDark = getComputedStyle(document.documentElement).colorScheme === "dark"
    || (!document.documentElement.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);
  image.src = isDark && !matchMedia("print").matches ? panel.dataset.drawingDark : panel.dataset.drawing;
  image.addEventListener("load", () => plot.classList.remove("skeleton"));
  image.addEventListener("error", () => image.remove());
  plot.replaceChildren(image);
}

function addTabs(chart) {
  const panels = [...chart.querySelectorAll(":scope > .panel")];
  const files = chart.parentElement.querySelectorAll(".tools [data-file]");
  const list = document.createElement("div");
  list.className = "tabs";
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", chart.dataset.tabs);
  const tabs = panels.map((panel) => {
    const tab = document.createElement("button");
    tab.type = "button";
    tab.id = `${panel.id}-tab`;
    tab.textContent = panel.dataset.label;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", panel.id);
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    tab.addEventListener("click", () => {
      show(panel);
      history.replaceState(history.state, "", `#${panel.id}`);
    });
    list.append(tab);
    return tab;
  });

  function show(chosen) {
    panels.forEach((panel, place) => {
      const isChosen = panel === chosen;
      panel.hidden = !isChosen;
      tabs[place].setAttribute("aria-selected", String(isChosen));
      tabs[place].setAttribute("tabindex", isChosen ? "0" : "-1");
    });
    for (const link of files) {
      if (chosen.dataset[link.dataset.file]) link.href = chosen.dataset[link.dataset.file];
    }
    if (chosen.dataset.spec && !chosen.dataset.drawn) {
      chosen.dataset.drawn = "true";
      whenNear(chosen, () => draw(chosen));
    }
  }

  list.addEventListener("keydown", (event) => {
    const place = tabs.indexOf(event.target);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (place < 0 || !step) return;
    const next = tabs[(place + step + tabs.length) % tabs.length];
    next.focus();
    next.click();
  });
  if (panels.length > 1) chart.prepend(list);
  for (const panel of panels) {
    panel.querySelector(".chart-error button")?.addEventListener("click", () => draw(panel));
  }
  show(panels.find((panel) => `#${panel.id}` === location.hash) ?? panels[0]);
  chart.dataset.ready = "true";
}

// A drawing far below is made when the reader comes near it, or when the page has nothing else to do.
const waiting = new Map();
const near = new IntersectionObserver((entries) => {
  for (const entry of entries) if (entry.isIntersecting) start(entry.target);
}, { rootMargin: "600px" });
const whenIdle = globalThis.requestIdleCallback ?? ((action) => setTimeout(action, 200));

function whenNear(panel, action) {
  waiting.set(panel, action);
  near.observe(panel);
}

async function start(panel) {
  near.unobserve(panel);
  const action = waiting.get(panel);
  waiting.delete(panel);
  await action?.();
}

async function drawTheRest() {
  const [next] = waiting.keys();
  if (!next) return;
  await start(next);
  whenIdle(drawTheRest);
}

if (document.readyState === "complete") whenIdle(drawTheRest);
else addEventListener("load", () => whenIdle(drawTheRest));

// Paper is narrower than most windows: drawings are made anew for it, so that their words stay legible.
const PAPER = 630;
const MAP_RATIO = 1.85; // with room for a key
addEventListener("beforeprint", () => {
  document.querySelectorAll(".panel[data-spec]:not([hidden])").forEach(standIn);
  for (const [panel, view] of views) {
    panel.querySelector(".live").style.width = `${PAPER}px`; // what a drawing asks to break its words
    if (panel.querySelector(".plot.map")) view.height(PAPER / MAP_RATIO);
    // Twice: the names beside a drawing change with its width, and only then is their own width known.
    view.width(PAPER).run().resize().run();
  }
});
addEventListener("afterprint", () => {
  for (const panel of views.keys()) panel.querySelector(".live").style.width = "";
  dispatchEvent(new Event("resize")); // Vega measures again
});

document.querySelectorAll(".chart[data-chart]").forEach(addTabs);
