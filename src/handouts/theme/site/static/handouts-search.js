// What the theme adds to Sphinx's search: titles first, pages for authors last, words around what
// was found, slips of the pen, and words of ours when nothing was found.

var Scorer = { // `var`, because Sphinx looks for it as a global.
  score: ([docname, , , , score]) => {
    const last = (document.getElementById("q")?.dataset.last ?? "").split(" ").filter(Boolean);
    return score - 1000 * (last.findIndex((name) => docname.startsWith(name)) + 1);
  },
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 60,
  partialTitle: 30,
  term: 5,
  partialTerm: 2,
};

// Sphinx's words in the language of the pages come after this script, and some are missing: those
// of the result are ours. Sphinx's own function would make a function of text, for the forms of
// plurals, which the policy of the pages forbids.
Documentation.addTranslations = ({ messages }) => Object.assign(Documentation.TRANSLATIONS, messages);

function takeOurWords({ found, nothing }) {
  const result = "Search finished, found one page matching the search query.";
  const none = "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories.";
  const counted = found.replace("{count}", "${resultCount}"); // Sphinx puts the number in.
  Object.assign(Documentation.TRANSLATIONS, { [result]: [counted, counted], [none]: nothing });
}

// How many letters must be changed, added, left out or swapped to make one word of the other.
function slips(a, b) {
  let [before, row] = [[], [...Array(b.length + 1).keys()]];
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] !== b[j - 1]));
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] && i > 1 && j > 1) {
        next[j] = Math.min(next[j], before[j - 2] + 1);
      }
    }
    [before, row] = [row, next];
  }
  return row[b.length];
}

// A word that no page has becomes the nearest that some page has.
function nearest(word) {
  const index = Search._index;
  const stem = new Stemmer().stemWord(word.toLowerCase());
  const known = index ? [...Object.keys(index.terms), ...Object.keys(index.titleterms)] : [];
  if (stem.length < 4 || known.some((term) => term.includes(stem))) return word;
  const allowed = stem.length < 8 ? 1 : 2;
  let [found, distance] = [word, allowed + 1];
  for (const term of known) {
    if (Math.abs(term.length - stem.length) > allowed || term[0] !== stem[0]) continue;
    const needed = slips(stem, term);
    if (needed < distance) [found, distance] = [term, needed];
  }
  return found;
}

// Shows the words around what was found when the result comes into view: one page is loaded then,
// and none from a disk, where a browser forbids it.
async function addExcerpt(item, terms) {
  const link = item.querySelector("a");
  const answer = await fetch(link.href).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const main = page.querySelector("article");
  main.querySelectorAll("[hidden], .web-only, .no-search, .page-dates, .ho-source-refs, .sources, h1").forEach((one) => one.remove());
  const text = main.textContent.replace(/\s+/g, " ").trim();
  const lower = text.toLowerCase();
  const at = Math.min(...terms.map((term) => lower.indexOf(term)).filter((place) => place >= 0), lower.length);
  const start = at < lower.length ? lower.lastIndexOf(" ", Math.max(0, at - 60)) + 1 : 0;
  const excerpt = document.createElement("p");
  excerpt.className = "search-excerpt";
  const end = text.indexOf(" ", start + 170);
  excerpt.textContent = `${start ? "… " : ""}${end < 0 ? text.slice(start) : `${text.slice(start, end)} …`}`;
  item.querySelector(".context")?.remove();
  item.append(excerpt);
}

function watchResults(results) {
  const terms = new Set();
  const plain = window.splitQuery;
  window.splitQuery = (query) => {
    const found = plain(query).map(nearest);
    for (const word of found) terms.add(word.toLowerCase());
    return found;
  };
  const inView = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      inView.unobserve(target);
      addExcerpt(target, [...terms]);
    }
  });
  new MutationObserver((changes) => {
    for (const one of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
      if (one.tagName === "LI" && location.protocol !== "file:") inView.observe(one);
    }
    const summary = results.querySelector(".search-summary");
    const done = summary?.textContent && !results.querySelector("li") && Search._index;
    document.querySelector(".nothing-found").hidden = !done;
  }).observe(results, { childList: true, subtree: true, characterData: true });
}

document.addEventListener("DOMContentLoaded", () => {
  DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false; // It would load each page that was found.
  takeOurWords(document.getElementById("q").dataset);
  watchResults(document.getElementById("search-results"));
});
