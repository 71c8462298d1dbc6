// Puts the parts together: a change of state, a new drawing.

const VIEWS = new Map([['questions', ['Questions', QuestionsView]], ['papers', ['Papers', PapersView]], ['results', ['Results', ResultsView]], ['trends', ['Trends', TrendsView]], ['matrix', ['Co-occurrence', MatrixView]], ['compare', ['Compare', CompareView]]]);
const byId = (id) => document.getElementById(id);
const data = (id) => JSON.parse(byId(id).textContent);

class Explorer {
  constructor() {
    const payload = data('payload');
    this.source = new { whole: Source, backbone: BackboneSource, served: RemoteSource }[payload.mode](payload);
    this.bounds = {
      years: this.source.years(),
      papers: Math.max(20, 3 * payload.min_papers),
    };
    this.state = new State({
      types: payload.types.map((t) => t.name), shownTypes: payload.types.map((t) => t.name).filter((name) => name !== 'Metric'), roles: payload.roles, papers: payload.min_papers, bounds: this.bounds.years,
    });
    this.comparing = false;
    this.cards = new Cards({
      entity: (id) => this.chooseEntity(id), paper: (id) => this.state.set({ paper: id, entity: null, second: null }),
      tieTo: () => this.tieTo(), compare: (id) => this.compare(id), close: () => this.back(),
    }, payload.served);
    this.search = new Search(byId('search'), this.source, (item, second) =>
      item.paper ? this.state.set({ paper: item.id, entity: null, second: null }) : this.chooseEntity(item.id, second));
    this.filters = new Filters(byId('filters'), this.source, this.state, this.bounds);
    this.map = new GraphMap(byId('map'), this.source, { nodes: data('vis-nodes'), edges: data('vis-edges'), options: data('vis-options') },
      {
        entity: (node, second) => this.chooseEntity(this.source.entities[node][0], second),
        tie: (a, b) => this.state.set({ entity: this.source.entities[a][0], second: this.source.entities[b][0], paper: null }),
      });
    const actions = {
      choose: (name, key) => this.chooseOwn({ [name]: key }), own: (change) => this.chooseOwn(change), reset: () => this.reset(), width: () => byId('stage').clientWidth,
      tie: (a, b) => this.state.set({ entity: a, second: b, paper: null }),
      chip: (ref) => this.cards.chip(ref), link: (ref) => this.cards.link(ref), title: (paper) => this.cards.title(paper),
      quotes: (evidence) => this.cards.quotes(evidence), paperLine: (paper) => this.cards.paperLine(paper),
      item: (item) => this.cards.item(item), long: (...given) => this.cards.long(...given), draw: (card) => this.cards.draw(card),
    };
    this.views = new Map([...VIEWS].map(([name, [, Kind]]) => [name, new Kind(this.source, actions)]));
    this.legend = new Legend(byId('stage'), this.source, (members) => this.map.focusOn(members));
    this.corpus = payload.corpus;
    this.tools();
    this.tabs();
    this.theme();
    this.keys();
    this.state.listen((value, before) => { this.drawing = this.render(value, before); });
  }

  async start() {
    await this.render(this.state.value, null);
    this.ready = true;
    byId('fold').open = !narrow();
    byId('about').textContent = this.corpus.about;
    byId('notice').textContent = this.source.partial ? this.source.leftOut() : '';
    document.documentElement.dataset.ready = 'yes';
  }

  // ---- choices

  chooseEntity(id, second = false) {
    const { entity } = this.state.value;
    if ((second || this.comparing) && entity && entity !== id) this.state.set({ second: id, paper: null });
    else this.state.set({ entity: id, second: null, paper: null });
    this.comparing = false;
    this.banner(null);
  }

  // A choice within a view. A benchmark that is picked takes the place of a chosen one.
  chooseOwn(change) {
    const own = { ...this.state.value.own, ...change };
    this.state.set('board' in change ? { own, entity: null, second: null } : { own });
  }

  reset() {
    this.filters.clear();
    this.state.set({ entity: null, second: null, paper: null, own: {} });
  }

  // Adds an entity or paper to those compared, and shows them.
  compare(id) {
    const items = [...new Set([...(this.state.value.own.items ?? '').split('|').filter(Boolean), id])].slice(-8).join('|');
    this.state.set({ view: 'compare', own: { ...this.state.value.own, items } });
  }

  tieTo() {
    this.comparing = true;
    this.banner('Choose a second entity, on the map or by search.');
    this.search.input.focus();
  }

  back() {
    const { second } = this.state.value;
    this.banner(null);
    if (this.comparing) this.comparing = false;
    else this.state.set(second ? { second: null } : { entity: null, paper: null });
  }

  banner(text, label = null, action = null) {
    byId('banner').hidden = text === null;
    byId('banner').replaceChildren(text ?? '', ...(label && text ? [' ', el('button', { type: 'button', class: 'plain', onclick: action }, label)] : []));
  }

  // ---- drawing

  async render(value, before) {
    const filter = ['types', 'roles', 'years', 'confidence', 'papers'];
    const refilter = before === null || filter.some((name) => value[name] !== before[name]);
    const rechoose = before === null || ['entity', 'second', 'paper'].some((name) => value[name] !== before[name]);
    if (refilter) this.found = await this.source.filtered(value);
    if (value !== this.state.value) return;
    if (refilter) {
      this.filters.render(value, this.found);
      this.summarize();
      this.list();
    }
    if (rechoose) await this.panel(value);
    const anew = rechoose || refilter || value.view !== before?.view;
    if (anew || value.own !== before?.own) await this.tryView(value);
    if (anew) await this.draw(value, before, rechoose);
  }

  async view(value) {
    const onMap = !VIEWS.has(value.view);
    for (const tab of byId('tabs').children) {
      const chosen = tab.dataset.view === (onMap ? 'map' : value.view);
      tab.setAttribute('aria-selected', String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
    }
    document.body.classList.toggle('with-view', !onMap);
    byId('map').hidden = byId('tools').hidden = byId('legend').hidden = !onMap;
    byId('views').hidden = onMap;
    if (onMap) return;
    const parts = await this.views.get(value.view).draw(value);
    if (value === this.state.value) byId('views').replaceChildren(el('div', { class: 'view' }, parts));
  }

  async draw(value, before, rechoose) {
    const chosen = [value.entity, value.second].filter(Boolean).map((id) => this.source.number.get(id)).filter((i) => i !== undefined);
    const near = value.second ? await this.between(value) : value.entity ? await this.source.around(value.entity) : [];
    const star = value.paper ? await this.source.membersOf(value.paper) : null;
    if (value !== this.state.value) return;
    this.map.invite([...chosen, ...near.slice(0, 24).map(([i]) => i), ...(star ?? [])], near);
    const guests = [...near.map(([i]) => i), ...(star ?? [])].filter((i) => i >= this.found.counts.length);
    this.map.show([...new Set([...this.found.shown, ...chosen, ...guests, ...(star ?? [])])], this.found.counts);
    this.map.choose(chosen, near.filter(([i]) => this.map.visible.has(i)), star);
    if (before === null || (value.view !== before.view && !this.map.fitted)) {
      this.map.network.setSize('100%', '100%');
      this.map.fit(false);
    }
    if (rechoose) this.map.focus(chosen, star ?? near.slice(0, 8).map(([i]) => i));
  }

  async between({ entity, second }) {
    const other = new Map(await this.source.around(second));
    return (await this.source.around(entity)).filter(([i]) => other.has(i));
  }

  async panel(value) {
    const panel = byId('panel');
    let parts = [];
    try {
      const card = value.second ? await this.tieCard(value) : value.entity ? await this.source.entity(value.entity) : value.paper ? await this.source.paper(value.paper) : null;
      if (card) parts = [this.cards.draw(card)];
      else if (value.entity || value.paper) parts = [el('h2', { tabindex: '-1' }, 'Not found'), el('p', {}, 'This graph has nothing under that address.')];
    } catch (error) {
      parts = [el('h2', { tabindex: '-1' }, 'Not loaded'), ...this.failure('The card', error, () => this.panel(value))];
    }
    if (value !== this.state.value) return;
    document.body.classList.remove('folded');
    panel.replaceChildren(...parts);
    panel.hidden = !parts.length;
    panel.scrollTop = 0;
    document.body.classList.toggle('with-panel', !panel.hidden);
    // To the card, but not away from the map, on which arrow keys go on, nor from a view's own controls.
    const from = document.activeElement;
    if (parts.length && this.ready && !byId('map').contains(from) && !byId('views').contains(from)) panel.querySelector('h2')?.focus({ preventScroll: true });
  }

  failure(what, error, again) {
    return [el('p', { role: 'alert' }, `${what} could not be loaded: ${error.message}.`), el('button', { type: 'button', class: 'plain', onclick: again }, 'Try again')];
  }

  async tryView(value) {
    try {
      await this.view(value);
    } catch (error) {
      if (value === this.state.value) byId('views').replaceChildren(el('div', { class: 'view' }, this.failure('This view', error, () => this.tryView(value))));
    }
  }

  // What ties two entities; where no paper does, how they hang together.
  async tieCard({ entity, second }) {
    const card = await this.source.tie(entity, second);
    return card && !card.shared ? { ...card, path: await this.source.path(entity, second) } : card;
  }

  summarize() {
    const { shown, papers, papersOfYears } = this.found;
    const { totals } = this.source;
    const count = (number) => number.toLocaleString('en');
    const [all, every] = [totals?.entities ?? this.source.entities.length, totals?.papers ?? this.source.papers.length];
    // Of a large build, the page knows how many papers there are of each year, but not how many name what is shown.
    const where = papers !== null ? ` in ${count(papers)} of ${plural(every, 'paper')}`
      : papersOfYears === null ? `; ${plural(every, 'paper')}` : `; ${count(papersOfYears)} of ${plural(every, 'paper')} are of these years`;
    byId('summary').textContent = `${count(shown.length)} of ${entities(all)}${where}`;
    document.title = `${this.corpus.title}: ${entities(shown.length)}`;
    this.banner(shown.length ? null : 'No entity passes the filters.', 'Reset filters', () => this.filters.clear());
    this.legend.draw(shown, this.found.counts);
  }

  // The same entities as a list: for screen readers, keyboards, and printing.
  list() {
    const { shown, counts } = this.found;
    const row = (i) => {
      const ref = this.source.entityRef(i);
      return el('li', {}, el('button', { type: 'button', class: 'row', onclick: (event) => this.chooseEntity(ref.id, event.shiftKey) },
        glyph(ref.type), el('bdi', { class: 'name' }, ref.label), el('span', { class: 'count' }, counts[i].toLocaleString('en'))));
    };
    const list = el('ol', {}, shown.slice(0, 60).map(row));
    const more = shown.length > 60 ? el('button', { type: 'button', class: 'plain', onclick: () => {
      list.append(...shown.slice(60, 1000).map(row));
      more.remove();
    } }, `Show ${Math.min(shown.length, 1000) - 60} more`) : null;
    byId('results').replaceChildren(el('h2', {}, shown.length ? 'Most papers' : 'No entity passes the filters'), list, ...(more ? [more] : []));
  }

  // ---- controls

  tools() {
    const tool = (text, label, action) => el('button', { type: 'button', 'aria-label': label, title: label, onclick: action }, text);
    byId('tools').append(tool('+', 'Zoom in', () => this.map.zoom(1.4)), tool('−', 'Zoom out', () => this.map.zoom(1 / 1.4)),
      tool('⤢', 'Show the whole map', () => this.map.fit(true)), tool('↧', 'Save a picture of the map', () => this.savePicture()), tool('?', 'Keys', () => this.help()));
    byId('map').setAttribute('role', 'application');
    byId('map').setAttribute('aria-label', 'Map of entities. Arrow keys move between entities; the list beside it holds the same ones.');
    byId('map').tabIndex = 0;
  }

  tabs() {
    const tabs = [['map', 'Map'], ...[...VIEWS].map(([view, [name]]) => [view, name])].map(([view, name]) => el('button', {
      type: 'button', role: 'tab', id: `tab-${view}`, 'data-view': view, 'aria-controls': 'stage', onclick: () => this.state.set({ view }),
    }, name));
    byId('tabs').append(...tabs);
    byId('tabs').addEventListener('keydown', (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const next = tabs[(tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length];
      next.focus();
      next.click();
    });
  }

  theme() {
    const root = document.documentElement;
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const apply = (name) => {
      root.dataset.theme = name;
      this.map.setTheme();
      if (this.found) this.tryView(this.state.value);
    };
    const usual = () => remembered('theme') ?? (dark.matches ? 'dark' : 'light');
    apply(usual());
    // Paper is white, whatever the screen.
    let screen = null;
    addEventListener('beforeprint', () => {
      screen = root.dataset.theme;
      apply('light');
      this.map.fit(false);
    });
    addEventListener('afterprint', () => apply(screen));
    dark.addEventListener('change', () => apply(usual()));
    byId('theme').addEventListener('click', () => {
      const theme = root.dataset.theme === 'dark' ? 'light' : 'dark';
      remember('theme', theme);
      apply(theme);
    });
  }

  keys() {
    const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    addEventListener('keydown', (event) => {
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
      const typing = event.target.closest?.('input[type=search], select, textarea');
      if (event.key === '/' && !typing) {
        event.preventDefault();
        this.search.input.focus();
      } else if (event.key === 'Escape') {
        this.back();
        if (!typing) this.search.input.focus();
      } else if (event.key === '?' && !typing) {
        this.help();
      } else if (event.key in arrows && byId('map').contains(event.target)) {
        event.preventDefault();
        this.step(arrows[event.key]);
      } else if (['+', '='].includes(event.key) && !typing) this.map.zoom(1.4);
      else if (event.key === '-' && !typing) this.map.zoom(1 / 1.4);
    });
  }

  help() {
    const keys = [['/', 'Search'], ['Enter', 'Choose'], ['Shift Enter, Shift click', 'Add to what is chosen: what ties the two'], ['Arrows on the map', 'Go to the next entity that way'],
      ['+ and −', 'Zoom'], ['Esc', 'Close the card, back to the search'], ['?', 'This list']];
    const dialog = el('dialog', { 'aria-label': 'Keys' }, el('h2', {}, 'Keys'), el('dl', {}, keys.map(([key, text]) => [el('dt', {}, el('kbd', {}, key)), el('dd', {}, text)])),
      el('form', { method: 'dialog' }, el('button', { class: 'plain' }, 'Close')));
    dialog.addEventListener('close', () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  async savePicture() {
    const picture = mapPicture(this.map);
    const { width, height } = picture.viewBox.baseVal;
    const text = new XMLSerializer().serializeToString(picture);
    download('map.svg', text, 'image/svg+xml');
    download('map.png', await dots(text, width, height));
  }

  step(direction) {
    const { entity } = this.state.value;
    const next = entity ? this.map.toward(this.source.number.get(entity), direction) : this.found.shown[0] ?? null;
    if (next !== null) this.chooseEntity(this.source.entities[next][0]);
  }
}

// Whether the page is as narrow as a phone; the style sheet draws the line at the same width.
const narrow = () => matchMedia('(max-width: 820px)').matches;

// What this browser keeps for the next visit; a page from a file or in a frame may have no place for it.
function remembered(name) {
  try {
    return localStorage.getItem(`paperkg-${name}`);
  } catch {
    return null;
  }
}

function remember(name, value) {
  try {
    localStorage.setItem(`paperkg-${name}`, value);
  } catch {
    // Then it holds for this visit.
  }
}

// Named for the console, and for tests that need to know where the map drew something.
globalThis.paperkg = new Explorer();
globalThis.paperkg.start();
