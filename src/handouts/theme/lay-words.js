// Sphinx asks this function for the words of a search; a language that splits words in its own way
// (Chinese, Japanese) puts its own function in this one's place. What readers say becomes the word
// of the pages, in any of its forms: "jabs" is found as "injection", and "how much" as "cost".
function splitQuery(query) {
  const stemmer = new Stemmer();
  const split = (text) => text.split(/[^\p{Letter}\p{Number}_\p{Emoji_Presentation}]+/gu).filter(Boolean);
  const key = (words) => words.map((word) => stemmer.stemWord(word.toLowerCase())).join(" ");
  const meant = new Map(Object.entries(layWords).map(([said, word]) => [key(split(said)), word]));
  const longest = Math.max(1, ...Object.keys(layWords).map((said) => split(said).length));
  const words = split(query);
  const found = [];
  while (words.length) {
    let many = Math.min(longest, words.length);
    while (many > 1 && !meant.has(key(words.slice(0, many)))) many -= 1;
    const taken = words.splice(0, many);
    found.push(meant.get(key(taken)) ?? taken[0]);
  }
  return found;
}
