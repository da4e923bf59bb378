import { buildTraffic, deriveLog, givenLogs } from './build.js';
import { writeTraffic } from './line.js';

/* Writes fixtures/made-*, and the derived fields into the other logs. `npm run fixtures`. */

for (const name of givenLogs()) writeTraffic(name, deriveLog(name));
for (const [name, traffic] of Object.entries(buildTraffic())) {
  writeTraffic(name, traffic);
  console.log(`${name}: ${traffic.lines.length} lines, ${Object.keys(traffic.labels).length} principals`);
}
