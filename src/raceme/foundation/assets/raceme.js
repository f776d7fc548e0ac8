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
