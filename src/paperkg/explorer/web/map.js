// The map: vis-network draws symbols and ties; we draw the communities below and the labels above.

const [LEAST_SCALE, MOST_SCALE] = [0.04, 6]; // where zooming ends
const LEAST_SIZE = 4.5; // of a symbol; what grows with how telling an entity is comes on top
const BLOB = 34; // how far the ground of a community reaches around its entities

class GraphMap {
  constructor(container, source, { nodes, edges, options }, onChoose) {
    this.source = source;
    this.base = new Map(nodes.map((node) => [node.id, { ...node, papers: source.entities[node.id][3] }]));
    this.ties = edges.map((edge, id) => ({ ...edge, id }));
    this.labels = new Labels();
    this.visible = new Set();
    this.drawn = new Map();
    this.counts = null;
    this.weights = new Map();
    this.near = new Map();
    this.chosen = [];
    this.star = null;
    this.hovered = null;
    this.pointed = null;
    this.drawnTies = [];
    this.nodeSet = new vis.DataSet([]);
    this.edgeSet = new vis.DataSet([]);
    this.network = new vis.Network(container, { nodes: this.nodeSet, edges: this.edgeSet }, options);
    this.network.on('beforeDrawing', (context) => this.drawGround(context));
    this.network.on('afterDrawing', (context) => {
      this.drawLabels(context);
      this.drawAside(context);
    });
    this.listen(container, onChoose);
    this.floor = 0;
    const refloor = debounce(() => this.keepVisible(), 60);
    for (const event of ['zoom', 'animationFinished', 'resize']) this.network.on(event, refloor);
    this.network.on('zoom', ({ scale }) => {
      if (scale < LEAST_SCALE || scale > MOST_SCALE) this.network.moveTo({ scale: Math.min(Math.max(scale, LEAST_SCALE), MOST_SCALE) });
    });
    this.setTheme();
  }

  // Symbols, labels and ties answer a click and the pointer; empty ground answers nothing.
  listen(container, { entity, tie }) {
    this.network.on('click', ({ pointer, event }) => {
      const keys = event.srcEvent ?? {};
      const { node, edge } = this.at(pointer.DOM);
      if (node !== null) entity(node, Boolean(keys.shiftKey || keys.ctrlKey || keys.metaKey));
      else if (edge !== null) tie(...edge);
    });
    container.addEventListener('mousemove', (event) => {
      if (event.buttons) return;
      const box = container.getBoundingClientRect();
      const { node, edge } = this.at({ x: event.clientX - box.x, y: event.clientY - box.y });
      if (node === this.hovered && edge?.join() === this.pointed?.join()) return;
      [this.hovered, this.pointed] = [node, edge];
      container.classList.toggle('pointing', node !== null || edge !== null);
      container.title = edge === null ? '' : this.tieTitle(edge);
      this.network.redraw();
    });
    container.addEventListener('mouseleave', () => {
      [this.hovered, this.pointed] = [null, null];
      container.title = '';
      this.network.redraw();
    });
  }

  // What is at a place: the number of an entity, by its symbol or label, or of two whose tie passes there.
  at(place) {
    const { x, y } = this.network.DOMtoCanvas(place);
    const node = this.network.getNodeAt(place) ?? this.labels.at(x, y);
    if (node !== null && node !== undefined) return { node, edge: null };
    const drawn = this.drawnTies.find(([a, b]) => this.passes(x, y, a, b));
    const edge = drawn ?? (this.chosen.length || this.star ? undefined : this.edgeSet.get(this.network.getEdgeAt(place) ?? -1));
    return { node: null, edge: edge ? (Array.isArray(edge) ? edge : [edge.from, edge.to]) : null };
  }

  passes(x, y, a, b) {
    const [p, q] = [this.base.get(a), this.base.get(b)];
    const [dx, dy] = [q.x - p.x, q.y - p.y];
    const along = Math.min(Math.max(((x - p.x) * dx + (y - p.y) * dy) / (dx * dx + dy * dy || 1), 0), 1);
    return Math.hypot(p.x + along * dx - x, p.y + along * dy - y) < 5 / this.network.getScale();
  }

  tieTitle([a, b]) {
    return `${this.base.get(a).label} and ${this.base.get(b).label}: what ties them`;
  }

  setTheme() {
    const style = getComputedStyle(document.documentElement);
    const color = (name) => style.getPropertyValue(name).trim();
    this.theme = { paper: color('--map'), ink: color('--ink'), soft: color('--soft'), tie: color('--tie'), lit: color('--lit'), ground: color('--ground') };
    this.applyTieColor();
    this.drawn.clear();
    this.refresh();
  }

  applyTieColor() {
    const faint = this.chosen.length || this.star;
    this.network.setOptions({ edges: { color: { color: this.theme.tie, highlight: this.theme.tie, hover: this.theme.tie, opacity: faint ? 0.25 : 0.8 } } });
  }

  look(id) {
    const { color } = this.base.get(id);
    const dim = this.dim(id);
    const edge = { background: color, border: this.theme.paper };
    return {
      opacity: dim ? 0.16 : 1,
      color: { ...edge, highlight: { background: color, border: this.theme.ink }, hover: { background: color, border: this.theme.ink } },
    };
  }

  lit(id) {
    return this.chosen.includes(id) || this.near.has(id) || (this.star !== null && this.star.has(id));
  }

  // Symbols never get smaller on the screen than can be told apart: the floor grows as the map shrinks.
  keepVisible() {
    const floor = Math.round(Math.min(3.2 / this.network.getScale(), 14));
    if (floor === this.floor) return;
    this.floor = floor;
    this.refresh();
  }

  // Hands over what has changed of what is shown, which takes far less time than all of it.
  refresh() {
    const changed = [];
    for (const id of this.visible) {
      const [size, dim] = [this.radius(id), this.dim(id)];
      const before = this.drawn.get(id);
      if (before !== undefined && before.size === size && before.dim === dim) continue;
      const { x, y, shape } = this.base.get(id);
      changed.push(before === undefined ? { id, x, y, shape, size, ...this.look(id) } : before.dim === dim ? { id, size } : { id, size, ...this.look(id) });
      this.drawn.set(id, { size, dim });
    }
    if (changed.length) this.nodeSet.update(changed);
  }

  dim(id) {
    return Boolean((this.chosen.length || this.star) && !this.lit(id));
  }

  radius(id) {
    const node = this.base.get(id);
    const count = this.counts?.[id];
    return Math.max(this.floor, count ? LEAST_SIZE + (node.size - LEAST_SIZE) * Math.min(Math.sqrt(count / node.papers), 1) : node.size);
  }

  // ---- what is shown

  show(ids, counts) {
    this.counts = counts;
    const wanted = new Set(ids.filter((id) => this.base.has(id)));
    this.weights = new Map([...wanted].map((id) => [id, this.source.telling(id, counts?.[id] ?? 0)]));
    const gone = [...this.visible].filter((id) => !wanted.has(id));
    this.visible = wanted;
    for (const id of gone) this.drawn.delete(id);
    if (gone.length) this.nodeSet.remove(gone);
    this.refresh();
    const joined = new Map(this.ties.filter(({ from, to }) => wanted.has(from) && wanted.has(to)).map((tie) => [tie.id, tie]));
    const shown = new Set(this.edgeSet.getIds());
    const lost = [...shown].filter((id) => !joined.has(id));
    const won = [...joined.values()].filter(({ id }) => !shown.has(id));
    if (lost.length) this.edgeSet.remove(lost);
    if (won.length) this.edgeSet.add(won);
    this.order = [...wanted].sort((a, b) => this.weights.get(b) - this.weights.get(a) || a - b);
  }

  // Marks the chosen entities with what is near them, or the entities of a paper.
  choose(chosen, near, star) {
    this.chosen = chosen.filter((id) => this.base.has(id));
    this.near = new Map(near);
    this.star = star ? new Set(star.filter((id) => this.base.has(id))) : null;
    if (this.star?.size === 0) this.star = null;
    this.applyTieColor();
    this.refresh();
    this.network.selectNodes(this.chosen.filter((id) => this.visible.has(id)), false);
  }

  fit(animate) {
    this.fitted = this.network.body.container.clientWidth > 0;
    if (this.fitted && this.visible.size) this.network.fit({ minZoomLevel: 0.05, maxZoomLevel: 1.4, animation: animate && !calm() });
    if (this.fitted && !animate) this.keepVisible();
  }

  // Places entities that have none yet: the first among what is near it, the others around the first.
  invite(ids, near) {
    const known = near.map(([id]) => this.base.get(id)).filter(Boolean);
    const mean = (axis) => (known.length ? Math.round(known.reduce((sum, node) => sum + node[axis], 0) / known.length) : 0);
    const guests = ids.filter((id) => !this.base.has(id));
    const { growth, types, entities: rows } = this.source;
    const middle = this.base.get(ids[0]) ?? { x: mean('x'), y: mean('y') };
    guests.forEach((id, k) => {
      const [, label, type, papers] = rows[id];
      const angle = k * 2.4;
      const away = id === ids[0] ? 0 : 50 + 5 * k;
      this.base.set(id, {
        id, label, papers, shape: types[type].shape, color: types[type].color, size: LEAST_SIZE + growth * Math.sqrt(this.source.telling(id, papers)),
        x: Math.round(middle.x + away * Math.cos(angle)), y: Math.round(middle.y + away * Math.sin(angle)),
      });
    });
  }

  // Brings the chosen entities, and what is near them as far as the scale allows, into sight. Where
  // all are in sight already, the map stays as it is.
  focus(chosen, near) {
    const known = [...chosen, ...near].filter((id) => this.visible.has(id));
    if (!known.length || !this.network.body.container.clientWidth) return; // nothing to see, or no map to see it on
    this.network.setSize('100%', '100%'); // the panel may just have taken some of the width
    this.network.redraw();
    const { clientWidth: width, clientHeight: height } = this.network.body.container;
    const seen = ({ x, y }) => x > 40 && x < width - 40 && y > 30 && y < height - 30;
    if (known.every((id) => seen(this.network.canvasToDOM(this.base.get(id))))) return;
    const ends = (axis, ids) => {
      const values = ids.map((id) => this.base.get(id)[axis]);
      return [Math.min(...values), Math.max(...values)];
    };
    const now = this.network.getScale();
    const fitting = (ids) => {
      const [[left, right], [top, bottom]] = [ends('x', ids), ends('y', ids)];
      return { scale: Math.min(width / (right - left + 240), height / (bottom - top + 160), 1.3), position: { x: (left + right) / 2, y: (top + bottom) / 2 } };
    };
    const all = fitting(known);
    const own = chosen.filter((id) => this.visible.has(id));
    const camera = all.scale >= 0.8 * now || !own.length ? all : { ...fitting(own), scale: Math.min(fitting(own).scale, now) };
    this.network.moveTo({ ...camera, animation: calm() ? false : { duration: 350 } });
  }

  // Brings a cluster into sight.
  focusOn(members) {
    this.network.fit({ nodes: members.filter((id) => this.visible.has(id)), maxZoomLevel: 1.4, animation: !calm() });
  }

  zoom(factor) {
    const scale = Math.min(Math.max(this.network.getScale() * factor, LEAST_SCALE), MOST_SCALE);
    this.network.moveTo({ scale, animation: calm() ? false : { duration: 150 } });
  }

  // The nearest visible entity from `id` in a direction, for the arrow keys.
  toward(id, [dx, dy]) {
    const from = this.base.get(id) ?? { x: 0, y: 0 };
    let best = null;
    for (const other of this.visible) {
      const { x, y } = this.base.get(other);
      const along = (x - from.x) * dx + (y - from.y) * dy;
      const aside = Math.abs((x - from.x) * dy) + Math.abs((y - from.y) * dx);
      if (other === id || along <= 0 || aside > 1.2 * along) continue;
      const distance = along + 2 * aside;
      if (best === null || distance < best.distance) best = { other, distance };
    }
    return best?.other ?? null;
  }

  // ---- drawing

  drawGround(context) {
    const { community } = this.source;
    const groups = new Map();
    for (const id of this.visible) {
      const c = community[id] ?? -1;
      if (c < 0) continue;
      if (!groups.has(c)) groups.set(c, []);
      groups.get(c).push(id);
    }
    context.fillStyle = this.theme.ground;
    for (const members of groups.values()) {
      if (members.length < 3) continue;
      context.beginPath();
      for (const id of members) {
        const { x, y, size } = this.base.get(id);
        context.moveTo(x, y);
        context.arc(x, y, size + BLOB, 0, 2 * Math.PI);
      }
      context.fill();
    }
    this.drawChosenTies(context);
  }

  // What is set aside, because no paper joins it to the rest of the map.
  aside() {
    return [...this.visible].filter((id) => this.source.community[id] === -1);
  }

  drawAside(context) {
    const aside = this.aside();
    if (!aside.length) return;
    const scale = this.network.getScale();
    const [left, top] = ['x', 'y'].map((axis) => Math.min(...aside.map((id) => this.base.get(id)[axis])));
    context.save();
    context.font = `${13 / scale}px system-ui, sans-serif`;
    context.textAlign = 'left';
    context.textBaseline = 'bottom';
    context.lineJoin = 'round';
    context.lineWidth = 4 / scale;
    context.strokeStyle = this.theme.paper;
    context.fillStyle = this.theme.soft;
    const place = [asideTitle(aside.length), left - 8, top - 26 / scale]; // above the labels of the first row
    context.strokeText(...place);
    context.fillText(...place);
    context.restore();
  }

  drawChosenTies(context) {
    context.save();
    context.strokeStyle = this.theme.lit;
    context.lineCap = 'round';
    const line = (a, b, width) => {
      context.lineWidth = width;
      context.beginPath();
      context.moveTo(a.x, a.y);
      context.lineTo(b.x, b.y);
      context.stroke();
    };
    const at = (id) => this.base.get(id);
    const most = Math.max(1, ...this.near.values());
    this.drawnTies = [];
    for (const chosen of this.chosen) {
      for (const [id, shared] of this.near) {
        if (id === chosen || !this.visible.has(id)) continue;
        line(at(chosen), at(id), 0.8 + Math.min(0.6, 6 / most) * shared);
        this.drawnTies.push([chosen, id]);
      }
    }
    if (this.chosen.length === 2) {
      const [a, b] = this.chosen;
      this.drawnTies.unshift([a, b]);
      context.strokeStyle = this.theme.ink;
      line(at(a), at(b), 3);
    }
    if (this.pointed !== null && this.pointed.every((id) => this.base.has(id))) {
      context.strokeStyle = this.theme.ink;
      line(...this.pointed.map(at), 2.5);
    }
    if (this.star) {
      const members = [...this.star].map(at);
      const middle = { x: members.reduce((sum, n) => sum + n.x, 0) / members.length, y: members.reduce((sum, n) => sum + n.y, 0) / members.length };
      for (const member of members) line(middle, member, 1.6);
      const size = Math.max(7, 6 / this.network.getScale());
      context.fillStyle = this.theme.paper;
      context.fillRect(middle.x - size, middle.y - size, 2 * size, 2 * size);
      context.lineWidth = size / 4;
      context.strokeRect(middle.x - size, middle.y - size, 2 * size, 2 * size);
    }
    context.restore();
  }

  drawLabels(context) {
    const scale = this.network.getScale();
    const { x, y } = this.network.getViewPosition();
    const canvas = context.canvas;
    const [width, height] = [canvas.clientWidth / scale, canvas.clientHeight / scale];
    const frame = [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
    const first = [...(this.hovered !== null ? [this.hovered] : []), ...this.chosen];
    const ids = this.chosen.length || this.star
      ? [...first, ...[...this.near.keys()], ...(this.star ?? [])]
      : [...first, ...this.order ?? []];
    const seen = new Set();
    const items = [];
    for (const id of ids) {
      if (seen.has(id) || !this.visible.has(id)) continue;
      seen.add(id);
      const node = this.base.get(id);
      const strong = id === this.hovered || this.chosen.includes(id);
      items.push({
        id, x: node.x, y: node.y, size: this.radius(id), text: node.label, weight: this.weights.get(id) ?? 0,
        strong, forced: strong,
      });
    }
    const drawn = this.chosen.length || this.star ? ids.filter((id) => this.visible.has(id)) : [...this.visible];
    const symbols = drawn.map((id) => ({ ...this.base.get(id), size: this.radius(id), weight: this.weights.get(id) ?? 0 }));
    this.labelled = this.labels.draw(context, items, symbols, scale, frame, this.theme);
  }
}

const asideTitle = (count) => `Set aside: ${entities(count)} that share no paper with those above`;

const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
