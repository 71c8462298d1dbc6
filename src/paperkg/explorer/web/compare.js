// Up to eight papers, methods or models side by side.

const MOST_COMPARED = 8;

class CompareView extends View {
  items(value) {
    return [...new Set((value.own.items ?? '').split('|').filter(Boolean))].slice(0, MOST_COMPARED);
  }

  async draw(value) {
    const ids = this.items(value);
    const isPaper = (id) => this.source.hasPaper(id);
    const cards = (await Promise.all(ids.map((id) => (isPaper(id) ? this.source.paper(id) : this.source.entity(id))))).filter(Boolean);
    const add = this.entityPicker('Add', null, null, (ref) => this.actions.own({ items: [...ids, ref.id].slice(0, MOST_COMPARED).join('|') }));
    const head = [el('h2', {}, 'Compare'), el('p', { class: 'hint' }, 'Two to eight papers, methods or models side by side. Add them here, or by the button on a card.'),
      ids.length < MOST_COMPARED ? el('div', { class: 'picks' }, add) : null];
    if (!cards.length) return [...head, el('p', {}, 'Nothing is being compared yet.')];
    const rows = this.rows(cards);
    const name = (card) => (card.kind === 'paper' ? card.title : card.label);
    const plain = [['', ...cards.map(name)], rows.map(([title, cells]) => [title, ...cells.map((items) => items.map((item) => item.text).join('; '))])];
    const drop = (card) => el('button', { type: 'button', class: 'close', 'aria-label': `Take ${name(card)} out`, onclick: () => this.actions.own({ items: ids.filter((id) => id !== card.id).join('|') }) }, '✕');
    const cell = (items, i) => el('td', { 'data-label': name(cards[i]) }, items.length ? items.map((item) => el('div', {}, item.ref ? this.actions.link(item.ref) : item.text)) : '–');
    const table = el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Comparison' }, el('table', { class: 'compare stack' },
      el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, el('span', { class: 'unseen' }, 'Property')), cards.map((card) => el('th', { scope: 'col' }, card.kind === 'paper' ? this.actions.title(card) : this.actions.link(card), drop(card))))),
      el('tbody', {}, rows.map(([title, cells]) => el('tr', {}, el('th', { scope: 'row' }, title), cells.map(cell))))));
    return [...head, table, el('p', { class: 'picks' }, downloadButton('CSV', 'comparison.csv', () => toCsv(...plain), 'text/csv'),
      copyButton('Copy Markdown', () => toMarkdown(...plain)), copyButton('Copy LaTeX', () => toLatex(...plain)))];
  }

  // What is said of each: a title and, for each card, a list of {text, ref}.
  rows(cards) {
    const ref = (item) => ({ text: item.label, ref: item });
    const unique = (refs) => [...new Map(refs.map((item) => [item.id, ref(item)])).values()];
    const inPaper = (card, roles, kinds = null) => card.groups.filter(({ role }) => roles.includes(role)).flatMap(({ entities: refs }) => refs.filter((item) => kinds === null || kinds.includes(item.type.name)));
    const said = (card, relation) => card.relations.filter((r) => r.relation === relation && (card.kind === 'paper' || r.head.id === card.id)).map((r) => r.tail);
    const near = (card, kind) => (card.related ?? []).filter(({ type }) => type.name === kind).slice(0, 5);
    const every = [
      ['Kind', (card) => [{ text: card.kind === 'paper' ? 'Paper' : card.type.name }]],
      ['Date', (card) => (card.kind === 'paper' ? [{ text: card.date ?? 'not dated' }] : [])],
      ['Papers', (card) => (card.kind === 'paper' ? [] : [{ text: String(card.papers) }])],
      ['Tasks', (card) => (card.kind === 'paper' ? unique(inPaper(card, ['addresses', 'uses', 'mentions', 'introduces'], ['Task'])) : unique([...said(card, 'solves'), ...near(card, 'Task')]))],
      ['Benchmarks', (card) => (card.kind === 'paper' ? unique(inPaper(card, ['evaluates_on'], ['Benchmark'])) : unique([...said(card, 'evaluated_on'), ...near(card, 'Benchmark')]))],
      ['Introduces', (card) => (card.kind === 'paper' ? unique(inPaper(card, ['introduces'])) : [])],
      ['Builds on', (card) => unique(said(card, 'based_on'))],
      ['Outperforms', (card) => unique(said(card, 'outperforms'))],
      ['Results', (card) => card.results.filter((r) => card.kind === 'paper' || r.subject?.id === card.id).slice(0, 30)
        .map((r) => ({ text: [r.before ? `${r.before} →` : null, r.value, r.metric?.label, r.benchmark ? `on ${r.benchmark.label}` : null].filter(Boolean).join(' ') }))],
    ];
    return every.map(([title, find]) => [title, cards.map(find)]).filter(([, cells]) => cells.some((items) => items.length));
  }
}
