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
      types: payload.types.map((t) => t.name), roles: payload.roles, papers: payload.min_papers, bounds: this.bounds.years,
    });
    this.comparing = false;
    this.cards = new Cards({
      entity: (id) => this.chooseEntity(id), paper: (id) => this.state.set({ paper: id, entity: null, second: null }),
      tieTo: () => this.tieTo(), compare: (id) => this.compare(id), close: () => this.back(),
    }, payload.mode === 'served');
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
    this.tools();
    this.tabs();
    this.theme();
    this.keys();
    this.state.listen((value, before) => { this.drawing = this.render(value, before); });
  }

  async start() {
    await this.render(this.state.value, null);
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

  banner(text) {
    byId('banner').hidden = text === null;
    byId('banner').textContent = text ?? '';
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
    if (anew || value.own !== before?.own) await this.view(value);
    if (anew) await this.draw(value, before, rechoose);
  }

  async view(value) {
    const onMap = !VIEWS.has(value.view);
    for (const tab of byId('tabs').children) {
      const chosen = tab.dataset.view === (onMap ? 'map' : value.view);
      tab.setAttribute('aria-selected', String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
    }
    byId('map').hidden = byId('tools').hidden = !onMap;
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
    const card = value.second ? await this.tieCard(value)
      : value.entity ? await this.source.entity(value.entity)
        : value.paper ? await this.source.paper(value.paper) : null;
    if (value !== this.state.value) return;
    const missing = !card && (value.entity || value.paper);
    panel.replaceChildren(...(card ? [this.cards.draw(card)] : missing ? [el('p', {}, 'This graph has nothing under that address.')] : []));
    panel.hidden = !card && !missing;
    panel.scrollTop = 0;
    document.body.classList.toggle('with-panel', !panel.hidden);
  }

  // What ties two entities; where no paper does, how they hang together.
  async tieCard({ entity, second }) {
    const card = await this.source.tie(entity, second);
    return card && !card.shared ? { ...card, path: await this.source.path(entity, second) } : card;
  }

  summarize() {
    const { shown, papers } = this.found;
    byId('summary').textContent = `${entities(shown.length)} in ${plural(papers, 'paper')}`;
    document.title = `paperkg: ${entities(shown.length)}`;
  }

  // The same entities as a list: for screen readers, keyboards, and printing.
  list() {
    const { shown, counts } = this.found;
    const row = (i) => {
      const ref = this.source.entityRef(i);
      return el('li', {}, el('button', { type: 'button', class: 'row', onclick: (event) => this.chooseEntity(ref.id, event.shiftKey) },
        glyph(ref.type), el('bdi', { class: 'name' }, ref.label), el('span', { class: 'count' }, String(counts[i]))));
    };
    const list = el('ol', {}, shown.slice(0, 60).map(row));
    const more = shown.length > 60 ? el('button', { type: 'button', class: 'plain', onclick: () => {
      list.append(...shown.slice(60, 1000).map(row));
      more.remove();
    } }, `Show ${Math.min(shown.length, 1000) - 60} more`) : null;
    byId('results').replaceChildren(el('h2', {}, 'Most papers'), list, ...(more ? [more] : []));
  }

  // ---- controls

  tools() {
    const tool = (text, label, action) => el('button', { type: 'button', 'aria-label': label, title: label, onclick: action }, text);
    byId('tools').append(tool('+', 'Zoom in', () => this.map.zoom(1.4)), tool('−', 'Zoom out', () => this.map.zoom(1 / 1.4)),
      tool('⤢', 'Show the whole map', () => this.map.fit(true)));
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
      if (this.found) this.view(this.state.value);
    };
    apply(dark.matches ? 'dark' : 'light');
    // Paper is white, whatever the screen.
    let screen = null;
    addEventListener('beforeprint', () => {
      screen = root.dataset.theme;
      apply('light');
      this.map.fit(false);
    });
    addEventListener('afterprint', () => apply(screen));
    dark.addEventListener('change', () => apply(dark.matches ? 'dark' : 'light'));
    byId('theme').addEventListener('click', () => apply(root.dataset.theme === 'dark' ? 'light' : 'dark'));
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
        if (typing) event.target.blur();
      } else if (event.key in arrows && byId('map').contains(event.target)) {
        event.preventDefault();
        this.step(arrows[event.key]);
      } else if (['+', '='].includes(event.key) && !typing) this.map.zoom(1.4);
      else if (event.key === '-' && !typing) this.map.zoom(1 / 1.4);
    });
  }

  step(direction) {
    const { entity } = this.state.value;
    const next = entity ? this.map.toward(this.source.number.get(entity), direction) : this.found.shown[0] ?? null;
    if (next !== null) this.chooseEntity(this.source.entities[next][0]);
  }
}

// Named for the console, and for tests that need to know where the map drew something.
globalThis.paperkg = new Explorer();
globalThis.paperkg.start();
