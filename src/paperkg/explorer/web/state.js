// What is chosen. The address after "#" says it all, so that a view can be shared or gone back to.

// Choices within a view.
const OWN = ['by', 'board', 'rows', 'columns', 'question', 'q0', 'q1', 'from', 'to', 'sort', 'down', 'items'];

class State {
  constructor(defaults) {
    this.defaults = defaults;
    this.listeners = [];
    const { start } = document.documentElement.dataset;
    this.value = this.parse(location.hash || start || '');
    addEventListener('hashchange', () => {
      if (location.hash !== this.written) this.set(this.parse(location.hash), { quiet: true });
    });
  }

  parse(hash = location.hash) {
    const { types, shownTypes, roles, papers, bounds } = this.defaults;
    const given = new URLSearchParams(hash.slice(1));
    const among = (name, all, usual = all) => {
      if (!given.has(name)) return new Set(usual);
      const named = given.get(name).split(',');
      return new Set(all.filter((item) => named.includes(item)));
    };
    const number = (name, fallback, low, high) => {
      const value = Number.parseFloat(given.get(name));
      return Number.isFinite(value) ? Math.min(Math.max(value, low), high) : fallback;
    };
    const years = /^(\d{4})-(\d{4})$/.exec(given.get('years') ?? '');
    return {
      view: given.get('view') ?? 'map',
      entity: given.get('entity'), second: given.get('with'), paper: given.get('paper'),
      types: among('types', types, shownTypes), roles: among('roles', roles),
      years: years && bounds ? [Number(years[1]), Number(years[2])] : null,
      confidence: number('confidence', 0, 0, 1),
      papers: Math.round(number('min', papers, 1, 1e6)),
      own: Object.fromEntries(OWN.flatMap((name) => (given.has(name) ? [[name, given.get(name)]] : []))),
    };
  }

  hash() {
    const { shownTypes, roles, papers } = this.defaults;
    const { value } = this;
    const out = new URLSearchParams();
    if (value.view !== 'map') out.set('view', value.view);
    if (value.entity) out.set('entity', value.entity);
    if (value.second) out.set('with', value.second);
    if (value.paper) out.set('paper', value.paper);
    if (value.types.size !== shownTypes.length || shownTypes.some((type) => !value.types.has(type))) out.set('types', [...value.types].join(','));
    if (value.roles.size < roles.length) out.set('roles', [...value.roles].join(','));
    if (value.years) out.set('years', value.years.join('-'));
    if (value.confidence > 0) out.set('confidence', value.confidence);
    if (value.papers !== papers) out.set('min', value.papers);
    for (const name of OWN) if (value.own[name]) out.set(name, value.own[name]);
    const text = out.toString().replaceAll('%3A', ':').replaceAll('%2C', ',');
    return text ? `#${text}` : '';
  }

  set(change, { quiet = false } = {}) {
    const before = this.value;
    this.value = { ...before, ...change };
    this.written = this.hash();
    if (!quiet && this.written !== location.hash) {
      const address = this.written || location.pathname + location.search;
      const chosen = ['entity', 'second', 'paper', 'view'].some((name) => before[name] !== this.value[name]);
      // A choice can be gone back from; dragging a slider leaves no trail.
      try {
        history[chosen ? 'pushState' : 'replaceState'](null, '', address);
      } catch {
        // A frame of a notebook has no address of its own.
      }
    }
    for (const listener of this.listeners) listener(this.value, before);
  }

  listen(listener) {
    this.listeners.push(listener);
  }
}
