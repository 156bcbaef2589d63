// Nobody rebuilds a site on the day a page grows old, so the page looks at the calendar itself: it
// shows its banner, and no sheet is offered after the last day of its use.
document.addEventListener("DOMContentLoaded", () => {
  const now = new Date();
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((part) => String(part).padStart(2, "0"))
    .join("-");
  for (const banner of document.querySelectorAll(".handouts-overdue")) {
    banner.hidden = today <= banner.dataset.checkBy;
  }
  for (const words of document.querySelectorAll("[data-last-day]")) {
    if (today <= words.dataset.lastDay) continue;
    words.textContent = words.dataset.after;
    words.closest(".handouts-status").classList.replace("is-current", "is-over");
  }
  for (const offer of document.querySelectorAll("[class*='handouts-until-']")) {
    const [, last] = offer.className.match(/handouts-until-(\S+)/);
    if (today <= last) continue;
    offer.classList.add("is-overdue");
    offer.querySelectorAll("a[href$='.pdf']").forEach((link) => link.replaceWith(...link.childNodes));
  }
});

// Links to change each part of a page are for those who edit: a button at the foot shows them, where
// a writer looks at a build of their own, and on a public site at an address that ends in #edit.
document.addEventListener("DOMContentLoaded", () => {
  const blocks = document.querySelectorAll(".handouts-suggest-block");
  const page = document.querySelector(".handouts-suggest:not(.handouts-suggest-block)");
  // Browsers trust plain HTTP from the same machine only.
  const own = location.protocol === "file:" || (location.protocol === "http:" && isSecureContext);
  if (!blocks.length || !page || !(own || location.hash === "#edit")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "handouts-show-edits";
  const words = page.querySelector(".handouts-edit-all");
  button.textContent = words.textContent;
  words.remove();
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => {
    const on = document.body.classList.toggle("handouts-editing");
    button.setAttribute("aria-pressed", on);
  });
  page.append(" ", button);
});

// A page that was opened as a file cannot read other pages for the words around what was found.
if (location.protocol === "file:" && typeof DOCUMENTATION_OPTIONS !== "undefined") {
  DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
}

// Prints a sheet without leaving the page, where the browser can show a PDF in one; elsewhere,
// and where it refuses, the link does what links do: it opens the sheet.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a.handouts-print");
  const held = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (!link || held || !navigator.pdfViewerEnabled || location.protocol === "file:") return;
  event.preventDefault();
  document.querySelector(".handouts-frame")?.remove();
  const frame = document.createElement("iframe");
  frame.className = "handouts-frame";
  frame.title = link.textContent;
  frame.tabIndex = -1;
  frame.addEventListener("load", () => {
    try {
      frame.contentWindow.focus();
      frame.contentWindow.print();
    } catch {
      location.assign(link.href);
    }
  });
  frame.src = link.href;
  document.body.append(frame);
});

// A printed link must say where it leads: its public address, unless its own words are that.
document.addEventListener("DOMContentLoaded", () => {
  const page = document.querySelector("link[rel=canonical]")?.href ?? location.href;
  const bare = (address) => address.trim().replace(/^[a-z]+:\/\//, "").replace(/\/$/, "");
  for (const link of document.querySelectorAll("[role=main] a[href]:not([href^='#'])")) {
    const address = new URL(link.getAttribute("href"), page);
    // Of a mail, what stands in it is for the program that writes it.
    const shown = address.protocol === "mailto:" ? decodeURIComponent(address.pathname) : address.href;
    const named = ["file:", "tel:"].includes(address.protocol) || bare(shown) === bare(link.textContent);
    link.dataset.address = named ? "" : shown;
  }
});

// Older browsers cannot open a closed part by style alone.
let opened = [];
window.addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details:not([open])")];
  for (const part of opened) part.open = true;
});
window.addEventListener("afterprint", () => {
  for (const part of opened) part.open = false;
});
