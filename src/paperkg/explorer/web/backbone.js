// The source of a file that holds only the backbone of a large build: numbers come ready-made, and
// papers are a few of each entity's.

// The rows of a flat array.
function * rowsOf(flat, width) {
  for (let k = 0; k < flat.length; k += width) yield flat.slice(k, k + width);
}

class BackboneSource extends Source {
  constructor(payload) {
    const { related, grid, ...rest } = payload;
    super(rest);
    this.relatedRows = related;
    this.gridRows = grid;
    this.partial = true;
    this.byRole = new Map();
    for (const [i, role, , papers] of rowsOf(this.counts, 4)) {
      const key = i * 16 + role;
      this.byRole.set(key, (this.byRole.get(key) ?? 0) + papers);
    }
    this.pairs = new Map();
    const tie = (a, b, papers) => this.pairs.set(`${Math.min(a, b)} ${Math.max(a, b)}`, papers);
    this.relatedRows.forEach((row, i) => {
      for (const [j, papers] of rowsOf(row, 2)) tie(i, j, papers);
    });
    for (const [a, b, papers] of rowsOf(this.gridRows, 3)) tie(a, b, papers);
  }

  leftOut() {
    const { papers, entities: all } = this.totals;
    const count = (n) => n.toLocaleString('en');
    return `This file holds the backbone: the map shows the ${count(this.mapped)} most informative of ${count(all)} entities and their strongest ties, `
      + `with a few of ${count(papers)} papers each. Search finds ${count(Math.min(this.entities.length, all))} entities. `
      + 'Numbers count all papers. For everything, run: paperkg serve';
  }

  scope(view) {
    return { papers: 'Only papers in this file are listed.', matrix: 'The filters do not apply here.', trends: 'The filters of types and years apply.' }[view];
  }

  years() {
    return this.year_totals.length ? [this.year_totals[0][0], this.year_totals.at(-1)[0]] : null;
  }

  async filtered(filter) {
    const counts = new Int32Array(this.entities.length);
    const roles = new Map(this.roles.map((role) => [role, 0]));
    for (const [i, role, year, papers] of rowsOf(this.counts, 4)) {
      if (filter.years !== null && (year < filter.years[0] || year > filter.years[1])) continue;
      const name = this.roles[role];
      roles.set(name, roles.get(name) + papers);
      if (filter.roles.has(name)) counts[i] += papers;
    }
    const inYears = this.year_totals.filter(([year]) => filter.years && year >= filter.years[0] && year <= filter.years[1]);
    const papersOfYears = filter.years === null ? null : inYears.reduce((sum, [, n]) => sum + n, 0);
    return { ...this.shownBy(filter, counts), counts, roles, papers: null, papersOfYears };
  }

  related(i, limit = 24) {
    return [...rowsOf(this.relatedRows[i] ?? [], 2)].slice(0, limit).map(([j, shared]) => ({ ...this.entityRef(j), shared }));
  }

  papersInRole(i, role) {
    return this.byRole.get(i * 16 + role) ?? 0;
  }

  sharedPapers(a, b) {
    return this.pairs.get(`${Math.min(a, b)} ${Math.max(a, b)}`) ?? super.sharedPapers(a, b);
  }

  async trends(filter, ids, by, limit = 10) {
    const monthly = by === 'month';
    const totals = new Map(monthly ? this.month_totals : this.year_totals);
    const series = new Map();
    const add = (i, time, papers) => {
      if (!series.has(i)) series.set(i, new Map());
      series.get(i).set(time, (series.get(i).get(time) ?? 0) + papers);
    };
    if (monthly) for (const [i, time, papers] of rowsOf(this.months, 3)) add(i, time, papers);
    else for (const [i, , year, papers] of rowsOf(this.counts, 4)) if (year) add(i, year, papers);
    const kind = (i) => this.types[this.entities[i][2]].name;
    const wanted = ids.length ? ids.map((id) => this.number.get(id))
      : fastest(new Map([...series].filter(([i]) => filter.types.has(kind(i)))), totals, limit);
    const name = (time) => (monthly ? `${Math.floor(time / 12)}-${String((time % 12) + 1).padStart(2, '0')}` : String(time));
    const inside = (time) => filter.years === null || ((year) => year >= filter.years[0] && year <= filter.years[1])(monthly ? Math.floor(time / 12) : time);
    const points = wanted.flatMap((i) => [...(series.get(i) ?? [])].filter(([time]) => inside(time)).sort(([a], [b]) => a - b)
      .map(([time, papers]) => ({ ref: this.entityRef(i), period: name(time), papers, share: papers / totals.get(time) })));
    return { points, dated: [...totals.values()].reduce((a, b) => a + b, 0), papers: this.totals.papers };
  }

  async matrix(filter, rowType, columnType, rowLimit, columnLimit) {
    const pairs = new Map();
    for (const [a, b, papers] of rowsOf(this.gridRows, 3)) {
      pairs.set(`${a} ${b}`, papers);
      pairs.set(`${b} ${a}`, papers);
    }
    const first = (type, limit) => this.entities.slice(0, this.mapped)
      .flatMap(([, , kind], i) => (this.types[kind].name === type ? [i] : [])).slice(0, limit);
    return this.grid(first(rowType, rowLimit), first(columnType, columnLimit), pairs);
  }
}
