import type { Figures } from '../score/figures.js';
import { groupBy } from '../score/group-by.js';
import type { Range } from '../score/range.js';
import { type Cut, cuts, type Score, type Table } from '../score/score.js';
import { fit } from './layout.js';
import { cutNames } from './score-summary.js';

const width = 900;
const plot = { left: 60, right: 540, top: 40, bottom: 440 };
const listLeft = 580;

interface Mark {
  readonly name: string;
  readonly figures: Figures;
  /** What stands beside the point. */
  readonly label: string;
  readonly colour: string;
  readonly size: number;
}

const cutColours: Readonly<Record<Cut, string>> = { any: '#c2410c', medium: '#7c3aed', high: '#0f766e' };

/** A picture of a pack: how many attacks are caught before half of their queries, against how many benign services are woken. */
export function writeScoreChart({ splits }: Score): string {
  const [table] = splits.find(({ split }) => split === 'all')?.tables.values() ?? [];
  if (table === undefined) throw new Error('there are no figures to draw');
  const marks = listMarks(table);
  const scale = { services: table.volume.services.of, attacks: table.volume.attacks.of };
  const height = Math.max(500, plot.top + 18 * (marks.length + 1));
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    writeAxes(scale),
    ...marks.map((mark) => writeMark(mark, scale)),
    ...writeLabels(marks, scale),
    ...marks.map(writeEntry),
    '</svg>',
  ];
  return `${parts.join('\n')}\n`;
}

function listMarks({ pack, volume, rules }: Table): Mark[] {
  const ofPack = cuts.flatMap((cut): Mark[] => {
    const figures = pack.get(cut);
    return figures === undefined
      ? []
      : [{ name: `pack, ${cutNames[cut]}`, figures, label: cut, colour: cutColours[cut], size: 8 }];
  });
  return [
    ...ofPack,
    { name: 'volume alone', figures: volume, label: 'volume', colour: '#1d4ed8', size: 8 },
    ...rules.map((figures, index) => ({
      name: figures.name,
      figures,
      label: String(index + 1),
      colour: '#6b7280',
      size: 4,
    })),
  ];
}

interface Scale {
  readonly services: number;
  readonly attacks: number;
}

const middle = ({ min, max }: Range) => (min + max) / 2;
const at = (value: number) => value.toFixed(1);

function across(services: number, scale: Scale): number {
  return plot.left + ((plot.right - plot.left) * services) / Math.max(1, scale.services);
}

function up(attacks: number, scale: Scale): number {
  return plot.bottom - ((plot.bottom - plot.top) * attacks) / Math.max(1, scale.attacks);
}

function writeAxes(scale: Scale): string {
  const { left, right, top, bottom } = plot;
  const ticks = (most: number) => {
    const step = Math.max(1, Math.ceil(most / 10));
    return Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => index * step);
  };
  return [
    `<path d="M${left} ${top}V${bottom}H${right}" fill="none" stroke="#111827"/>`,
    ...ticks(scale.services).map(
      (count) =>
        `<text x="${at(across(count, scale))}" y="${bottom + 18}" text-anchor="middle">${count}</text>`,
    ),
    ...ticks(scale.attacks).map(
      (count) => `<text x="${left - 8}" y="${at(up(count, scale) + 4)}" text-anchor="end">${count}</text>`,
    ),
    `<text x="${(left + right) / 2}" y="${bottom + 42}" text-anchor="middle">kinds of benign service woken, of ${scale.services}</text>`,
    `<text x="${left - 40}" y="${top - 16}">kinds of attack caught before half of their queries, of ${scale.attacks}</text>`,
  ].join('\n');
}

/** A point at the middle of both ranges, and a line over each. */
function writeMark({ figures, colour, size }: Mark, scale: Scale): string {
  const [services, attacks] = [figures.services.woken, figures.attacks.early];
  const [x, y] = [at(across(middle(services), scale)), at(up(middle(attacks), scale))];
  const lines = `M${at(across(services.min, scale))} ${y}H${at(across(services.max, scale))}M${x} ${at(up(attacks.min, scale))}V${at(up(attacks.max, scale))}`;
  return `<path d="${lines}" stroke="${colour}"/><circle cx="${x}" cy="${y}" r="${size}" fill="${colour}" fill-opacity="0.8"/>`;
}

/** Points in one place share a label. */
function writeLabels(marks: readonly Mark[], scale: Scale): string[] {
  const placed = marks.map((mark) => ({
    mark,
    x: across(middle(mark.figures.services.woken), scale),
    y: up(middle(mark.figures.attacks.early), scale),
  }));
  return [...groupBy(placed, ({ x, y }) => `${at(x)} ${at(y)}`).values()].map((together) => {
    const [{ x, y } = { x: 0, y: 0 }] = together;
    const text = together.map(({ mark }) => mark.label).join(', ');
    return `<text x="${at(x + 9)}" y="${at(y - 7)}">${escapeText(text)}</text>`;
  });
}

function writeEntry({ name, label, colour }: Mark, index: number): string {
  const y = plot.top + 18 * index;
  const text = /^\d/.test(label) ? `${label}  ${name}` : name;
  return `<circle cx="${listLeft}" cy="${y - 4}" r="4" fill="${colour}"/><text x="${listLeft + 12}" y="${y}">${escapeText(fit(text, 44))}</text>`;
}

function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
