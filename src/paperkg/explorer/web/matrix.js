// Which entities meet in papers, row by column.

class MatrixView extends View {
  async draw(value) {
    const types = this.source.types.map((t) => [t.name, t.name]);
    const [rowType, columnType] = [value.own.rows ?? 'Method', value.own.columns ?? 'Benchmark'].map((name) => (types.some(([type]) => type === name) ? name : types[0][0]));
    const picks = el('div', { class: 'picks' },
      this.pick(value, 'rows', 'Rows', types, rowType), this.pick(value, 'columns', 'Columns', types, columnType));
    const { rows, columns, cells } = await this.source.matrix(value, rowType, columnType, 28, 22);
    const head = [el('h2', {}, 'Co-occurrence'), el('p', { class: 'hint' }, 'Number of papers that name both. Choose a pair to see what ties the two. ', this.source.scope('matrix')), picks];
    if (!cells.length) return [...head, el('p', {}, 'No paper names entities of both kinds.')];
    const label = new Map([...rows, ...columns].map((ref) => [ref.id, ref.label]));
    const short = (id) => (label.get(id).length > 24 ? `${label.get(id).slice(0, 23)}…` : label.get(id));
    const name = ({ row, column, papers }) => `${label.get(row)} and ${label.get(column)}: ${plural(papers, 'paper')}`;
    const pairs = el('ul', { class: 'pairs' }, [...cells].sort((a, b) => b.papers - a.papers).slice(0, 200).map((cell) =>
      el('li', {}, el('button', { type: 'button', class: 'title', onclick: () => this.actions.tie(cell.row, cell.column) }, name(cell)))));
    if (narrow()) return [...head, pairs]; // cells of a few dots cannot be read, nor touched
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
    const table = el('details', { class: 'more' }, el('summary', {}, 'As a list'), pairs);
    return [...head, figure, table];
  }
}
