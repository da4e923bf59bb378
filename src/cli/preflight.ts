import type { Command } from 'commander';
import { acceptancesOf, isExpired } from '../bind/acceptance.js';
import { bindRule } from '../bind/bind-rule.js';
import type { Product } from '../cluster/cluster.js';
import type { Rule } from '../ir/rule.js';
import type { ElasticTarget } from '../ir/target.js';
import type { IndexMapping } from '../preflight/index-mapping.js';
import { judgeIndices } from '../preflight/preflight.js';
import type { Remark } from '../preflight/remark.js';
import { findWanted } from '../preflight/wanted.js';
import { printable, printableJson } from '../text/printable.js';
import { CommandError } from './command-error.js';
import { describeExitCodes, type ExitCode, exitCodes } from './exit-code.js';
import { type IndexFlags, openIndices } from './index-answer.js';
import { countThings, wrap } from './layout.js';
import type { Output } from './output.js';
import { defaultRules, findRule, openPack, openTarget } from './pack.js';
import type { Session } from './session.js';

interface PreflightFlags extends IndexFlags {
  readonly target: string;
  readonly rules: string;
  readonly rule?: string;
  readonly json?: true;
}

/** A remark with what the target says of it. */
interface Judged extends Remark {
  readonly accepted?: { readonly reason: string; readonly expires: string };
}

/** Adds `preflight`: what an index's real mapping does to the meaning of the rules. */
export function addPreflight(program: Command, session: Session): void {
  program
    .command('preflight')
    .description('say what the real mapping of an index does to the meaning of the rules')
    .requiredOption('--target <target>', 'the target that reads the index: a name in targets, or a file')
    .option('--url <url>', 'the cluster, as https://HOST:9200')
    .option(
      '--mapping-file <file>',
      'or what it answered to GET /INDEX, saved; of GET /INDEX/_mapping without settings',
    )
    .option('--rules <dir>', 'folder of the rules', defaultRules)
    .option('--rule <name>', 'one rule')
    .option('--json', 'one JSON object a rule, a line each')
    .addHelpText(
      'after',
      `
Examples:
  rulewright preflight --target elastic-native --url https://localhost:9200
  curl -s "$ELASTICSEARCH_URL/inference-audit-*" > mapping.json
  rulewright preflight --target elastic-native --mapping-file mapping.json

Environment:
  ELASTICSEARCH_API_KEY, or ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD: who asks

${describeExitCodes(
  'every rule means on this index what it says, or the target accepts what differs',
  'a query would be an error or may lose findings',
)}`,
    )
    .action(async (flags: PreflightFlags) => session.finish(await runPreflight(flags, session)));
}

async function runPreflight(flags: PreflightFlags, { out, err }: Session): Promise<ExitCode> {
  const pack = openPack(flags.rules, err);
  const target = openTarget(flags.target, pack, err);
  if (target.backend !== 'elastic')
    throw new CommandError(`${target.name} is no target of Elasticsearch, whose mappings preflight reads`);
  const { indices, from } = await openIndices(flags, target.index, productOf(target));
  const rules = flags.rule === undefined ? pack.rules : [findRule(flags.rule, pack)];
  let isWell = true;
  if (!flags.json)
    out.write(`${target.name}  ${countThings(indices.length, 'index', 'indices')} in ${from}\n`);
  for (const rule of rules.filter(({ status }) => status !== 'deprecated')) {
    const remarks = judgeRule(rule, target, indices, Date.now());
    if (remarks?.some(fails)) isWell = false;
    const verdict = verdictOf(remarks);
    if (flags.json)
      out.write(
        `${printableJson({ rule: rule.name, target: target.name, verdict, remarks: remarks ?? [] })}\n`,
      );
    else writeRule(rule.name, verdict, remarks ?? [], out);
  }
  return isWell ? exitCodes.well : exitCodes.no;
}

/** ES|QL is Elasticsearch's alone. */
function productOf(target: ElasticTarget): Product {
  return target.dialect === 'esql' ? 'elasticsearch' : target.product;
}

/** What the indices do to a rule; undefined where it is not compiled for the target. */
function judgeRule(
  rule: Rule,
  target: ElasticTarget,
  indices: readonly IndexMapping[],
  now: number,
): readonly Judged[] | undefined {
  if (rule.reads !== undefined || rule.buildingBlock) return undefined;
  const binding = bindRule<'elastic'>(rule, target);
  if (binding.kind === 'unbound') return undefined;
  return judgeIndices(findWanted(binding.bound, target.time), indices, target.delay).map((remark) => {
    const accepted = acceptancesOf(target, rule.name, remark.code).find((one) => !isExpired(one, now));
    return accepted === undefined
      ? remark
      : { ...remark, accepted: { reason: accepted.reason, expires: accepted.expires } };
  });
}

/** Extra findings and notes need no acceptance, as in a compile. */
function fails({ effect, accepted }: Judged): boolean {
  return accepted === undefined && effect !== 'over' && effect !== 'note';
}

function verdictOf(remarks: readonly Judged[] | undefined): string {
  if (remarks === undefined) return 'not compiled';
  if (remarks.some(({ effect }) => effect === 'refused')) return 'refused';
  return remarks.some(({ effect }) => effect !== 'note') ? 'deviates' : 'well';
}

function writeRule(name: string, verdict: string, remarks: readonly Judged[], out: Output): void {
  out.write(`${name.padEnd(28)} ${verdict}\n`);
  for (const { place, code, effect, reason, change, accepted } of remarks) {
    const end = accepted === undefined ? '' : `; accepted until ${accepted.expires}`;
    out.write(`    ${wrap(printable(`${place}  ${code}, ${effect}: ${reason}${end}`), 94, '      ')}\n`);
    if (accepted === undefined) out.write(`      ${wrap(printable(`change: ${change}`), 92, '        ')}\n`);
  }
}
