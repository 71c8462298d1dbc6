// The results that papers report on a benchmark. Which of them can be compared, and their order, comes with the data.

const KINDS = { absolute: null, delta: 'gains', ratio: 'ratios' };

class ResultsView extends View {
  async draw(value) {
    const benchmarks = await this.source.benchmarks();
    const head = el('h2', {}, 'Results');
    if (!benchmarks.length) return [head, el('p', {}, 'This graph holds no result on a named benchmark.')];
    const known = (id) => benchmarks.some(({ ref }) => ref.id === id);
    const current = [...this.chosen(value), value.own.board].find(known) ?? benchmarks[0].ref.id;
    const options = benchmarks.map(({ ref, papers }) => [ref.id, `${ref.label} (${plural(papers, 'paper')})`,
      papers > 1 ? 'Reported by several papers' : 'Reported by one paper']);
    const { groups: every, left_off: leftOff } = await this.source.leaderboard(current);
    const groups = every.flatMap((group) => this.ofYears(value, group));
    const compared = groups.filter(({ papers }) => papers > 1);
    const single = groups.filter(({ papers }) => papers === 1);
    return [head,
      el('p', { class: 'hint' }, 'Numbers as papers report them. They are ranked only where metric and unit agree; settings still differ, so read the evidence.', value.years === null ? '' : `${this.yearsNote(value)} The numbers beside benchmarks count all years.`),
      this.pick({ own: { board: current } }, 'board', 'Benchmark', options),
      compared.map((group) => this.group(group)),
      single.length ? el('section', {}, compared.length ? el('h3', {}, 'Reported by one paper') : null, single.map((group) => this.group(group))) : null,
      groups.length ? null : el('p', {}, 'No result is left under the filters.'),
      leftOff.length ? el('details', { class: 'more' }, el('summary', {}, `Left off: ${plural(leftOff.length, 'result')}`),
        this.rows(leftOff.map(({ row, reason }) => ({ ...row, note: reason })), false)) : null];
  }

  // What is left of a group under the filter of years; one paper alone ranks nothing.
  ofYears(value, group) {
    const rows = group.rows.filter((row) => this.inYears(value, row.paper));
    const papers = value.years === null ? group.papers : new Set(rows.map((row) => row.paper.id)).size;
    return rows.length ? [{ ...group, rows, papers, ranked: group.ranked && papers > 1 }] : [];
  }

  group(group) {
    const { metric, unit, kind, papers, ranked, rows } = group;
    const name = metric ? [metric.label, KINDS[kind]].filter(Boolean).join(': ') : ['Metric not stated', KINDS[kind]].filter(Boolean).join(': ');
    const title = el('h3', {}, el('bdi', {}, name), unit ? ` (${unit === 'x' ? '×' : unit})` : '',
      el('span', { class: 'count' }, `${plural(rows.length, 'result')}${papers > 1 ? ` in ${papers} papers` : ''}`));
    return el('section', { class: 'board' }, title, this.chart(group), this.rows(rows, ranked));
  }

  // One axis for numbers of one metric in one unit; an arrow from what a value was before.
  chart({ metric, unit, rows, ranked }) {
    const numbered = rows.filter((row) => row.number !== null).slice(0, 40);
    if (metric === null || numbered.length < 2) return null;
    const short = (text) => (text.length > 34 ? `${text.slice(0, 33)}…` : text);
    const marks = numbered.map((row, i) => ({ ...row, name: `${ranked ? `${i + 1}\u2002` : ''}${row.subject?.label ?? row.paper.title}\u2003${'\u200b'.repeat(i)}` }));
    const moved = marks.filter((row) => row.before_number !== null);
    const numbers = [...marks.map((row) => row.number), ...moved.map((row) => row.before_number)];
    const [low, high] = [Math.min(0, ...numbers), Math.max(0, ...numbers)];
    return this.figure(this.plot({
      height: marks.length * 24 + 60, marginLeft: 260, marginRight: 90, marginBottom: 40,
      x: { label: `${metric.label}${unit ? ` (${unit === 'x' ? '×' : unit})` : ''}`, grid: true, domain: [low, high], nice: true },
      y: { domain: marks.map((row) => row.name), label: null, tickFormat: short, tickSize: 0 },
      ariaLabel: `${metric.label}, one row a result`,
      marks: [
        Plot.ruleX([0], { stroke: 'currentColor', strokeOpacity: 0.3 }),
        Plot.arrow(moved, { x1: 'before_number', x2: 'number', y1: 'name', y2: 'name', stroke: 'currentColor', strokeOpacity: 0.6, insetEnd: 6, headLength: 5 }),
        Plot.dot(marks, { x: 'number', y: 'name', r: 5, fill: (row) => row.subject?.type.color ?? '#787c84', title: (row) => `${row.value} – ${row.paper.title}` }),
        Plot.text(marks, { x: 'number', y: 'name', text: 'value', dx: 9, textAnchor: 'start' }),
      ],
    }));
  }

  rows(rows, ranked) {
    return resultTable(rows, this.actions, [...(ranked ? ['Rank'] : []), 'Paper', 'Year', 'Subject', 'Value', 'Confidence'], (row, i) => [
      ...(ranked ? [String(i + 1)] : []), this.actions.title(row.paper), row.paper.year === null ? 'not dated' : String(row.paper.year),
      row.subject ? this.actions.link(row.subject) : 'not stated', changed(row), row.confidence.toFixed(2),
    ]);
  }
}

// "21 % → 34 %": what a value was before, and is.
function changed(row) {
  return el('span', { class: 'value' }, row.before ? `${row.before} → ` : null, el('b', {}, row.value), row.note ? el('small', {}, ` (${row.note})`) : null);
}

const resultTable = (rows, actions, head, cells) => claimTable(rows, actions, head, cells, 'Results');
