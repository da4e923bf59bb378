import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listTargets, loadTarget, targetPath } from '../bind/load-target.js';
import { type LoadedPack, loadPack, type Pack } from '../check/load-pack.js';
import { loadMapping } from '../check/mapping.js';
import { renderDiagnostic } from '../diagnostics/code-frame.js';
import { type Diagnostic, hasErrors } from '../diagnostics/diagnostic.js';
import type { Mapping } from '../ir/mapping.js';
import type { Rule } from '../ir/rule.js';
import type { Field } from '../ir/source.js';
import type { Target } from '../ir/target.js';
import { nearName } from '../text/near-name.js';
import { CommandError } from './command-error.js';
import { exitCodes } from './exit-code.js';
import { listFileNames } from './file-names.js';
import { countThings, fit } from './layout.js';
import type { Output } from './output.js';

export const defaultRules = 'rules';
export const targetsFolder = 'targets';
export const mappingsFolder = join(targetsFolder, 'mappings');

/** A path within the folder that Rulewright itself lies in, as seen from where the user stands. */
export function shippedPath(...parts: readonly string[]): string {
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  return relative('', join(root, ...parts)) || '.';
}

/** A path of the user's project or, where that is not there, the same of what ships with Rulewright. */
export function findShipped(path: string): string {
  const shipped = shippedPath(path);
  return existsSync(path) || !existsSync(shipped) ? path : shipped;
}

/**
 * Reads and checks a folder of rules for a command that runs them. Where the user stands in no project of their own and named no
 * folder, the rules that ship with Rulewright serve, and that is said.
 * @throws CommandError where there is no such folder, or an error in a file; each is shown
 */
export function openPack(folder: string, err: Output): Pack {
  return openWholePack(folder, err).pack;
}

/** A folder of rules that is without errors, and where it was found. */
export interface OpenedPack extends LoadedPack {
  readonly folder: string;
}

/** The same, with the files that it was read from. */
export function openWholePack(folder: string, err: Output): OpenedPack {
  const path = folder === defaultRules ? findShipped(folder) : folder;
  requireFolder(path);
  if (path !== folder)
    err.write(`There is no folder rules here: these are the rules that ship with rulewright, in ${path}.\n`);
  const loaded = loadPack(path);
  refuseErrors(loaded.diagnostics, path, err);
  return { ...loaded, folder: path };
}

/** @throws CommandError where there is no folder at a path */
export function requireFolder(path: string): void {
  if (!existsSync(path))
    throw new CommandError(`there is no folder ${fit(path, 200)}; --rules names the folder of the rules`);
}

/** Reads the mapping of a name in `targets/mappings`, or of a file. */
export function openMapping(where: string, pack: Pack, err: Output): Mapping {
  const isFile = /\.ya?ml$/.test(where);
  const path = isFile ? where : findShipped(join(mappingsFolder, `${where}.yaml`));
  if (!existsSync(path)) throw missing('mapping', where, path, listFileNames(dirname(path), '.yaml'));
  const { mapping, diagnostics } = loadMapping(path, pack.sources);
  refuseErrors(diagnostics, path, err);
  if (mapping === undefined) throw new Error(`${path} has neither a mapping nor an error`);
  return mapping;
}

/** Every mapping of the user's project or, where it has none, of what ships with Rulewright; sorted by name. */
export function openMappings(pack: Pack, err: Output): Mapping[] {
  const folder = findShipped(mappingsFolder);
  return listFileNames(folder, '.yaml').map((name) => openMapping(join(folder, `${name}.yaml`), pack, err));
}

/** Reads the target of a name in `targets`, or of a file. */
export function openTarget(where: string, pack: Pack, err: Output): Target {
  const path = findShipped(targetPath(where));
  if (!existsSync(path)) throw missing('target', where, path, listTargets(dirname(dirname(path))));
  const { target, diagnostics } = loadTarget(path, pack);
  refuseErrors(diagnostics, path, err);
  if (target === undefined) throw new Error(`${path} has neither a target nor an error`);
  return target;
}

/** Every target of the user's project or, where it has none, of what ships with Rulewright. */
export function openTargets(pack: Pack, err: Output): Target[] {
  return listTargets(findShipped(targetsFolder)).map((name) => openTarget(name, pack, err));
}

/** @throws CommandError where the source has none, so that nobody can be told apart */
export function findPrincipal({ source }: Mapping): Field {
  const field = source.fields.get('principal');
  if (field === undefined)
    throw new CommandError(`the source ${source.name} has no field principal, which the labels go by`);
  return field;
}

/** @throws CommandError where the pack has no rule of this name */
export function findRule(name: string, pack: Pack): Rule {
  const found = pack.rules.find((rule) => rule.name === name);
  if (found !== undefined) return found;
  const names = pack.rules.map((rule) => rule.name);
  throw new CommandError(describeMissing('rule', name, '', names));
}

/** @throws CommandError where there is an error among the diagnostics; each is shown */
export function refuseErrors(diagnostics: readonly Diagnostic[], path: string, err: Output): void {
  if (!hasErrors(diagnostics)) return;
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  for (const one of errors) err.write(`${renderDiagnostic(one)}\n\n`);
  throw new CommandError(
    `${countThings(errors.length, 'error')} in ${path}, so nothing was run`,
    exitCodes.no,
  );
}

function missing(what: string, where: string, path: string, known: readonly string[]): CommandError {
  return new CommandError(describeMissing(what, where, path, known));
}

/** So many names are listed. */
const mostNames = 12;

/** That a name stands for nothing, what may have been meant, and what there is. All of it may come from outside. */
export function describeMissing(what: string, name: string, path: string, known: readonly string[]): string {
  const place = path === '' || path === name ? '' : ` (there is no ${fit(path, 200)})`;
  return `there is no ${what} ${fit(name, 100)}${place}${hintNames(nearName(name, known), known)}`;
}

function hintNames(near: string | undefined, known: readonly string[]): string {
  if (near !== undefined) return `\n  did you mean ${fit(near, 100)}?`;
  if (known.length === 0) return '';
  const listed = known.slice(0, mostNames).map((name) => fit(name, 60));
  const rest = known.length > mostNames ? `, and ${known.length - mostNames} more` : '';
  return `\n  there are: ${listed.join(', ')}${rest}`;
}
