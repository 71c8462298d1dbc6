// Papers over time, one row an entity.

class TrendsView extends View {
  async draw(value) {
    const ids = this.chosen(value);
    const periods = [['month', 'month'], ['year', 'year']];
    const by = this.own(value, 'by', periods);
    const { points, dated, papers } = await this.source.trends(value, ids, by);
    const pick = this.pick(value, 'by', 'By', periods);
    const head = [el('h2', {}, ids.length ? 'Papers over time' : 'What grows fastest'),
      el('p', { class: 'hint' }, `${plural(dated, 'paper')} of ${papers.toLocaleString('en')} with a known ${by}; the other ${(papers - dated).toLocaleString('en')} are not counted. ${ids.length ? '' : 'Sorted by the growth of their share of papers, from the earlier half to the later one; at least 3 papers. '}${this.source.scope('trends')}`), pick];
    if (!points.length) return [...head, el('p', {}, 'No dated paper names these entities.')];
    const refs = new Map(points.map((p) => [p.ref.label, p.ref]));
    const names = [...refs.keys()];
    const rows = points.map((p) => ({ ...p, name: p.ref.label, time: new Date(`${p.period.length === 4 ? `${p.period}-01` : p.period}-01T00:00:00Z`) }));
    const most = Math.max(...rows.map((r) => r.papers));
    const width = by === 'month' ? 'month' : 'year';
    const close = narrow(); // then names stand above their bars
    const chart = this.plot({
      height: names.length * (close ? 92 : 74) + 62, marginLeft: close ? 16 : 190, marginRight: 30, marginTop: 46,
      x: { type: 'utc', label: null, axis: close ? 'bottom' : 'both' }, y: { domain: [0, most], ticks: 2, label: null, axis: 'right', tickFormat: 'd' },
      fy: { domain: names, label: null, axis: null, padding: close ? 0.4 : 0.25 },
      ariaLabel: 'Papers over time, one row an entity',
      marks: [
        Plot.ruleY([0], { stroke: 'currentColor', strokeOpacity: 0.25 }),
        Plot.rectY(rows, { x: 'time', interval: `utc ${width}`.replace('utc ', ''), y: 'papers', fy: 'name', fill: (r) => r.ref.type.color, insetLeft: 1, insetRight: 1, title: (r) => `${r.name}, ${r.period}: ${plural(r.papers, 'paper')}` }),
        Plot.text(names, { fy: (n) => n, ...(close ? { frameAnchor: 'top-left', dy: -16 } : { frameAnchor: 'left', dx: -182 }), text: (n) => (n.length > 26 ? `${n.slice(0, 25)}…` : n), textAnchor: 'start', fontWeight: 600 }),
      ],
    });
    const table = el('details', { class: 'more' }, el('summary', {}, 'As a table'),
      this.table(['Entity', by === 'month' ? 'Month' : 'Year', 'Papers', 'Share'], rows.map((r) => [r.name, r.period, String(r.papers), `${(100 * r.share).toFixed(1)} %`])));
    return [...head, this.figure(chart), table, el('div', { class: 'chips' }, [...refs.values()].map((ref) => this.actions.chip(ref)))];
  }
}
