// The one count of words: of what stands between white space, whatever has a letter or a digit in
// it. `count_words` in award/foundation/text.py counts alike.
export function countWords(text) {
  return (text.match(/\S+/g) ?? []).filter((run) => /[\p{L}\p{N}]/u.test(run)).length;
}
