import type { Rule } from '../ir/rule.js';
import { groupBy } from './group-by.js';
import { agreementAt } from './measured-agreement.js';
import { countQueries, type Observation, type Sighting } from './observe.js';
import { type Range, rangeOf, rangeOver } from './range.js';
import type { AttackKind, AttackRun, BenignKind, Scope } from './scope.js';

/** Something whose alerts are judged: a rule, or the rules of a pack from some severity on. */
export interface Contender {
  readonly name: string;
  readonly has: (rule: Rule) => boolean;
}

/** How a contender did in a scope. Ranges are over the observations, which differ in the shift of their times alone. */
export interface Figures {
  readonly name: string;
  readonly attacks: Caught;
  readonly evasions: Caught;
  readonly services: Woken;
  readonly people: Woken;
  /** Attacks and evasions, by technique. */
  readonly techniques: readonly TechniqueFigures[];
  readonly alertsPerDay: Range;
  /** Of these, alerts that name no attacker. */
  readonly falseAlertsPerDay: Range;
}

export interface Caught {
  /** How many kinds there are, how many were caught, and how many before half of their queries had been made. */
  readonly of: number;
  readonly caught: Range;
  readonly early: Range;
  readonly kinds: readonly AttackFigures[];
}

export interface AttackFigures {
  readonly attack: AttackKind;
  /** In how many of so many runs it was caught: an alert named one of its principals. */
  readonly caughtIn: number;
  readonly runs: number;
  /** How many of its principals alerts named. */
  readonly named: Range;
  /** Where it was caught: the queries until then, of its run that was caught last (as a share of the run), and that share. */
  readonly queries?: Range;
  readonly share?: Range;
  /** What is known of the surrogate by then. */
  readonly agreement?: Range;
  /** The rules that were first. */
  readonly rules: readonly string[];
}

export interface Woken {
  /** How many kinds there are, and of how many alerts named a principal. */
  readonly of: number;
  readonly woken: Range;
  readonly principals: { readonly of: number; readonly woken: Range };
  readonly kinds: readonly BenignFigures[];
}

export interface BenignFigures {
  readonly benign: BenignKind;
  readonly wokenIn: number;
  readonly named: Range;
  /** The rules whose alerts named one, each. */
  readonly rules: readonly string[];
}

export interface TechniqueFigures {
  readonly technique: string;
  readonly of: number;
  readonly caught: Range;
}

const DAY = 86_400_000;

/** Judges a contender's alerts. */
export function judgeContender(
  { name, has }: Contender,
  scope: Scope,
  observations: readonly Observation[],
): Figures {
  const views = observations.map((observation) => viewOf(observation, has, scope));
  const attacks = scope.attacks.map((attack) => judgeAttack(attack, views));
  const benign = scope.benign.map((kind) => judgeBenign(kind, views));
  const isEvasion = ({ figures }: Judged) => figures.attack.isEvasion;
  return {
    name,
    attacks: sumUp(
      attacks.filter((one) => !isEvasion(one)),
      views,
    ),
    evasions: sumUp(attacks.filter(isEvasion), views),
    services: sumUpBenign(
      benign.filter((one) => !one.benign.isPerson),
      views,
    ),
    people: sumUpBenign(
      benign.filter((one) => one.benign.isPerson),
      views,
    ),
    techniques: judgeTechniques(attacks, views),
    alertsPerDay: rangeOver(views, ({ alerts, days }) => alerts / days),
    falseAlertsPerDay: rangeOver(views, ({ falseAlerts, days }) => falseAlerts / days),
  };
}

/** What a contender showed of a scope in one observation. */
interface View {
  readonly alerts: number;
  readonly falseAlerts: number;
  readonly days: number;
  /** The first alert that names a principal. */
  readonly first: ReadonlyMap<string, Sighting>;
  /** All rules with such an alert. */
  readonly rules: ReadonlyMap<string, ReadonlySet<string>>;
}

function viewOf({ sightings, stats }: Observation, has: Contender['has'], scope: Scope): View {
  const attackers = new Set(
    scope.attacks.flatMap(({ runs }) => runs.flatMap(({ principals }) => principals)),
  );
  const first = new Map<string, Sighting>();
  const rules = new Map<string, Set<string>>();
  let alerts = 0;
  let falseAlerts = 0;
  for (const sighting of sightings) {
    if (!has(sighting.rule)) continue;
    const principals = sighting.principals.filter((principal) => scope.principals.has(principal));
    // An alert that names nobody is everybody's.
    if (principals.length === 0 && sighting.principals.length > 0) continue;
    alerts++;
    if (!principals.some((principal) => attackers.has(principal))) falseAlerts++;
    for (const principal of principals) {
      const known = first.get(principal);
      if (known === undefined || sighting.at < known.at) first.set(principal, sighting);
      rules.set(principal, (rules.get(principal) ?? new Set()).add(sighting.rule.name));
    }
  }
  const { from = 0, to = 0 } = stats;
  return { alerts, falseAlerts, days: Math.max(1, (to - from) / DAY), first, rules };
}

/** A kind of attack, with what each view showed of it. */
interface Judged {
  readonly figures: AttackFigures;
  /** By view: the share of the attack that had passed, where it was caught. */
  readonly shares: readonly (number | undefined)[];
}

function judgeAttack(attack: AttackKind, views: readonly View[]): Judged {
  const sights = views.map((view) => latestOf(attack.runs.flatMap((run) => detectRun(run, view))));
  const caught = sights.flatMap((sight) => sight ?? []);
  const queries = rangeOf(caught.map((sight) => sight.queries));
  const share = rangeOf(caught.map((sight) => sight.share));
  const known = caught.map((sight) => agreementAt(attack.base, sight.queries));
  const agreement = known.includes(undefined) ? undefined : rangeOf(known.flatMap((one) => one ?? []));
  const figures: AttackFigures = {
    attack,
    caughtIn: caught.length,
    runs: views.length,
    named: rangeOver(views, ({ first }) => countNamed(attack.runs, first)),
    rules: [...new Set(caught.map(({ rule }) => rule.name))].sort(),
    ...(queries === undefined ? {} : { queries }),
    ...(share === undefined ? {} : { share }),
    ...(agreement === undefined ? {} : { agreement }),
  };
  return { figures, shares: sights.map((sight) => sight?.share) };
}

function countNamed(runs: readonly AttackRun[], first: View['first']): number {
  return runs.flatMap(({ principals }) => principals).filter((principal) => first.has(principal)).length;
}

interface Detection {
  readonly rule: Rule;
  readonly queries: number;
  readonly share: number;
}

/** The first alert that names one of a run's principals, as none or one. */
function detectRun({ principals, times }: AttackRun, { first }: View): Detection[] {
  const sightings = principals.flatMap((principal) => first.get(principal) ?? []);
  if (sightings.length === 0) return [];
  const earliest = sightings.reduce((best, one) => (one.at < best.at ? one : best));
  const queries = countQueries(earliest.rule, times, earliest.at);
  return [{ rule: earliest.rule, queries, share: queries / times.length }];
}

/** Of the runs that were caught the one of which most had passed: the others flatter the kind. */
function latestOf(detections: readonly Detection[]): Detection | undefined {
  const [first, ...others] = detections;
  return others.reduce((latest, one) => (latest && latest.share >= one.share ? latest : one), first);
}

const half = 0.5;

function sumUp(judged: readonly Judged[], views: readonly View[]): Caught {
  const countWhere = (holds: (share: number) => boolean) =>
    rangeOver([...views.keys()], (index) => {
      const shares = judged.flatMap(({ shares }) => shares[index] ?? []);
      return shares.filter(holds).length;
    });
  return {
    of: judged.length,
    caught: countWhere(() => true),
    early: countWhere((share) => share < half),
    kinds: judged.map(({ figures }) => figures),
  };
}

function judgeTechniques(judged: readonly Judged[], views: readonly View[]): TechniqueFigures[] {
  const techniques = groupBy(judged, ({ figures }) => figures.attack.technique);
  return [...techniques]
    .map(([technique, members]) => {
      const { of, caught } = sumUp(members, views);
      return { technique, of, caught };
    })
    .sort((a, b) => (a.technique < b.technique ? -1 : 1));
}

function judgeBenign(benign: BenignKind, views: readonly View[]): BenignFigures {
  const { principals } = benign;
  const count = ({ first }: View) => principals.filter((principal) => first.has(principal)).length;
  const rules = views.flatMap((view) =>
    principals.flatMap((principal) => [...(view.rules.get(principal) ?? [])]),
  );
  return {
    benign,
    wokenIn: views.filter((view) => count(view) > 0).length,
    named: rangeOver(views, count),
    rules: [...new Set(rules)].sort(),
  };
}

function sumUpBenign(kinds: readonly BenignFigures[], views: readonly View[]): Woken {
  const count = (principals: readonly string[], { first }: View) =>
    principals.filter((principal) => first.has(principal)).length;
  const all = kinds.flatMap(({ benign }) => benign.principals);
  return {
    of: kinds.length,
    woken: rangeOver(
      views,
      (view) => kinds.filter(({ benign }) => count(benign.principals, view) > 0).length,
    ),
    principals: { of: all.length, woken: rangeOver(views, (view) => count(all, view)) },
    kinds,
  };
}
