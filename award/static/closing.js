// How long is left, kept true on a page that stays open: also once the time is up. It counts from
// what the server said, since a device's own clock may be wrong.
const shown = Date.now();
const plural = (count, unit) => `${count} ${unit}${count === 1 ? "" : "s"} left`;

function words(seconds) {
  if (seconds >= 86_400) return null; // days are the calendar's: the page that comes next has them
  if (seconds >= 3600) return plural(Math.floor(seconds / 3600), "hour");
  if (seconds >= 60) return plural(Math.floor(seconds / 60), "minute");
  return "less than a minute left";
}

function tell() {
  const gone = (Date.now() - shown) / 1000;
  for (const line of document.querySelectorAll("[data-closes-in]")) {
    const seconds = Number(line.dataset.closesIn) - gone;
    if (seconds <= 0) {
      line.querySelector("[data-closes]").textContent = "Closed";
      line.querySelector("[data-time-left]").remove();
      delete line.dataset.closesIn;
    } else {
      const left = words(seconds);
      if (left) line.querySelector("strong").textContent = left;
    }
  }
}

if (document.querySelector("[data-closes-in]")) setInterval(tell, 1000);
