import type { Ora } from 'ora';
import type { Phrase } from '../../words/phrase.js';
import { phrase } from '../../words/phrase.js';
import type { App } from '../app.js';

/** Shows how far long work has come; plain lines now and then where there is no terminal. */
interface Progress {
  /** @param total Null while it is not known. */
  update(done: number, total: number | null): void;
  end(): void;
}

const silent: Progress = { update: () => undefined, end: () => undefined };

/** Where there is no terminal, a line comes at most this often. */
const PLAIN_LINE_EVERY_MS = 10_000;
/** And on a terminal the line is written anew at most this often. */
const REDRAW_EVERY_MS = 100;

/** @param label What is being done, for instance "sending". */
export function progressLine(app: App, label: Phrase): Progress {
  const { globals, world } = app;
  if (globals.json || globals.quiet) return silent;
  const isLive = world.stderr.isTerminal && (world.env['CI'] ?? '') === '';
  const spinner = isLive ? startSpinner(app.say(label)) : null;
  const startedMs = world.timer.nowMs();
  let shownMs = isLive ? -Infinity : startedMs;
  return {
    update(done, total) {
      const nowMs = world.timer.nowMs();
      if (nowMs - shownMs < (isLive ? REDRAW_EVERY_MS : PLAIN_LINE_EVERY_MS)) return;
      shownMs = nowMs;
      const perSecond = done / Math.max(0.001, (nowMs - startedMs) / 1000);
      const secondsLeft = total === null || perSecond === 0 ? null : Math.ceil((total - done) / perSecond);
      const text = app.say(phrase('report.progress', { label: app.say(label), done, total, perSecond, secondsLeft }));
      if (spinner === null) app.note(text);
      else spinner.say(text);
    },
    end() {
      spinner?.stop();
    },
  };
}

/** Turns as soon as it is loaded, which takes longer than many commands: nobody waits for it. */
function startSpinner(text: string): { say(text: string): void; stop(): void } {
  let latest = text;
  let isOver = false;
  let spinner: Ora | null = null;
  void import('ora').then(({ default: ora }) => {
    if (!isOver) spinner = ora({ stream: process.stderr, text: latest, discardStdin: false }).start();
  });
  return {
    say(words) {
      latest = words;
      if (spinner !== null) spinner.text = words;
    },
    stop() {
      isOver = true;
      spinner?.stop();
    },
  };
}
