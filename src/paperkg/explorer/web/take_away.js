// Pictures of the map and of charts, to take away.

// A picture's own colors: those of the page when it is taken.
function pictureOf(chart) {
  const copy = chart.cloneNode(true);
  const style = getComputedStyle(document.documentElement);
  copy.setAttribute('xmlns', SVG);
  copy.style.color = style.getPropertyValue('--ink');
  copy.style.background = style.getPropertyValue('--paper');
  copy.style.fontFamily = 'system-ui, sans-serif';
  for (const [part, own] of [...chart.querySelectorAll('.in, .out')].map((own, k) => [copy.querySelectorAll('.in, .out')[k], own])) part.setAttribute('fill', getComputedStyle(own).fill);
  return new XMLSerializer().serializeToString(copy);
}

// The picture as dots, twice as fine as on the screen.
async function dots(text, width, height) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = el('canvas', { width: 2 * width, height: 2 * height });
  const context = canvas.getContext('2d');
  context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--paper');
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => { canvas.toBlob(resolve, 'image/png'); });
}

function pictureButtons(chart, name) {
  const { width, height } = chart.viewBox.baseVal;
  return el('p', { class: 'picks' }, downloadButton('SVG', `${name}.svg`, () => pictureOf(chart), 'image/svg+xml'),
    el('button', { type: 'button', class: 'plain', onclick: async () => download(`${name}.png`, await dots(pictureOf(chart), width, height)) }, 'PNG'));
}

// The map as it is on the screen.
function mapPicture(map) {
  const { clientWidth: width, clientHeight: height } = map.network.body.container;
  const at = (id) => map.network.canvasToDOM(map.base.get(id));
  const scale = map.network.getScale();
  const shown = [...map.visible].map((id) => [id, at(id)]).filter(([, { x, y }]) => x > 0 && y > 0 && x < width && y < height);
  const inside = new Set(shown.map(([id]) => id));
  const lines = map.edgeSet.get().filter(({ from, to }) => inside.has(from) && inside.has(to)).map(({ from, to, width: wide }) => {
    const [a, b] = [at(from), at(to)];
    return svg('line', { x1: a.x, y1: a.y, x2: b.x, y2: b.y, stroke: map.theme.tie, 'stroke-width': Math.max(0.4, wide * scale) });
  });
  const symbols = shown.map(([id, { x, y }]) => {
    const { color, shape } = map.base.get(id);
    const size = (map.radius(id) * scale) / 7;
    return svg('g', { transform: `translate(${x - 8 * size} ${y - 8 * size}) scale(${size})`, fill: color, opacity: map.look(id).opacity }, GLYPHS[shape]());
  });
  const labels = map.labels.boxes.map(([left, top, right, bottom, id]) => {
    const { x, y } = map.network.canvasToDOM({ x: (left + right) / 2, y: (top + bottom) / 2 });
    return svg('text', { x, y: y + 4, 'text-anchor': 'middle', 'font-size': 12, fill: map.theme.ink, stroke: map.theme.paper, 'stroke-width': 3, 'paint-order': 'stroke' }, map.base.get(id).label);
  });
  return svg('svg', { width, height, viewBox: `0 0 ${width} ${height}` }, svg('rect', { width, height, fill: map.theme.paper }), lines, symbols, labels);
}
