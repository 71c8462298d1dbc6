// Papers and tables as other programs read them.

const csvCell = (value) => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
const toCsv = (head, rows) => [head, ...rows].map((row) => row.map((cell) => csvCell(String(cell ?? ''))).join(',')).join('\r\n') + '\r\n';
const toMarkdown = (head, rows) => [head, head.map(() => '---'), ...rows]
  .map((row) => `| ${row.map((cell) => String(cell ?? '').replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`).join('\n') + '\n';

const TEX_SIGNS = { '\\': '\\textbackslash{}', '~': '\\textasciitilde{}', '^': '\\textasciicircum{}', '→': '$\\rightarrow$', '×': '$\\times$', '−': '$-$', '±': '$\\pm$' };
const tex = (text) => String(text ?? '').replace(/[\\~^&%$#_{}→×−±]/g, (sign) => TEX_SIGNS[sign] ?? `\\${sign}`);
const toLatex = (head, rows) => [`\\begin{tabular}{${'l'.repeat(head.length)}}`, '\\hline', `${head.map(tex).join(' & ')} \\\\`, '\\hline',
  ...rows.map((row) => `${row.map(tex).join(' & ')} \\\\`), '\\hline', '\\end{tabular}', ''].join('\n');

const addressOf = (paper) => safeUrl(paper.url) ?? (paper.doi ? `https://doi.org/${paper.doi}` : paper.arxiv ? `https://arxiv.org/abs/${paper.arxiv}` : null);

function toBibtex(paper) {
  const [first] = paper.authors ?? [];
  const key = [first?.split(/[\s,]+/).filter(Boolean).at(-1) ?? 'paper', paper.year ?? '', foldWords(paper.title)[0] ?? '']
    .map((part) => String(part).normalize('NFKD').replace(/[^A-Za-z0-9]/g, '')).join('').toLowerCase();
  const fields = [['title', `{${tex(paper.title)}}`], ['author', paper.authors?.map(tex).join(' and ')], ['year', paper.year], ['howpublished', tex(paper.venue ?? '')],
    ['doi', paper.doi], ['eprint', paper.arxiv], ['archiveprefix', paper.arxiv ? 'arXiv' : null], ['url', addressOf(paper)]];
  return `@misc{${key || paper.id},\n${fields.filter(([, value]) => value).map(([name, value]) => `  ${name} = {${value}},\n`).join('')}}\n`;
}

function toRis(paper) {
  const lines = [['TY', paper.venue ? 'CONF' : 'GEN'], ['TI', paper.title], ...(paper.authors ?? []).map((name) => ['AU', name]), ['PY', paper.year],
    ['DA', paper.date?.replaceAll('-', '/')], ['T2', paper.venue], ['DO', paper.doi], ['UR', addressOf(paper)], ['ID', paper.id], ['ER', '']];
  return lines.filter(([name, value]) => value || name === 'ER').map(([name, value]) => `${name}  - ${value}`).join('\r\n') + '\r\n';
}

// A quotation with where it stands.
const toQuote = (text, paper) => `“${text.trim()}” (${[paper.title, paper.date, addressOf(paper)].filter(Boolean).join(', ')})`;

// Where a paper without an address can be looked for.
function lookups(paper) {
  const title = encodeURIComponent(paper.title.slice(0, 200));
  return [['arXiv', `https://arxiv.org/search/?searchtype=title&query=${title}`], ['Semantic Scholar', `https://www.semanticscholar.org/search?q=${title}`],
    ['Google Scholar', `https://scholar.google.com/scholar?q=${title}`]];
}
