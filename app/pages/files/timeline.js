"use strict";
// Shows a timeline at the moment that the slider says, and tells of the snapshot under the pointer or with the focus. It
// decides nothing: the data say where each snapshot is at each moment, and why.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const slider = document.getElementById("now");
  const clock = document.getElementById("now-is");
  const figures = data.figures.map((marks, i) => ({
    marks,
    svg: document.getElementById("figure-" + i),
    told: document.getElementById("told-" + i),
    rows: [...document.querySelectorAll("#table-" + i + " tbody tr")],
    shown: [],  // indices of the marks that are there, in the order of their times
    current: -1,  // the one that the keys have come to
  }));
  let moment = data.shown;

  // --- What the data say ---

  const TIME = 0, NAME = 1, SIZE = 2, CHANGES = 3;
  const standing = (mark, at) => {
    let found = null;
    for (const [from, track, reason] of mark[CHANGES]) {
      if (from > at) break;
      found = track === undefined ? null : {track, reason};
    }
    return found;
  };
  const place = age => {
    const part = Math.log1p(Math.min(Math.max(age, 0), data.oldest) / data.unit) / Math.log1p(data.oldest / data.unit);
    return 98.5 - 97 * part;
  };
  const words = (mark, at) => {
    const where = standing(mark, at);
    const goes = data.tracks[where.track].kind === "gone";
    return mark[NAME] + (goes ? " goes: " : " stays: ") + data.reasons[where.reason] + (mark[SIZE] ? " (" + mark[SIZE] + ")" : "");
  };

  // --- Drawing ---

  const svgElement = (name, attributes) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const percent = value => value.toFixed(2) + "%";

  // As thinner::block_of: blocks begin at multiples of the period.
  const blocks = (track, now) => {
    const found = [];
    if (!track.period || track.ttl / track.period > 400) return found;
    const oldest = now - track.ttl;
    for (let start = Math.floor(oldest / track.period) * track.period; start <= now; start += track.period) {
      found.push([now - Math.max(start, oldest), now - Math.min(start + track.period, now)]);
    }
    return found;
  };
  const drawBlocks = (group, track, now) => {
    const old = group.querySelectorAll(".block");
    if (!old.length) return;
    const y = old[0].getAttribute("y"), height = old[0].getAttribute("height");
    old.forEach(block => block.remove());
    for (const [from, to] of blocks(track, now)) {
      const x = place(from);
      const block = svgElement("rect", {class: "block", x: percent(x), width: percent(place(to) - x), y, height});
      group.insertBefore(block, group.querySelector(".mark"));
    }
  };
  const drawFigure = (figure, now) => {
    if (!figure.svg) return;
    const hadFocus = figure.svg.contains(document.activeElement);
    const groups = [...figure.svg.querySelectorAll("[data-track]")];
    const byTrack = new Map(groups.map(group => [Number(group.dataset.track), group]));
    const counts = data.tracks.map(() => 0);
    groups.forEach(group => group.querySelectorAll(".mark").forEach(mark => mark.remove()));
    byTrack.forEach((group, number) => drawBlocks(group, data.tracks[number], now));
    figure.shown = [];
    figure.marks.forEach((mark, i) => {
      const where = standing(mark, moment);
      if (!where) return;
      ++counts[where.track];
      const group = byTrack.get(where.track);
      if (!group || mark[TIME] === null) return;
      figure.shown.push(i);
      group.append(markElement(mark, i, now, group.dataset.y));
    });
    byTrack.forEach((group, number) => { group.querySelector(".count").textContent = counts[number]; });
    if (!figure.shown.includes(figure.current)) figure.current = figure.shown.length ? figure.shown[figure.shown.length - 1] : -1;
    makeReachable(figure, hadFocus);
  };
  const markElement = (mark, i, now, y) => {
    const element = svgElement("circle", {
      class: "mark", role: "img", tabindex: -1, "data-mark": i, cx: percent(place(now - mark[TIME])), cy: y, r: 5.5});
    const title = svgElement("title", {});
    title.textContent = words(mark, moment);
    element.append(title);
    return element;
  };
  const elementOf = (figure, i) => figure.svg.querySelector("[data-mark='" + i + "']");
  // Of all marks of a figure the Tab key stops at one.
  const makeReachable = (figure, focus) => {
    const element = figure.current < 0 ? null : elementOf(figure, figure.current);
    if (!element) return;
    element.setAttribute("tabindex", 0);
    if (focus) element.focus();
  };
  const drawRows = figure => {
    for (const row of figure.rows) {
      const where = standing(figure.marks[row.dataset.mark], moment);
      row.hidden = !where;
      if (!where) continue;
      const goes = data.tracks[where.track].kind === "gone";
      const verdict = row.querySelector(".verdict");
      verdict.textContent = goes ? "goes" : "stays";
      verdict.className = "verdict " + (goes ? "goes" : "stays");
      row.querySelector(".why").textContent = data.reasons[where.reason];
    }
  };
  const draw = () => {
    const now = data.moments[moment][0], label = data.moments[moment][1];
    if (clock) clock.textContent = label;
    if (slider) slider.setAttribute("aria-valuetext", label);
    for (const figure of figures) {
      drawFigure(figure, now);
      drawRows(figure);
    }
  };

  // --- Telling ---

  const tell = (figure, i) => {
    figure.told.textContent = words(figure.marks[i], moment);
    figure.told.classList.add("is-told");
  };
  const moveTo = (figure, i) => {
    elementOf(figure, figure.current).setAttribute("tabindex", -1);
    figure.current = i;
    makeReachable(figure, true);
  };
  const steps = {
    ArrowLeft: at => at - 1, ArrowRight: at => at + 1, PageUp: at => at - 10, PageDown: at => at + 10,
    Home: () => 0, End: (at, last) => last};

  for (const figure of figures) {
    if (!figure.svg) continue;
    const marked = event => event.target.closest && event.target.closest("[data-mark]");
    for (const type of ["pointerover", "focusin", "click"]) {
      figure.svg.addEventListener(type, event => {
        const element = marked(event);
        if (element) tell(figure, Number(element.dataset.mark));
      });
    }
    figure.svg.addEventListener("keydown", event => {
      if (!steps[event.key] || !marked(event)) return;
      event.preventDefault();
      const last = figure.shown.length - 1;
      const to = steps[event.key](figure.shown.indexOf(figure.current), last);
      moveTo(figure, figure.shown[Math.min(Math.max(to, 0), last)]);
    });
  }
  if (slider) {
    slider.addEventListener("input", () => {
      moment = Number(slider.value);
      draw();
    });
  }
  draw();
})();
