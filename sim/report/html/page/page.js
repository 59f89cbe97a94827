// SPDX-License-Identifier: Apache-2.0
"use strict";

// Builds the page of the data in it (page.cpp). All text is set as text: nothing that files name becomes markup.

const report = JSON.parse(document.getElementById("report").textContent);

/** An element with attributes, listeners ("onclick") and children, which are elements or text. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/** A section with a heading, reachable by the links at the top. */
function section(id, title, ...children) {
  const heading = element("h2", { id: `${id}-title` }, title);
  const made = element("section", { id, "aria-labelledby": heading.id }, heading, ...children);
  document.getElementById("main").append(made);
  document.getElementById("contents").append(element("a", { href: `#${id}` }, title));
  return made;
}

const paragraphs = (lines, kind = "p") => lines.map((line) => element(kind, {}, line));

/** A chooser of scenarios; all that listen are told of what was chosen, "" for all. */
class Scenarios {
  constructor(names) {
    this.names = names;
    this.listeners = [];
    this.chosen = "";
  }

  choose(name) {
    this.chosen = name;
    for (const listener of this.listeners) listener(name);
  }

  listen(listener) { this.listeners.push(listener); }

  chooser() {
    const select = element("select", { id: "scenario", onchange: (event) => this.choose(event.target.value) },
      element("option", { value: "" }, "all scenarios"),
      ...this.names.map((name) => element("option", { value: name }, name)));
    return element("label", { class: "chooser" }, "Scenario ", select);
  }
}

/** A table whose columns sort it when their headers are pressed. Rows: {scenario, cells: [[text, key], ...]}. */
class Table {
  constructor({ columns, rows }, caption) {
    this.columns = columns;
    this.rows = rows.map((row) => this.rowOf(row));
    this.body = element("tbody", {}, ...this.rows.map((row) => row.element));
    this.headers = columns.map((column, index) => element("th", { scope: "col", class: column.text ? "text" : "figure" },
      element("button", { type: "button", title: `sort by ${column.header}`, onclick: () => this.sort(index) },
        column.header)));
    const table = element("table", {}, element("caption", {}, caption),
      element("thead", {}, element("tr", {}, ...this.headers)), this.body);
    this.element = element("div", {}, this.sorter(),
      element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption }, table));
  }

  /** What stands for the headers on a narrow screen, where each row is a card. */
  sorter() {
    const select = element("select", { onchange: () => select.value !== "" && this.sort(Number(select.value)) },
      element("option", { value: "" }, "as in the experiment"),
      ...this.columns.map((column, index) => element("option", { value: index }, column.header)));
    return element("label", { class: "sorter" }, "Sort by ", select);
  }

  rowOf(row) {
    const kind = (text, index) => (!this.columns[index].text ? "figure"
      : text.length > 60 ? "text long" : text.length > 20 ? "text" : "text short");
    const cells = row.cells.map(([text], index) => element("td", { class: kind(text, index),
      "data-label": this.columns[index].header }, text));
    return { ...row, element: element("tr", { class: row.best ? "best" : null }, ...cells) };
  }

  /** By a column: up, then down. What has no key comes last. */
  sort(index) {
    const header = this.headers[index];
    const isUp = header.getAttribute("aria-sort") !== "ascending";
    for (const other of this.headers) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", isUp ? "ascending" : "descending");
    const key = (row) => row.cells[index][1];
    const order = (a, b) => (typeof a === "string" ? a.localeCompare(b, undefined, { numeric: true }) : a - b);
    const sorted = [...this.rows].sort((a, b) => {
      if (key(a) === null || key(b) === null) return (key(a) === null) - (key(b) === null);
      return isUp ? order(key(a), key(b)) : order(key(b), key(a));
    });
    this.body.append(...sorted.map((row) => row.element));
  }

  show(scenario) {
    for (const row of this.rows) row.element.hidden = scenario !== "" && row.scenario !== scenario;
  }
}

/** A picture of a chart's series in its legend. */
function swatch(series) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 26 12");
  svg.setAttribute("aria-hidden", "true");
  const kind = series.swatch === "line" ? "line" : series.swatch === "point" ? "path" : "rect";
  const shape = document.createElementNS(svg.namespaceURI, kind);
  const colour = Charts.shownColour(series.colour);
  const set = (values) => Object.entries(values).forEach(([key, value]) => shape.setAttribute(key, value));
  if (series.swatch === "line") {
    set({ x1: 1, x2: 25, y1: 6, y2: 6, stroke: colour, "stroke-width": series.width || 2,
      "stroke-dasharray": (Charts.DASHES[series.dash] || []).join(" ") });
  } else if (series.swatch === "point") {
    const cross = "M9 2 L17 10 M9 10 L17 2";
    const disc = "M8 6 a5 5 0 1 0 10 0 a5 5 0 1 0 -10 0";
    set(series.shape === "cross" ? { d: cross, stroke: colour, "stroke-width": 2 } : { d: disc, fill: colour });
  } else {
    set({ x: 7, y: 1, width: 12, height: 10, fill: colour, "fill-opacity": series.fill || 1, stroke: colour });
  }
  svg.append(shape);
  return svg;
}

/** The panels of one subject, one of which is shown, with a legend whose entries hide what they stand for. */
class ChartBox {
  constructor(chart, scenarios) {
    this.panels = chart.panels;  // {scenario, title, figure, panel}: figures by index
    this.hidden = {};  // by label, so that a choice stays when another panel is shown
    this.place = element("div", { class: "plot", tabindex: "0", role: "group" });
    this.legend = element("div", { class: "legend", role: "group", "aria-label": "Shown" });
    this.notes = element("div", { class: "notes" });
    this.select = element("select", { onchange: () => this.draw() },
      ...this.panels.map((panel, index) => element("option", { value: index }, panel.title)));
    const button = (text, title, press) => element("button", { type: "button", title, "aria-label": title,
      onclick: () => this.view && press(this.view) }, text);
    this.element = element("figure", { class: "chart", id: `chart-${chart.id}` },
      element("figcaption", {}, element("h3", {}, chart.title)),
      element("div", { class: "tools" },
        element("label", { hidden: this.panels.length < 2 }, "Show ", this.select),
        element("span", { class: "zoom" }, button("+", "zoom in", (view) => view.zoom(0.6)),
          button("\u2212", "zoom out", (view) => view.zoom(1 / 0.6)), button("all", "show all", (view) => view.reset()))),
      element("div", { class: "body" }, this.place, this.legend), this.notes);
    scenarios.listen((name) => this.choose(name));
    new IntersectionObserver((entries, observer) => {  // drawn when it comes near
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      this.isNear = true;
      this.draw();
    }, { rootMargin: "600px" }).observe(this.element);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
  }

  choose(scenario) {
    const index = this.panels.findIndex((panel) => panel.scenarios.includes(scenario));
    if (index < 0 || String(index) === this.select.value) return;
    this.select.value = index;
    this.draw();
  }

  draw() {
    if (!this.isNear) return;
    if (this.view) this.view.end();
    this.view = null;
    const { figure: number, panel: index } = this.panels[Number(this.select.value)];
    const figure = report.figures[number];
    const panel = figure.panels[index];
    this.notes.replaceChildren(...paragraphs(figure.notes || []));
    this.figure = figure;
    this.element.classList.toggle("square", figure.shape === "square");
    this.listSeries(panel);
    if (panel.absence) {
      this.place.replaceChildren(element("p", { class: "absence" }, panel.absence));
      return;
    }
    this.place.replaceChildren();
    this.view = new Charts.Chart(this.place, figure, panel, this.hiddenSeries());
  }

  hiddenSeries() {
    return Object.fromEntries(this.figure.series.map((series, index) => [index, this.hidden[series.label] === true]));
  }

  /** Series that have marks can be hidden; those that have none tell what a shape of dots stands for. */
  listSeries(panel) {
    const used = new Set();
    const shapes = new Set();
    for (const mark of panel.marks) {
      used.add(mark.series);
      if (mark.is === "dot") shapes.add(mark.shape);
      for (const part of [...(mark.nodes || []), ...(mark.edges || [])]) used.add(part[0]);
    }
    const entryOf = (series, index) => {
      if (used.has(index)) return this.entry(series);
      const isKey = series.swatch === "point" && shapes.has(series.shape);
      return isKey ? element("span", { class: "key" }, swatch(series), series.label) : null;
    };
    const entries = this.figure.series.map((series, index) => (series.label ? entryOf(series, index) : null));
    this.legend.replaceChildren(...entries.filter((entry) => entry !== null));
  }

  entry(series) {
    const entry = element("button", { type: "button", "aria-pressed": String(!this.hidden[series.label]), onclick: () => {
      this.hidden[series.label] = !this.hidden[series.label];
      entry.setAttribute("aria-pressed", String(!this.hidden[series.label]));
      if (this.view) this.view.hide(this.hiddenSeries());
    } });
    if (series.swatch !== "none") entry.append(swatch(series));
    entry.append(series.label);
    return entry;
  }
}

function build() {
  const scenarios = new Scenarios(report.scenarios);
  document.getElementById("title").textContent = report.title;
  document.getElementById("about").append(...paragraphs(report.about));

  const answers = new Table(report.answers, "Who is best in which scenario, and why");
  const answerTable = report.answers.columns.length > 0 ? [answers.element] : [];  // without any nobody is best
  section("answer", "Answer", element("ul", { class: "answers" }, ...paragraphs(report.answer, "li")), ...answerTable,
    ...paragraphs(report.answer_notes).map((line) => (line.className = "note", line)));
  if (report.warnings.length > 0) {
    section("warnings", "Warnings", element("ul", {}, ...paragraphs(report.warnings, "li")));
  }
  const tools = element("div", { class: "bar" }, scenarios.chooser());
  document.getElementById("main").append(tools);
  scenarios.listen((name) => answers.show(name));

  const table = new Table(report.table, "All algorithms in all scenarios");
  section("comparison", "Comparison", table.element, ...paragraphs(report.table_notes).map((line) => (line.className = "note", line)));
  scenarios.listen((name) => table.show(name));

  if (report.charts.length > 0) {
    const charts = section("charts", "Charts", element("p", { class: "note" },
      "Point at a mark to read it, or go to it with the arrow keys; drag over a part to see it larger, double-click for " +
      "all; press a name to hide it."));
    charts.append(...report.charts.map((chart) => new ChartBox(chart, scenarios).element));
  }

  for (const { title, manifest } of report.manifests) {
    section(`manifest-${report.manifests.findIndex((one) => one.title === title)}`, title,
      element("details", {}, element("summary", {}, "the experiment with all defaults, versions, checksums"),
        element("pre", { tabindex: "0" }, JSON.stringify(manifest, null, 2))));
  }
}

build();
