import type { EngineReport } from './engine.js';
import type { Finding } from './finding.js';
import { compareFindings } from './order.js';

/** Puts the findings of an engine in the order of section 11: those of one time wait until time goes on. */
export function createOrdering({
  onFinding,
  onTime,
}: Pick<EngineReport, 'onFinding' | 'onTime'>): Pick<EngineReport, 'onFinding' | 'onTime'> {
  let waiting: Finding[] = [];

  function flush(): void {
    const findings = waiting.length > 1 ? waiting.sort(compareFindings) : waiting;
    waiting = [];
    for (const finding of findings) onFinding(finding);
  }

  return {
    onFinding(finding) {
      if (waiting.length > 0 && waiting[0].at !== finding.at) flush();
      waiting.push(finding);
    },
    onTime(time) {
      if (waiting.length > 0 && waiting[0].at < time) flush();
      onTime(time);
    },
  };
}
