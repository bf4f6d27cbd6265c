// What the weights of a round's criteria sum to, as they are typed. The words are those of
// `award/rounds/rules/criteria.py`, which says it again when the form is sent.

const said = document.getElementById("weights");
const boxes = [...document.querySelectorAll('input[name$="-weight"]')];

function weight(box) {
  const text = box.value.replace(/[\s%]/g, "");
  const number = /^[0-9]{1,3}$/.test(text) ? Number(text) : 0;
  return number >= 1 && number <= 100 ? number : null;
}

function words() {
  const weights = boxes.map(weight);
  const total = weights.reduce((sum, each) => sum + each, 0);
  if (total === 100) return weights.includes(null) ? said.dataset.unread : "Weights sum to 100";
  const advice = total < 100 ? `add ${100 - total}` : `take away ${total - 100}`;
  return `Weights sum to ${total}: ${advice}`;
}

for (const box of boxes) {
  box.addEventListener("input", () => {
    const now = words();
    const shown = said.querySelector("strong");
    if (shown.textContent !== now) shown.textContent = now;
  });
}
