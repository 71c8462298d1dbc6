// The source of a served explorer: the overview comes with the page, the rest is asked for.

class RemoteSource extends BackboneSource {
  constructor(payload) {
    super(payload);
    this.typeNamed = new Map(this.types.map((type) => [type.name, type]));
    this.answers = new Map();
  }

  leftOut() {
    const count = (n) => n.toLocaleString('en');
    return this.mapped < this.totals.entities
      ? `The map shows the ${count(this.mapped)} most informative of ${count(this.totals.entities)} entities and what is near the chosen one. Search finds all, in ${count(this.totals.papers)} papers.`
      : '';
  }

  // One answer of the server, kept; `type` in it becomes the type's color and shape.
  ask(path, parameters) {
    const address = `api/${path}?${new URLSearchParams(parameters)}`;
    if (!this.answers.has(address)) {
      const revive = (key, value) => (key === 'type' && this.typeNamed.has(value) ? this.typeNamed.get(value) : value);
      const answer = fetch(address).then(async (response) => {
        if (!response.ok && response.status !== 404) throw new Error(`the server answered with status ${response.status}`);
        return JSON.parse(await response.text(), revive);
      });
      this.answers.set(address, answer);
      answer.catch(() => this.answers.delete(address)); // asked again at the next try
      if (this.answers.size > 300) this.answers.delete(this.answers.keys().next().value);
    }
    return this.answers.get(address);
  }

  // The number of an entity, which it gets when it is first met.
  numberOf(ref) {
    if (!this.number.has(ref.id)) {
      this.number.set(ref.id, this.entities.length);
      this.entities.push([ref.id, ref.label, this.types.indexOf(ref.type), ref.papers, 0, 0, []]);
    }
    return this.number.get(ref.id);
  }

  async search(query, limit = 12) {
    return query.trim() ? this.ask('search', { q: query, limit }) : [];
  }

  async entity(id, papers = null) {
    const card = await this.ask('entity', papers === null ? { id } : { id, papers });
    if (card) this.numberOf(card);
    return card;
  }

  async paper(id) {
    return this.ask('paper', { id });
  }

  async tie(a, b) {
    const card = await this.ask('tie', { a, b });
    if (card) [card.a, card.b].forEach((ref) => this.numberOf(ref));
    return card;
  }

  async around(id) {
    const near = await this.ask('near', { id });
    return near.map((ref) => [this.numberOf(ref), ref.shared]);
  }

  async membersOf(id) {
    const card = await this.paper(id);
    return card ? card.groups.flatMap(({ entities: refs }) => refs.map((ref) => this.numberOf(ref))) : [];
  }

  async meets(id, type, years = null) {
    return this.ask('meets', years === null ? { id, type } : { id, type, years: years.join('-') });
  }

  async introduced(since) {
    return this.ask('introduced', { since });
  }

  async path(a, b) {
    return this.ask('path', { a, b });
  }

  async paperList(filter, ids, { from, to, sort, down, offset }) {
    return this.ask('papers', [...ids.map((id) => ['id', id]), ...(from ? [['from', from]] : []), ...(to ? [['to', to]] : []),
      ...(filter.years ? [['years', filter.years.join('-')]] : []), ['sort', sort], ...(down ? [] : [['up', '']]), ['offset', offset]]);
  }

  scope(view) {
    return view === 'papers' ? 'The filter of years applies.' : super.scope(view);
  }

  hasPaper(id) {
    return !this.types.some(({ name }) => id.startsWith(`${name.toLowerCase()}:`));
  }

  async benchmarks() {
    return this.ask('benchmarks', {});
  }

  async leaderboard(id) {
    return this.ask('leaderboard', { id });
  }

  async trends(filter, ids, by, limit) {
    const own = await super.trends(filter, [], by, limit);
    if (!ids.length) return own;
    const points = await this.ask('trends', [...ids.map((id) => ['id', id]), ['by', by]]);
    const { years } = filter;
    return { ...own, points: points.filter(({ period }) => years === null || (Number(period.slice(0, 4)) >= years[0] && Number(period.slice(0, 4)) <= years[1])) };
  }
}
