// Elements from data. Text only ever becomes text nodes: nothing here parses markup.

const SVG = 'http://www.w3.org/2000/svg';

function fill(node, props, children) {
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ''));
  return node;
}

const el = (tag, props = {}, ...children) => fill(document.createElement(tag), props, children);
const svg = (tag, props = {}, ...children) => fill(document.createElementNS(SVG, tag), props, children);

// An address that may become a link: http and https alone, so no `javascript:` from a paper's record.
function safeUrl(address) {
  try {
    const url = new URL(address);
    return ['http:', 'https:'].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

// The corners of the symbols that vis-network draws for the same shape names, in a box of 16.
const GLYPHS = {
  dot: () => svg('circle', { cx: 8, cy: 8, r: 6 }),
  square: () => svg('rect', { x: 2.5, y: 2.5, width: 11, height: 11 }),
  diamond: () => svg('path', { d: 'M8 .8 15.2 8 8 15.2.8 8z' }),
  hexagon: () => svg('path', { d: 'M4.4 1.8h7.2L15.2 8l-3.6 6.2H4.4L.8 8z' }),
  triangle: () => svg('path', { d: 'M8 1.2 15 14H1z' }),
  star: () => svg('path', { d: 'M8 .6l2.2 4.9 5.3.6-4 3.6 1.1 5.3L8 12.3 3.4 15l1.1-5.3-4-3.6 5.3-.6z' }),
  triangleDown: () => svg('path', { d: 'M8 14.8 1 2h14z' }),
};

function glyph(type) {
  const { color, shape } = type;
  return svg('svg', { viewBox: '0 0 16 16', class: 'glyph', 'aria-hidden': 'true', fill: color }, GLYPHS[shape]());
}

const words = (name) => name.replaceAll('_', ' ');
const plural = (count, noun) => `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
const entities = (count) => `${count.toLocaleString('en')} ${count === 1 ? 'entity' : 'entities'}`;

// A sentence with its mentions marked; `marks` are [start, end] in ascending order, not overlapping.
function marked(text, marks) {
  const parts = [];
  let at = 0;
  for (const [start, end] of marks) {
    if (start < at) continue;
    parts.push(text.slice(at, start), el('mark', {}, text.slice(start, end)));
    at = end;
  }
  parts.push(text.slice(at));
  return parts;
}

function debounce(action, wait) {
  let timer = 0;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...args), wait);
  };
}
