// What the charts ask of the data in this file.

// The entities whose share of papers grew most from the earlier half of the dated papers to the later one; `counts` holds
// papers by time for each entity, `totals` those of all. Half a paper is added on both sides, so that few papers say little.
function fastest(counts, totals, limit) {
  const times = [...totals.keys()].sort((a, b) => (a < b ? -1 : 1));
  const all = times.reduce((sum, time) => sum + totals.get(time), 0);
  let early = 0;
  const before = new Set(times.filter((time) => {
    const first = 2 * (early + totals.get(time)) <= all;
    if (first) early += totals.get(time);
    return first;
  }));
  const growth = (own) => {
    let [a, b] = [0, 0];
    for (const [time, papers] of own) if (before.has(time)) a += papers; else b += papers;
    return Math.log((b + 0.5) / (all - early + 1)) - Math.log((a + 0.5) / (early + 1));
  };
  const sum = (own) => [...own.values()].reduce((x, y) => x + y, 0);
  return [...counts].map(([i, own]) => ({ i, papers: sum(own), growth: growth(own) })).filter(({ papers }) => papers >= 3)
    .sort((x, y) => y.growth - x.growth || y.papers - x.papers || x.i - y.i).slice(0, limit).map(({ i }) => i);
}

Object.assign(Source.prototype, {
  async trends(filter, ids, by, limit = 10) {
    const period = (p) => {
      const [, , , , , year, month] = this.papers[p];
      if (year === null || (by === 'month' && month === null)) return null;
      return by === 'year' ? String(year) : `${year}-${String(month).padStart(2, '0')}`;
    };
    const totals = new Map();
    this.papers.forEach((_, p) => {
      const time = period(p);
      if (time !== null) totals.set(time, (totals.get(time) ?? 0) + 1);
    });
    const counts = new Map();
    for (const statement of this.statements) {
      const [p, i] = statement;
      const time = period(p);
      if (time === null || !this.passes(statement, filter)) continue;
      if (!ids.length && !filter.types.has(this.types[this.entities[i][2]].name)) continue;
      if (!counts.has(i)) counts.set(i, new Map());
      counts.get(i).set(time, (counts.get(i).get(time) ?? 0) + 1);
    }
    const wanted = ids.length ? ids.map((id) => this.number.get(id)) : fastest(counts, totals, limit);
    const points = wanted.flatMap((i) => [...(counts.get(i) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([time, papers]) => ({ ref: this.entityRef(i), period: time, papers, share: papers / totals.get(time) })));
    return { points, dated: [...totals.values()].reduce((a, b) => a + b, 0), papers: this.papers.length };
  },

  async benchmarks() {
    return this.boards.map(([i, papers]) => ({ ref: this.entityRef(i), papers }));
  },

  async leaderboard(id) {
    const i = this.number.get(id);
    const [, , groups, leftOff] = this.boards.find(([benchmark]) => benchmark === i) ?? [i, 0, [], []];
    const row = (r) => this.resultRow(this.results[r]);
    return {
      groups: groups.map(([kind, metric, unit, papers, ranked, rows]) => ({ kind, metric: this.maybeRef(metric), unit, papers, ranked, rows: rows.map(row) })),
      left_off: leftOff.map(([r, reason]) => ({ reason, row: row(r) })),
    };
  },

  async matrix(filter, rowType, columnType, rowLimit, columnLimit) {
    const kind = (i) => this.types[this.entities[i][2]].name;
    const pairs = new Map();
    const weight = new Map();
    const add = (map, key) => map.set(key, (map.get(key) ?? 0) + 1);
    this.ofPaper.forEach((statements) => {
      const members = statements.filter((s) => this.passes(s, filter)).map(([, i]) => i);
      const across = members.filter((i) => kind(i) === rowType);
      const down = members.filter((i) => kind(i) === columnType);
      for (const a of across) for (const b of down) if (a !== b) add(pairs, `${a} ${b}`);
      if (down.some((b) => !across.includes(b)) || across.length > 1) across.forEach((a) => add(weight, `r${a}`));
      if (across.some((a) => !down.includes(a)) || down.length > 1) down.forEach((b) => add(weight, `c${b}`));
    });
    const top = (letter, limit) => [...weight].filter(([key]) => key[0] === letter).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .slice(0, limit).map(([key]) => Number(key.slice(1)));
    const [rows, columns] = [top('r', rowLimit), top('c', columnLimit)];
    return this.grid(rows, columns, pairs);
  },

  // The cells of some rows and columns, without those rows and columns that stay empty.
  grid(rows, columns, pairs) {
    const cells = rows.flatMap((a) => columns.flatMap((b) => (pairs.has(`${a} ${b}`) ? [{ a, b, papers: pairs.get(`${a} ${b}`) }] : [])));
    const kept = (numbers, side) => numbers.filter((i) => cells.some((cell) => cell[side] === i)).map((i) => this.entityRef(i));
    return {
      rows: kept(rows, 'a'), columns: kept(columns, 'b'),
      cells: cells.map(({ a, b, papers }) => ({ row: this.entities[a][0], column: this.entities[b][0], papers })),
    };
  },
});
