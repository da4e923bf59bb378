import { randomBytes } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Artifact } from './backend.js';
import { manifestPath } from './compile-target.js';

/** Why a folder was not written. Nothing in it was changed. */
export interface WriteRefusal {
  readonly path: string;
  readonly problem: string;
}

/**
 * Writes a compiled folder whole or not at all: its files go into a new folder beside it, which then takes its place. What the
 * folder held before is gone, so it must be new, empty, or one that was written here (it has a manifest, and no file that the
 * manifest does not name): another's files are never removed.
 * @param folder where it is to lie; its parent is made where it is not there
 * @param files the artifacts and the manifest
 * @returns undefined, or why nothing was written
 * @throws what the file system throws (no space, no permission); the folder is then as it was
 */
export function writeFolder(folder: string, files: readonly Artifact[]): WriteRefusal | undefined {
  const badPath = findBadPath(files.map(({ path }) => path));
  if (badPath !== undefined) return badPath;
  const parent = dirname(resolve(folder));
  mkdirSync(parent, { recursive: true });
  const place = existingPlace(resolve(folder));
  const foreign = findForeignFile(place);
  if (foreign !== undefined) return foreign;

  const mark = randomBytes(6).toString('hex');
  const fresh = join(dirname(place), `.${basename(place)}.${mark}.new`);
  const former = join(dirname(place), `.${basename(place)}.${mark}.old`);
  try {
    mkdirSync(fresh);
    for (const { path, text } of files) {
      const file = join(fresh, ...path.split('/'));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text, { flag: 'wx' });
    }
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw error;
  }
  const replaced = isThere(place);
  try {
    if (replaced) renameSync(place, former);
    renameSync(fresh, place);
  } catch (error) {
    if (replaced && !isThere(place)) renameSync(former, place);
    rmSync(fresh, { recursive: true, force: true });
    throw error;
  }
  rmSync(former, { recursive: true, force: true });
  return undefined;
}

/** A path that could lie outside the folder, or that some file system takes for another path of the list. */
export function findBadPath(paths: readonly string[]): WriteRefusal | undefined {
  const taken = new Set<string>();
  for (const path of paths) {
    const parts = path.split('/');
    const plain = parts.every((part) => /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(part) && !part.endsWith('.'));
    if (!plain) return { path, problem: 'it is not a plain path within the folder' };
    const folded = path.toLowerCase();
    if (taken.has(folded)) return { path, problem: 'two files would have this name' };
    taken.add(folded);
  }
  return undefined;
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** The folder itself where the name is a link to it, so that the link stays. */
function existingPlace(path: string): string {
  return isThere(path) ? realpathSync(path) : path;
}

/** Something in the folder that was not written here. */
function findForeignFile(folder: string): WriteRefusal | undefined {
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  if (!stats.isDirectory()) return { path: folder, problem: 'it is there and is not a folder' };
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const own = new Set([manifestPath, ...manifestFiles(join(folder, manifestPath))]);
  for (const entry of entries) {
    if (entry.isDirectory()) continue;
    const path = join(entry.parentPath, entry.name);
    const relative = path.slice(folder.length + 1).replaceAll('\\', '/');
    if (entry.isFile() && own.has(relative)) continue;
    return { path, problem: 'it was not written by a compile, and the folder would be replaced' };
  }
  return undefined;
}

/** The files that a manifest names; none where there is no manifest that can be read. */
function manifestFiles(path: string): readonly string[] {
  let manifest: unknown;
  try {
    manifest = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return [];
  }
  return childrenOf(manifest, 'entries')
    .flatMap((entry) => childrenOf(entry, 'files'))
    .map((file) => propertyOf(file, 'path'))
    .filter((name) => typeof name === 'string');
}

function childrenOf(value: unknown, name: string): readonly unknown[] {
  const found = propertyOf(value, name);
  return Array.isArray(found) ? found : [];
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
