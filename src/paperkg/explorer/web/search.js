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

  async update() {
    const query = this.input.value;
    const found = await this.source.search(query);
    if (query !== this.input.value) return;
    this.found = found;
    this.at = -1;
    this.list.replaceChildren(...this.found.map((item, i) => this.option(item, i)));
    if (query.trim() && !this.found.length) {
      this.list.append(el('li', { class: 'none', role: 'option', 'aria-disabled': 'true', 'aria-selected': 'false' }, 'Nothing goes by that name.'));
    }
    this.open(Boolean(query.trim()));
  }

  option(item, i) {
    const choose = (event) => {
      event.preventDefault();
      this.choose(i, event.shiftKey);
    };
    return el('li', { id: `suggestion-${i}`, role: 'option', 'aria-selected': 'false', onmousedown: choose },
      item.paper ? el('span', { class: 'paper-sign', 'aria-hidden': 'true' }, '❐') : glyph(item.type),
      el('bdi', { class: 'name' }, item.paper ? item.title : item.label),
      item.alias ? el('bdi', { class: 'alias' }, item.alias) : null,
      el('span', { class: 'count' }, item.paper ? 'paper' : String(item.papers)));
  }

  open(wanted) {
    this.list.hidden = !wanted;
    this.input.setAttribute('aria-expanded', String(wanted));
    if (!wanted) this.input.removeAttribute('aria-activedescendant');
  }

  close() {
    this.open(false);
  }

  key(event) {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!this.found.length) return;
      const step = event.key === 'ArrowDown' ? 1 : -1;
      this.at = (this.at + step + this.found.length + (this.at < 0 && step < 0 ? 1 : 0)) % this.found.length;
      [...this.list.children].forEach((option, i) => option.setAttribute('aria-selected', String(i === this.at)));
      this.list.children[this.at].scrollIntoView({ block: 'nearest' });
      this.input.setAttribute('aria-activedescendant', `suggestion-${this.at}`);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      this.choose(Math.max(this.at, 0), event.shiftKey);
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
    this.close();
    this.input.blur();
    this.onChoose(item, second);
  }
}
