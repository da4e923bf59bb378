import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { loadPack } from '../../src/check/load-pack.js';
import { loadMapping } from '../../src/check/mapping.js';
import type { Mapping } from '../../src/ir/mapping.js';
import type { Input } from '../../src/log/input.js';
import { createTally, openLog } from '../../src/log/reader.js';
import { layOutSlots, type Row, textAt } from '../../src/log/row.js';
import { type Ended, makeFolder, run, runInside } from '../cli/command-line.js';
import type { MappingDoc, SourceDoc } from '../oracle/documents.js';
import { type Counts, noCounts, readEvents } from '../oracle/reading.js';
import { createRandom } from '../random/random.js';
import { makeLine } from './mutate-lines.js';

/*
 * Mutated lines of real logs, through every mapping that is shipped: each field of each event, and each count, as the oracle reads them.
 * RULEWRIGHT_MUTANTS sets how many lines a mapping, SEED which.
 */

const test = suite('mutated lines of mapped logs');

const most = Number(process.env.RULEWRIGHT_MUTANTS ?? 1000);
const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const AT_ONCE = 1000;

const sourcePath = 'rules/sources/inference.yaml';
const sourceDocument: SourceDoc = parse(readFileSync(sourcePath, 'utf8'));
const { sources } = loadPack('rules').pack;

/** A shipped mapping, as the product and as the oracle take it, and lines of its log. */
interface Case {
  readonly mapping: Mapping;
  readonly document: MappingDoc;
  readonly lines: readonly string[];
}

const cases = readdirSync('fixtures/samples')
  .filter((file) => file.endsWith('.jsonl'))
  .map((file): Case => {
    const path = `targets/mappings/${file.replace('.jsonl', '.yaml')}`;
    const { mapping } = loadMapping(path, sources);
    if (mapping === undefined) throw new Error(`${path} cannot be read`);
    const document: MappingDoc = parse(readFileSync(path, 'utf8'));
    const sample = readFileSync(join('fixtures/samples', file), 'utf8');
    return { mapping, document, lines: sample.trimEnd().split('\n') };
  });

function makeLog(lines: readonly string[], of: number): Buffer {
  const random = createRandom(of);
  return Buffer.concat(
    Array.from({ length: Math.min(AT_ONCE, most) }, () =>
      Buffer.concat([makeLine(random, lines), Buffer.from('\n')]),
    ),
  );
}

/** What the program makes of a log: of each event its line, its time and its fields. */
async function readByProgram(input: Input, mapping: Mapping) {
  const tally = createTally(mapping);
  const slots = layOutSlots(mapping.source.fields);
  const log = openLog(input, 0, mapping, tally);
  const events: string[] = [];
  while (await log.more()) while (log.next()) events.push(showRow(log.row));
  const unfit = [...slots].flatMap(([name, slot]) =>
    tally.unfit[slot] > 0 ? [[name, tally.unfit[slot]]] : [],
  );
  const { lines, skipped, withoutTime } = tally;
  return {
    events,
    counts: { lines, skipped, withoutTime, events: tally.events, unfit: Object.fromEntries(unfit) },
  };

  function showRow(row: Row): string {
    const fields = [...mapping.source.fields].flatMap(([name, { type }]) => {
      const slot = slots.get(name) ?? -1;
      if (row.present[slot] === 0) return [];
      if (type === 'keyword' || type === 'ip') return [[name, textAt(row, slot)]];
      const number = row.numbers[slot];
      return [[name, type === 'boolean' ? number === 1 : number]];
    });
    return JSON.stringify([row.line, row.time, Object.fromEntries(fields)]);
  }
}

function readByOracle(bytes: Buffer, document: MappingDoc) {
  const counts: Counts = noCounts();
  const events = readEvents(bytes, 0, sourceDocument, document, counts).map(({ time, fields, place }) => {
    const named = Object.keys(sourceDocument.fields).flatMap((name) =>
      fields.has(name) ? [[name, fields.get(name)]] : [],
    );
    return JSON.stringify([place.line, time, Object.fromEntries(named)]);
  });
  const { lines, skipped, withoutTime, unfit } = counts;
  return { events, counts: { lines, skipped, withoutTime, events: counts.events, unfit } };
}

for (const { mapping, document, lines } of cases)
  test(`${mapping.name}: each field as the contract says, plain or packed (SEED=${seed}, RULEWRIGHT_MUTANTS=${most})`, async () => {
    const folder = makeFolder({});
    try {
      let events = 0;
      for (let done = 0; done < most; done += AT_ONCE) {
        const what = `SEED=${seed + done}`;
        const bytes = makeLog(lines, seed + done);
        const path = join(folder.path, 'log');
        const expected = readByOracle(bytes, document);
        for (const written of [bytes, gzipSync(bytes)]) {
          writeFileSync(path, written);
          assert.equal(await readByProgram({ kind: 'file', path }, mapping), expected, what);
        }
        events += expected.counts.events;
      }
      assert.ok(events > most / 5, `${events} events of ${most} lines`);
    } finally {
      folder.remove();
    }
  });

test('a stream of them is counted as a file of them is', async () => {
  const folder = makeFolder({});
  try {
    const { mapping, lines } = createRandom(seed).pick(cases);
    const path = join(folder.path, 'log');
    const stats = join(folder.path, 'stats.json');
    const what = `SEED=${seed} ${mapping.name}`;
    const bytes = makeLog(lines, seed);
    writeFileSync(path, bytes);
    const args = ['replay', '--mapping', mapping.name, '--stats', stats];
    const readStats = ({ code, err }: Ended) => {
      assert.is(code, 0, `${what}\n${err}`);
      const { lines, skipped, without_time, events, unfit } = JSON.parse(readFileSync(stats, 'utf8'));
      return { lines, skipped, without_time, events, unfit };
    };
    const streamed = readStats(await run([...args, '-'], { stdin: bytes }));
    assert.equal(streamed, readStats(await runInside([...args, path])), what);
    assert.ok(streamed.events > 0, what);
  } finally {
    folder.remove();
  }
});

test.run();
