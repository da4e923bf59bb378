import type { RandomStream } from './random-stream.js';
import type { Pace } from './traffic.js';

/** The times of `count` requests, in milliseconds after their begin: whole, ascending, in `[0, over)`. */
export function timesOf(pace: Pace, count: number, random: RandomStream): number[] {
  switch (pace.kind) {
    case 'even':
      return evenly(count, pace.over).map((time) => time + Math.floor(random() * pace.jitter));
    case 'poisson':
      return Array.from({ length: count }, () => Math.floor(random() * pace.over)).sort((a, b) => a - b);
    case 'burst': {
      const starts = evenly(pace.bursts, pace.over);
      const length = Math.max(1, Math.floor(pace.over / pace.bursts / 10));
      return starts.flatMap((start, burst) => {
        const size = shareOfBurst(burst, pace.bursts, count);
        return evenly(size, length).map((time) => start + time);
      });
    }
  }
}

function evenly(count: number, over: number): number[] {
  return Array.from({ length: count }, (_, index) => Math.floor((index * over) / count));
}

/** Sizes of bursts differ by one at most and add up to `count`. */
function shareOfBurst(burst: number, bursts: number, count: number): number {
  return Math.ceil(((burst + 1) * count) / bursts) - Math.ceil((burst * count) / bursts);
}
