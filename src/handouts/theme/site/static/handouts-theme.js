// Loaded before the page is drawn, so that a chosen colour scheme does not flash. Every part below
// adds to a page that works without it.

const SPHINX_HIGHLIGHT_ENABLED = false; // Asked by Sphinx's search, which would store the words.
const KEY = "colour-scheme";
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const all = (selector, from = document) => [...from.querySelectorAll(selector)];

// Makes an element; `children` are elements or words.
function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function words() {
  return document.getElementById("handouts-words").dataset;
}

// Colour scheme.

// A browser may forbid storage: the choice then lasts as long as the page.
function stored() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

// Stores only what differs from the device's own setting.
function store(scheme) {
  try {
    if (scheme === (dark.matches ? "dark" : "light")) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, scheme);
  } catch {
    // The choice is not remembered, and nothing else is lost.
  }
}

function shown() {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return dark.matches ? "dark" : "light";
}

function offerScheme(button) {
  const name = () => {
    const { light, dark, lightColours, darkColours } = button.dataset;
    const [words, label] = shown() === "dark" ? [light, lightColours] : [dark, darkColours];
    button.textContent = words;
    button.setAttribute("aria-label", label);
  };
  button.addEventListener("click", () => {
    document.documentElement.dataset.theme = shown() === "dark" ? "light" : "dark";
    store(document.documentElement.dataset.theme);
    name();
  });
  dark.addEventListener("change", name);
  name();
}

// Contents.

// Opens a list where the window is so wide: the headings beside the text, and the groups of the foot.
// Its head is no stop of the keyboard there.
function openWhenWide(list, width) {
  const wide = window.matchMedia(`(min-width: ${width})`);
  const follow = () => {
    list.open = wide.matches;
    list.querySelector("summary").tabIndex = wide.matches ? -1 : 0;
  };
  wide.addEventListener("change", follow);
  follow();
}

// Marks the heading that is being read.
function followReading() {
  const links = new Map(all(".page-toc li li a").map((link) => [link.hash.slice(1), link]));
  const seen = new Set();
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) seen[entry.isIntersecting ? "add" : "delete"](entry.target);
    const now = all("article section[id]").filter((one) => seen.has(one) && links.has(one.id)).at(-1);
    for (const [id, link] of links) link.classList.toggle("now", id === now?.id);
  }, { rootMargin: "0px 0px -70% 0px" });
  for (const id of links.keys()) {
    const section = document.getElementById(id);
    if (section) observer.observe(section);
  }
}

// Tables.

// A narrow screen shows each row as a card; its cells then say which column they are from. The
// roles are those that a browser forgets when a table is no longer laid out as one.
function labelCells(table) {
  // Its first paragraph names a column; what follows explains it.
  const columns = all("thead :is(th, td)", table);
  const heads = columns.map((head) => (head.querySelector("p") ?? head).textContent.trim());
  // A picture of a difference cannot be read without the sides that the head explains.
  const sides = columns.map((head) => head.querySelector(".ho-sides")?.textContent);
  table.setAttribute("role", "table");
  all("thead, tbody", table).forEach((part) => part.setAttribute("role", "rowgroup"));
  // A head without words, as at a corner, is the head of nothing.
  all("thead th", table).forEach((head) => {
    head.setAttribute("role", head.textContent.trim() ? "columnheader" : "cell");
  });
  for (const row of table.rows) {
    row.setAttribute("role", "row");
    if (row.parentNode.tagName !== "TBODY") continue;
    [...row.cells].forEach((cell, column) => {
      cell.setAttribute("role", cell.tagName === "TH" ? "rowheader" : "cell");
      cell.dataset.column = heads[column] || "";
      if (/^\s*–?\s*$/.test(cell.textContent) && !cell.querySelector("img, svg")) cell.dataset.none = "";
      if (sides[column] && cell.querySelector(".ho-interval")) cell.dataset.sides = sides[column];
    });
  }
  // A cell that spans others belongs to no one column or row: such a table scrolls.
  if (heads.length && !table.querySelector("[colspan], [rowspan]")) table.classList.add("stacks");
  else reachSideways(table);
}

// What scrolls sideways can be reached without a mouse.
function reachSideways(box) {
  const follow = () => {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  };
  new ResizeObserver(follow).observe(box);
}

// What Sphinx, docutils and MyST write, and screen readers do not take.
function correctRoles() {
  all(".toctree-wrapper > [role=heading]").forEach((one) => one.setAttribute("aria-level", "2"));
  all("[role=doc-biblioentry]").forEach((one) => one.setAttribute("role", "listitem"));
  for (const box of all(".task-list-item-checkbox")) {
    box.setAttribute("aria-label", box.closest("li").textContent.trim());
  }
}

// Tabs: a page with several sets of the same tabs has one switch for all of them.

function offerSwitch() {
  const sets = all(".sd-tab-set:has(> label[data-sync-id])");
  const labels = sets.length > 2 ? all(":scope > label", sets[0]) : [];
  if (labels.length < 2) return;
  const box = make("fieldset", { class: "audience-switch web-only" });
  box.append(make("legend", { class: "handouts-hidden" }, labels.map((one) => one.textContent.trim()).join(" / ")));
  for (const label of labels) {
    const input = make("input", { type: "radio", name: "audience-switch", value: label.dataset.syncId });
    input.addEventListener("change", () => label.click());
    box.append(make("label", {}, input, label.textContent.trim()));
  }
  // The script of the tabs restores an earlier choice after this one has run.
  setTimeout(() => {
    all("input", box).forEach((input, at) => {
      input.checked = document.getElementById(labels[at].htmlFor).checked;
    });
  });
  // Above the part of the page that holds the first set: one switch is for all parts.
  let place = sets[0];
  while (place.parentElement.closest("article > section section")) place = place.parentElement;
  place.before(box);
  document.querySelector("article").classList.add("one-switch");
}

// Notes: the sources of a sentence, or what a term means, without leaving the place.

let note;

function openNote(anchor, ...parts) {
  note?.remove();
  const close = make("button", { type: "button" }, words().close);
  note = make("div", { class: "opened-note", popover: "", role: "dialog", "aria-label": anchor.textContent.trim() }, ...parts);
  const foot = make("div", { class: "note-foot" }, ...all(":scope > .note-more", note), close);
  note.append(foot);
  close.addEventListener("click", () => note.hidePopover());
  note.addEventListener("toggle", (event) => {
    if (event.newState === "closed" && note.contains(document.activeElement)) anchor.focus();
  });
  document.querySelector("main").append(note);
  note.showPopover();
  const { left, top, bottom } = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = note;
  const below = bottom + height + 12 < innerHeight || top < height + 12;
  note.style.left = `${scrollX + Math.max(16, Math.min(left - 24, document.documentElement.clientWidth - width - 16))}px`;
  note.style.top = `${scrollY + (below ? bottom + 8 : top - height - 8)}px`;
  close.focus({ preventScroll: true });
}

function openSources(mark) {
  const numbers = mark.textContent.split(",").flatMap((run) => {
    const [first, last = first] = run.match(/\d+/g).map(Number);
    return Array.from({ length: last - first + 1 }, (_, at) => first + at);
  });
  const items = numbers.map((number) => document.getElementById(`source-${number}`)).filter(Boolean);
  const list = make("ol");
  items.forEach((item, at) => {
    const copy = make("li", { value: numbers[at] });
    copy.innerHTML = item.innerHTML;
    all(".source-back", copy).forEach((one) => one.remove());
    list.append(copy);
  });
  const more = make("a", { class: "note-more", href: mark.getAttribute("href") }, words().allSources);
  more.addEventListener("click", () => leadBack(items[0], mark));
  openNote(mark, make("p", {}, mark.getAttribute("aria-label")), list, more);
}

// The source in its list gets a way back to the sentence that it was opened from.
function leadBack(item, mark) {
  note.hidePopover();
  item.closest("details")?.setAttribute("open", "");
  all(".source-back").forEach((one) => one.remove());
  mark.id ||= "back-to-the-text";
  const back = make("a", { class: "source-back", href: `#${mark.id}` }, `↩ ${words().back}`);
  back.addEventListener("click", (event) => {
    event.preventDefault();
    mark.focus();
    mark.scrollIntoView({ block: "center" });
  });
  item.append(" ", back);
}

function openNotes(event) {
  const held = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  const anchor = event.target.closest?.("a.source-mark, a.term[data-meaning]");
  if (!anchor || held || !HTMLElement.prototype.showPopover) return;
  event.preventDefault();
  if (anchor.matches(".source-mark")) return openSources(anchor);
  const more = make("a", { class: "note-more", href: anchor.getAttribute("href") }, anchor.textContent);
  return openNote(anchor, make("p", {}, anchor.textContent), make("p", {}, anchor.dataset.meaning), more);
}

// What a browser shows of `title` comes to the mouse only; the note shows it to everybody.
function keepMeaning(link) {
  if (!link.title) return;
  link.dataset.meaning = link.title;
  link.removeAttribute("title");
}

// Sharing, copying, printing.

function say(button, text) {
  const before = button.textContent;
  button.textContent = text;
  button.setAttribute("aria-live", "polite");
  setTimeout(() => { button.textContent = before; }, 2500);
}

async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = make("textarea", {});
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  say(button, words().copied);
}

function offerShare(button) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const url = document.querySelector("link[rel=canonical]")?.href ?? location.href;
    if (navigator.share) navigator.share({ title: document.title, url }).catch(() => {});
    else copy(url, button);
  });
}

function offerCopy(block) {
  const button = make("button", { type: "button", class: "say-aloud-copy web-only" }, words().copy);
  button.addEventListener("click", () => {
    const plain = block.cloneNode(true);
    all(".ho-source-refs, .admonition-title, button, .handouts-suggest", plain).forEach((one) => one.remove());
    copy(plain.textContent.trim().replace(/\s*\n\s*/g, "\n"), button);
  });
  block.append(button);
}

// Who prints a handout's page wants the sheet: the page offers it first.
function offerSheets(downloads) {
  const sheets = all("a.handouts-print", downloads);
  if (!sheets.length) return;
  const dialog = make("dialog", { "aria-labelledby": "print-question" }, make("h2", { id: "print-question" }, words().printQuestion));
  for (const sheet of sheets) {
    const link = make("a", { class: "handouts-print", href: sheet.href });
    link.textContent = sheet.closest("li").querySelector("a").textContent;
    dialog.append(link);
  }
  const page = make("button", { type: "button" }, words().printPage);
  const close = make("button", { type: "button" }, words().close);
  page.addEventListener("click", () => { dialog.close(); window.print(); });
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target.closest("a")) dialog.close(); });
  dialog.append(page, close);
  document.body.append(dialog);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "p" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    if (!downloads.isConnected || downloads.classList.contains("is-overdue")) return;
    event.preventDefault();
    if (!dialog.open) dialog.showModal();
  });
}

document.documentElement.dataset.theme = stored() || "auto";
document.addEventListener("DOMContentLoaded", () => {
  all("button.scheme").forEach(offerScheme);
  all(".page-toc > details").forEach((list) => openWhenWide(list, "70rem"));
  all(".site-footer details:has(> summary:not([hidden]))").forEach((list) => openWhenWide(list, "40rem"));
  all("table.docutils").forEach(labelCells);
  all("article div.math").forEach(reachSideways);
  correctRoles();
  all("a.term").forEach(keepMeaning);
  all(".source-mark[title]").forEach((mark) => mark.removeAttribute("title"));
  all("button.share").forEach(offerShare);
  all(".say-aloud").forEach(offerCopy);
  all(".handouts-downloads").slice(0, 1).forEach(offerSheets);
  offerSwitch();
  followReading();
  document.addEventListener("click", openNotes);
});
