import { type Line, readLog } from './line.js';

/** Inputs of real runs, with what the model answered: what clients are modelled from. */
export interface Pools {
  /** Images like the training data. */
  readonly ordinary: readonly Line[];
  /** Records of a table like the training data. */
  readonly records: readonly Line[];
  /** Pictures from a pool that has nothing to do with the model's task (KnockoffNets). */
  readonly strange: readonly Line[];
  /** Inputs of a Jacobian augmentation, round after round. */
  readonly augmented: readonly Line[];
  /** Prompts and completions of a program that generates in bulk. */
  readonly generated: readonly Line[];
  /** Chats of people. */
  readonly chats: readonly Line[];
}

export function readPools(): Pools {
  const services = readLog('benign-services');
  const of = (principal: string) => services.filter((line) => line.principal === principal);
  const people = readLog('benign-people');
  return {
    ordinary: of('svc-batch-c'),
    records: of('svc-batch-d'),
    strange: readLog('attack-knockoff-random'),
    augmented: readLog('attack-jbda-label'),
    generated: readLog('benign-llm-services').filter(({ principal }) => principal === 'synth-own-0'),
    chats: people.filter(({ model }) => model === 'llm-a'),
  };
}
