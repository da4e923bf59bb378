import { durationInWords } from '../text/duration.js';
import type { StatusLine } from './output.js';

const quietFor = 2000;
const between = 200;

/**
 * Tells how far a reading is, on a terminal and once it has taken two seconds.
 * @returns what to call now and then with the bytes read, of how many where that is known
 */
export function createProgress(status: StatusLine, what: string): (read: number, total?: number) => void {
  if (!status.isShown) return () => {};
  const started = performance.now();
  let shownAt = started + quietFor - between;
  return (read, total) => {
    const now = performance.now();
    if (now - shownAt < between) return;
    shownAt = now;
    const megabytes = `${(read / 1e6).toFixed(0)} MB`;
    const far =
      total === undefined || total === 0
        ? megabytes
        : `${Math.floor((100 * read) / total)}% of ${(total / 1e6).toFixed(0)} MB`;
    status.show(`${what} ${far}, ${durationInWords(Math.floor((now - started) / 1000) * 1000)}`);
  };
}
