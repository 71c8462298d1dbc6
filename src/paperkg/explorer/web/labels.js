// Labels of the map: drawn at one size on the screen whatever the zoom, the weightiest first, and only
// where there is room.

class Labels {
  constructor() {
    this.widths = new Map();
    this.boxes = [];
  }

  // The entity whose label was last drawn at a place of the map; null where there is none.
  at(x, y) {
    return this.boxes.find(([left, top, right, bottom]) => x >= left && x <= right && y >= top && y <= bottom)?.[4] ?? null;
  }

  width(context, text, font) {
    const key = `${font} ${text}`;
    let width = this.widths.get(key);
    if (width === undefined) {
      context.font = font;
      width = context.measureText(text).width;
      this.widths.set(key, width);
    }
    return width;
  }

  // items: {id, x, y, size, text, weight, strong}, in order of importance, in coordinates of the map;
  // symbols: {x, y, size, weight}; a label may cover only those that weigh much less than its own.
  draw(context, items, symbols, scale, frame, theme) {
    context.save();
    context.textAlign = 'center';
    context.textBaseline = 'top';
    context.lineJoin = 'round';
    const taken = new Boxes(60 / scale);
    for (const { x, y, size, weight } of symbols) {
      if (x > frame[0] && x < frame[2] && y > frame[1] && y < frame[3]) taken.add([x - size * 0.8, y - size * 0.8, x + size * 0.8, y + size * 0.8, weight]);
    }
    const heaviest = Math.max(1, ...items.map((item) => item.weight));
    let drawn = 0;
    this.boxes = [];
    for (const item of items) {
      const pixels = item.strong ? 14 : 11.5 + 4.5 * Math.sqrt(item.weight / heaviest);
      const weight = item.strong ? 600 : 450;
      const text = item.text.length > 42 ? `${item.text.slice(0, 40)}…` : item.text;
      const width = (this.width(context, text, `${weight} ${pixels}px system-ui, sans-serif`) + 6) / scale;
      const box = this.place(item, width, pixels * 1.15 / scale, 2 / scale, taken, frame);
      if (!box) continue;
      taken.add([...box, Infinity]);
      this.boxes.push([...box, item.id]);
      drawn += 1;
      context.font = `${weight} ${pixels / scale}px system-ui, sans-serif`;
      context.lineWidth = 3.5 / scale;
      context.strokeStyle = theme.paper;
      const middle = (box[0] + box[2]) / 2;
      context.strokeText(text, middle, box[1]);
      context.fillStyle = theme.ink;
      context.fillText(text, middle, box[1]);
    }
    context.restore();
    return drawn;
  }

  // Below the symbol, right, left, or above it: the first box that is free and in frame.
  place({ x, y, size, weight, forced }, width, height, gap, taken, frame) {
    const left = x - width / 2;
    const places = [
      [left, y + size + gap], [x + size + 2 * gap, y - height / 2], [x - size - 2 * gap - width, y - height / 2], [left, y - size - gap - height],
    ].map(([a, b]) => [a, b, a + width, b + height]);
    const whole = places.filter((box) => box[0] > frame[0] && box[2] < frame[2] && box[1] > frame[1] && box[3] < frame[3]);
    const seen = whole.length ? whole : places.filter((box) => box[2] > frame[0] && box[0] < frame[2] && box[3] > frame[1] && box[1] < frame[3]);
    return seen.find((box) => taken.free(box, 0)) ?? seen.find((box) => taken.free(box, weight / 2)) ?? (forced ? places[0] : null);
  }
}

// Boxes [left, top, right, bottom, weight], which can be asked quickly whether another overlaps any
// that weighs more than it may cover.
class Boxes {
  constructor(cell) {
    this.cell = cell;
    this.cells = new Map();
  }

  * around([left, top, right, bottom]) {
    for (let i = Math.floor(left / this.cell); i <= Math.floor(right / this.cell); i += 1) {
      for (let j = Math.floor(top / this.cell); j <= Math.floor(bottom / this.cell); j += 1) yield i * 65536 + j;
    }
  }

  add(box) {
    for (const key of this.around(box)) {
      const there = this.cells.get(key);
      if (there) there.push(box);
      else this.cells.set(key, [box]);
    }
  }

  free(box, covers) {
    for (const key of this.around(box)) {
      for (const other of this.cells.get(key) ?? []) {
        if (other[4] > covers && box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]) return false;
      }
    }
    return true;
  }
}
