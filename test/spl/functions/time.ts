import { asNumber } from '../expression/arithmetic.js';
import { formatTime, parseTime, relativeTime } from '../time.js';
import { isUnsure, number } from '../value.js';
import { asText, type EvalFunctions, eager, textual } from './definition.js';

/** Date and time functions, in UTC. */
export const timeFunctions: EvalFunctions = {
  now: eager(0, 0, (_, { now }) => number(now)),
  relative_time: eager(2, 2, ([from = null, modifier = null]) => {
    const time = asNumber(from, 'relative_time()');
    const text = asText(modifier, 'relative_time');
    if (time === null || isUnsure(time)) return time;
    return typeof text === 'string' ? number(relativeTime(time.value, text)) : text;
  }),
  strftime: eager(2, 2, ([at = null, format = null]) => {
    const time = asNumber(at, 'strftime()');
    const text = asText(format, 'strftime');
    if (time === null || isUnsure(time)) return time;
    return typeof text === 'string' ? formatTime(time.value, text) : text;
  }),
  strptime: textual(2, 2, 'strptime', (text, format = '') => {
    const time = parseTime(text, format);
    return time === undefined ? null : number(time);
  }),
};
