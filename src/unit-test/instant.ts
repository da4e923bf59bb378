import type { TimeFormat } from '../ir/source.js';

/** Ticks of 100 ns from 0001-01-01 to 1970-01-01. */
const ticksBeforeEpoch = 621_355_968_000_000_000n;

/** An instant (whole milliseconds UTC) as JSON in a log's format, exactly: on decimals, never through a quotient. */
export function writeInstant(instant: number, format: TimeFormat): string {
  switch (format) {
    case 'epoch_seconds': {
      const magnitude = Math.abs(instant);
      const fraction = magnitude % 1000;
      const text = `${Math.trunc(magnitude / 1000)}${fraction === 0 ? '' : `.${String(fraction).padStart(3, '0')}`}`;
      return instant < 0 ? `-${text}` : text;
    }
    case 'epoch_millis':
      return String(instant);
    case 'epoch_micros':
      return String(BigInt(instant) * 1000n);
    case 'epoch_nanos':
      return String(BigInt(instant) * 1_000_000n);
    case 'rfc3339':
      return JSON.stringify(new Date(instant).toISOString());
    case 'dotnet_ticks':
      return String(BigInt(instant) * 10_000n + ticksBeforeEpoch);
  }
}
