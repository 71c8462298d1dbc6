// The papers as a list: filtered by what is chosen, by time, and sorted.

const COLUMNS = [['date', 'Date'], ['title', 'Title'], ['results', 'Results'], ['upvotes', 'Up-votes']];
const PAGE = 50;

class PapersView extends View {
  async draw(value) {
    const sort = this.own(value, 'sort', COLUMNS);
    const down = (value.own.down ?? (sort === 'title' ? 'no' : 'yes')) === 'yes';
    const ids = this.chosen(value);
    const span = { from: value.own.from || null, to: value.own.to || null };
    const page = (offset) => this.source.paperList(value, ids, { ...span, sort, down, offset, limit: PAGE });
    const [found, names] = await Promise.all([page(0), this.names(ids)]);
    const { total, undated, months, rows } = found;
    const head = [el('h2', {}, 'Papers'), el('p', { class: 'hint', role: 'status' }, [
      plural(total, 'paper'), names.length ? ` with ${names.join(' and ')}` : '', undated ? `; ${undated.toLocaleString('en')} of them without a date` : '', '. ', this.source.scope('papers')])];
    const controls = el('div', { class: 'picks' }, this.month('from', 'New since', span.from), this.month('to', 'until', span.to),
      span.from || span.to ? el('button', { type: 'button', class: 'plain', onclick: () => this.actions.own({ from: '', to: '' }) }, 'All dates') : null);
    if (!total) return [...head, controls, el('p', {}, 'No paper fits what is chosen and the filters.'), el('button', { type: 'button', class: 'plain', onclick: () => this.actions.reset() }, 'Reset filters and choice')];
    const body = el('tbody', {}, rows.map((paper) => this.row(paper)));
    const more = total > PAGE ? el('button', { type: 'button', class: 'plain', onclick: async () => {
      const next = await page(body.children.length);
      body.append(...next.rows.map((paper) => this.row(paper)));
      if (body.children.length >= total || !next.rows.length) more.remove();
    } }, `Show ${PAGE} more`) : null;
    const shown = async () => (await Promise.all(Array.from({ length: Math.ceil(body.children.length / PAGE) }, (_, k) => page(k * PAGE)))).flatMap((part) => part.rows);
    const save = (label, name, type, write) => el('button', { type: 'button', class: 'plain', onclick: async () => download(name, write(await shown()), type) }, label);
    return [...head, controls, months.length > 1 ? this.brush(months, span) : null,
      el('p', { class: 'picks' }, save('BibTeX', 'papers.bib', 'application/x-bibtex', (papers) => papers.map(toBibtex).join('\n')),
        save('RIS', 'papers.ris', 'application/x-research-info-systems', (papers) => papers.map(toRis).join('\r\n')),
        save('CSV', 'papers.csv', 'text/csv', (papers) => toCsv(['id', 'title', 'date', 'venue', 'authors', 'results', 'upvotes', 'url'],
          papers.map((p) => [p.id, p.title, p.date, p.venue, (p.authors ?? []).join('; '), p.results, p.upvotes, addressOf(p)])))),
      el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Papers' }, el('table', { class: 'papers stack' },
        el('thead', {}, el('tr', {}, COLUMNS.map(([key, label]) => el('th', { scope: 'col', 'aria-sort': key === sort ? (down ? 'descending' : 'ascending') : 'none' },
          el('button', { type: 'button', class: 'sort', onclick: () => this.actions.own({ sort: key, down: key === sort ? (down ? 'no' : 'yes') : key === 'title' ? 'no' : 'yes' }) },
            label, key === sort ? (down ? ' ↓' : ' ↑') : ''))))), body)), more];
  }

  async names(ids) {
    return (await Promise.all(ids.map((id) => this.source.entity(id)))).filter(Boolean).map(({ label }) => label);
  }

  month(name, label, value) {
    return el('label', { class: 'pick' }, `${label} `, el('input', {
      type: 'month', value: value ?? '', onchange: (event) => this.actions.choose(name, /^\d{4}-\d\d$/.test(event.target.value) ? event.target.value : ''),
    }));
  }

  row(paper) {
    const address = addressOf(paper);
    return el('tr', {}, el('td', { class: 'value' }, paper.date ?? 'not dated'),
      el('td', {}, el('div', { class: 'titled' }, this.actions.title(paper), address ? el('a', { href: address, target: '_blank', rel: 'noopener noreferrer', 'aria-label': `Open the paper: ${paper.title.slice(0, 80)}` }, '↗') : null),
        el('div', { class: 'facts' }, el('bdi', {}, [(paper.authors ?? []).slice(0, 3).join(', ') + ((paper.authors ?? []).length > 3 ? ' and others' : ''), paper.venue].filter(Boolean).join(' · ')))),
      el('td', { class: 'value', 'data-label': 'Results' }, paper.results ? String(paper.results) : '–'), el('td', { class: 'value', 'data-label': 'Up-votes' }, paper.upvotes === null || paper.upvotes === undefined ? '–' : String(paper.upvotes)));
  }

  // Papers a month, as bars; a stretch of them can be drawn to filter. The two boxes above do the same by keyboard.
  brush(months, { from, to }) {
    const [width, height] = [Math.max(280, Math.min(this.actions.width() - 60, 1000)), 70];
    const time = (month) => new Date(`${month}-01T00:00:00Z`);
    const after = (month) => d3.utcMonth.offset(time(month), 1);
    const x = d3.scaleUtc([time(months[0][0]), after(months.at(-1)[0])], [16, width - 16]);
    const y = d3.scaleLinear([0, d3.max(months, ([, papers]) => papers)], [0, height - 4]);
    const chart = svg('svg', { class: 'brush', width, height: height + 20, viewBox: `0 0 ${width} ${height + 20}`, role: 'img', 'aria-label': 'Papers a month' },
      months.map(([month, papers]) => svg('rect', {
        x: x(time(month)) + 0.5, y: height - y(papers), width: Math.max(1, x(after(month)) - x(time(month)) - 1), height: y(papers),
        class: (from && month < from) || (to && month > to) ? 'out' : 'in',
      }, svg('title', {}, `${month}: ${plural(papers, 'paper')}`))));
    const node = d3.select(chart);
    node.append('g').attr('transform', `translate(0,${height})`).call(d3.axisBottom(x).ticks(Math.max(2, width / 110)).tickSizeOuter(0));
    const brush = d3.brushX().extent([[0, 0], [width, height]]).on('end', ({ selection, sourceEvent }) => {
      if (!sourceEvent) return;
      if (!selection) this.actions.own({ from: '', to: '' });
      else {
        const [a, b] = selection.map(x.invert);
        const name = d3.utcFormat('%Y-%m');
        this.actions.own({ from: name(d3.utcMonth.round(a)), to: name(d3.utcMonth.offset(d3.utcMonth.round(b), -1)) });
      }
    });
    const area = node.append('g').call(brush);
    if (from || to) area.call(brush.move, [from ? x(time(from)) : 16, to ? x(after(to)) : width - 16].map((at) => Math.min(Math.max(at, 0), width)));
    return el('figure', {}, chart, pictureButtons(chart, 'papers'));
  }
}
