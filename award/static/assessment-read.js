// A submitted sheet beside its application: two tabs on a phone.
import { keepTabs } from "./assessment-tabs.js";

const desk = document.querySelector("[data-desk]");
const tabs = keepTabs(desk);

function bringUp() {
  const target = location.hash && desk.querySelector(`#${CSS.escape(location.hash.slice(1))}`);
  if (!target) return;
  tabs.choose(target.closest("#sheet") ? "sheet" : "reading");
  target.scrollIntoView();
}

bringUp();
addEventListener("hashchange", bringUp);
