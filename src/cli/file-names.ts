import { readdirSync } from 'node:fs';

/** The names of the files in a folder that end so, without the ending, sorted; none where there is no such folder. */
export function listFileNames(folder: string, ending: string): string[] {
  let entries: string[];
  try {
    entries = readdirSync(folder);
  } catch {
    return [];
  }
  return entries
    .filter((entry) => entry.endsWith(ending))
    .map((entry) => entry.slice(0, -ending.length))
    .sort();
}
