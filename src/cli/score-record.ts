import type { AttackFigures, BenignFigures, Caught, Figures, Woken } from '../score/figures.js';
import type { Range } from '../score/range.js';
import type { Score, Split, Table } from '../score/score.js';
import type { ScoreRun } from './score-tables.js';

/** Figures for machines. A figure that may differ from shift to shift is `[least, most]`. */
export function recordScore(
  { splits, stats }: Score,
  { logs, shifts }: ScoreRun,
  only: Split | undefined,
): object {
  return {
    logs: logs.map(({ path, split = null }) => ({ file: path, split })),
    events: stats.events,
    shifts_ms: shifts,
    splits: Object.fromEntries(
      splits
        .filter(({ split }) => only === undefined || split === only)
        .map(({ split, tables }) => [
          split,
          Object.fromEntries([...tables].map(([enrichment, table]) => [enrichment, recordTable(table)])),
        ]),
    ),
  };
}

function recordTable({ pack, volume, rules }: Table): object {
  return {
    pack: Object.fromEntries([...pack].map(([cut, figures]) => [cut, recordFigures(figures)])),
    volume_alone: recordFigures(volume),
    rules: Object.fromEntries(rules.map((figures) => [figures.name, recordFigures(figures)])),
  };
}

function recordFigures(figures: Figures): object {
  return {
    attacks: recordCaught(figures.attacks),
    evasions: recordCaught(figures.evasions),
    services: recordWoken(figures.services),
    people: recordWoken(figures.people),
    techniques: Object.fromEntries(
      figures.techniques.map(({ technique, of, caught }) => [technique, { of, caught: pair(caught) }]),
    ),
    alerts_per_day: rounded(figures.alertsPerDay),
    false_alerts_per_day: rounded(figures.falseAlertsPerDay),
  };
}

function recordCaught({ of, caught, early, kinds }: Caught): object {
  return {
    of,
    caught: pair(caught),
    before_half: pair(early),
    kinds: Object.fromEntries(
      kinds.filter(({ caughtIn }) => caughtIn > 0).map((kind) => [kind.attack.kind, recordAttack(kind)]),
    ),
    missed: kinds.filter(({ caughtIn }) => caughtIn === 0).map(({ attack }) => attack.kind),
  };
}

function recordAttack({ attack, caughtIn, named, queries, share, agreement, rules }: AttackFigures): object {
  return {
    technique: attack.technique,
    caught_in_runs: caughtIn,
    principals: attack.runs.flatMap(({ principals }) => principals).length,
    named: pair(named),
    ...(queries && { queries: pair(queries) }),
    ...(share && { share: rounded(share) }),
    ...(agreement && { agreement_at_most: pair(agreement) }),
    first: rules,
  };
}

function recordWoken({ of, woken, principals, kinds }: Woken): object {
  return {
    of,
    woken: pair(woken),
    principals: { of: principals.of, woken: pair(principals.woken) },
    kinds: Object.fromEntries(
      kinds.filter(({ wokenIn }) => wokenIn > 0).map((kind) => [kind.benign.kind, recordBenign(kind)]),
    ),
  };
}

function recordBenign({ benign, wokenIn, named, rules }: BenignFigures): object {
  return { woken_in_runs: wokenIn, principals: benign.principals.length, named: pair(named), rules };
}

function pair({ min, max }: Range): readonly [number, number] {
  return [min, max];
}

function rounded({ min, max }: Range): readonly [number, number] {
  const round = (figure: number) => Math.round(figure * 1000) / 1000;
  return [round(min), round(max)];
}
