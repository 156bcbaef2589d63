// Runs before the page is drawn, so that a chosen colour scheme does not flash.

const SPHINX_HIGHLIGHT_ENABLED = false; // Asked by Sphinx's search, which would store the words.
const KEY = "colour-scheme";
const dark = window.matchMedia("(prefers-color-scheme: dark)");

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
    // Nothing is lost but the memory of it.
  }
}

function shown() {
  const chosen = document.body.dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return dark.matches ? "dark" : "light";
}

function offerScheme(button) {
  const name = () => {
    const { light, dark, lightColours, darkColours } = button.dataset;
    const [words, said] = shown() === "dark" ? [light, lightColours] : [dark, darkColours];
    button.textContent = words;
    button.setAttribute("aria-label", said);
  };
  button.addEventListener("click", () => {
    document.body.dataset.theme = shown() === "dark" ? "light" : "dark";
    store(document.body.dataset.theme);
    name();
  });
  dark.addEventListener("change", name);
  name();
}

// On a wide screen the list of headings stands beside the text, where it can be open.
function openBeside(list) {
  const wide = window.matchMedia("(min-width: 75rem)");
  const follow = () => { list.open = wide.matches; };
  wide.addEventListener("change", follow);
  follow();
}

// A narrow screen shows each row as a card; its cells then say which column they are from.
function labelCells(table) {
  const heads = [...table.querySelectorAll("thead th")].map((head) => head.textContent.trim());
  if (!heads.length) return;
  table.setAttribute("role", "table");
  table.querySelectorAll("thead, tbody").forEach((part) => part.setAttribute("role", "rowgroup"));
  table.querySelectorAll("thead th").forEach((head) => head.setAttribute("role", "columnheader"));
  for (const row of table.rows) {
    row.setAttribute("role", "row");
    if (row.parentNode.tagName !== "TBODY") continue;
    [...row.cells].forEach((cell, column) => {
      cell.setAttribute("role", cell.tagName === "TH" ? "rowheader" : "cell");
      cell.dataset.column = heads[column] || "";
    });
  }
  table.classList.add("stacks");
}

// What scrolls sideways can be reached without a mouse.
function reachSideways(box) {
  const follow = () => {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  };
  new ResizeObserver(follow).observe(box);
}

document.body.dataset.theme = stored() || "auto";
document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("button.scheme").forEach(offerScheme);
  document.querySelectorAll(".page-toc > details").forEach(openBeside);
  document.querySelectorAll("table.docutils").forEach(labelCells);
  document.querySelectorAll("article :is(pre, .table-wrapper)").forEach(reachSideways);
});
