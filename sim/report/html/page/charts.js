// SPDX-License-Identifier: Apache-2.0
"use strict";

// Draws figures (figure_json.hpp) by Vega. Everything that files name, such as algorithms, is data of a chart, never a
// part of its expressions.

const Charts = (() => {
  const DASHES = { dashed: [7, 4], dotted: [1.5, 3.5] };
  const MOST_LABELS = 40;  // of nodes: more would lie on each other
  const LETTER = 6.2;  // points, of a letter of a label
  const WIDEST = 8;  // of a label in capitals
  const LABEL_LIMIT = 130;  // points
  const SLANT = 40;  // degrees, of names below a plot that have no room side by side
  const SLANTED_LINE = 12;  // points, from one of these to the next
  const WIDE = 600;  // points, of a plot below which long names have room, as they often differ at their ends alone
  const RIGHT = 24;  // points beside a plot
  const MOST_SQUARE = 520;  // points, of a square plot's side

  const isDark = () => matchMedia("(prefers-color-scheme: dark)").matches;

  /** Colours of a theme that are no series'. */
  function theme() {
    return isDark()
      ? { text: "#d7dbe0", grid: "#31373f", axis: "#6b747e", back: "#16191d", edge: "#4b535c" }
      : { text: "#24292f", grid: "#e3e6ea", axis: "#8b949e", back: "#ffffff", edge: "#b4bbc3" };
  }

  /** The colour of a series, made paler where it would be lost on a dark page; pale greys are as near to it as to a white one. */
  function shownColour(colour) {
    const [r, g, b] = [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16));
    const luminance = (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
    if (isDark() && r === g && g === b && luminance > 0.75) {
      const darker = 22 + 255 - r;
      return `rgb(${darker}, ${darker}, ${darker})`;
    }
    if (!isDark() || luminance > 0.32) return colour;
    const paler = (c) => Math.round(c + (255 - c) * (0.78 - luminance));
    return `rgb(${paler(r)}, ${paler(g)}, ${paler(b)})`;
  }

  /** Room around a plot of this width: for the labels of the y axis, of which each takes a line, names below it, and the scale of
   * colours. */
  function paddingOf(panel, width) {
    const slanted = isSlanted(panel.x, width) ? Math.min(slantedLimit(width), LETTER * longestLabel(panel.x)) : 0;
    const angle = SLANT * Math.PI / 180;
    return { left: Math.max(Math.min(64 + Math.max(0, LETTER * longestLabel(panel.y) - 26), 150), Math.cos(angle) * slanted),
      right: RIGHT, top: panel.heat ? 66 : 10, bottom: 44 + Math.sin(angle) * slanted };
  }

  /** Whether the names below a plot have no room side by side. */
  const isSlanted = (axis, width) =>
    (axis.ticks || []).length * (Math.min(LABEL_LIMIT, LETTER * longestLabel(axis)) + 6) > width;

  /** Points that a slanted name may take. */
  const slantedLimit = (width) => (width > WIDE ? 1.5 : 1) * LABEL_LIMIT;

  /** Letters of the longest name at an axis; 0 of numbers. */
  const longestLabel = (axis) => Math.max(0, ...(axis.ticks || []).map((tick) => tick[1].length));

  /** A wide plot of names has a line for each of them, also for those that have no label. */
  function heightOf(figure, panel, width) {
    if (figure.shape === "square") return width;
    const names = panel.y.ticks ? Math.max(panel.y.ticks.length, figure.shape === "wide" ? panel.y.most - panel.y.least : 0) : 0;
    return Math.max(300, Math.min(18 * names, 900));
  }

  /** A number in a few digits, as a tooltip shows it. */
  function digits(value) {
    if (value === 0 || !isFinite(value)) return String(value);
    const size = Math.abs(value);
    return size >= 1e6 || size < 1e-3 ? value.toExponential(2) : String(Number(value.toPrecision(4)));
  }

  /** A value of an axis in its unit: "12.3 s", or the label of the tick that is there. */
  function shownValue(axis, value) {
    const tick = (axis.ticks || []).find((one) => one[0] === value);
    if (tick) return tick[1];
    return `${digits(value / (axis.size || 1))} ${axis.unit || ""}`.trim();
  }

  function tooltipOf(figure, panel, series, point) {
    const lines = [];
    if (series !== undefined) lines.push(figure.series[series].label);
    lines.push(`${panel.x.label || "x"}: ${shownValue(panel.x, point[0])}`);
    const spread = point.length > 2 && point[2] !== point[3]
      ? ` (${shownValue(panel.y, point[2])} to ${shownValue(panel.y, point[3])})` : "";
    lines.push(`${panel.y.label || "y"}: ${shownValue(panel.y, point[1])}${spread}`);
    return lines.join("\n");
  }

  /** The specification of a chart under construction: data sets, and marks inside the plot. */
  class Specification {
    constructor(figure, panel) {
      Object.assign(this, { figure, panel, data: [], marks: [], legends: [], labels: [], stops: [] });
      this.colours = theme();
    }

    x(value) { return value / (this.panel.x.size || 1); }
    y(value) { return value / (this.panel.y.size || 1); }
    colour(series) { return shownColour(this.figure.series[series].colour); }

    /** Adds rows, each with the series that it can be hidden with, and returns the name of the data set. */
    rows(values) {
      const name = `rows${this.data.length}`;
      this.data.push({ name, values, transform: [{ type: "filter", expr: "!hidden[datum.series]" }] });
      return name;
    }

    mark(type, data, encode, more = {}) {
      this.marks.push({ type, from: { data }, encode: { update: encode }, interactive: false, ...more });
    }

    add(mark) { this[mark.is](mark); }

    /** Remembers what the keyboard comes to: rows with x, y and what is told of them. */
    stopAt(rows) { this.stops.push(...rows.filter((row) => row.tip)); }

    /** Words that make way for each other, and are left out where there is no room: rows {series, x, y, text, colour}. */
    words(rows, anchor, offset) {
      if (rows.length === 0) return;
      this.mark("text", this.rows(rows), { x: { scale: "x", field: "x" }, y: { scale: "y", field: "y" },
        text: { field: "text" }, fontSize: { value: 11 }, fill: { field: "colour" }, stroke: { value: this.colours.back },
        strokeWidth: { value: 3 } },
      { transform: [{ type: "label", size: { signal: "[width, height]" }, anchor, offset: [offset], padding: 0 }] });
    }

    line(mark) {
      const style = this.figure.series[mark.series];
      const colour = { value: this.colour(mark.series) };
      const rows = mark.points.map((point) => ({
        series: mark.series, x: this.x(point[0]), y: this.y(point[1]), low: this.y(point[2]), high: this.y(point[3]),
        tip: tooltipOf(this.figure, this.panel, mark.series, point),
      }));
      const data = this.rows(rows);
      const interpolate = { value: mark.join === "steps" ? "step-after" : "linear" };
      const x = { scale: "x", field: "x" };
      const y = { scale: "y", field: "y" };
      if (mark.spread === "band") {
        this.mark("area", data, { x, y: { scale: "y", field: "low" }, y2: { scale: "y", field: "high" }, interpolate,
          fill: colour, fillOpacity: { value: 0.16 } });
      } else if (mark.spread === "bars") {
        this.mark("rule", data, { x, y: { scale: "y", field: "low" }, y2: { scale: "y", field: "high" },
          stroke: colour, strokeWidth: { value: 1.2 } });
      }
      if (mark.filled) {
        this.mark("area", data, { x, y, y2: { signal: "height" }, interpolate, fill: colour, fillOpacity: { value: 0.2 } });
      }
      if (mark.join !== "none") {
        this.mark("line", data, { x, y, interpolate, stroke: colour, strokeWidth: { value: style.width || 2 },
          strokeDash: { value: DASHES[style.dash] || [] } });
      }
      if (style.shape && mark.points.length > 0) {
        const every = style.sparse ? Math.max(1, Math.ceil(mark.points.length / 8)) : 1;
        const shown = every === 1 ? data : this.rows(rows.filter((row, i) => i % every === 0));
        this.mark("symbol", shown, { x, y, shape: { value: style.shape }, size: { value: 45 }, fill: colour });
      }
      if (mark.label && rows.length > 0) {
        this.labels.push({ ...rows[Math.floor(rows.length / 2)], text: mark.label, colour: colour.value });
      }
      this.stopAt(rows);
      this.handles(data, colour);
    }

    /** What one points at: larger than what is seen, and visible under the pointer. */
    handles(data, colour) {
      this.marks.push({ type: "symbol", from: { data }, encode: {
        enter: { tooltip: { field: "tip" }, size: { value: 90 }, fill: colour },
        update: { x: { scale: "x", field: "x" }, y: { scale: "y", field: "y" }, opacity: { value: 0 } },
        hover: { opacity: { value: 0.85 } } } });
    }

    dot(mark) {
      const colour = { value: this.colour(mark.series) };
      const rows = mark.points.map((point) => ({ series: mark.series, x: this.x(point[0]), y: this.y(point[1]),
        tip: tooltipOf(this.figure, this.panel, mark.series, point) }));
      const data = this.rows(rows);
      this.stopAt(rows);
      this.mark("symbol", data, { x: { scale: "x", field: "x" }, y: { scale: "y", field: "y" }, shape: { value: mark.shape },
        size: { value: 70 }, fill: colour, stroke: { value: this.colours.back }, strokeWidth: { value: 1 },
        angle: { value: mark.shape === "cross" ? 45 : 0 } });
      this.handles(data, colour);
    }

    rule(mark) {
      const style = this.figure.series[mark.series];
      const value = mark.vertical ? this.x(mark.at) : this.y(mark.at);
      const data = this.rows([{ series: mark.series, at: value }]);
      const along = mark.vertical
        ? { x: { scale: "x", field: "at" }, y: { value: 0 }, y2: { signal: "height" } }
        : { y: { scale: "y", field: "at" }, x: { value: 0 }, x2: { signal: "width" } };
      this.mark("rule", data, { ...along, stroke: { value: this.colour(mark.series) },
        strokeWidth: { value: style.width || 1 }, strokeDash: { value: DASHES[style.dash] || [] } });
    }

    boxes(rows, fill, opacity, outline = {}) {
      const data = this.rows(rows);
      this.stopAt(rows.map((row) => ({ ...row, x: (row.left + row.right) / 2, y: (row.bottom + row.top) / 2 })));
      this.mark("rect", data, { x: { scale: "x", field: "left" }, x2: { scale: "x", field: "right" },
        y: { scale: "y", field: "bottom" }, y2: { scale: "y", field: "top" }, fill, fillOpacity: { value: opacity }, ...outline,
        tooltip: { field: "tip" } }, { interactive: true });
    }

    box(mark) {
      const { label, fill } = this.figure.series[mark.series];
      const rows = mark.boxes.map(([left, right, bottom, top, text]) => ({ series: mark.series,
        left: this.x(left), right: this.x(right), bottom: this.y(bottom), top: this.y(top), tip: text || label }));
      const colour = { value: this.colour(mark.series) };
      // Pale boxes have an outline; tiles, which touch each other, would become a grid by it.
      const areTiles = mark.boxes.some((box, i) => i > 0 && mark.boxes[i - 1][1] === box[0] && mark.boxes[i - 1][2] === box[2]);
      this.boxes(rows, colour, fill || 1, fill && !areTiles ? { stroke: colour, strokeWidth: { value: 1 } } : {});
    }

    heat(mark) {
      const axis = this.panel.heat;
      const size = axis.size || 1;
      const rows = mark.cells.map(([value, left, right, bottom, top, text]) => ({ value: value / size,
        left: this.x(left), right: this.x(right), bottom: this.y(bottom), top: this.y(top),
        tip: text || `${axis.label || "value"}: ${shownValue(axis, value)}` }));
      this.boxes(rows, { scale: "heat", field: "value" }, 1);
      this.legends.push({ fill: "heat", type: "gradient", orient: "top", direction: "horizontal",
        title: titleOf(axis), gradientLength: { signal: "min(width, 260)" } });
    }

    graph(mark) {
      const nodes = mark.nodes.map(([series, x, y, label]) => ({ series, x: this.x(x), y: this.y(y), label,
        tip: `${label}\n${this.figure.series[series].label}`.trim() }));
      const edges = mark.edges.map(([series, from, to, directed, text]) => {
        const [a, b] = [nodes[from], nodes[to]];
        return { series, x: a.x, y: a.y, x2: b.x, y2: b.y, directed, tip: text, ax: a.x + 0.62 * (b.x - a.x),
          ay: a.y + 0.62 * (b.y - a.y), colour: this.colour(series), width: this.figure.series[series].width || 2 };
      });
      const lines = this.rows(edges);
      const ends = { x: { scale: "x", field: "x" }, y: { scale: "y", field: "y" }, x2: { scale: "x", field: "x2" },
        y2: { scale: "y", field: "y2" } };
      this.mark("rule", lines, { ...ends, stroke: { field: "colour" }, strokeWidth: { field: "width" } });
      this.marks.push({ type: "rule", from: { data: lines }, encode: { // wider: one can point at it
        enter: { tooltip: { field: "tip" }, strokeWidth: { value: 10 } },
        update: { ...ends, stroke: { field: "colour" }, opacity: { value: 0 } }, hover: { opacity: { value: 0.35 } } } });
      const arrows = this.rows(edges.filter((edge) => edge.directed));
      this.mark("symbol", arrows, { x: { scale: "x", field: "ax" }, y: { scale: "y", field: "ay" },
        shape: { value: "triangle-up" }, size: { value: 55 }, fill: { field: "colour" }, angle: { signal:
          "90 + 180 / PI * atan2(scale('y', datum.y2) - scale('y', datum.y), scale('x', datum.x2) - scale('x', datum.x))" } });
      const rows = this.rows(nodes.map((node) => ({ ...node, colour: this.colour(node.series) })));
      const at = { x: { scale: "x", field: "x" }, y: { scale: "y", field: "y" } };
      this.mark("symbol", rows, { ...at, size: { value: 110 }, fill: { field: "colour" },
        stroke: { value: this.colours.back }, strokeWidth: { value: 1.5 }, tooltip: { field: "tip" } }, { interactive: true });
      this.stopAt([...nodes, ...edges.map((edge) => ({ ...edge, x: edge.ax, y: edge.ay }))]);
      if (nodes.length > MOST_LABELS) return;
      this.words(nodes.filter((node) => node.label).map((node) => ({ ...node, text: node.label, colour: this.colours.text })),
        ["top", "bottom", "right", "left"], 8);
    }

    text(mark) {
      const data = this.rows([{ series: mark.series, x: this.x(mark.x), y: this.y(mark.y), text: mark.text }]);
      this.mark("text", data, { x: { scale: "x", field: "x" }, y: { scale: "y", field: "y" }, text: { field: "text" },
        align: { value: "center" }, baseline: { value: "middle" }, fontSize: { value: 11 }, fontWeight: { value: "bold" },
        fill: { value: this.colour(mark.series) }, stroke: { value: this.colours.back }, strokeWidth: { value: 0.4 } });
    }

    remarks(remarks) {
      const data = this.rows(remarks.map(([series, text], row) => ({ series, text, row, colour: this.colour(series) })));
      this.mark("text", data, { x: { signal: "width - 4" }, y: { signal: "14 + 15 * datum.row" }, align: { value: "right" },
        text: { field: "text" }, fontSize: { value: 11 }, fill: { field: "colour" } });
    }
  }

  const titleOf = (axis) => (axis.unit ? `${axis.label || ""} (${axis.unit})` : axis.label || "");

  function scaleOf(name, axis, range) {
    return { name, type: axis.log ? "log" : "linear", domain: { signal: `${name}domain` }, range, zero: false, nice: false,
      reverse: name === "y" && axis.downwards === true };
  }

  function domainOf(axis) {
    const size = axis.size || 1;
    return [axis.least / size, axis.most / size];
  }

  function axisOf(name, axis, colours, width) {
    const shown = { scale: name, orient: name === "x" ? "bottom" : "left", title: titleOf(axis), grid: !axis.ticks,
      gridColor: colours.grid, domainColor: colours.axis, tickColor: colours.axis, labelColor: colours.text,
      titleColor: colours.text, titleFontWeight: "normal", labelFontSize: 11, titleFontSize: 12, labelOverlap: name === "x" || "greedy",
      labelLimit: LABEL_LIMIT, labelSeparation: 6 };
    if (!axis.ticks) {
      const tickCount = name === "x" ? { signal: "max(3, ceil(width / 90))" } : 6;
      return { ...shown, tickCount, ...(axis.log ? { format: "~g" } : {}) };
    }
    shown.values = axis.ticks.map((tick) => tick[0] / (axis.size || 1));
    shown.encode = { labels: { update: { text: { signal: `${name}labels[datum.value]` } } } };
    if (name === "x" && isSlanted(axis, width)) {
      const every = Math.ceil(SLANTED_LINE * axis.ticks.length / width);
      return { ...shown, values: shown.values.filter((value, i) => i % every === 0), labelAngle: -SLANT, labelAlign: "right",
        labelBaseline: "middle", labelLimit: slantedLimit(width), labelOverlap: false };
    }
    // A name in the middle of the last tick may reach beyond the picture: then it ends there.
    const beyond = Math.min(LABEL_LIMIT, WIDEST * longestLabel(axis)) / 2 - RIGHT;
    return name === "x" && beyond > 0 ? { ...shown, labelFlush: beyond } : shown;
  }

  function specificationOf(building, width, hidden) {
    const { figure, panel } = building;
    for (const mark of panel.marks) building.add(mark);
    building.words(building.labels, ["middle", "top", "bottom"], 2);
    if (panel.remarks) building.remarks(panel.remarks);
    const { colours } = building;
    const labels = (axis) => Object.fromEntries((axis.ticks || []).map((tick) => [tick[0] / (axis.size || 1), tick[1]]));
    const scales = [scaleOf("x", panel.x, "width"), scaleOf("y", panel.y, "height")];
    if (panel.heat) {
      scales.push({ name: "heat", type: panel.heat.log ? "log" : "linear", domain: domainOf(panel.heat),
        range: { scheme: "viridis" }, reverse: !isDark(), zero: false });  // what is most stands out from the page
    }
    return {
      $schema: "https://vega.github.io/schema/vega/v6.json",
      description: `${figure.title}${panel.title ? ": " + panel.title : ""}`,
      width, height: heightOf(figure, panel, width), padding: paddingOf(panel, width), autosize: { type: "none" },
      background: null,
      config: { legend: { labelColor: colours.text, titleColor: colours.text, titleFontWeight: "normal" } },
      signals: [
        { name: "hidden", value: hidden },
        { name: "xdomain", value: domainOf(panel.x) },
        { name: "ydomain", value: domainOf(panel.y) },
        { name: "xlabels", value: labels(panel.x) },
        { name: "ylabels", value: labels(panel.y) },
      ],
      data: building.data,
      scales,
      axes: ["x", "y"].filter((name) => !panel[name].hidden).map((name) => axisOf(name, panel[name], colours, width)),
      legends: building.legends,
      marks: [{ type: "group", clip: true, encode: { update: { width: { signal: "width" }, height: { signal: "height" },
        fill: { value: "transparent" } } }, marks: building.marks }],
    };
  }

  /** A domain made larger by `factor` about its middle, and moved by a share of it; in the logarithm if it is one. */
  function scaled([from, to], isLog, factor, share = 0) {
    const [a, b] = isLog ? [Math.log(from), Math.log(to)] : [from, to];
    const [middle, half] = [(a + b) / 2 + share * (b - a), factor * (b - a) / 2];
    const ends = [middle - half, middle + half];
    return isLog ? ends.map(Math.exp) : ends;
  }

  const tip = document.createElement("div");
  tip.className = "tip";
  tip.setAttribute("role", "status");
  tip.hidden = true;

  let keyed = null;  // the chart at a mark of which the keyboard is

  /** Shows words beside a point of the window, or none. */
  function showTip(words, x, y) {
    tip.hidden = !words;
    if (!words) return;
    if (!tip.isConnected) document.body.append(tip);
    tip.textContent = words;
    const room = document.documentElement.clientWidth - tip.offsetWidth - 8;
    tip.style.left = `${scrollX + Math.max(8, Math.min(x + 14, room))}px`;
    tip.style.top = `${scrollY + y + 16}px`;
  }

  /**
   * A chart of one panel in `place`, an element: pointing at a mark tells of it, dragging over a part shows that alone.
   * By the keyboard: arrows go from mark to mark, with Shift they move what is shown; + and - zoom, Escape shows all.
   */
  class Chart {
    constructor(place, figure, panel, hidden) {
      Object.assign(this, { place, figure, panel, hidden, padding: paddingOf(panel, Infinity), at: -1 });
      this.padding = paddingOf(panel, this.width());
      const building = new Specification(figure, panel);
      const specification = specificationOf(building, this.width(), hidden);
      this.stops = building.stops;
      this.view = new vega.View(vega.parse(specification), { renderer: "svg", container: place, hover: true });
      // Without an event, as when marks are drawn anew, nothing is pointed at. While the keyboard is at a mark of any chart,
      // only a pointer that moves onto a mark tells of that: one that rests comes and goes as the page scrolls under it.
      this.view.tooltip((handler, event, item, value) => {
        if (keyed && !(value && (event?.movementX || event?.movementY))) return;
        keyed?.leave();
        showTip(event && value, event?.clientX, event?.clientY);
      }).run();
      this.ring = document.createElement("div");
      this.ring.className = "ring";
      this.ring.hidden = true;
      place.append(this.ring);
      this.observer = new ResizeObserver(() => this.resize());
      this.observer.observe(place);
      this.listening = new AbortController();
      const listen = (name, act) => place.addEventListener(name, act, { signal: this.listening.signal });
      listen("pointerdown", (event) => (event.pointerType === "touch" ? this.move(event) : this.drag(event)));
      listen("dblclick", () => this.reset());
      listen("keydown", (event) => this.press(event));
      listen("blur", () => this.leave());
      place.setAttribute("aria-label", `${specification.description}. Arrows go from mark to mark.`);
    }

    width() {
      const room = Math.max(160, this.place.clientWidth - this.padding.left - this.padding.right);
      return this.figure.shape === "square" ? Math.min(room, MOST_SQUARE) : room;
    }

    resize() {
      const width = this.width();
      if (width === this.view.width()) return;
      this.view.width(width).height(heightOf(this.figure, this.panel, width)).run();
    }

    end() {
      this.observer.disconnect();
      this.listening.abort();
      this.view.finalize();
      this.place.replaceChildren();
      this.leave();
    }

    hide(hidden) {
      this.hidden = hidden;
      this.leave();
      this.view.signal("hidden", hidden).run();
    }

    reset() {
      this.show(domainOf(this.panel.x), domainOf(this.panel.y));
      this.place.style.touchAction = "";  // a finger moves the page again
    }

    show(x, y) {
      this.leave();
      this.view.signal("xdomain", x).signal("ydomain", y).run();
      this.place.style.touchAction = "none";
    }

    /** Shows more or less, and moves to the right and upwards by shares of what is shown. */
    zoom(factor, right = 0, up = 0) {
      const part = (name, share) => scaled(this.view.signal(`${name}domain`), this.panel[name].log, factor, share);
      this.show(part("x", right), part("y", this.panel.y.downwards ? -up : up));
    }

    press(event) {
      const [right, up] = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key] || [0, 0];
      if (event.key === "+") this.zoom(0.6);
      else if (event.key === "-") this.zoom(1 / 0.6);
      else if (event.key === "Escape") this.reset();
      else if (right === 0 && up === 0) return;
      else if (event.shiftKey) this.zoom(1, 0.25 * right, 0.25 * up);
      else this.step(right - up);
      event.preventDefault();
    }

    /** Goes to the next mark, or the one before, among those that can be seen, and tells of it. */
    step(direction) {
      const place = (stop) => [this.view.scale("x")(stop.x), this.view.scale("y")(stop.y)];
      const isSeen = (stop, [x, y]) => !this.hidden[stop.series] && x >= 0 && y >= 0 && x <= this.view.width()
        && y <= this.view.height();
      const count = this.stops.length;
      let next = this.at < 0 && direction < 0 ? 0 : this.at;
      for (let tried = 0; tried < count; ++tried) {
        next = (next + direction + count) % count;
        const [x, y] = place(this.stops[next]);
        if (!isSeen(this.stops[next], [x, y])) continue;
        this.at = next;
        keyed = this;
        Object.assign(this.ring.style, { left: `${this.padding.left + x}px`, top: `${this.padding.top + y}px` });
        this.ring.hidden = false;
        const frame = this.place.getBoundingClientRect();
        showTip(this.stops[next].tip, frame.left + this.padding.left + x, frame.top + this.padding.top + y);
        return;
      }
    }

    leave() {
      this.at = -1;
      if (keyed === this) keyed = null;
      this.ring.hidden = true;
      showTip("");
    }

    /** A finger moves what is shown, if that is a part. */
    move(event) {
      if (this.place.style.touchAction !== "none") return;
      let last = event;
      const go = (now) => {
        this.zoom(1, (last.clientX - now.clientX) / this.view.width(), (now.clientY - last.clientY) / this.view.height());
        last = now;
      };
      addEventListener("pointermove", go);
      addEventListener("pointerup", () => removeEventListener("pointermove", go), { once: true });
    }

    /** The place of an event in the plot, in points from its upper left corner. */
    within(event) {
      const frame = this.place.querySelector("svg").getBoundingClientRect();
      const clamp = (value, most) => Math.max(0, Math.min(value, most));
      return [clamp(event.clientX - frame.left - this.padding.left, this.view.width()),
        clamp(event.clientY - frame.top - this.padding.top, this.view.height())];
    }

    drag(event) {
      if (event.button !== 0) return;
      event.preventDefault();
      this.place.focus({ preventScroll: true, focusVisible: false });
      const from = this.within(event);
      const frame = document.createElement("div");
      frame.className = "drag";
      this.place.append(frame);
      const box = (to) => [0, 1].map((i) => [Math.min(from[i], to[i]), Math.max(from[i], to[i])]);
      const move = (now) => {
        const [x, y] = box(this.within(now));
        Object.assign(frame.style, { left: `${this.padding.left + x[0]}px`, width: `${x[1] - x[0]}px`,
          top: `${this.padding.top + y[0]}px`, height: `${y[1] - y[0]}px` });
      };
      const up = (now) => {
        removeEventListener("pointermove", move);
        frame.remove();
        const [x, y] = box(this.within(now));
        if (x[1] - x[0] < 6 || y[1] - y[0] < 6) return;
        const part = (name, ends) => ends.map((end) => this.view.scale(name).invert(end)).sort((a, b) => a - b);
        this.show(part("x", x), part("y", y));
      };
      addEventListener("pointermove", move);
      addEventListener("pointerup", up, { once: true });
    }
  }

  return { Chart, shownColour, DASHES };
})();
