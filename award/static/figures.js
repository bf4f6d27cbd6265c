// A whole number as people type one, in pounds or without; null for what is none, and for one beyond
// what the server takes: it stands as it was typed, and counts for nothing until it is mended.
const LARGEST = 10 ** 12;

export function figure(text) {
  const plain = text.normalize("NFKC").replace(/[£,'’\s\p{Cf}]|gbp/giu, "").replace(/\.0{0,2}$/, "");
  const number = /^-?\d+$/.test(plain) ? Number(plain) : NaN;
  return Math.abs(number) <= LARGEST ? number : null;
}
