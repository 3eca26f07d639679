import * as clack from '@clack/prompts';
import { Interrupted } from '../errors.js';
import { AnswerKeys, ChoiceKeys, Keys } from './answer-keys.js';

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
  /** How one of several is chosen. */
  readonly howToChoose: string;
}

/** @throws Interrupted when the person leaves the question with Ctrl-C or Ctrl-D, the terminal ends, or the program is asked to end. */
export function terminalPrompts({ canAsk, signal, yes, no, howToChoose }: Asking): Prompts {
  const answered = async <T extends string | boolean>(
    question: (around: Around) => Promise<T | symbol>,
    keys = new Keys(process.stdin),
  ): Promise<T> => {
    const answer = await untilInputEnds(keys, (ended) =>
      question({ input: keys, output: process.stderr, signal: AbortSignal.any([signal, ended]) }),
    );
    if (typeof answer === 'symbol') throw new Interrupted();
    return answer;
  };
  return {
    canAsk,
    confirm: (question) => {
      const message = `${question} (${initialOf(yes)}/${initialOf(no)})`;
      const words = { yes: [...answersOf(yes), 'y', 'yes'], no: answersOf(no) };
      return answered<boolean>(
        (around) => clack.confirm({ message, initialValue: false, active: yes, inactive: no, ...around }),
        new AnswerKeys(process.stdin, words),
      );
    },
    text: (message, usual) =>
      answered<string>((around) =>
        clack.text({
          message,
          ...(usual === undefined ? {} : { placeholder: usual, defaultValue: usual }),
          ...around,
        }),
      ),
    password: (message) => answered<string>((around) => clack.password({ message, ...around })),
    select: (question, choices) =>
      answered<string>(
        (around) =>
          clack.select({
            message: `${question} (${howToChoose})`,
            options: choices.map((value) => ({ value, label: value })),
            // Their words are English only.
            showInstructions: false,
            ...around,
          }),
        new ChoiceKeys(process.stdin, choices),
      ),
  };
}

function initialOf(word: string): string {
  return word.slice(0, 1).toLowerCase();
}

/** The letter and the word by which a person says it. */
function answersOf(word: string): readonly string[] {
  return [initialOf(word), word.toLowerCase()];
}

/** After Ctrl-Z and `fg` readline, whose listener comes after this one, lets its input rest and leaves it to others to go on. */
function hearAfterStop(input: NodeJS.ReadableStream): () => void {
  const goOn = (): void => void setImmediate(() => input.resume());
  process.on('SIGCONT', goOn);
  return () => process.off('SIGCONT', goOn);
}

interface Around {
  readonly input: Keys;
  readonly output: NodeJS.WriteStream;
  readonly signal: AbortSignal;
}

function ignore(): void {
  // Nobody is there any more: the question ends by its other signs.
}

/** Takes a question back once nobody can answer it any more: clack itself would wait for keys for ever. */
async function untilInputEnds<T>(keys: Keys, question: (ended: AbortSignal) => Promise<T>): Promise<T> {
  const { stdin } = process;
  const ending = new AbortController();
  const end = (): void => ending.abort();
  // While a question stands the terminal is raw: Ctrl-D is a key like any other, and the way in which script(1) ends.
  const onKey = (_: string | undefined, key: { readonly ctrl?: boolean; readonly name?: string } | undefined): void => {
    if (key?.ctrl === true && key.name === 'd') end();
  };
  keys.on('keypress', onKey);
  // A terminal whose window was closed can not be given back as it was.
  stdin.once('end', end).once('close', end).off('error', ignore).on('error', ignore);
  const forget = hearAfterStop(keys);
  if (stdin.readableEnded || stdin.destroyed) end();
  stdin.pipe(keys);
  try {
    return await question(ending.signal);
  } finally {
    forget();
    stdin.off('end', end).off('close', end).unpipe(keys).pause();
  }
}
