// A drawing by keyboard: one stop of the tab key for all of it, arrows from mark to mark, Enter
// follows a mark's link, and what the mark says stands beside it.
// Vega follows links on a click only, and keeps each mark's address on its element.

const words = document.createElement("div");
words.className = "mark-words";
words.setAttribute("aria-hidden", "true"); // the mark's own name says it

const addressOf = (mark) => mark.__data__?.href;
const middle = (box, side) => (side === "y" ? box.top + box.height / 2 : box.left + box.width / 2);

// As one reads: row by row, or column by column; Vega draws them as the data come.
function inOrder(marks, order) {
  if (!order) return marks; // a map has neither
  const [first, second] = order === "rows" ? ["y", "x"] : ["x", "y"];
  const boxes = new Map(marks.map((mark) => [mark, mark.getBoundingClientRect()]));
  return [...marks].sort((one, other) => {
    const a = boxes.get(one), b = boxes.get(other);
    const apart = middle(a, first) - middle(b, first);
    return Math.abs(apart) > 2 ? apart : middle(a, second) - middle(b, second);
  });
}

// The nearest mark straight above or below, where there is one; of a row, the one most in line.
function across(marks, mark, sign) {
  const here = mark.getBoundingClientRect();
  let nearest = null, least = Infinity;
  for (const other of marks) {
    const box = other.getBoundingClientRect();
    const down = sign * (middle(box, "y") - middle(here, "y"));
    if (down <= 2 || box.left > here.right - 1 || box.right < here.left + 1) continue;
    const cost = down + Math.abs(middle(box, "x") - middle(here, "x")) / 1000;
    if (cost < least) [nearest, least] = [other, cost];
  }
  return nearest;
}

function next(marks, mark, key) {
  const place = marks.indexOf(mark);
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[key];
  if (key === "Home") return marks[0];
  if (key === "End") return marks.at(-1);
  if (!step) return null;
  const straight = key === "ArrowDown" || key === "ArrowUp" ? across(marks, mark, step) : null;
  return straight ?? marks[place + step] ?? mark;
}

function tell(mark) {
  if (!mark.matches(":focus-visible")) return;
  words.textContent = mark.getAttribute("aria-label");
  const panel = mark.closest(".panel");
  panel.append(words);
  const frame = panel.getBoundingClientRect(), at = mark.getBoundingClientRect();
  const left = middle(at, "x") - frame.left - words.offsetWidth / 2;
  words.style.left = `${Math.max(0, Math.min(left, frame.width - words.offsetWidth))}px`;
  words.style.top = `${at.bottom - frame.top + 6}px`;
}

function rove(live) {
  const found = [...live.querySelectorAll("svg [aria-label]")].filter(addressOf);
  const marks = inOrder(found, live.dataset.order);
  const turn = (here) => {
    for (const mark of marks) mark.setAttribute("tabindex", mark === here ? "0" : "-1");
  };
  for (const mark of marks) {
    mark.setAttribute("role", "link");
    mark.removeAttribute("aria-roledescription");
  }
  turn(marks[0]);
  live.addEventListener("focusin", (event) => {
    if (!marks.includes(event.target)) return;
    turn(event.target);
    tell(event.target);
  });
  live.addEventListener("focusout", () => words.remove());
  live.addEventListener("keydown", (event) => {
    if (!marks.includes(event.target)) return;
    if (event.key === "Enter") location.assign(addressOf(event.target));
    const to = next(marks, event.target, event.key);
    if (!to) return;
    event.preventDefault();
    to.focus();
  });
}

document.addEventListener("drawn", (event) => rove(event.target));
