import { fail } from './failure.js';
import type { Macro, Macros } from './macro.js';

/** The stanzas of a .conf file: name → setting → value. */
export type Stanzas = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * Reads a .conf file: `[stanza]`, `setting = value`, `#` comments that begin a line; a backslash at the end of a line
 * carries the value on to the next one, and the line break is part of it.
 */
export function readConf(text: string): Stanzas {
  const stanzas = new Map<string, Map<string, string>>();
  let stanza: Map<string, string> | undefined;
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at++) {
    let line = lines[at] ?? '';
    if (/^\s*(?:#|$)/.test(line)) continue;
    const opened = /^\s*\[(.*)\]\s*$/.exec(line)?.[1];
    if (opened !== undefined) {
      if (stanzas.has(opened)) fail('error', `two stanzas [${opened}]`);
      stanza = new Map();
      stanzas.set(opened, stanza);
      continue;
    }
    while (line.endsWith('\\')) {
      at++;
      if (at >= lines.length) fail('syntax', 'a value that goes on past the end of the file');
      line = `${line.slice(0, -1)}\n${lines[at] ?? ''}`;
    }
    const [, name = '', value = ''] =
      /^\s*([^=\s]+)\s*=([\s\S]*)$/.exec(line) ?? fail('syntax', `no setting: ${line}`);
    if (stanza === undefined) return fail('syntax', `a setting outside a stanza: ${line}`);
    if (stanza.has(name)) fail('error', `two values of ${name}`);
    stanza.set(name, value.trim());
  }
  return stanzas;
}

/** A scheduled search as savedsearches.conf gives it. */
export type SavedSearch = {
  readonly name: string;
  readonly search: string;
  readonly cron: string | undefined;
  readonly earliest: string | undefined;
  readonly latest: string | undefined;
  readonly settings: ReadonlyMap<string, string>;
};

/** Every saved search of a savedsearches.conf. */
export function readSavedSearches(text: string): SavedSearch[] {
  return [...readConf(text)].flatMap(([name, settings]) => {
    const search = settings.get('search');
    if (search === undefined) return [];
    return [
      {
        name,
        search,
        cron: settings.get('cron_schedule'),
        earliest: settings.get('dispatch.earliest_time'),
        latest: settings.get('dispatch.latest_time'),
        settings,
      },
    ];
  });
}

/** The macros of a macros.conf; those defined by eval are refused. */
export function readMacros(text: string): Macros {
  const macros = new Map<string, Macro>();
  for (const [name, settings] of readConf(text)) {
    if (/^(?:1|t|true)$/i.test(settings.get('iseval') ?? '')) fail('refused', 'a macro defined by eval');
    const names = (settings.get('args') ?? '')
      .split(',')
      .map((argument) => argument.trim())
      .filter((argument) => argument !== '');
    macros.set(name, { arguments: names, definition: settings.get('definition') ?? '' });
  }
  return macros;
}
