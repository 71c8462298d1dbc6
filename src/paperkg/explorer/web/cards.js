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

class Cards {
  constructor(actions) {
    this.actions = actions; // entity(id), paper(id), tie(id), compare(), close()
  }

  draw(card) {
    return { entity: () => this.entity(card), paper: () => this.paper(card), tie: () => this.tie(card) }[card.kind]();
  }

  // ---- parts

  chip(ref, extra = null) {
    return el('button', { type: 'button', class: 'chip', title: `${ref.type.name} in ${plural(ref.papers, 'paper')}`, onclick: () => this.actions.entity(ref.id) },
      glyph(ref.type), el('bdi', {}, ref.label), extra === null ? null : el('span', { class: 'count' }, String(extra)));
  }

  paperLine(paper) {
    const address = safeUrl(paper.url);
    return el('p', { class: 'paper' },
      el('button', { type: 'button', class: 'title', onclick: () => this.actions.paper(paper.id) }, el('bdi', {}, paper.title)),
      paper.date ? el('span', { class: 'date' }, paper.date) : null,
      address ? el('a', { href: address, target: '_blank', rel: 'noopener noreferrer', 'aria-label': `Open the paper: ${paper.title.slice(0, 80)}` }, '↗') : null);
  }

  quotes(evidence) {
    return evidence.map(({ text, marks }) => el('blockquote', { dir: 'auto' }, marked(text, marks)));
  }

  head(sign, title, ...rest) {
    return el('header', { class: 'card-head' },
      el('h2', { tabindex: '-1' }, sign, el('bdi', {}, title)), ...rest,
      el('button', { type: 'button', class: 'close', 'aria-label': 'Close (Escape)', onclick: () => this.actions.close() }, '✕'));
  }

  part(title, count, ...content) {
    return el('section', {}, el('h3', {}, title, count === null ? null : el('span', { class: 'count' }, String(count))), ...content);
  }

  // A list that shows its first items and the rest on demand.
  long(items, draw, limit = SHOWN) {
    const list = el('div', { class: 'list' }, items.slice(0, limit).map(draw));
    if (items.length <= limit) return list;
    const more = el('button', {
      type: 'button', class: 'plain', onclick: () => {
        more.replaceWith(...items.slice(limit).map(draw));
      },
    }, `Show all ${items.length}`);
    list.append(more);
    return list;
  }

  results(rows, without = null) {
    if (!rows.length) return null;
    const cell = (ref) => el('td', {}, ref === null ? '–' : ref.id === without ? el('bdi', {}, ref.label) : this.link(ref));
    const row = (r) => el('tr', {},
      cell(r.subject), cell(r.benchmark), cell(r.metric),
      el('td', { class: 'value' }, el('b', {}, r.value), r.kind === 'absolute' ? null : el('small', {}, ` ${r.kind}`)),
      el('td', {}, el('details', {}, el('summary', { 'aria-label': 'Evidence' }, '❝'), this.quotes([r.evidence]), this.paperLine(r.paper))));
    return this.part('Results', rows.length, el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Results' }, el('table', {},
      el('thead', {}, el('tr', {}, ['Subject', 'Benchmark', 'Metric', 'Value'].map((name) => el('th', { scope: 'col' }, name)), el('td', {}))),
      el('tbody', {}, rows.slice(0, 200).map(row)))));
  }

  link(ref) {
    return el('button', { type: 'button', class: 'title', onclick: () => this.actions.entity(ref.id) }, el('bdi', {}, ref.label));
  }

  relations(rows) {
    if (!rows.length) return null;
    const line = (r) => el('div', { class: 'item' },
      el('p', {}, this.link(r.head), el('em', {}, ` ${words(r.relation)} `), this.link(r.tail)),
      r.evidence ? this.quotes([r.evidence]) : null, this.paperLine(r.paper));
    return this.part('Relations', rows.length, this.long(rows, line));
  }

  // ---- cards

  entity(card) {
    const { type } = card;
    return el('article', {},
      this.head(glyph(type), card.label),
      el('p', { class: 'facts' }, `${type.name} · ${plural(card.papers, 'paper')} · ${plural(card.mentions, 'mention')} · confidence ${card.confidence.toFixed(2)}`),
      card.groups.length ? null : el('p', { class: 'hint' }, 'Its papers are not in this file.'),
      card.aliases.length ? el('p', { class: 'aliases' }, 'Also: ', card.aliases.slice(0, 12).map((alias, i) => [i ? ', ' : '', el('bdi', {}, alias)]), card.aliases.length > 12 ? ` and ${card.aliases.length - 12} more` : null) : null,
      el('p', {}, el('button', { type: 'button', class: 'plain', onclick: () => this.actions.compare() }, 'What ties it to…')),
      card.groups.map(({ role, count, items }) => this.part(ROLE_TITLES[role], items.length < count ? `${items.length} of ${count.toLocaleString('en')}` : count, this.long(items, (item) => el('div', { class: 'item' }, this.paperLine(item.paper), this.quotes(item.evidence.slice(0, 3)))))),
      this.results(card.results, card.id),
      this.relations(card.relations),
      card.related.length ? this.part('Related', null, el('p', { class: 'hint' }, 'with the number of papers shared'), el('div', { class: 'chips' }, card.related.map((ref) => this.chip(ref, ref.shared)))) : null);
  }

  paper(card) {
    const address = safeUrl(card.url);
    const facts = [card.authors.slice(0, 6).join(', ') + (card.authors.length > 6 ? ' and others' : ''), card.date, card.venue].filter(Boolean);
    return el('article', {},
      this.head(el('span', { class: 'paper-sign', 'aria-hidden': 'true' }, '❐'), card.title),
      facts.length ? el('p', { class: 'facts' }, el('bdi', {}, facts.join(' · '))) : null,
      address ? el('p', {}, el('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, 'Open the paper ↗')) : null,
      card.groups.map(({ role, entities: refs }) => this.part(PAPER_TITLES[role], null, el('div', { class: 'chips' }, refs.map((ref) => this.chip(ref, ref.papers))))),
      this.results(card.results),
      card.abstract ? this.part('Abstract', null, this.abstract(card.abstract)) : null,
      this.relations(card.relations));
  }

  abstract({ text, marks }) {
    const parts = [];
    let at = 0;
    for (const { start, end, entity } of marks) {
      if (start < at) continue;
      parts.push(text.slice(at, start), el('mark', { title: `${entity.type.name}: ${entity.label}`, style: `--type:${entity.type.color}` }, text.slice(start, end)));
      at = end;
    }
    parts.push(text.slice(at));
    return el('p', { class: 'abstract', dir: 'auto' }, parts);
  }

  tie(card) {
    const { a, b, papers } = card;
    const item = ({ paper, roles, evidence }) => el('div', { class: 'item' }, this.paperLine(paper),
      el('p', { class: 'facts' }, `${words(roles[0])} ${a.label} · ${words(roles[1])} ${b.label}`), this.quotes(evidence));
    return el('article', {},
      this.head(null, 'What ties them'),
      el('div', { class: 'chips' }, this.chip(a, a.papers), this.chip(b, b.papers)),
      card.shared ? this.part('Papers with both', papers.length < card.shared ? `${papers.length} of ${card.shared.toLocaleString('en')}` : card.shared, this.long(papers, item)) : el('p', {}, papers.length ? '' : 'No paper names both.'),
      this.relations(card.relations),
      this.results(card.results),
      card.common.length ? this.part('Near both', null, el('div', { class: 'chips' }, card.common.map((ref) => this.chip(ref, ref.shared)))) : null);
  }
}
