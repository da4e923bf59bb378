import { exceptRules } from '../bind/exceptions.js';
import { readsSource } from '../bind/telemetry.js';
import type { Pack } from '../check/load-pack.js';
import { type Mapping, ownShape } from '../ir/mapping.js';
import type { Rule } from '../ir/rule.js';
import { CommandError } from './command-error.js';
import type { Output } from './output.js';
import { openMapping, openTarget } from './pack.js';

/** How the user says what shape a log has. */
export interface ShapeFlags {
  readonly mapping?: string;
  readonly target?: string;
}

/** A log's shape, and the rules that read such a log. */
export interface LogShape {
  readonly mapping: Mapping;
  readonly rules: readonly Rule[];
}

/**
 * The shape of a log: of a mapping, of a target's mapping, or else the own shape of the source that the rules read. A target brings
 * its exceptions too.
 * @throws CommandError where both are named, or where neither is and the rules read several sources
 */
export function openShape({ mapping: name, target }: ShapeFlags, pack: Pack, err: Output): LogShape {
  if (name !== undefined && target !== undefined)
    throw new CommandError('--mapping and --target both say what shape the log has; give one of them');
  const opened = target === undefined ? undefined : openTarget(target, pack, err);
  const mapping =
    (name !== undefined && openMapping(name, pack, err)) || opened?.mapping || ownShape(onlySource(pack));
  const all = opened === undefined ? pack.rules : exceptRules(pack.rules, opened);
  const rules = all.filter((rule) => readsSource(rule, mapping.source.name));
  if (rules.length === 0) throw new CommandError(`no rule reads the source ${mapping.source.name}`);
  return { mapping, rules };
}

function onlySource({ rules }: Pack) {
  const logs = rules.filter(({ reads }) => reads === undefined);
  const [first, ...others] = new Map(logs.map(({ source }) => [source.name, source])).values();
  if (first === undefined) throw new CommandError('there is no rule');
  if (others.length > 0) {
    const names = [first, ...others].map(({ name }) => name).join(', ');
    throw new CommandError(
      `the rules read several sources (${names}): say with --mapping which one the log is`,
    );
  }
  return first;
}
