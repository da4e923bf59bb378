import { type SpawnSyncReturns, spawnSync } from 'node:child_process';

/** A program that an engine is built with did not do its work; the message ends in what it said. */
export class ToolError extends Error {}

/** The tools of a list that this machine lacks. */
export function missingTools(tools: readonly string[]): readonly string[] {
  return tools.filter((tool) => spawnSync(tool, ['--version'], { stdio: 'ignore' }).error !== undefined);
}

/** Runs a program to its end; one that downloads is tried three times, with pauses between. */
export function runTool(program: string, args: readonly string[], { tries = 1 } = {}): void {
  let result: SpawnSyncReturns<string> | undefined;
  for (let attempt = 1; attempt <= tries; attempt++) {
    result = spawnSync(program, args, { encoding: 'utf8' });
    if (result.status === 0) return;
    if (attempt < tries) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, attempt * 5_000);
  }
  const said = `${result?.stdout ?? ''}${result?.stderr ?? ''}${result?.error?.message ?? ''}`.trim();
  throw new ToolError(`${program} failed: ${said.split('\n').slice(-5).join(' / ')}`);
}
