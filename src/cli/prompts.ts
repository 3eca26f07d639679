import * as clack from '@clack/prompts';
import { Interrupted } from '../errors.js';

/** Questions to a person at a terminal. Without a terminal nothing is ever asked. */
export interface Prompts {
  /** Whether anyone is there to answer. */
  readonly canAsk: boolean;
  confirm(question: string): Promise<boolean>;
  /** An empty answer is `usual`, which is shown as the way out. */
  text(question: string, usual?: string): Promise<string>;
  /** What is typed is not shown. */
  password(question: string): Promise<string>;
  select(question: string, choices: readonly string[]): Promise<string>;
}

/** What a question needs besides its own words. */
export interface Asking {
  readonly canAsk: boolean;
  /** Takes the question back when the program is asked to end. */
  readonly signal: AbortSignal;
  readonly yes: string;
  readonly no: string;
}

/** @throws Interrupted when the person leaves the question with Ctrl-C, or the program is asked to end. */
export function terminalPrompts({ canAsk, signal, yes, no }: Asking): Prompts {
  const around = { output: process.stderr, signal };
  const answered = <T extends string | boolean>(answer: T | symbol): T => {
    if (typeof answer === 'symbol') throw new Interrupted();
    return answer;
  };
  return {
    canAsk,
    confirm: async (message) =>
      answered<boolean>(await clack.confirm({ message, initialValue: false, active: yes, inactive: no, ...around })),
    text: async (message, usual) =>
      answered<string>(
        await clack.text({
          message,
          ...(usual === undefined ? {} : { placeholder: usual, defaultValue: usual }),
          ...around,
        }),
      ),
    password: async (message) => answered<string>(await clack.password({ message, ...around })),
    select: async (message, choices) =>
      answered<string>(
        await clack.select({
          message,
          options: choices.map((value) => ({ value, label: value })),
          // Their words are English only.
          showInstructions: false,
          ...around,
        }),
      ),
  };
}
