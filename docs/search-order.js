// The order of what a search finds: pages for readers first, then those that say how they are made.
// Sphinx's own figures, but for the function.

const LAST = { "about/claims-map": 100, "about/sources": 100, "about/changes": 100, "contributing/": 1000 };

var Scorer = {
  score: ([docname, , , , score]) => {
    const found = Object.keys(LAST).find((name) => docname.startsWith(name));
    return score - (LAST[found] ?? 0);
  },
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
