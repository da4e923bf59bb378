import { groupBy } from './group-by.js';
import type { Label } from './labels.js';
import type { Client } from './observe.js';

/** The principals of one run of an attack: a spread one has several, and they are one thief. */
export interface AttackRun {
  readonly principals: readonly string[];
  /** When any of them asked, ascending. */
  readonly times: readonly number[];
}

/** All runs of one kind of attack. */
export interface AttackKind {
  readonly kind: string;
  readonly technique: string;
  readonly isEvasion: boolean;
  /** The kind whose measured agreement holds for it. */
  readonly base: string;
  readonly runs: readonly AttackRun[];
}

export interface BenignKind {
  readonly kind: string;
  readonly isPerson: boolean;
  readonly principals: readonly string[];
}

/** The labelled clients that figures are about. */
export interface Scope {
  readonly principals: ReadonlySet<string>;
  readonly attacks: readonly AttackKind[];
  readonly benign: readonly BenignKind[];
}

/** Gathers labelled clients by kind, those of an attack by run too; kinds in order of their names. */
export function gatherScope(
  labels: ReadonlyMap<string, Label>,
  clients: ReadonlyMap<string, Client>,
  isWanted: (principal: string) => boolean,
): Scope {
  const present = [...labels].filter(([principal]) => clients.has(principal) && isWanted(principal));
  const kindsOf = (label: Label['label']) => {
    const kinds = groupBy(
      present.filter(([, one]) => one.label === label),
      ([, { kind }]) => kind,
    );
    return [...kinds].sort(([a], [b]) => (a < b ? -1 : 1));
  };
  return {
    principals: new Set(present.map(([principal]) => principal)),
    attacks: kindsOf('attack').map(([kind, members]) => describeAttack(kind, members, clients)),
    benign: kindsOf('benign').map(([kind, members]) => ({
      kind,
      isPerson: members.every(([, { isPerson }]) => isPerson),
      principals: members.map(([principal]) => principal),
    })),
  };
}

type Member = readonly [principal: string, label: Label];

function describeAttack(
  kind: string,
  members: readonly Member[],
  clients: ReadonlyMap<string, Client>,
): AttackKind {
  const labels = members.map(([, label]) => label);
  // A group's name could be a principal's: each has its own mark.
  const runs = groupBy(members, ([principal, { group }]) =>
    group === undefined ? `principal ${principal}` : `group ${group}`,
  );
  return {
    kind,
    technique: labels.find(({ technique }) => technique !== undefined)?.technique ?? '',
    isEvasion: labels.some(({ isEvasion }) => isEvasion),
    base: labels.find(({ base }) => base !== undefined)?.base ?? kind,
    runs: [...runs.values()].map((run) => {
      const principals = run.map(([principal]) => principal);
      const times = principals.flatMap((principal) => clients.get(principal)?.times ?? []);
      return { principals, times: times.sort((a, b) => a - b) };
    }),
  };
}
