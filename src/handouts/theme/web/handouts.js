// Nobody rebuilds a site on the day a page grows old: so the page looks at the calendar itself.
document.addEventListener("DOMContentLoaded", () => {
  const now = new Date();
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((part) => String(part).padStart(2, "0"))
    .join("-");
  for (const banner of document.querySelectorAll(".handouts-overdue")) {
    banner.hidden = today <= banner.dataset.checkBy;
  }
});
