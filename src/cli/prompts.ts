import * as clack from '@clack/prompts';
import { Interrupted } from '../errors.js';

/** Questions to a person at a terminal. Without a terminal nothing is ever asked. */
export interface Prompts {
  /** Whether anyone is there to answer. */
  readonly canAsk: boolean;
  confirm(question: string): Promise<boolean>;
  text(question: string, initial?: string): Promise<string>;
  select(question: string, choices: readonly string[]): Promise<string>;
}

/** @throws Interrupted when the person leaves the question with Ctrl-C. */
export function terminalPrompts(canAsk: boolean): Prompts {
  const output = process.stderr;
  const answered = <T extends string | boolean>(answer: T | symbol): T => {
    if (typeof answer === 'symbol') throw new Interrupted('interrupted');
    return answer;
  };
  return {
    canAsk,
    confirm: async (message) => answered<boolean>(await clack.confirm({ message, initialValue: false, output })),
    text: async (message, initial) =>
      answered<string>(await clack.text({ message, output, ...(initial === undefined ? {} : { initialValue: initial }) })),
    select: async (message, choices) =>
      answered<string>(
        await clack.select({ message, output, options: choices.map((value) => ({ value, label: value })) }),
      ),
  };
}
