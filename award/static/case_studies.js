// While a case study is written: the list of its sections, and how its words look on
// their page, follow each save.
const form = document.querySelector("form[data-autosave]");
const preview = document.querySelector("[data-preview]");
const contents = document.querySelectorAll("[data-contents] > li");

form?.addEventListener("saved", ({ detail: { sections, preview: drawn } }) => {
  if (preview && drawn) preview.innerHTML = drawn;
  sections?.forEach((section, place) => {
    const [, count, tag] = contents[place].children;
    count.textContent = section.count;
    tag.textContent = section.verdict;
    tag.hidden = !section.verdict;
    tag.className = `nhsuk-tag nhsuk-tag--${section.stops ? "red" : "grey"}`;
  });
});
