// The other views of the same file: trends, leaderboards, and who meets whom. Observable Plot draws.

class Charts {
  constructor(container, source, actions) {
    this.container = container;
    this.source = source;
    this.actions = actions; // entity(id), tie(id, id), paper(id), quotes(evidence), paperLine(paper)
    this.by = 'month';
    this.rows = 'Method';
    this.columns = 'Benchmark';
    this.benchmark = null;
  }

  async draw(view, value) {
    const parts = await { trends: () => this.trends(value), boards: () => this.boards(value), matrix: () => this.matrix(value) }[view]();
    this.container.replaceChildren(el('div', { class: 'view' }, parts));
  }

  chosen({ entity, second }) {
    return [entity, second].filter(Boolean);
  }

  plot(options) {
    const width = Math.max(320, Math.min(this.container.clientWidth - 48, 1100));
    return Plot.plot({ width, style: { background: 'none', color: 'inherit', fontSize: '12px', fontFamily: 'inherit', overflow: 'visible' }, ...options });
  }

  select(label, options, chosen, onPick) {
    const input = el('select', { onchange: () => onPick(input.value) },
      options.map(([key, text]) => el('option', { value: key, selected: key === chosen }, text)));
    return el('label', { class: 'pick' }, `${label} `, input);
  }

  // ---- trends

  async trends(value) {
    const ids = this.chosen(value);
    const { points, dated, papers } = await this.source.trends(value, ids, this.by);
    const pick = this.select('By', [['month', 'month'], ['year', 'year']], this.by, (by) => {
      this.by = by;
      this.draw('trends', value);
    });
    const head = [el('h2', {}, ids.length ? 'Papers over time' : 'Entities in most dated papers'),
      el('p', { class: 'hint' }, `${plural(dated, 'paper')} of ${papers.toLocaleString('en')} with a known ${this.by}. Filters on the left apply.`), pick];
    if (!points.length) return [...head, el('p', {}, 'No dated paper names these entities.')];
    const refs = new Map(points.map((p) => [p.ref.label, p.ref]));
    const names = [...refs.keys()];
    const rows = points.map((p) => ({ ...p, name: p.ref.label, time: new Date(`${p.period.length === 4 ? `${p.period}-01` : p.period}-01T00:00:00Z`) }));
    const most = Math.max(...rows.map((r) => r.papers));
    const width = this.by === 'month' ? 'month' : 'year';
    const chart = this.plot({
      height: names.length * 74 + 40, marginLeft: 190, marginRight: 20, marginTop: 24,
      x: { type: 'utc', label: null, axis: 'both' }, y: { domain: [0, most], ticks: 2, label: null, axis: 'right', tickFormat: 'd' },
      fy: { domain: names, label: null, axis: null, padding: 0.25 },
      ariaLabel: 'Papers over time, one row an entity',
      marks: [
        Plot.ruleY([0], { stroke: 'currentColor', strokeOpacity: 0.25 }),
        Plot.rectY(rows, { x: 'time', interval: `utc ${width}`.replace('utc ', ''), y: 'papers', fy: 'name', fill: (r) => r.ref.type.color, insetLeft: 1, insetRight: 1, title: (r) => `${r.name}, ${r.period}: ${plural(r.papers, 'paper')}` }),
        Plot.text(names, { fy: (n) => n, frameAnchor: 'left', dx: -182, text: (n) => (n.length > 26 ? `${n.slice(0, 25)}…` : n), textAnchor: 'start', fontWeight: 600 }),
      ],
    });
    const table = el('details', { class: 'more' }, el('summary', {}, 'As a table'),
      this.table(['Entity', this.by === 'month' ? 'Month' : 'Year', 'Papers', 'Share'], rows.map((r) => [r.name, r.period, String(r.papers), `${(100 * r.share).toFixed(1)} %`])));
    return [...head, this.figure(chart), table, el('div', { class: 'chips' }, [...refs.values()].map((ref) => this.actions.chip(ref)))];
  }

  // The plot is one picture to a screen reader, which reads the table below it for the rest.
  figure(chart) {
    chart.setAttribute('role', 'img');
    for (const part of chart.querySelectorAll('[aria-label]')) {
      part.dataset.mark = part.getAttribute('aria-label');
      part.removeAttribute('aria-label');
    }
    return el('figure', {}, chart);
  }

  table(head, rows) {
    return el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Table' }, el('table', {}, el('thead', {}, el('tr', {}, head.map((name) => el('th', { scope: 'col' }, name)))),
      el('tbody', {}, rows.map((cells) => el('tr', {}, cells.map((cell) => el('td', {}, typeof cell === 'string' ? el('bdi', {}, cell) : cell)))))));
  }

  // ---- leaderboards

  async boards(value) {
    const benchmarks = await this.source.benchmarks();
    if (!benchmarks.length) return [el('h2', {}, 'Leaderboards'), el('p', {}, 'This graph holds no result on a named benchmark.')];
    const wanted = this.chosen(value).find((id) => benchmarks.some(({ ref }) => ref.id === id)) ?? this.benchmark;
    const current = benchmarks.find(({ ref }) => ref.id === wanted) ?? benchmarks[0];
    const pick = this.select('Benchmark', benchmarks.map(({ ref, results }) => [ref.id, `${ref.label} (${results})`]), current.ref.id, (id) => {
      this.benchmark = id;
      this.draw('boards', { ...value, entity: null, second: null });
    });
    const groups = await this.source.leaderboard(current.ref.id);
    return [el('h2', {}, 'Leaderboards'), el('p', { class: 'hint' }, 'Numbers as the papers report them; settings differ, so read the evidence before comparing.'), pick,
      groups.map((group) => this.board(group))];
  }

  board({ metric, kind, rows }) {
    const numbered = rows.filter((r) => Number.isFinite(r.number));
    const name = (r, i) => `${i + 1}\u2002${r.subject?.label ?? r.paper.title}`;
    const short = (text) => (text.length > 34 ? `${text.slice(0, 33)}…` : text);
    const marks = numbered.slice(0, 40).map((r, i) => ({ ...r, name: name(r, i) }));
    const chart = marks.length ? this.plot({
      height: marks.length * 24 + 50, marginLeft: 250, marginRight: 60,
      x: { label: metric?.label ?? 'value', grid: true, zero: kind !== 'absolute' }, y: { domain: marks.map((r) => r.name), label: null, tickFormat: short, tickSize: 0 },
      ariaLabel: 'Results, best first',
      marks: [
        Plot.dot(marks, { x: 'number', y: 'name', r: 5, fill: (r) => r.subject?.type.color ?? '#787c84', title: (r) => `${r.value} – ${r.paper.title}` }),
        Plot.text(marks, { x: 'number', y: 'name', text: 'value', dx: 9, textAnchor: 'start' }),
      ],
    }) : null;
    const titles = { absolute: '', delta: 'gains and losses', ratio: 'ratios' };
    const table = this.table(['', 'Subject', 'Value', 'Evidence'], rows.map((r, i) => [
      String(i + 1), r.subject ? this.actions.link(r.subject) : '–', el('b', {}, r.value),
      el('div', {}, this.actions.quotes([r.evidence]), this.actions.paperLine(r.paper)),
    ]));
    return el('section', {}, el('h3', {}, [metric?.label ?? 'metric not stated', titles[kind]].filter(Boolean).join(': ')), chart ? this.figure(chart) : null,
      el('details', { class: 'more', open: rows.length <= 4 }, el('summary', {}, 'Values and evidence'), table));
  }

  // ---- heat map

  async matrix(value) {
    const types = this.source.types.map((t) => [t.name, t.name]);
    const again = () => this.draw('matrix', value);
    const picks = el('div', { class: 'picks' },
      this.select('Rows', types, this.rows, (name) => { this.rows = name; again(); }),
      this.select('Columns', types, this.columns, (name) => { this.columns = name; again(); }));
    const { rows, columns, cells } = await this.source.matrix(value, this.rows, this.columns, 28, 22);
    const head = [el('h2', {}, 'Who meets whom'), el('p', { class: 'hint' }, 'Number of papers that name both. Choose a cell to see what ties the two. Filters on the left apply.'), picks];
    if (!cells.length) return [...head, el('p', {}, 'No paper names entities of both kinds.')];
    const label = new Map([...rows, ...columns].map((ref) => [ref.id, ref.label]));
    const short = (id) => (label.get(id).length > 24 ? `${label.get(id).slice(0, 23)}…` : label.get(id));
    const name = ({ row, column, papers }) => `${label.get(row)} and ${label.get(column)}: ${plural(papers, 'paper')}`;
    const most = Math.max(...cells.map((c) => c.papers));
    const dark = document.documentElement.dataset.theme === 'dark';
    const chart = this.plot({
      height: rows.length * 24 + 180, marginLeft: 190, marginTop: 150, marginRight: 30,
      x: { domain: columns.map((ref) => ref.id), axis: 'top', label: null, tickRotate: -45, tickFormat: short, tickSize: 0 },
      y: { domain: rows.map((ref) => ref.id), label: null, tickFormat: short, tickSize: 0 },
      color: { type: 'sqrt', domain: [0, most], range: dark ? ['#1b2733', '#7cc4ff'] : ['#eaf2fa', '#084c8d'] },
      ariaLabel: 'Papers that name both, row by column',
      marks: [
        Plot.cell(cells, { x: 'column', y: 'row', fill: 'papers', inset: 1, rx: 2, title: name }),
        Plot.text(cells, { x: 'column', y: 'row', text: 'papers', fill: (c) => (c.papers > most * 0.3 === dark ? '#10151a' : dark ? '#cfe6ff' : c.papers > most * 0.3 ? '#fff' : '#10304f'), pointerEvents: 'none' }),
      ],
    });
    const figure = this.figure(chart);
    chart.querySelectorAll('[data-mark="cell"] rect').forEach((rect, i) => {
      rect.style.cursor = 'pointer';
      rect.addEventListener('click', () => this.actions.tie(cells[i].row, cells[i].column));
    });
    const table = el('details', { class: 'more' }, el('summary', {}, 'As a list'), el('ul', {}, [...cells].sort((a, b) => b.papers - a.papers).slice(0, 200).map((cell) =>
      el('li', {}, el('button', { type: 'button', class: 'title', onclick: () => this.actions.tie(cell.row, cell.column) }, name(cell))))));
    return [...head, figure, table];
  }
}
