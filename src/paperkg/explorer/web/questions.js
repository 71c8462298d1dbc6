// The cookbook in words: a question, pickers, the answer, and the SPARQL that asks the same of the whole graph.

class QuestionsView extends View {
  constructor(source, actions) {
    super(source, actions);
    this.answers = {
      'outperformed-by': (entity) => this.outperformed(entity),
      'evaluated-on': (benchmark) => this.evaluated(benchmark),
      'methods-for-task': (task) => this.methods(task),
      'new-since': (since) => this.introduced(since),
      'in-common': (first, second) => this.inCommon(first, second),
      'models-by-month': () => this.models(),
    };
    this.asked = this.source.recipes.filter(({ name }) => name in this.answers);
  }

  async draw(value) {
    this.value = value;
    const recipe = this.asked.find(({ name }) => name === value.own.question) ?? this.asked[0];
    const picked = await Promise.all(recipe.parameters.map((parameter, k) => this.picked(parameter, value, k)));
    const list = el('div', { class: 'questions', role: 'group', 'aria-label': 'Questions' }, this.asked.map((item) => el('button', {
      type: 'button', class: 'plain', 'aria-pressed': String(item === recipe), onclick: () => this.actions.choose('question', item.name),
    }, item.title)));
    const head = [el('h2', {}, 'Questions'), list, el('p', { class: 'question' }, recipe.question),
      value.years === null ? null : el('p', { class: 'hint' }, recipe.name === 'in-common' ? 'The filter of years does not apply to this question.' : this.yearsNote(value).trim())];
    const pickers = recipe.parameters.map((parameter, k) => this.picker(parameter, k, picked[k]));
    const form = pickers.length ? el('div', { class: 'picks' }, pickers) : null;
    const missing = picked.findIndex((item) => item === null);
    const answer = missing >= 0 ? [el('p', {}, `Pick ${article(recipe.parameters[missing].kind)} to get an answer.`)]
      : await this.answers[recipe.name](...picked);
    return [...head, form, el('div', { id: 'answer' }, answer), this.sparql(recipe, picked)];
  }

  // What is picked for a parameter: an entity in short, or a day; null where nothing is.
  async picked(parameter, value, k) {
    const given = value.own[`q${k}`];
    if (parameter.kind === 'Date') return given ?? parameter.default;
    const fits = (ref) => ref && (parameter.kind === 'Entity' || ref.type.name === parameter.kind);
    const chosen = given ?? this.chosen(value)[k];
    const card = chosen ? await this.source.entity(chosen) : null;
    if (fits(card)) return card;
    if (given !== undefined) return null;
    return (await this.source.search(parameter.default)).find((item) => !item.paper && fits(item)) ?? null;
  }

  picker({ name, kind }, k, picked) {
    const named = words(kind === 'Entity' ? name : kind);
    const label = kind === 'Date' ? 'Since' : named.charAt(0).toUpperCase() + named.slice(1);
    if (kind === 'Date') {
      return el('label', { class: 'pick' }, `${label} `, el('input', { type: 'date', value: picked, onchange: (event) => event.target.value && this.actions.choose(`q${k}`, event.target.value) }));
    }
    return this.entityPicker(label, kind === 'Entity' ? null : kind, picked, (ref) => this.actions.choose(`q${k}`, ref.id));
  }

  sparql(recipe, picked) {
    const text = recipe.parameters.reduce((sparql, { name, default: value }, k) => {
      const own = picked[k]?.label ?? (typeof picked[k] === 'string' ? picked[k] : value);
      return sparql.replace(`VALUES ?${name} { ${JSON.stringify(value)} }`, () => `VALUES ?${name} { ${JSON.stringify(own)} }`);
    }, recipe.sparql);
    const typed = recipe.parameters.map(({ name }, k) => ` ${name}=${JSON.stringify(picked[k]?.label ?? picked[k] ?? '')}`).join('');
    return el('details', { class: 'more sparql' }, el('summary', {}, 'The same in SPARQL'),
      el('pre', { tabindex: '0', 'aria-label': 'SPARQL' }, text), copyButton('Copy SPARQL', () => text),
      el('pre', { tabindex: '0', 'aria-label': 'Command' }, `paperkg query DIR --name ${recipe.name}${typed}`));
  }

  // ---- answers

  async outperformed(entity) {
    const card = await this.source.entity(entity.id);
    const rows = card.relations.filter((r) => r.relation === 'outperforms' && r.tail.id === entity.id && this.inYears(this.value, r.paper));
    rows.sort((a, b) => ((b.paper.date ?? '') > (a.paper.date ?? '') ? 1 : -1));
    if (!rows.length) return [el('p', {}, `No paper here says that something beats ${entity.label}.`)];
    return [this.count(rows.length, 'claim'), cutNote(card, 'relations'), claimTable(rows, this.actions, ['Better', 'Paper', 'Date', 'Confidence'],
      (r) => [this.actions.link(r.head), this.actions.title(r.paper), r.paper.date ?? 'not dated', r.confidence.toFixed(2)])];
  }

  async evaluated(benchmark) {
    const card = await this.source.entity(benchmark.id, 500);
    const results = card.results.filter((r) => r.benchmark?.id === benchmark.id && this.inYears(this.value, r.paper));
    const reported = new Set(results.map((r) => r.paper.id));
    const others = card.groups.find(({ role }) => role === 'evaluates_on')?.items.filter(({ paper }) => !reported.has(paper.id) && this.inYears(this.value, paper)) ?? [];
    if (!results.length && !others.length) return [el('p', {}, `No paper here evaluates on ${benchmark.label}.`)];
    const table = results.length ? resultTable(results, this.actions, ['Paper', 'Date', 'Subject', 'Metric', 'Value', 'Confidence'], (r) => [
      this.actions.title(r.paper), r.paper.date ?? 'not dated', r.subject ? this.actions.link(r.subject) : 'not stated', r.metric ? this.actions.link(r.metric) : 'not stated', changed(r), r.confidence.toFixed(2)]) : null;
    return [this.count(reported.size + others.length, 'paper'), cutNote(card, 'results'), table,
      others.length ? el('section', {}, el('h3', {}, 'Without a number'), this.actions.long(others, (item) => this.actions.item(item))) : null];
  }

  async methods(task) {
    const rows = await this.source.meets(task.id, 'Method', this.value.years);
    if (!rows.length) return [el('p', {}, `No paper here names a method together with ${task.label}.`)];
    return [this.count(rows.length, 'method'), this.table(['Method', 'Papers with both', 'New in'], rows.map(({ ref, papers, introducing }) => [
      this.actions.link(ref), papers.toLocaleString('en'), introducing ? introducing.toLocaleString('en') : '–']))];
  }

  async introduced(since) {
    const rows = (await this.source.introduced(since)).filter(({ paper }) => this.inYears(this.value, paper));
    if (!rows.length) return [el('p', {}, `No paper here introduces anything since ${since}.`)];
    return [this.count(rows.length, 'name'), claimTable(rows, this.actions, ['Date', 'New', 'Type', 'Paper'],
      ({ ref, paper }) => [paper.date, this.actions.link(ref), ref.type.name, this.actions.title(paper)])];
  }

  async inCommon(first, second) {
    const card = first.id === second.id ? null : await this.source.tie(first.id, second.id);
    if (!card) return [el('p', {}, 'Pick two different entities.')];
    return [this.count(card.shared, 'paper'), this.actions.draw(card)];
  }

  async models() {
    const { points } = await this.source.trends({ types: new Set(['Model']), roles: new Set(this.source.roles), years: this.value.years, confidence: 0 }, [], 'month', 1000);
    if (!points.length) return [el('p', {}, 'No dated paper names a model.')];
    const rows = points.sort((a, b) => (a.period < b.period ? 1 : a.period > b.period ? -1 : b.papers - a.papers));
    return [this.table(['Month', 'Model', 'Papers'], rows.slice(0, 400).map(({ period, ref, papers }) => [period, this.actions.link(ref), String(papers)]))];
  }

  count(number, noun) {
    return el('p', { class: 'hint', role: 'status' }, plural(number, noun));
  }
}

const article = (kind) => ({ Date: 'a day', Entity: 'an entity' })[kind] ?? `a ${kind.toLowerCase()}`;
