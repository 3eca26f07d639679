import { Transform, type TransformCallback } from 'node:stream';

const ENTER = '\r';
/** Ctrl-C; Ctrl-D leaves a question likewise. */
const LEAVE = '\u0003';
const leaving = /[\u0003\u0004]/;
/** The arrows, Escape and Ctrl-Z mean to the question what they mean everywhere. */
const steering = /^(?:(?:\u001b[[O][A-D])+|\u001b|\u001a)$/;

/** Words that answer, in small letters. */
interface Words {
  readonly yes: readonly string[];
  readonly no: readonly string[];
}

/**
 * What a person types at a question. Readline would take it amiss when the terminal itself can not be given back as it was,
 * because its window was closed.
 */
export class Keys extends Transform {
  /** Clack asks for it before it makes the terminal raw. */
  readonly isTTY = true;

  constructor(private readonly terminal: Pick<NodeJS.ReadStream, 'setRawMode'>) {
    super();
  }

  setRawMode(isRaw: boolean): this {
    this.terminal.setRawMode(isRaw);
    return this;
  }

  override _transform(typed: Buffer, _: BufferEncoding, done: TransformCallback): void {
    done(null, typed);
  }
}

/**
 * The same at a question of yes or no. Clack takes a "y" anywhere for a yes, and letters for arrows: a line that was typed
 * or pasted ahead, such as the next command, would send a campaign. Here a letter or a word answers when nothing was typed
 * before it; any other line means no.
 */
export class AnswerKeys extends Keys {
  private isStray = false;

  constructor(
    terminal: Pick<NodeJS.ReadStream, 'setRawMode'>,
    private readonly words: Words,
  ) {
    super(terminal);
  }

  /** @param typed Keys that came together: one, when they are typed by hand; a whole line, when it stood there already. */
  override _transform(typed: Buffer, _: BufferEncoding, done: TransformCallback): void {
    done(null, this.heard(typed.toString('utf8')));
  }

  private heard(typed: string): string | null {
    if (leaving.test(typed)) return LEAVE;
    if (steering.test(typed)) return typed;
    const [line = '', ...others] = typed.split(/[\r\n]/);
    const isLine = others.length > 0;
    if (!this.isStray) {
      const word = line.trim().toLowerCase();
      if (this.words.yes.includes(word)) return 'y';
      if (this.words.no.includes(word)) return 'n';
      if (line === '' && isLine) return ENTER;
    }
    this.isStray = true;
    return isLine ? 'n' : null;
  }
}

const UP = '\u001b[A';
const DOWN = '\u001b[B';
const arrow = /^\u001b[[O]([A-D])$/;
/** One key, or what a terminal sends for one. */
const key = /\u001b[[O][0-9;?]*[ -/]*[@-~]|[^]/gu;

/**
 * The same where one of several is chosen. Clack takes h, j, k and l for arrows, and Enter for the marked one: whoever wrote
 * "je ne sais pas" had said that it was received. Here arrows alone steer, and a line chooses what it begins like; one that
 * is none of the choices chooses nothing, and the question stands.
 */
export class ChoiceKeys extends Keys {
  private readonly decoder = new TextDecoder();
  private line = '';
  private marked = 0;

  constructor(
    terminal: Pick<NodeJS.ReadStream, 'setRawMode'>,
    private readonly choices: readonly string[],
  ) {
    super(terminal);
  }

  override _transform(typed: Buffer, _: BufferEncoding, done: TransformCallback): void {
    done(null, this.heard(this.decoder.decode(typed, { stream: true })));
  }

  private heard(typed: string): string | null {
    if (leaving.test(typed)) return LEAVE;
    if (typed === '\u001b' || typed === '\u001a') return typed;
    const keys: string[] = [];
    for (const [pressed] of typed.matchAll(key)) {
      const chosen = pressed === ENTER || pressed === '\n' ? this.chosen() : null;
      keys.push(...(chosen ?? this.steered(pressed)));
      // What stands behind an answer was typed for another question, or for none.
      if (chosen?.at(-1) === ENTER) break;
    }
    return keys.length === 0 ? null : keys.join('');
  }

  private steered(pressed: string): readonly string[] {
    const [, direction] = arrow.exec(pressed) ?? [];
    if (direction === undefined) {
      this.line = pressed === '\b' || pressed === '\u007f' ? this.line.slice(0, -1) : this.line + pressed;
      return [];
    }
    this.line = '';
    const step = direction === 'A' || direction === 'D' ? -1 : 1;
    this.marked = (this.marked + step + this.choices.length) % this.choices.length;
    return [step < 0 ? UP : DOWN];
  }

  /** The keys that choose what was written: none where that is no choice, or more than one. */
  private chosen(): readonly string[] {
    const word = plain(this.line);
    this.line = '';
    if (word === '') return [ENTER];
    const fitting = [...this.choices.keys()].filter((index) => plain(this.choices[index] ?? '').startsWith(word));
    const [place] = fitting;
    if (place === undefined || fitting.length > 1) return [];
    const steps = (place - this.marked + this.choices.length) % this.choices.length;
    return [...Array<string>(steps).fill(DOWN), ENTER];
  }
}

/** Small letters without their accents, one space between words. */
function plain(words: string): string {
  return words.normalize('NFKD').replace(/\p{M}/gu, '').replace(/\s+/g, ' ').replaceAll('’', "'").trim().toLowerCase();
}
