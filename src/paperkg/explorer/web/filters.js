// The left side: what is shown, each choice with the number of entities it would show.

class Filters {
  constructor(container, source, state, bounds) {
    this.state = state;
    this.source = source;
    this.types = this.choices('types', 'Types', source.types.map((t) => [t.name, t.name, glyph(t)]));
    this.roles = this.choices('roles', 'Roles of the entity in the paper', source.roles.map((r) => [r, words(r), null]));
    this.papers = this.slider('papers', 'At least this many papers', { min: 1, max: bounds.papers, step: 1 }, plainPapers);
    this.confidence = this.slider('confidence', 'Confidence from', { min: 0, max: 1, step: 0.05 }, (v) => v.toFixed(2));
    this.years = bounds.years ? this.yearRange(bounds.years) : null;
    this.reset = el('button', { type: 'button', class: 'plain', onclick: () => this.clear() }, 'Reset filters');
    const more = el('details', { class: 'more' }, el('summary', {}, 'More filters'), this.roles.box, this.years?.box, source.partial ? null : this.confidence.box);
    container.append(this.types.box, this.papers.box, more, this.reset);
    const { value } = state;
    more.open = value.roles.size < source.roles.length || value.years !== null || value.confidence > 0;
  }

  choices(name, legend, options) {
    const inputs = new Map();
    const counts = new Map();
    const rows = options.map(([key, label, sign]) => {
      const input = el('input', { type: 'checkbox', name, value: key, onchange: () => this.pick(name, inputs) });
      const count = el('span', { class: 'count' });
      const only = el('button', {
        type: 'button', class: 'only', 'aria-label': `Only ${label}`, onclick: () => this.state.set({ [name]: new Set([key]) }),
      }, 'only');
      inputs.set(key, input);
      counts.set(key, count);
      return el('div', { class: 'choice' }, el('label', {}, input, sign, el('span', { class: 'name' }, label), count), only);
    });
    return { inputs, counts, box: el('fieldset', {}, el('legend', {}, legend), rows) };
  }

  pick(name, inputs) {
    this.state.set({ [name]: new Set([...inputs].filter(([, input]) => input.checked).map(([key]) => key)) });
  }

  slider(name, label, range, format) {
    const output = el('output', {});
    const input = el('input', {
      type: 'range', ...range, 'aria-label': label,
      oninput: debounce(() => this.state.set({ [name]: Number(input.value) }), 40),
    });
    return { input, output, format, box: el('div', { class: 'slider' }, el('span', {}, label, ' '), output, input) };
  }

  yearRange([first, last]) {
    const years = Array.from({ length: last - first + 1 }, (_, i) => first + i);
    const select = (label) => el('select', { 'aria-label': label, onchange: () => change() }, years.map((y) => el('option', { value: y }, String(y))));
    const [from, to] = [select('First year'), select('Last year')];
    const change = () => {
      const range = [Number(from.value), Number(to.value)].sort((a, b) => a - b);
      this.state.set({ years: range[0] === first && range[1] === last ? null : range });
    };
    return { from, to, first, last, box: el('div', { class: 'years' }, el('span', {}, 'Years'), from, el('span', {}, 'to'), to) };
  }

  clear() {
    const { shownTypes, roles, papers } = this.state.defaults;
    this.state.set({ types: new Set(shownTypes), roles: new Set(roles), years: null, confidence: 0, papers });
  }

  render(value, found) {
    for (const [key, input] of this.types.inputs) {
      input.checked = value.types.has(key);
      this.types.counts.get(key).textContent = (found.types.get(key) ?? 0).toLocaleString('en');
    }
    for (const [key, input] of this.roles.inputs) {
      input.checked = value.roles.has(key);
      this.roles.counts.get(key).textContent = (found.roles.get(key) ?? 0).toLocaleString('en');
    }
    for (const name of ['papers', 'confidence']) {
      const { input, output, format } = this[name];
      input.value = value[name];
      output.textContent = format(value[name]);
    }
    if (this.years) {
      this.years.from.value = value.years?.[0] ?? this.years.first;
      this.years.to.value = value.years?.[1] ?? this.years.last;
    }
    const { shownTypes, roles, papers } = this.state.defaults;
    this.reset.hidden = value.types.size === shownTypes.length && shownTypes.every((type) => value.types.has(type)) && value.roles.size === roles.length
      && value.papers === papers && value.years === null && value.confidence === 0;
  }
}

const plainPapers = (count) => plural(count, 'paper');
