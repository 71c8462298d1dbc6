// The right side: the chosen entity, paper, or pair, drawn from an answer of the source.

const SHOWN = 6; // papers of one role before "show all"
const ROLE_TITLES = {
  introduces: 'Introduced by', evaluates_on: 'Experiments on it', compares_with: 'Compared with it',
  addresses: 'Addressed by', measures: 'Measured by', uses: 'Used by', mentions: 'Mentioned by',
};
const PAPER_TITLES = {
  introduces: 'Introduces', evaluates_on: 'Evaluates on', compares_with: 'Compares with',
  addresses: 'Addresses', measures: 'Measures', uses: 'Uses', mentions: 'Mentions',
};

// From the head to the tail, and back.
const RELATION_TITLES = {
  outperforms: ['Outperforms', 'Outperformed by'], based_on: ['Builds on', 'Built on it'], solves: ['Made for', 'Methods for it'],
  evaluated_on: ['Evaluated on', 'Evaluated on it'], part_of: ['Part of', 'Parts of it'], variant_of: ['Variant of', 'Variants of it'],
};

// A number of things, or how many of them are shown.
const ofAll = (shown, count) => (shown < count ? `${shown.toLocaleString('en')} of ${count.toLocaleString('en')}` : count);

// Says so where a server sent only the first results or relations of a card.
const cutNote = (card, name) => (card[name].length < (card.counts?.[name] ?? 0)
  ? el('p', { class: 'hint' }, `From the first ${ofAll(card[name].length, card.counts[name])} ${name}.`) : null);

class Cards {
  constructor(actions, served) {
    this.actions = actions; // entity(id), paper(id), compare(id), tieTo(), close()
    this.served = served;
  }

  draw(card) {
    return { entity: () => this.entity(card), paper: () => this.paper(card), tie: () => this.tie(card) }[card.kind]();
  }

  // ---- parts

  chip(ref, extra = null) {
    return el('button', { type: 'button', class: 'chip', title: `${ref.type.name} in ${plural(ref.papers, 'paper')}`, onclick: () => this.actions.entity(ref.id) },
      glyph(ref.type), el('bdi', {}, ref.label), extra === null ? null : el('span', { class: 'count' }, extra.toLocaleString('en')));
  }

  paperLine(paper) {
    const address = safeUrl(paper.url);
    return el('p', { class: 'paper' },
      this.title(paper),
      paper.date ? el('span', { class: 'date' }, paper.date) : null,
      address ? el('a', { href: address, target: '_blank', rel: 'noopener noreferrer', 'aria-label': `Open the paper: ${paper.title.slice(0, 80)}` }, '↗') : null);
  }

  quotes(evidence, paper = null) {
    return evidence.map(({ text, marks }) => el('blockquote', { dir: 'auto' }, marked(text, marks),
      paper ? copyButton('Copy', () => toQuote(text, paper)) : null));
  }

  head(sign, title, ...rest) {
    return el('header', { class: 'card-head' },
      el('h2', { tabindex: '-1' }, sign, el('bdi', {}, title)), ...rest, this.fold(),
      el('button', { type: 'button', class: 'close', 'aria-label': 'Close (Escape)', onclick: () => this.actions.close() }, '✕'));
  }

  // On a phone, the card can be folded to its name, which leaves the view above it to be seen.
  fold() {
    const button = el('button', { type: 'button', class: 'fold', 'aria-label': 'Fold the card', 'aria-expanded': 'true', onclick: () => {
      const folded = document.body.classList.toggle('folded');
      button.setAttribute('aria-expanded', String(!folded));
      button.textContent = folded ? '▴' : '▾';
    } }, '▾');
    return button;
  }

  part(title, count, ...content) {
    return el('section', {}, el('h3', {}, title, count === null ? null : el('span', { class: 'count' }, count.toLocaleString('en'))), ...content);
  }

  // A list that shows its first items and the rest on demand.
  long(items, draw, limit = SHOWN, kind = 'list') {
    const list = el('div', { class: kind }, items.slice(0, limit).map(draw));
    if (items.length <= limit) return list;
    const more = el('button', {
      type: 'button', class: 'plain', onclick: () => {
        more.replaceWith(...items.slice(limit).map(draw));
      },
    }, `Show all ${items.length}`);
    list.append(more);
    return list;
  }

  // The first rows of `count`; a server sends only so many.
  results(rows, without = null, count = rows.length) {
    if (!rows.length) return null;
    const shown = rows.slice(0, 200);
    const cell = (ref) => (ref === null ? '–' : ref.id === without ? ref.label : this.link(ref));
    return this.part('Results', ofAll(shown.length, count), resultTable(shown, this, ['Subject', 'Benchmark', 'Metric', 'Value'],
      (row) => [cell(row.subject), cell(row.benchmark), cell(row.metric), changed(row)]));
  }

  title(paper) {
    return el('button', { type: 'button', class: 'title', onclick: () => this.actions.paper(paper.id) }, el('bdi', {}, paper.title));
  }

  link(ref) {
    return el('button', { type: 'button', class: 'title', onclick: () => this.actions.entity(ref.id) }, el('bdi', {}, ref.label));
  }

  // Relations by kind and direction, the names first and the evidence on demand; `own` is the entity whose card this is.
  relations(rows, own = null, count = rows.length) {
    const groups = new Map();
    for (const row of rows) {
      const inward = own !== null && row.tail.id === own;
      const title = (RELATION_TITLES[row.relation] ?? [words(row.relation), `${words(row.relation)} (of it)`])[inward ? 1 : 0];
      if (!groups.has(title)) groups.set(title, []);
      groups.get(title).push({ ...row, other: own === null ? null : inward ? row.head : row.tail });
    }
    const order = Object.values(RELATION_TITLES).flat();
    const parts = [...groups].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b)).map(([title, items]) => this.relationGroup(title, items, own));
    return rows.length < count ? [el('p', { class: 'hint' }, `Relations: ${ofAll(rows.length, count)}`), ...parts] : parts;
  }

  relationGroup(title, rows, own) {
    const line = (r) => el('div', { class: 'item' },
      el('p', {}, this.link(r.head), el('em', {}, ` ${words(r.relation)} `), this.link(r.tail)),
      r.evidence ? this.quotes([r.evidence], r.paper) : null, this.paperLine(r.paper));
    const dated = [...rows].sort((a, b) => ((b.paper.date ?? '') > (a.paper.date ?? '') ? 1 : -1));
    if (own === null) return this.part(`${title.charAt(0).toUpperCase()}${title.slice(1)}`, rows.length, this.long(dated, line, 3));
    const papers = new Map();
    for (const { other, paper } of dated) {
      const known = papers.get(other.id) ?? { other, papers: new Set(), date: paper.date ?? '' };
      known.papers.add(paper.id);
      papers.set(other.id, known);
    }
    const names = [...papers.values()].sort((a, b) => b.papers.size - a.papers.size || (a.date < b.date ? 1 : a.date > b.date ? -1 : 0));
    const list = this.long(names, ({ other, papers: { size } }) => this.chip(other, size > 1 ? size : null), 12, 'chips');
    return this.part(title, names.length, list, el('details', { class: 'more' }, el('summary', {}, 'Evidence'), this.long(dated, line)));
  }

  item(item) {
    return el('div', { class: 'item' }, this.paperLine(item.paper), this.quotes(item.evidence.slice(0, 3), item.paper));
  }

  // The same thing elsewhere: a served page as linked data and in SPARQL, and this view's own address.
  links(id) {
    const place = id.replace(':', '/');
    return [copyButton('Copy link', () => location.href), this.served ? el('a', { href: `page/${/^(method|model|benchmark|software|task|metric):/.test(id) ? place : `paper/${encodeURIComponent(id)}`}` }, 'Linked data') : null];
  }

  // ---- cards

  entity(card) {
    const { type } = card;
    return el('article', {},
      this.head(glyph(type), card.label),
      el('p', { class: 'facts' }, `${type.name} · ${plural(card.papers, 'paper')} · ${plural(card.mentions, 'mention')} · confidence ${card.confidence.toFixed(2)}`),
      card.groups.length ? null : el('p', { class: 'hint' }, 'Its papers are not in this file.'),
      card.aliases.length ? el('p', { class: 'aliases' }, 'Also: ', card.aliases.slice(0, 12).map((alias, i) => [i ? ', ' : '', el('bdi', {}, alias)]), card.aliases.length > 12 ? ` and ${card.aliases.length - 12} more` : null) : null,
      el('p', { class: 'picks' }, el('button', { type: 'button', class: 'plain', onclick: () => this.actions.tieTo() }, 'What ties it to…'),
        el('button', { type: 'button', class: 'plain', onclick: () => this.actions.compare(card.id) }, 'Compare'), this.links(card.id)),
      this.relations(card.relations, card.id, card.counts?.relations),
      this.results(card.results, card.id, card.counts?.results),
      card.groups.map(({ role, count, items }) => this.part(ROLE_TITLES[role], ofAll(items.length, count), this.long(items, (item) => this.item(item)))),
      card.related.length ? this.part('Related', null, el('p', { class: 'hint' }, 'with the number of papers shared'), el('div', { class: 'chips' }, card.related.map((ref) => this.chip(ref, ref.shared)))) : null);
  }

  paper(card) {
    const address = addressOf(card);
    const facts = [card.authors.slice(0, 6).join(', ') + (card.authors.length > 6 ? ' and others' : ''), card.date, card.venue].filter(Boolean);
    return el('article', {},
      this.head(el('span', { class: 'paper-sign', 'aria-hidden': 'true' }, '❐'), card.title),
      facts.length ? el('p', { class: 'facts' }, el('bdi', {}, facts.join(' · '))) : null,
      address ? el('p', {}, el('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, 'Open the paper ↗'))
        : el('p', {}, 'Look for it at ', lookups(card).map(([name, place], i) => [i ? ', ' : '', el('a', { href: place, target: '_blank', rel: 'noopener noreferrer' }, name)])),
      el('p', { class: 'picks' }, copyButton('BibTeX', () => toBibtex(card)), copyButton('RIS', () => toRis(card)),
        el('button', { type: 'button', class: 'plain', onclick: () => this.actions.compare(card.id) }, 'Compare'), this.links(card.id)),
      card.groups.map(({ role, entities: refs }) => this.part(PAPER_TITLES[role], null, el('div', { class: 'chips' }, refs.map((ref) => this.chip(ref, ref.papers))))),
      this.results(card.results, null, card.counts?.results),
      card.abstract ? this.part('Abstract', null, this.abstract(card.abstract)) : null,
      this.relations(card.relations, null, card.counts?.relations));
  }

  abstract({ text, marks }) {
    const parts = [];
    let at = 0;
    for (const { start, end, entity } of marks) {
      if (start < at) continue;
      const open = (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return; // to a tab of its own
        event.preventDefault();
        this.actions.entity(entity.id);
      };
      parts.push(text.slice(at, start), el('mark', { title: `${entity.type.name}: ${entity.label}`, style: `--type:${entity.type.color}` },
        el('a', { href: `#entity=${encodeURIComponent(entity.id)}`, onclick: open }, text.slice(start, end))));
      at = end;
    }
    parts.push(text.slice(at));
    return el('p', { class: 'abstract', dir: 'auto' }, parts);
  }

  // How two entities that share no paper hang together: a chain of papers, each with its evidence.
  path(steps) {
    return this.part('How they hang together', plural(steps.length, 'step'), el('ol', { class: 'path' }, steps.map(({ a, b, paper, evidence }) =>
      el('li', {}, el('p', {}, this.link(a), ' and ', this.link(b), ' meet in'), this.paperLine(paper), this.quotes(evidence, paper)))));
  }

  tie(card) {
    const { a, b, papers } = card;
    const item = ({ paper, roles, evidence }) => el('div', { class: 'item' }, this.paperLine(paper),
      el('p', { class: 'facts' }, `${words(roles[0])} ${a.label} · ${words(roles[1])} ${b.label}`), this.quotes(evidence, paper));
    return el('article', {},
      this.head(null, 'What ties them'),
      el('div', { class: 'chips' }, this.chip(a, a.papers), this.chip(b, b.papers)),
      card.shared ? this.part('Papers with both', ofAll(papers.length, card.shared), this.long(papers, item)) : el('p', {}, papers.length ? null : card.path?.length === 0 ? 'No paper names both, and no chain of papers joins them.' : 'No paper names both.'),
      card.path?.length ? this.path(card.path) : null,
      this.relations(card.relations, null, card.counts?.relations),
      this.results(card.results, null, card.counts?.results),
      card.common.length ? this.part('Near both', null, el('div', { class: 'chips' }, card.common.map((ref) => this.chip(ref, ref.shared)))) : null);
  }
}
