// Sphinx asks this function for the words of a search; a language that splits words in its own way
// (Chinese, Japanese) puts its own function in this one's place. A word that readers use becomes the word
// of the pages, in any of its forms: "jabs" is found as "injection".
function splitQuery(query) {
  const stemmer = new Stemmer();
  const meant = new Map(
    Object.entries(layWords).map(([word, found]) => [stemmer.stemWord(word), found]),
  );
  return query
    .split(/[^\p{Letter}\p{Number}_\p{Emoji_Presentation}]+/gu)
    .filter((word) => word)
    .map((word) => meant.get(stemmer.stemWord(word.toLowerCase())) ?? word);
}
