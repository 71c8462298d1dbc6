// What the views beside the map share: choices that the address keeps, tables, and charts by Observable Plot.

class View {
  constructor(source, actions) {
    this.source = source;
    this.actions = actions; // set(change), tie(id, id), chip(ref), link(ref), quotes(evidence), paperLine(paper)
  }

  chosen({ entity, second }) {
    return [entity, second].filter(Boolean);
  }

  // A choice of this view, which the address keeps; the first option where none is made.
  own(value, name, options) {
    const keys = options.map(([key]) => key);
    return keys.includes(value.own[name]) ? value.own[name] : keys[0];
  }

  pick(value, name, label, options, fallback = null) {
    const chosen = options.some(([key]) => key === value.own[name]) ? value.own[name] : fallback ?? options[0]?.[0];
    const option = ([key, text]) => el('option', { value: key, selected: key === chosen }, text);
    const groups = Map.groupBy(options, ([, , group]) => group ?? '');
    const input = el('select', { onchange: () => this.actions.choose(name, input.value) },
      [...groups].map(([group, items]) => (group ? el('optgroup', { label: group }, items.map(option)) : items.map(option))));
    return el('label', { class: 'pick' }, `${label} `, input);
  }

  // A box that finds an entity by name, of one type or any.
  entityPicker(label, kind, picked, onPick) {
    const list = el('datalist', { id: `names-${label}` });
    let found = [];
    const choose = () => {
      const own = found.find((item) => item.label === input.value) ?? found.find((item) => item.label.toLowerCase() === input.value.trim().toLowerCase());
      if (own) onPick(own);
      return Boolean(own);
    };
    const look = async () => {
      const query = input.value;
      const items = await this.source.search(query, 30);
      if (query !== input.value) return false;
      found = items.filter((item) => !item.paper && (kind === null || item.type.name === kind));
      list.replaceChildren(...found.slice(0, 12).map((item) => el('option', { value: item.label }, `${item.type.name}, ${plural(item.papers, 'paper')}`)));
      return true;
    };
    const input = el('input', {
      type: 'text', class: 'entity', value: picked?.label ?? '', list: list.id, autocomplete: 'off', spellcheck: 'false', placeholder: kind ? `name of a ${kind.toLowerCase()}` : 'name',
      oninput: debounce(look, 80),
      onchange: async () => { if (input.value !== picked?.label && await look()) choose(); },
      onkeydown: async (event) => {
        if (event.key !== 'Enter') return;
        event.preventDefault();
        if (await look() && !choose() && found.length) onPick(found[0]);
      },
    });
    return el('label', { class: 'pick' }, `${label} `, input, list);
  }

  // Whether a paper is of the years that the filter asks for.
  inYears({ years }, paper) {
    return years === null || (paper.year !== null && paper.year >= years[0] && paper.year <= years[1]);
  }

  // What a view that only the filter of years reaches says of it.
  yearsNote({ years }) {
    return years === null ? '' : ` Only papers of ${years[0] === years[1] ? years[0] : `${years[0]} to ${years[1]}`} count here.`;
  }

  plot(options) {
    const width = Math.max(320, Math.min(this.actions.width() - 48, 1100));
    return Plot.plot({ width, style: { background: 'none', color: 'inherit', fontSize: '12px', fontFamily: 'inherit', overflow: 'visible' }, ...options });
  }

  // The plot is one picture to a screen reader, which reads the table below it for the rest.
  figure(chart) {
    chart.setAttribute('role', 'img');
    for (const part of chart.querySelectorAll('[aria-label]')) {
      part.dataset.mark = part.getAttribute('aria-label');
      part.removeAttribute('aria-label');
    }
    return el('figure', {}, chart, pictureButtons(chart.matches('svg') ? chart : chart.querySelector('svg'), 'chart'));
  }

  table(head, rows, label = 'Table') {
    return el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label }, el('table', { class: 'stack' },
      el('thead', {}, el('tr', {}, head.map((name) => el('th', { scope: 'col' }, name)))),
      el('tbody', {}, rows.map((cells) => el('tr', {}, cells.map((content, i) => tableCell(content, head[i])))))));
  }
}

// A cell that knows its column, whose name stands before it where a phone shows each row as a block.
const tableCell = (content, column) => el('td', { 'data-label': column }, typeof content === 'string' ? el('bdi', {}, content) : content);

// A table of claims, the evidence of each on a row of its own beneath.
function claimTable(rows, actions, head, cells, label = 'Claims') {
  const body = rows.flatMap((row, i) => {
    const evidence = [row.evidence ?? []].flat();
    return [
      el('tr', { class: 'claim' }, cells(row, i).map((cell, k) => tableCell(cell, head[k]))),
      evidence.length ? el('tr', { class: 'evidence' }, el('td', { colspan: head.length }, actions.quotes(evidence))) : null,
    ];
  });
  return el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label }, el('table', { class: 'claims stack' },
    el('thead', {}, el('tr', {}, head.map((name) => el('th', { scope: 'col' }, name)))), el('tbody', {}, body)));
}

// A button that copies a text and says so.
function copyButton(label, text) {
  const button = el('button', { type: 'button', class: 'plain', onclick: async () => {
    await copyText(text());
    button.textContent = 'Copied';
    setTimeout(() => { button.textContent = label; }, 1500);
  } }, label);
  return button;
}

// The clipboard of a page from a file may be closed to scripts; then a selection is copied instead.
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = el('textarea', { class: 'skip', 'aria-hidden': 'true' });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
}

// Hands a file to the reader.
function download(name, text, type = 'text/plain') {
  const address = URL.createObjectURL(text instanceof Blob ? text : new Blob([text], { type: `${type};charset=utf-8` }));
  el('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

const downloadButton = (label, name, text, type) => el('button', { type: 'button', class: 'plain', onclick: () => download(name, text(), type) }, label);
