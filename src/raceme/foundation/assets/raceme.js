// Small comforts on top of pages that work without any script.

const focusSummary = (root) => root.querySelector?.("[data-summary]")?.focus();

// What was wrong with a form is read out first, wherever the form stands on the page.
document.addEventListener("DOMContentLoaded", () => focusSummary(document));
document.addEventListener("htmx:afterSettle", (event) => focusSummary(event.target));

// A menu closes with Escape (and gives the focus back), or with a click elsewhere.
const openMenus = () => document.querySelectorAll("details[data-menu][open]");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    const heldFocus = menu.contains(document.activeElement);
    menu.open = false;
    if (heldFocus) menu.querySelector("summary").focus();
  }
});

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// A form marked so is sent as soon as a choice in it changes; its button stays for everybody else.
document.addEventListener("change", (event) => {
  event.target.closest("form[data-send-on-change]")?.requestSubmit();
});

// A second click within a moment does not send the same form twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 1500);
});

// A field that narrows down the rows of a list as one types; its button does the same by the server.
// As the server folds words: capitals and hyphens do not count.
const folded = (text) => text.normalize("NFKC").toLowerCase().replaceAll("ß", "ss");

document.addEventListener("input", (event) => {
  const field = event.target.closest("[data-filter-rows]");
  if (!field) return;
  const words = folded(field.value).split(/[\s_\-/]+/).filter(Boolean);
  const rows = [...document.getElementById(field.dataset.filterRows).children];
  for (const row of rows) row.hidden = !words.every((word) => row.dataset.words.includes(word));
  const count = field.closest("form").querySelector("[data-filter-count]");
  count.textContent = rows.filter((row) => !row.hidden).length;
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.closest("[data-filter-rows]")) event.preventDefault();
});

// What is saved as one goes says so when it could not be: no connection, or the server refused.
const notSaved = (event) => {
  const place = document.querySelector("[data-not-saved]");
  if (!place || !event.target.contains(place)) return;
  place.textContent = place.dataset.notSaved;
  place.classList.add("is-lost");
};
document.addEventListener("htmx:sendError", notSaved);
document.addEventListener("htmx:timeout", notSaved);
document.addEventListener("htmx:responseError", notSaved);
