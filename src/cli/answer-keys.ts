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
