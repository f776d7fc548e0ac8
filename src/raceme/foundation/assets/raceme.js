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

// A field that suggests while somebody types: a combobox with a list (ARIA 1.2). The server gives
// what fits; without script it stays a plain field. `data-suggest` is the address to ask,
// `data-suggest-edition` names the field of the same form that says which edition is meant.
const SUGGEST_AFTER = 150; // milliseconds without a further key
const SUGGEST_FROM = 2; // signs

const makeSuggesting = (field) => {
  if (field.getAttribute("role") === "combobox") return;
  const list = document.createElement("ul");
  const said = document.createElement("span");
  list.id = `${field.id}_suggestions`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels[0]?.textContent.trim() ?? "");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  field.parentElement.classList.add("suggesting");
  field.after(list, said);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-controls", list.id);
  let waiting = 0;
  let asking = null;
  let chosen = -1;

  const close = () => {
    clearTimeout(waiting);
    asking?.abort();
    chosen = -1;
    list.hidden = true;
    list.replaceChildren();
    said.textContent = "";
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };

  const choose = (place) => {
    const options = [...list.children];
    chosen = (place + options.length) % options.length;
    options.forEach((one, at) => one.setAttribute("aria-selected", String(at === chosen)));
    options[chosen].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", options[chosen].id);
  };

  const take = (option) => {
    field.value = option.dataset.value;
    close();
  };

  const show = ({ options, said: words }) => {
    const rows = options.map(({ value, note }, at) => {
      const row = document.createElement("li");
      row.id = `${list.id}_${at}`;
      row.dataset.value = value;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", "false");
      row.append(value);
      if (note) {
        const small = document.createElement("small");
        small.textContent = note;
        row.append(small);
      }
      return row;
    });
    list.replaceChildren(...rows);
    list.hidden = rows.length === 0;
    chosen = -1;
    field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-expanded", String(rows.length > 0));
    said.textContent = words;
  };

  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    const query = new URLSearchParams({ text: field.value });
    const edition = field.form?.elements[field.dataset.suggestEdition];
    if (edition) query.set("edition", edition.value);
    try {
      const answer = await fetch(`${field.dataset.suggest}?${query}`, { signal: asking.signal });
      if (answer.ok && document.activeElement === field) show(await answer.json());
    } catch (trouble) {
      // No suggestions then: the field takes what is typed, and the server says what it means.
      if (trouble.name !== "AbortError") close();
    }
  };

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    if (field.value.trim().length < SUGGEST_FROM) close();
    else waiting = setTimeout(ask, SUGGEST_AFTER);
  });
  field.addEventListener("keydown", (event) => {
    const count = list.children.length;
    if (event.key === "ArrowDown" && !count && field.value.trim()) ask();
    else if (event.key === "ArrowDown" && count) choose(chosen + 1);
    else if (event.key === "ArrowUp" && count) choose(chosen < 0 ? -1 : chosen - 1);
    else if (event.key === "Enter" && chosen >= 0) take(list.children[chosen]);
    else if (event.key === "Escape" && count) close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  // Pressing the mouse would take the focus away, and close the list before the click.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
  field.addEventListener("blur", close);
};

const makeAllSuggesting = (root) => root.querySelectorAll?.("[data-suggest]").forEach(makeSuggesting);
document.addEventListener("DOMContentLoaded", () => makeAllSuggesting(document));
document.addEventListener("htmx:afterSettle", (event) => makeAllSuggesting(event.target));
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

// Scan tickets with the camera where the browser can read codes; the way without is to find by name.
// Only an address of this installation that checks somebody in is followed.
const startScanning = async (place) => {
  const video = place.querySelector("video");
  const said = place.querySelector("[data-scan-said]");
  let stream = null;
  try {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    video.srcObject = stream;
    video.hidden = false;
    await video.play();
    const look = async () => {
      if (!video.isConnected) return stream.getTracks().forEach((track) => track.stop());
      const [code] = await detector.detect(video);
      const address = code && URL.canParse(code.rawValue) ? new URL(code.rawValue) : null;
      if (address && /^\/c\/[^/]+\/events\/check-in\/[^/]+\/$/.test(address.pathname)) {
        stream.getTracks().forEach((track) => track.stop());
        window.location.assign(address.pathname);
        return;
      }
      if (code) said.textContent = said.dataset.other;
      setTimeout(look, 250);
    };
    look();
  } catch {
    stream?.getTracks().forEach((track) => track.stop());
    video.hidden = true;
    said.textContent = said.dataset.none;
  }
};

document.addEventListener("DOMContentLoaded", () => {
  for (const place of document.querySelectorAll("[data-scan]")) {
    if (!("BarcodeDetector" in window) || !navigator.mediaDevices) continue;
    place.hidden = false;
    place.querySelector("[data-scan-start]").addEventListener("click", () => startScanning(place));
  }
});
