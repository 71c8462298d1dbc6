// Everything the explorer asks, answered from the data in this file. PageAnswers name entities and papers
// by id and carry all text that a card shows, so that another source can answer from afar.

const fold = (text) => text.normalize('NFKD').toLowerCase().replace(/[^\p{L}\p{N}+@*]/gu, '');

class Source {
  constructor(payload) {
    Object.assign(this, payload);
    this.number = new Map(this.entities.map((row, i) => [row[0], i]));
    this.paperNumber = new Map(this.papers.map((row, i) => [row[0], i]));
    this.ofEntity = this.entities.map(() => []);
    this.ofPaper = this.papers.map(() => []);
    for (const statement of this.statements) {
      this.ofPaper[statement[0]].push(statement);
      this.ofEntity[statement[1]].push(statement);
    }
    this.names = null;
  }

  // The first and last year of any paper, null where none is known.
  years() {
    const years = this.papers.map((p) => p[5]).filter((year) => year !== null);
    return years.length ? [years.reduce((a, b) => Math.min(a, b)), years.reduce((a, b) => Math.max(a, b))] : null;
  }

  // How much an entity tells of `count` papers that name it: tf-idf, of which `telling` in Python says more.
  telling(i, count) {
    const [, , , papers, mentions] = this.entities[i];
    const corpus = this.totals?.papers ?? this.papers.length;
    return count * Math.min(Math.max(mentions / Math.max(papers, 1), 1), 3) * Math.log1p(corpus / Math.max(papers, 1));
  }

  // ---- small pieces of answers

  entityRef(i) {
    const [id, label, type, papers] = this.entities[i];
    return { id, label, type: this.types[type], papers };
  }

  maybeRef(i) {
    return i === null ? null : this.entityRef(i);
  }

  paperRef(p) {
    const [id, title, , url, date, year] = this.papers[p];
    return { id, title, url, date, year };
  }

  sentenceText([p, start, end, own]) {
    return own ?? `${this.papers[p][1]}\n${this.papers[p][2]}`.slice(start, end);
  }

  // A sentence with the places of the entities in `wanted` (numbers) in it.
  evidence(sentence, wanted) {
    const [p, start, end] = this.sentences[sentence];
    const marks = [];
    const places = this.mentions[p];
    for (let k = 0; k < places.length; k += 3) {
      const at = places[k + 1];
      if (wanted.has(places[k]) && at >= start && at + places[k + 2] <= end) {
        marks.push([at - start, at - start + places[k + 2]]);
      }
    }
    marks.sort((a, b) => a[0] - b[0]);
    return { text: this.sentenceText(this.sentences[sentence]), marks };
  }

  resultRow(row) {
    const [p, subject, benchmark, metric, value, unit, kind, before, sentence, start, length, confidence, number, numberBefore] = row;
    const [, from, to] = this.sentences[sentence];
    const inside = start >= from && start + length <= to;
    const decimal = (text) => (text === null ? null : Number(text));
    return {
      paper: this.paperRef(p), subject: this.maybeRef(subject), benchmark: this.maybeRef(benchmark), metric: this.maybeRef(metric),
      value, before, unit, kind, confidence, number: decimal(number), before_number: decimal(numberBefore),
      evidence: { text: this.sentenceText(this.sentences[sentence]), marks: inside ? [[start - from, start - from + length]] : [] },
    };
  }

  relationRow([head, relation, tail, p, sentence, confidence]) {
    return {
      head: this.entityRef(head), relation: this.relation_names[relation], tail: this.entityRef(tail),
      paper: this.paperRef(p), confidence,
      evidence: sentence === null ? null : this.evidence(sentence, new Set([head, tail])),
    };
  }

  // ---- filters

  passes(statement, filter) {
    const [p, , role, confidence] = statement;
    if (!filter.roles.has(this.roles[role]) || confidence < filter.confidence) return false;
    if (filter.years === null) return true;
    const year = this.papers[p][5];
    return year !== null && year >= filter.years[0] && year <= filter.years[1];
  }

  // How many papers each entity has under a filter, and what each choice of the filter would give.
  async filtered(filter) {
    const counts = new Int32Array(this.entities.length);
    const ofRole = new Int32Array(this.roles.length);
    const wanted = this.roles.map((role) => filter.roles.has(role));
    const [first, last] = filter.years ?? [-Infinity, Infinity];
    const passing = [];
    for (const statement of this.statements) {
      const [p, i, role, confidence] = statement;
      const year = this.papers[p][5];
      if (confidence < filter.confidence || (filter.years !== null && (year === null || year < first || year > last))) continue;
      ofRole[role] += 1;
      if (!wanted[role]) continue;
      counts[i] += 1;
      passing.push(statement);
    }
    const found = this.shownBy(filter, counts);
    const shown = new Uint8Array(this.entities.length);
    for (const i of found.shown) shown[i] = 1;
    const named = new Uint8Array(this.papers.length);
    for (const [p, i] of passing) if (shown[i]) named[p] = 1;
    const roles = new Map(this.roles.map((role, r) => [role, ofRole[r]]));
    return { ...found, counts, roles, papers: named.reduce((sum, one) => sum + one, 0) };
  }

  // The entities that have enough papers and a wanted type, most papers first, and how many of each type.
  shownBy(filter, counts) {
    const types = new Map(this.types.map((type) => [type.name, 0]));
    const shown = [];
    this.entities.forEach(([, , type], i) => {
      if (counts[i] < filter.papers || counts[i] === 0) return;
      const { name } = this.types[type];
      types.set(name, types.get(name) + 1);
      if (filter.types.has(name)) shown.push(i);
    });
    shown.sort((a, b) => counts[b] - counts[a] || (this.entities[a][1] < this.entities[b][1] ? -1 : 1));
    return { types, shown };
  }

  // ---- cards

  related(i, limit = 24) {
    const shared = new Map();
    for (const [p] of this.ofEntity[i]) {
      for (const [, other] of this.ofPaper[p]) if (other !== i) shared.set(other, (shared.get(other) ?? 0) + 1);
    }
    const own = this.ofEntity[i].length;
    // Shared papers over the geometric mean of both numbers of papers, so that everyday words fall back;
    // the half, so that a single shared paper does not outweigh several.
    const score = ([other, n]) => (n - 0.5) ** 2 / Math.sqrt(own * this.ofEntity[other].length);
    return [...shared].sort((a, b) => score(b) - score(a) || a[0] - b[0]).slice(0, limit)
      .map(([other, n]) => ({ ...this.entityRef(other), shared: n }));
  }

  papersInRole(i, role) {
    return this.ofEntity[i].filter((statement) => statement[2] === role).length;
  }

  async entity(id) {
    const i = this.number.get(id);
    if (i === undefined) return null;
    const [, , , , mentions, confidence, aliases] = this.entities[i];
    const groups = this.roles.map((role, r) => ({
      role, count: this.papersInRole(i, r),
      items: this.ofEntity[i].filter((s) => s[2] === r).map(([p, , , sure, sentences]) => ({
        paper: this.paperRef(p), confidence: sure,
        evidence: sentences.map((s) => this.evidence(s, new Set([i]))),
      })),
    }));
    return {
      kind: 'entity', ...this.entityRef(i), mentions, confidence, aliases,
      groups: groups.filter(({ count }) => count),
      results: this.results.filter((r) => r[1] === i || r[2] === i || r[3] === i).map((r) => this.resultRow(r)),
      relations: this.relations.filter((r) => r[0] === i || r[2] === i).map((r) => this.relationRow(r)),
      related: this.related(i),
    };
  }

  async paper(id) {
    const p = this.paperNumber.get(id);
    if (p === undefined) return null;
    const [, , , , , , , venue, authors, upvotes, doi, arxiv] = this.papers[p];
    const marks = [];
    const places = this.mentions[p];
    const offset = this.papers[p][1].length + 1;
    for (let k = 0; k < places.length; k += 3) {
      if (places[k + 1] >= offset) {
        const start = places[k + 1] - offset;
        marks.push({ start, end: start + places[k + 2], entity: this.entityRef(places[k]) });
      }
    }
    marks.sort((a, b) => a.start - b.start);
    const groups = this.roles.map((role, r) => ({
      role, entities: this.ofPaper[p].filter((s) => s[2] === r).map((s) => this.entityRef(s[1])),
    }));
    return {
      kind: 'paper', ...this.paperRef(p), venue, authors, upvotes, doi, arxiv,
      abstract: this.papers[p][2] === null ? null : { text: this.papers[p][2], marks },
      groups: groups.filter((group) => group.entities.length),
      results: this.results.filter((r) => r[0] === p).map((r) => this.resultRow(r)),
      relations: this.relations.filter((r) => r[3] === p).map((r) => this.relationRow(r)),
    };
  }

  sharedPapers(a, b) {
    const own = new Set(this.ofEntity[a].map(([p]) => p));
    return this.ofEntity[b].filter(([p]) => own.has(p)).length;
  }

  async tie(idA, idB) {
    const [a, b] = [this.number.get(idA), this.number.get(idB)];
    if (a === undefined || b === undefined || a === b) return null;
    const byPaper = new Map(this.ofEntity[a].map((s) => [s[0], s]));
    const both = this.ofEntity[b].filter(([p]) => byPaper.has(p));
    const near = (i) => new Map(this.related(i, 200).map((ref) => [ref.id, ref]));
    const [nearA, nearB] = [near(a), near(b)];
    const joins = (r) => (r[0] === a && r[2] === b) || (r[0] === b && r[2] === a);
    return {
      kind: 'tie', a: this.entityRef(a), b: this.entityRef(b), shared: this.sharedPapers(a, b),
      papers: both.map((sb) => {
        const sa = byPaper.get(sb[0]);
        const sentences = [...new Set([...sa[4], ...sb[4]])];
        const evidence = sentences.map((s) => ({ ...this.evidence(s, new Set([a, b])) }));
        evidence.sort((x, y) => y.marks.length - x.marks.length);
        return { paper: this.paperRef(sb[0]), roles: [this.roles[sa[2]], this.roles[sb[2]]], evidence: evidence.slice(0, 2) };
      }),
      relations: this.relations.filter(joins).map((r) => this.relationRow(r)),
      results: this.results.filter((r) => [r[1], r[2], r[3]].includes(a) && [r[1], r[2], r[3]].includes(b))
        .map((r) => this.resultRow(r)),
      common: [...nearA.keys()].filter((id) => nearB.has(id))
        .map((id) => ({ ...nearA.get(id), shared: Math.min(nearA.get(id).shared, nearB.get(id).shared) }))
        .sort((x, y) => y.shared - x.shared).slice(0, 16),
    };
  }

  // ---- neighborhoods for the map: entity numbers with the strength of the tie

  async around(id) {
    const i = this.number.get(id);
    return i === undefined ? [] : this.related(i, 60).map((ref) => [this.number.get(ref.id), ref.shared]);
  }

  async membersOf(id) {
    const p = this.paperNumber.get(id);
    return p === undefined ? [] : this.ofPaper[p].map(([, i]) => i);
  }
}
