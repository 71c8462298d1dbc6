// The search box: a combobox as the ARIA practices describe it, with a list of suggestions.

class Search {
  constructor(container, source, onChoose) {
    this.source = source;
    this.onChoose = onChoose;
    this.found = [];
    this.at = -1;
    this.list = el('ul', { id: 'suggestions', role: 'listbox', 'aria-label': 'Suggestions', hidden: true });
    this.input = el('input', {
      id: 'query', type: 'search', placeholder: 'Search entities and papers', autocomplete: 'off', spellcheck: 'false',
      role: 'combobox', 'aria-label': 'Search entities and papers by name or alias', 'aria-expanded': 'false',
      'aria-controls': 'suggestions', 'aria-autocomplete': 'list',
      oninput: debounce(() => this.update(), 60), onfocus: () => this.update(),
      onkeydown: (event) => this.key(event), onblur: () => setTimeout(() => this.close(), 150),
    });
    container.append(this.input, el('kbd', { 'aria-hidden': 'true' }, '/'), this.list);
  }

  // The answer of what stands in the box. What is asked later is shown later, however late an answer comes.
  update() {
    const query = this.input.value;
    if (this.asked?.query === query) return this.asked.answer;
    const answer = this.look(query);
    this.asked = { query, answer };
    return answer;
  }

  async look(query) {
    let found;
    try {
      found = await this.source.search(query);
    } catch (error) {
      this.asked = null;
      if (query === this.input.value) this.say(`The search failed: ${error.message}`);
      return;
    }
    if (query !== this.input.value) return;
    this.found = found;
    this.at = -1;
    const groups = Map.groupBy(found.map((item, i) => ({ item, i })), ({ item }) => item.group);
    this.list.replaceChildren(...[...groups].map(([group, items], k) => el('li', { role: 'group', 'aria-labelledby': `group-${k}` },
      el('div', { class: 'group', id: `group-${k}`, role: 'presentation' }, group), items.map(({ item, i }) => this.option(item, i)))));
    if (query.trim() && !found.length) this.say('Nothing has these words, not even with one or two letters changed.');
    else this.open(Boolean(query.trim()));
  }

  say(text) {
    this.found = [];
    this.list.replaceChildren(el('li', { class: 'none', role: 'option', 'aria-disabled': 'true', 'aria-selected': 'false' }, text));
    this.open(true);
  }

  option(item, i) {
    const choose = (event) => {
      event.preventDefault();
      this.choose(i, event.shiftKey);
    };
    return el('div', { id: `suggestion-${i}`, class: 'option', role: 'option', 'aria-selected': 'false', onmousedown: choose },
      item.paper ? el('span', { class: 'paper-sign', 'aria-hidden': 'true' }, '❐') : glyph(item.type),
      el('bdi', { class: 'name' }, item.paper ? item.title : item.label),
      item.alias ? el('bdi', { class: 'alias' }, item.alias) : null,
      el('span', { class: 'count' }, item.paper ? item.date ?? '' : item.papers.toLocaleString('en')));
  }

  open(wanted) {
    this.list.hidden = !wanted;
    // Beside the column that the box stands in, which scrolls and would cut the list.
    const { left, bottom } = this.input.getBoundingClientRect();
    Object.assign(this.list.style, { left: `${left}px`, top: `${bottom + 4}px`, maxHeight: `min(60vh, ${innerHeight - bottom - 12}px)` });
    this.input.setAttribute('aria-expanded', String(wanted));
    if (!wanted) this.input.removeAttribute('aria-activedescendant');
  }

  close() {
    this.open(false);
  }

  async key(event) {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!this.found.length) return;
      const step = event.key === 'ArrowDown' ? 1 : -1;
      this.at = (this.at + step + this.found.length + (this.at < 0 && step < 0 ? 1 : 0)) % this.found.length;
      const options = [...this.list.querySelectorAll('.option')];
      options.forEach((option, i) => option.setAttribute('aria-selected', String(i === this.at)));
      options[this.at].scrollIntoView({ block: 'nearest' });
      this.input.setAttribute('aria-activedescendant', `suggestion-${this.at}`);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const second = event.shiftKey;
      await this.update(); // the answer of what stands here, not of what stood here before
      this.choose(Math.max(this.at, 0), second);
    } else if (event.key === 'Escape' && !this.list.hidden) {
      event.stopPropagation();
      event.preventDefault();
      this.close();
    }
  }

  choose(i, second) {
    const item = this.found[i];
    if (!item) return;
    this.input.value = '';
    this.asked = null;
    this.close();
    this.input.blur();
    this.onChoose(item, second);
  }
}
