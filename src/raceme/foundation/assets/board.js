// The organiser's board by mouse and by keyboard. Everything it does is a form or a link of the
// page: without this script the same is done by choosing a meeting and pressing a button.

const board = () => document.querySelector("[data-board]");
const choice = () => document.getElementById("choice");
const isOurs = (element) => element?.closest?.("[data-board]");
let returnTo = null; // the request whose meeting gets the focus back after the board is redrawn

const say = (words) => {
  const place = board()?.querySelector("[data-board-said]");
  if (place) place.textContent = words;
};

// Which cells are free for the meeting that is chosen, and why the others are not.
const markCells = () => {
  const chosen = choice()?.dataset.chosen;
  board()?.classList.toggle("is-choosing", Boolean(chosen));
  for (const seat of document.querySelectorAll(".seat[data-request]")) {
    seat.classList.toggle("is-chosen", seat.dataset.request === chosen);
  }
  const times = new Map();
  for (const time of choice()?.querySelectorAll("[data-time]") ?? []) {
    const why = new Map();
    for (const one of time.querySelectorAll("[data-place]")) why.set(one.dataset.place, one.textContent.trim());
    times.set(time.dataset.time, {
      free: new Set(time.dataset.free.split(" ").filter(Boolean)),
      all: time.dataset.why ?? "",
      why,
    });
  }
  for (const cell of document.querySelectorAll("[data-grid] td")) {
    const time = times.get(cell.dataset.slot);
    const place = cell.parentElement.dataset.place;
    const isFree = Boolean(time?.free.has(place));
    const why = time && !isFree ? time.all || time.why.get(place) || "" : "";
    cell.classList.toggle("is-free", isFree);
    cell.classList.toggle("is-blocked", Boolean(time) && !isFree);
    if (why) cell.title = why;
    else cell.removeAttribute("title");
  }
};

const choose = (seat) => {
  if (!window.htmx) return window.location.assign(seat.href);
  const inGrid = Boolean(seat.closest("[data-grid]"));
  returnTo = inGrid ? seat.dataset.request : null;
  return htmx.ajax("GET", seat.href, { target: "#choice", select: "#choice", swap: "outerHTML" });
};

const letGo = () => {
  const panel = choice();
  if (!panel?.dataset.chosen) return;
  delete panel.dataset.chosen;
  panel.querySelectorAll("[data-time]").forEach((time) => time.remove());
  markCells();
};

// Put the chosen meeting into a cell, by the form of the panel.
const put = (cell) => {
  const code = `${cell.dataset.slot}|${cell.parentElement.dataset.place}`;
  const button = choice()?.querySelector(`form[data-put] button[value="${code}"]`);
  if (!button || !cell.classList.contains("is-free")) {
    say(cell.title);
    return false;
  }
  returnTo = choice().dataset.chosen;
  button.click();
  return true;
};

const swapWith = (cell) => {
  const form = choice()?.querySelector("form[data-swap]");
  if (!form) return say(cell.title);
  form.elements.slot.value = cell.dataset.slot;
  form.elements.place.value = cell.parentElement.dataset.place;
  form.requestSubmit();
};

document.addEventListener("click", (event) => {
  const seat = event.target.closest("a[data-choose]");
  if (!seat || !isOurs(seat) || event.ctrlKey || event.metaKey || event.button) return;
  event.preventDefault();
  choose(seat);
});
document.addEventListener("click", (event) => {
  const cell = event.target.closest("[data-grid] td.is-free");
  if (cell && !event.target.closest("a")) put(cell);
});

// By mouse: what is dragged is chosen, so that the free cells show themselves on the way.
document.addEventListener("dragstart", (event) => {
  const seat = event.target.closest?.("a.seat[data-request]");
  if (!seat || !isOurs(seat)) return;
  event.dataTransfer.setData("text/plain", seat.dataset.request);
  event.dataTransfer.effectAllowed = "move";
  choose(seat);
});
document.addEventListener("dragover", (event) => {
  const cell = event.target.closest?.("[data-grid] td");
  if (!cell) return;
  if (cell.classList.contains("is-free") || cell.querySelector(".seat")) event.preventDefault();
  document.querySelectorAll("td.is-over").forEach((one) => one.classList.toggle("is-over", one === cell));
  cell.classList.add("is-over");
});
document.addEventListener("drop", (event) => {
  const cell = event.target.closest?.("[data-grid] td");
  if (!cell) return;
  event.preventDefault();
  document.querySelectorAll("td.is-over").forEach((one) => one.classList.remove("is-over"));
  if (event.dataTransfer.getData("text/plain") !== choice()?.dataset.chosen) return;
  if (cell.classList.contains("is-free")) put(cell);
  else if (cell.querySelector(".seat")) swapWith(cell);
  else say(cell.title);
});
document.addEventListener("dragend", () => {
  document.querySelectorAll("td.is-over").forEach((one) => one.classList.remove("is-over"));
});

// By keyboard: one stop for each grid; arrows from cell to cell.
const stopOf = (cell) => cell.querySelector(".seat") ?? cell;
const makeStop = (stop) => {
  for (const old of stop.closest("[data-grid]").querySelectorAll('[tabindex="0"]')) old.tabIndex = -1;
  stop.tabIndex = 0;
};
const prepare = () => {
  for (const grid of document.querySelectorAll("[data-grid]:not([role])")) {
    grid.setAttribute("role", "grid");
    for (const cell of grid.querySelectorAll("td")) {
      stopOf(cell).tabIndex = -1;
      for (const more of [...cell.querySelectorAll(".seat")].slice(1)) more.tabIndex = -1;
    }
    const first = grid.querySelector("td .seat") ?? grid.querySelector("td");
    if (first) first.tabIndex = 0;
  }
  for (const seat of document.querySelectorAll("[data-grid] .seat")) seat.draggable = true;
  markCells();
};
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

const goFrom = (cell, [down, right]) => {
  const row = cell.parentElement;
  const rows = [...row.parentElement.children];
  const line = rows[rows.indexOf(row) + down];
  const next = line?.children[cell.cellIndex + right];
  if (!next || next.tagName !== "TD") return;
  const stop = stopOf(next);
  makeStop(stop);
  stop.focus();
  if (next.title) say(next.title);
};

const pressKey = (key) => {
  const button = document.querySelector(`[data-board] [data-key="${key}"]`);
  if (!button) return false;
  if (choice()?.dataset.chosen) returnTo = choice().dataset.chosen;
  button.click();
  return true;
};

document.addEventListener("keydown", (event) => {
  if (!isOurs(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input, select, textarea")) return;
  const cell = event.target.closest("[data-grid] td");
  if (cell && STEPS[event.key]) goFrom(cell, STEPS[event.key]);
  else if (cell && event.key === "Enter" && choice()?.dataset.chosen && !event.target.matches(".seat")) put(cell);
  else if (event.key === "Escape") letGo();
  else if (event.key === "Delete" ? pressKey("Delete") : /^[lz]$/i.test(event.key) && pressKey(event.key.toLowerCase())) {
    // Done by the button.
  } else return;
  event.preventDefault();
});

const giveFocusBack = () => {
  const seat = returnTo && document.querySelector(`[data-grid] .seat[data-request="${returnTo}"]`);
  if (!seat) return;
  makeStop(seat);
  seat.focus();
};

document.addEventListener("DOMContentLoaded", prepare);
document.addEventListener("htmx:afterSettle", (event) => {
  prepare();
  if (event.target.id === "board" || event.detail?.target?.id === "board") giveFocusBack();
  const heading = document.getElementById("chosen");
  if (event.target.id === "choice" && heading) say(`${heading.textContent.trim()}. ${choice().querySelector("[role=status]")?.textContent.trim() ?? ""}`);
});
