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
interface Asking {
  readonly canAsk: boolean;
  /** Takes the question back when the program is asked to end. */
  readonly signal: AbortSignal;
  readonly yes: string;
  readonly no: string;
}

/** @throws Interrupted when the person leaves the question with Ctrl-C or Ctrl-D, the terminal ends, or the program is asked to end. */
export function terminalPrompts({ canAsk, signal, yes, no }: Asking): Prompts {
  const answered = async <T extends string | boolean>(
    question: (around: Around) => Promise<T | symbol>,
  ): Promise<T> => {
    const answer = await untilInputEnds((ended) =>
      question({ output: process.stderr, signal: AbortSignal.any([signal, ended]) }),
    );
    if (typeof answer === 'symbol') throw new Interrupted();
    return answer;
  };
  return {
    canAsk,
    confirm: (question) =>
      answered<boolean>((around) => {
        const message = `${question} (${initialOf(yes)}/${initialOf(no)})`;
        return withInitial(initialOf(yes), () =>
          clack.confirm({ message, initialValue: false, active: yes, inactive: no, ...around }),
        );
      }),
    text: (message, usual) =>
      answered<string>((around) =>
        clack.text({
          message,
          ...(usual === undefined ? {} : { placeholder: usual, defaultValue: usual }),
          ...around,
        }),
      ),
    password: (message) => answered<string>((around) => clack.password({ message, ...around })),
    select: (message, choices) =>
      answered<string>((around) =>
        clack.select({
          message,
          options: choices.map((value) => ({ value, label: value })),
          // Their words are English only.
          showInstructions: false,
          ...around,
        }),
      ),
  };
}

function initialOf(word: string): string {
  return word.slice(0, 1).toLowerCase();
}

/** Lets the first letter of "yes" in the person's language answer: clack knows the English one alone. */
async function withInitial<T>(letter: string, question: () => Promise<T>): Promise<T> {
  const { stdin } = process;
  const onKey = (text: string | undefined): void => {
    if (letter !== 'y' && text?.toLowerCase() === letter) stdin.emit('keypress', 'y', { name: 'y' });
  };
  stdin.on('keypress', onKey);
  try {
    return await question();
  } finally {
    stdin.off('keypress', onKey);
  }
}

interface Around {
  readonly output: NodeJS.WriteStream;
  readonly signal: AbortSignal;
}

/** Takes a question back once nobody can answer it any more: clack itself would wait for keys for ever. */
async function untilInputEnds<T>(question: (ended: AbortSignal) => Promise<T>): Promise<T> {
  const { stdin } = process;
  const ending = new AbortController();
  const end = (): void => ending.abort();
  // While a question stands the terminal is raw: Ctrl-D is a key like any other, and the way in which script(1) ends.
  const onKey = (_: string | undefined, key: { readonly ctrl?: boolean; readonly name?: string } | undefined): void => {
    if (key?.ctrl === true && key.name === 'd') end();
  };
  stdin.on('keypress', onKey).once('end', end).once('close', end);
  if (stdin.readableEnded || stdin.destroyed) end();
  try {
    return await question(ending.signal);
  } finally {
    stdin.off('keypress', onKey).off('end', end).off('close', end);
  }
}
