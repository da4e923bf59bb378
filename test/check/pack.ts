import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type LoadedPack, loadPack } from '../../src/check/load-pack.js';

/** Writes files into a folder of their own, does something with it, and removes it. */
export function inFolder<T>(
  files: Readonly<Record<string, string | Uint8Array>>,
  act: (folder: string) => T,
): T {
  const folder = mkdtempSync(join(tmpdir(), 'rulewright-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    return act(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Loads files as a pack. */
export function loadFiles(files: Readonly<Record<string, string | Uint8Array>>): LoadedPack {
  return inFolder(files, loadPack);
}

export const source = `source: inference
description: A gateway
time: { field: ts, format: epoch_seconds }
fields:
  ts: { type: timestamp, required: true }
  principal: { type: keyword, required: true }
  model: { type: keyword }
  label: { type: keyword }
  user_agent: { type: keyword }
  request_id: { type: keyword }
  input_hash: { type: keyword, required: true }
  wants_probs: { type: boolean, required: true }
  n_features: { type: number }
  status: { type: number }
  margin: { type: number }
  since_previous_ms: { type: number }
  src_ip: { type: ip }
define:
  near_boundary: { margin|below: 0.2 }
`;

const head = `id: 6c1c5bb0-6a2e-4a6e-9d6f-0a4f0d8a7a11
name: example
title: Example
description: An example
status: test
severity: low
atlas: [AML.T0024]
source: inference
`;

export const aggregateRule = `${head}by: [principal]
window: { size: 1h, every: 5m }
signals: { volume: { count: events, above: 100 } }
`;

export const sequenceRule = `${head}by: [principal]
within: 1h
steps:
  - { name: refused, where: { status: 403 }, at_least: 3 }
  - { name: served, where: { status: 200 } }
`;

export const matchRule = `${head}where: { wants_probs: true }
`;

/** A file with some of its keys replaced, or added at its end: `keys` is YAML whose own keys begin at the line's start. */
export function replaceKeys(file: string, keys: string): string {
  const blocks = splitKeys(file);
  for (const [key, block] of splitKeys(keys)) blocks.set(key, block);
  return [...blocks.values()].join('');
}

function splitKeys(text: string): Map<string, string> {
  const blocks = new Map<string, string>();
  let key = '';
  for (const line of text.replace(/\n?$/, '\n').split(/(?<=\n)/)) {
    const found = /^([a-z_]+⟧?):/.exec(line.replace('⟦', ''));
    if (found !== null) key = found[1].replace('⟧', '');
    blocks.set(key, (blocks.get(key) ?? '') + line);
  }
  return blocks;
}
