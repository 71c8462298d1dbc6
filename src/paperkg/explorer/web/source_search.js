// Search in the data of this file: all words in any order, each by its beginning; names with typos; authors, arXiv ids,
// DOIs and words of abstracts.

const foldWords = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
const IDENTIFIER = /(?<!\d)\d{4}\.\d{4,5}(?!\d)|\b10\.\d{4,}\/\S+|\b[a-z-]+\/\d{7}\b/;

// Texts that are searched by their words; answers are positions in the list.
class WordSearch {
  constructor(texts) {
    this.lines = texts.map((text) => ` ${foldWords(text).join(' ')}`);
  }

  find(query, most) {
    const words = foldWords(query).map((word) => ` ${word}`);
    const found = [];
    if (!words.length) return found;
    for (let i = 0; i < this.lines.length && found.length < most; i += 1) {
      if (words.every((word) => this.lines[i].includes(word))) found.push(i);
    }
    return found;
  }

  // The query with words that occur in the place of those that do not.
  corrected(query) {
    this.vocabulary ??= [...new Set(this.lines.flatMap((line) => line.split(' ')))].filter(Boolean).sort();
    let queries = [''];
    for (const word of foldWords(query)) {
      const close = this.vocabulary.some((other) => other.startsWith(word)) ? [word] : this.closest(word);
      queries = queries.flatMap((before) => close.map((other) => `${before} ${other}`)).slice(0, 3);
    }
    return queries;
  }

  closest(word) {
    const most = word.length >= 5 ? 2 : 1;
    let best = { far: most, words: [] };
    for (const other of this.vocabulary) {
      if (Math.abs(other.length - word.length) > best.far) continue;
      const far = distance(word, other, best.far);
      if (far < best.far) best = { far, words: [other] };
      else if (far === best.far) best.words.push(other);
    }
    return best.words.slice(0, 3);
  }
}

// How far two words are from each other: letters to insert, delete, replace or swap; more than `most` is as good as far.
function distance(a, b, most) {
  let before = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const fresh = [i];
    for (let j = 1; j <= b.length; j += 1) {
      fresh[j] = Math.min(row[j] + 1, fresh[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) fresh[j] = Math.min(fresh[j], before[j - 2] + 1);
    }
    if (Math.min(...fresh) > most) return most + 1;
    [before, row] = [row, fresh];
  }
  return row[b.length];
}

Object.assign(Source.prototype, {
  index() {
    if (this.names) return this.names;
    this.names = this.entities.flatMap(([, label, , , , , aliases], i) =>
      [label, ...aliases].map((name, k) => ({ key: fold(name), name, entity: i, alias: k > 0 }))).filter(({ key }) => key);
    this.nameWords = new WordSearch(this.names.map(({ name }) => name));
    this.titleWords = new WordSearch(this.papers.map(([, title]) => title));
    this.authorWords = new WordSearch(this.papers.map((row) => row[8].join(' \u0000 ')));
    return this.names;
  },

  // Entities by rank: equal names, beginnings of names, all words in any order, inner matches; an alias after a label.
  namedBy(query) {
    const key = fold(query);
    const best = new Map();
    const add = ({ name, entity, alias }, rank) => {
      const own = rank + (alias ? 1 : 0);
      if (!best.has(entity) || own < best.get(entity).rank) best.set(entity, { rank: own, entity, alias: alias ? name : null });
    };
    if (!key) return best;
    for (const item of this.index()) {
      const at = item.key.indexOf(key);
      if (at >= 0) add(item, item.key === key ? 0 : at === 0 ? 2 : 5);
    }
    for (const k of this.nameWords.find(query, 5000)) add(this.names[k], 3);
    return best;
  },

  async search(query, limit = 12) {
    if (!query.trim()) return [];
    this.index();
    let best = this.namedBy(query);
    if (!best.size) best = new Map(this.nameWords.corrected(query).flatMap((other) => [...this.namedBy(other)]));
    const found = [...best.values()]
      .sort((a, b) => a.rank - b.rank || this.entities[b.entity][3] - this.entities[a.entity][3])
      .slice(0, limit).map(({ entity, alias }) => ({ ...this.entityRef(entity), alias, group: 'Entities' }));
    const seen = new Set();
    const papers = (numbers, group, note = () => null) => numbers.filter((p) => !seen.has(p) && seen.add(p)).slice(0, 5)
      .map((p) => ({ ...this.paperRef(p), paper: true, group, alias: note(p) }));
    const id = IDENTIFIER.exec(query.trim().toLowerCase())?.[0];
    if (id) return [...found, ...papers(this.papers.flatMap((row, p) => ([row[10]?.toLowerCase(), row[11]].includes(id) ? [p] : [])), 'Papers')];
    const authorOf = (p) => this.papers[p][8].find((name) => foldWords(query).every((word) => foldWords(name).some((own) => own.startsWith(word))));
    const byAuthor = this.authorWords.find(query, 500).filter(authorOf);
    const titled = papers(this.titleWords.find(query, 5), 'Papers');
    const written = papers(byAuthor, 'Papers by author', authorOf);
    if (titled.length + written.length + found.length >= limit) return [...found, ...titled, ...written];
    this.abstractWords ??= new WordSearch(this.papers.map((row) => row[2] ?? ''));
    return [...found, ...titled, ...written, ...papers(this.abstractWords.find(query, 10), 'Papers whose abstract says so')];
  },
});
