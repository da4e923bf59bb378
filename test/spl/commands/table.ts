import { fail } from '../failure.js';
import type { CommandText } from '../pipeline.js';
import { carryingCommands } from './carrying.js';
import { collectCommands } from './collect.js';
import type { Command, CommandParsers } from './command.js';
import { fieldCommands } from './fields.js';
import { filterCommands } from './filters.js';
import { generatingCommands } from './generating.js';
import { orderingCommands } from './ordering.js';
import { statisticsCommands } from './statistics.js';
import { streamstatsCommands } from './streamstats.js';
import { tstatsCommands } from './tstats.js';

const parsers: CommandParsers = {
  ...collectCommands,
  ...carryingCommands,
  ...fieldCommands,
  ...filterCommands,
  ...generatingCommands,
  ...orderingCommands,
  ...statisticsCommands,
  ...streamstatsCommands,
  ...tstatsCommands,
};

/** Reads one command; one that is not in the tables is refused by name. */
export function parseCommand({ name, rest }: CommandText): Command {
  const known = name === 'bucket' ? 'bin' : name;
  const parse = Object.hasOwn(parsers, known) ? parsers[known] : undefined;
  return (parse ?? fail('refused', `the command ${name}`))(rest);
}
