/** What the makers of a labelled log say of a principal. */
export interface Label {
  readonly label: 'attack' | 'benign';
  /** Which attack, or which sort of client. */
  readonly kind: string;
  /** Of an attack: the ATLAS technique. */
  readonly technique: string | undefined;
  /** Of an attack: whether it is another one made to escape notice. */
  readonly isEvasion: boolean;
  /** Of an attack: the run that this principal is a part of, where several share one. */
  readonly group: string | undefined;
  /** Of an evasion: the kind of attack beneath it. */
  readonly base: string | undefined;
  /** Of a benign client: whether it is a person rather than a service. */
  readonly isPerson: boolean;
}

/** Kinds of people, where the labels do not say `person`. */
const personKinds = /^(interactive|human|person)/;

/** @returns undefined where the value says neither attack nor benign, or no kind */
export function parseLabel(value: unknown): Label | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const keys = new Map<string, unknown>(Object.entries(value));
  const textOf = (key: string) => asText(keys.get(key));
  const flagOf = (key: string) => asFlag(keys.get(key));
  const label = keys.get('label');
  const kind = textOf('kind');
  if ((label !== 'attack' && label !== 'benign') || kind === undefined) return undefined;
  const group = textOf('group');
  const base = textOf('base');
  return {
    label,
    kind,
    technique: textOf('technique'),
    // Where the labels do not say it outright: a spread over keys has a group, and a disguise the attack beneath it.
    isEvasion: label === 'attack' && (flagOf('evasion') ?? (group ?? base) !== undefined),
    group,
    base,
    isPerson: label === 'benign' && (flagOf('person') ?? personKinds.test(kind)),
  };
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function asFlag(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}
