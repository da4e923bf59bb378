import type { TimeFormat } from '../../ir/source.js';

/*
 * The event's time is read from its own field and not from `_time`: the index reads a timestamp only in the first 128 characters,
 * to the digits that its settings name, and falls back to the time of arrival, all without a word. `_time` only narrows what is
 * fetched. An event whose `_time` is wrong may so be missed, and is never counted in a window that is not its own.
 * The fraction is cut as text, because a double has no room for the digits that decide (contract, section 4).
 */

const decimal = '(?s)^(0|[1-9][0-9]{0,18})([.][0-9]+)?(?!.)';
const number = '(?s)^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]+)?(?!.)';
/** Of hours, minutes and seconds that there are, and of days but for the 29th of February, which `strptime` is left to know. */
const rfc3339 = [
  '(?s)^(?![0-9]{4}-(02-3|(04|06|09|11)-31))[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])',
  '[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]+)?',
  '([Zz]|[-+]([01][0-9]|2[0-3]):[0-5][0-9])(?!.)',
].join('');

/** Milliseconds from year 1, where .NET's ticks begin, to the epoch. */
const ticksEpoch = '62135596800000';

/** The time of an event in whole milliseconds UTC, or null where it cannot be read, as an expression of `eval`. */
export function writeEventTime(format: TimeFormat, raw: string): string {
  switch (format) {
    case 'epoch_seconds': {
      const whole = `mvindex(split(${raw}, "."), 0)`;
      const fraction = `mvindex(split(${raw} . ".000", "."), 1)`;
      return readNumber(
        raw,
        `tonumber(${whole} . substr(${fraction} . "000", 1, 3))`,
        `tonumber(${raw}) * 1000`,
      );
    }
    case 'epoch_millis':
      return readNumber(raw, dropDigits(raw, 0), `tonumber(${raw})`);
    case 'epoch_micros':
      return readNumber(raw, dropDigits(raw, 3), `tonumber(${raw}) / 1000`);
    case 'epoch_nanos':
      return readNumber(raw, dropDigits(raw, 6), `tonumber(${raw}) / 1000000`);
    case 'dotnet_ticks':
      return `case(mvcount(${raw}) != 1, null(), match(${raw}, "${decimal}"), ${dropDigits(raw, 4)} - ${ticksEpoch}, 1 = 1, null())`;
    case 'rfc3339':
      return readCalendar(raw);
  }
}

function readNumber(raw: string, asText: string, asDouble: string): string {
  return `case(mvcount(${raw}) != 1, null(), match(${raw}, "${decimal}"), ${asText}, match(${raw}, "${number}"), floor(${asDouble}), 1 = 1, null())`;
}

/** The whole part without its last digits, cut as text: nanoseconds have more digits than a double. */
function dropDigits(raw: string, count: number): string {
  const whole = `mvindex(split(${raw}, "."), 0)`;
  return count === 0
    ? `tonumber(${whole})`
    : `tonumber(substr("${'0'.repeat(count)}" . ${whole}, 1, len(${whole})))`;
}

/** `strptime` reads neither fractions of every length nor a colon in an offset on every version, so it is given neither. */
function readCalendar(raw: string): string {
  const atUtc = `strptime(substr(${raw}, 1, 10) . " " . substr(${raw}, 12, 8) . " +0000", "%Y-%m-%d %H:%M:%S %z")`;
  const fraction = `substr(replace(mvindex(split(${raw} . ".000", "."), 1), "[^0-9].*", "") . "000", 1, 3)`;
  const sign = `if(substr(${raw}, len(${raw}) - 5, 1) = "-", -60000, 60000)`;
  const minutes = `tonumber(substr(${raw}, len(${raw}) - 4, 2)) * 60 + tonumber(substr(${raw}, len(${raw}) - 1, 2))`;
  const offset = `if(match(${raw}, "[Zz](?!.)"), 0, ${sign} * (${minutes}))`;
  return `case(mvcount(${raw}) != 1, null(), match(${raw}, "${rfc3339}"), ${atUtc} * 1000 + tonumber(${fraction}) - ${offset}, 1 = 1, null())`;
}
