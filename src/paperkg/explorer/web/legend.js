// What the signs of the map mean, and its clusters by the names that tell most of them.

const LEAST_CLUSTER = 5;

class Legend {
  constructor(container, source, onCluster) {
    this.source = source;
    this.onCluster = onCluster;
    this.clusters = el('ol', { class: 'clusters' });
    const sign = (text, ...parts) => el('li', {}, el('span', { class: 'sign', 'aria-hidden': 'true' }, parts), text);
    const svgSign = (...parts) => svg('svg', { viewBox: '0 0 34 16', width: 34, height: 16, fill: 'currentColor', stroke: 'currentColor' }, parts);
    this.aside = el('li', { hidden: true });
    this.box = el('details', { id: 'legend' }, el('summary', {}, 'Legend'),
      el('ul', {}, sign('Symbols are entities: the larger, the more they tell of the papers that name them. What papers name often counts more, what most papers name counts less.', svgSign(svg('circle', { cx: 6, cy: 8, r: 3 }), svg('circle', { cx: 24, cy: 8, r: 7 }))),
        sign('Lines join entities that papers name together: the wider, the more papers. Each has its strongest ones.', svgSign(svg('path', { d: 'M0 5h34', 'stroke-width': 1 }), svg('path', { d: 'M0 12h34', 'stroke-width': 3 }))),
        sign('A shared ground joins entities of one cluster.', el('i', { class: 'ground' })),
        sign('A line with a square is the paper that is chosen.', svgSign(svg('path', { d: 'M0 8h22', 'stroke-width': 1.5 }), svg('rect', { x: 22, y: 3, width: 10, height: 10, fill: 'none' })))),
      el('ul', {}, this.aside), el('h2', {}, 'Clusters'), this.clusters);
    container.append(this.box);
  }

  draw(shown, counts) {
    const { community, entities: rows } = this.source;
    const telling = (i) => this.source.telling(i, counts[i]);
    const aside = shown.filter((i) => community[i] === -1);
    this.aside.hidden = !aside.length;
    this.aside.replaceChildren(el('button', { type: 'button', class: 'title', onclick: () => this.onCluster(aside) }, asideTitle(aside.length)));
    const members = Map.groupBy(shown.filter((i) => (community[i] ?? -1) >= 0), (i) => community[i]);
    const named = [...members.values()].filter((own) => own.length >= LEAST_CLUSTER).sort((a, b) => b.length - a.length).slice(0, 12)
      .map((own) => ({ own, name: [...own].sort((a, b) => telling(b) - telling(a) || a - b).slice(0, 3).map((i) => rows[i][1]).join(', ') }));
    this.clusters.replaceChildren(...named.map(({ own, name }) => el('li', {}, el('button', { type: 'button', class: 'title', onclick: () => this.onCluster(own) }, el('bdi', {}, name)),
      el('span', { class: 'count' }, ` ${own.length}`))));
  }
}
