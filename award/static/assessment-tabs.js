// Two tabs where there is no room for the application and the sheet side by side. Each keeps its
// place, and what is typed stays: a panel out of sight is still part of the page.
export const narrow = matchMedia("(max-width: 61.9275em)");

const GAP = 24; // below the tabs, in pixels
const NAMES = { reading: "Application", sheet: "Score sheet" };

export function keepTabs(desk) {
  const panels = { reading: desk.querySelector("#reading"), sheet: desk.querySelector("#sheet") };
  const tabs = {};
  const places = {};
  let tab = desk.dataset.desk || "reading"; // the one in view on arrival

  function make() {
    const list = Object.assign(document.createElement("div"), { className: "app-tabs" });
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", "The application and your score sheet");
    for (const [name, words] of Object.entries(NAMES)) {
      tabs[name] = Object.assign(document.createElement("button"), {
        type: "button", id: `tab-${name}`, className: "app-tabs__tab", textContent: words,
      });
      tabs[name].setAttribute("role", "tab");
      tabs[name].setAttribute("aria-controls", name);
      tabs[name].addEventListener("click", () => turnTo(name));
      list.append(tabs[name]);
    }
    list.addEventListener("keydown", pressKey);
    panels.reading.before(list);
    desk.dataset.ready = "";
    return list;
  }

  function pressKey(event) {
    const other = tab === "reading" ? "sheet" : "reading";
    const name = { Home: "reading", End: "sheet", ArrowLeft: other, ArrowRight: other }[event.key];
    if (!name) return;
    event.preventDefault();
    turnTo(name);
    tabs[name].focus();
  }

  // Bring a panel up without moving: whoever asks knows where to go in it.
  function choose(name) {
    if (!narrow.matches) return;
    if (tab !== name) places[tab] = scrollY;
    tab = name;
    for (const each of Object.keys(NAMES)) {
      const here = each === name;
      panels[each].hidden = !here;
      tabs[each].setAttribute("aria-selected", String(here));
      tabs[each].tabIndex = here ? 0 : -1;
    }
  }

  function turnTo(name) {
    if (name === tab) return;
    const top = panels[tab].getBoundingClientRect().top + scrollY - list.offsetHeight - GAP;
    choose(name);
    scrollTo(0, places[name] ?? top);
  }

  const before = Object.values(panels).map((panel) => [
    panel, panel.getAttribute("role"), panel.getAttribute("aria-labelledby"),
  ]);

  function become(panel, role, label) {
    if (role) panel.setAttribute("role", role);
    else panel.removeAttribute("role");
    if (label) panel.setAttribute("aria-labelledby", label);
    else panel.removeAttribute("aria-labelledby");
  }

  function arrange() {
    for (const [panel, role, label] of before) {
      panel.hidden = false;
      if (narrow.matches) become(panel, "tabpanel", `tab-${panel.id}`);
      else become(panel, role, label);
    }
    choose(tab);
  }

  const list = make();
  arrange();
  narrow.addEventListener("change", arrange);
  return {
    choose,
    call(name, words) {
      tabs[name].textContent = words;
    },
  };
}
