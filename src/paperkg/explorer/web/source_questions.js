// What the Questions, the list of papers and the shortest path ask of the data in this file.

Object.assign(Source.prototype, {
  // Entities of one type that papers name together with an entity, and how many of these papers introduce them.
  async meets(id, type, years = null) {
    const i = this.number.get(id);
    const shared = new Map();
    const introduced = new Map();
    for (const [p] of this.ofEntity[i] ?? []) {
      const [, , , , , year] = this.papers[p];
      if (years !== null && (year === null || year < years[0] || year > years[1])) continue;
      for (const [, other, role] of this.ofPaper[p]) {
        if (other === i || this.types[this.entities[other][2]].name !== type) continue;
        shared.set(other, (shared.get(other) ?? 0) + 1);
        if (this.roles[role] === 'introduces') introduced.set(other, (introduced.get(other) ?? 0) + 1);
      }
    }
    return [...shared].map(([other, papers]) => ({ ref: this.entityRef(other), papers, introducing: introduced.get(other) ?? 0 }))
      .sort((a, b) => b.papers - a.papers || b.introducing - a.introducing || (a.ref.label < b.ref.label ? -1 : 1)).slice(0, 200);
  },

  // What papers introduce since a day, the newest first.
  async introduced(since) {
    return this.statements.filter(([p, , role]) => this.roles[role] === 'introduces' && this.isSince(p, since))
      .map(([p, i, , , sentences]) => ({ ref: this.entityRef(i), paper: this.paperRef(p), evidence: sentences.slice(0, 1).map((s) => this.evidence(s, new Set([i]))) }))
      .sort((a, b) => (a.paper.date < b.paper.date ? 1 : a.paper.date > b.paper.date ? -1 : a.ref.label < b.ref.label ? -1 : 1)).slice(0, 500);
  },

  // Dates are as precise as their sources, so only what both say is compared.
  isSince(p, since) {
    const [, , , , date, year] = this.papers[p];
    if (year === null) return false;
    const length = Math.min(date.length, since.length);
    return date.slice(0, length) >= since.slice(0, length);
  },

  // Papers under the filters that name all of some entities, from one month to another, sorted and cut to a page.
  async paperList(filter, ids, { from = null, to = null, sort = 'date', down = true, offset = 0, limit = 50 }) {
    const wanted = ids.map((id) => this.number.get(id));
    const month = (p) => (this.papers[p][5] === null ? null : `${this.papers[p][5]}-${String(this.papers[p][6] ?? 0).padStart(2, '0')}`);
    const chosen = this.papers.flatMap((row, p) => {
      const members = this.ofPaper[p].filter((statement) => this.passes(statement, filter));
      if (wanted.length ? !wanted.every((i) => members.some((s) => s[1] === i)) : !members.length && (filter.years || filter.confidence)) return [];
      return [p];
    });
    const dated = new Map();
    for (const p of chosen) if (this.papers[p][6] !== null && this.papers[p][5] !== null) dated.set(month(p), (dated.get(month(p)) ?? 0) + 1);
    const inside = chosen.filter((p) => (from === null && to === null) || (month(p) !== null && (from === null || month(p) >= from) && (to === null || month(p) <= to)));
    const key = { date: (p) => month(p) && this.papers[p][4], title: (p) => this.papers[p][1].toLowerCase(), results: (p) => this.papers[p][12] ?? 0, upvotes: (p) => this.papers[p][9] }[sort];
    const sign = down ? -1 : 1;
    // Papers that do not say come last, whichever way the list is sorted.
    inside.sort((a, b) => {
      const [x, y] = [key(a), key(b)];
      if (x === null || y === null) return (x === null) - (y === null) || a - b;
      return sign * ((x > y) - (x < y)) || a - b;
    });
    const row = (p) => ({ ...this.paperRef(p), venue: this.papers[p][7], authors: this.papers[p][8], upvotes: this.papers[p][9], doi: this.papers[p][10], arxiv: this.papers[p][11], results: this.papers[p][12] ?? 0 });
    return {
      total: inside.length, undated: chosen.filter((p) => month(p) === null).length,
      months: [...dated].sort(([a], [b]) => (a < b ? -1 : 1)), rows: inside.slice(offset, offset + limit).map(row),
    };
  },

  // Which filters reach a view.
  scope(view) {
    return { papers: 'The filters of roles, years and confidence apply.', matrix: 'The filters of roles, years and confidence apply.',
      trends: 'The filters of types, roles, years and confidence apply.' }[view];
  },

  hasPaper(id) {
    return this.paperNumber.has(id);
  },

  // The shortest chain of papers between two entities: at each step two entities that one paper names, by its evidence.
  // Among chains of one length, rarer entities say more.
  async path(idA, idB) {
    const [a, b] = [this.number.get(idA), this.number.get(idB)];
    if (a === undefined || b === undefined) return null;
    const from = new Map([[a, null]]);
    let edge = [a];
    while (edge.length && !from.has(b)) {
      const next = new Map();
      for (const i of [...edge].sort((x, y) => this.entities[x][3] - this.entities[y][3] || x - y)) {
        for (const [p] of this.ofEntity[i]) {
          for (const [, other] of this.ofPaper[p]) if (!from.has(other) && !next.has(other)) next.set(other, { i, p });
        }
      }
      for (const [i, step] of next) from.set(i, step);
      edge = [...next.keys()];
    }
    if (!from.has(b)) return [];
    const steps = [];
    for (let at = b; from.get(at) !== null; at = from.get(at).i) {
      const { i, p } = from.get(at);
      const own = this.ofPaper[p].filter((s) => s[1] === i || s[1] === at);
      const evidence = [...new Set(own.flatMap((s) => s[4]))].map((s) => this.evidence(s, new Set([i, at])));
      evidence.sort((x, y) => y.marks.length - x.marks.length);
      steps.unshift({ a: this.entityRef(i), b: this.entityRef(at), paper: this.paperRef(p), evidence: evidence.slice(0, 2) });
    }
    return steps;
  },
});
