import type { DateTime } from 'luxon';
import { isoInstant } from '../../core/schedule/instant.js';
import type { RunEvent, WaitReason } from '../../flows/run.js';
import type { Moment } from '../../words/moment.js';
import { phrase, type Phrase } from '../../words/phrase.js';
import type { App } from '../app.js';
import { progressLine } from './progress.js';
import { tellWarnings } from './warnings.js';

/** Under `--json` a line of progress comes at most this often, milliseconds. */
const JSON_PROGRESS_EVERY_MS = 1000;
/** A shorter wait is over before it is read. */
const TOLD_FROM = { seconds: 5 };
/** So often a screen tells that the provider asks to wait, milliseconds: a rate that it finds too high is a wait every moment. */
const HELD_LINE_EVERY_MS = 60_000;

interface RunProgress {
  see(event: RunEvent): void;
  /** The run waits, for longer than anybody looks on. */
  waits(until: DateTime, why: WaitReason | 'start'): void;
  /** What the summary warns of besides. */
  warnings(): readonly Phrase[];
  end(): void;
}

/** Shows a run while it is under way. */
export function runProgress(app: App, zone: string, now: () => DateTime): RunProgress {
  const progress = progressLine(app, phrase('report.sending'));
  // Cumulative for the campaign, as its summary is; `ended` alone counts this run, for its pace.
  const counts = { total: 0, ended: 0, before: 0, accepted: 0, rejected: 0, unknown: 0, skipped: 0 };
  const warned: Phrase[] = [];
  let shownMs = -Infinity;
  const tellJson = (): void => {
    const nowMs = app.world.timer.nowMs();
    if (!app.globals.json || nowMs - shownMs < JSON_PROGRESS_EVERY_MS) return;
    shownMs = nowMs;
    app.out(JSON.stringify(progressDocument()));
  };
  const progressDocument = (): Record<string, unknown> => {
    const { total, before, ended, accepted, rejected, unknown, skipped } = counts;
    return { type: 'progress', done: before + ended, total, accepted, rejected, unknown, skipped };
  };
  let hasWaited = false;
  let heldShownMs = -Infinity;
  const tellWait = (until: DateTime, why: string, words: Phrase): void => {
    if (!app.globals.json) return app.note(app.say(words));
    const wait = { waitsUntil: isoInstant(until), reason: why, message: app.say(words) };
    app.out(JSON.stringify({ ...progressDocument(), ...wait }));
  };
  const tellHeld = (until: DateTime): void => {
    if (until < now().plus(TOLD_FROM)) return;
    const nowMs = app.world.timer.nowMs();
    if (!app.globals.json && nowMs - heldShownMs < HELD_LINE_EVERY_MS) return;
    heldShownMs = nowMs;
    tellWait(until, 'throttled', phrase('report.held', { at: until, now: now(), zone }));
  };
  const waits = (until: DateTime, why: WaitReason | 'start'): void => {
    const hasBegun = counts.accepted + counts.rejected + counts.unknown > 0;
    const words = waitPhrase(why, { at: until, now: now(), zone }, hasBegun);
    hasWaited = true;
    tellWait(until, why, words);
  };
  return {
    waits,
    warnings: () => [...warned, ...(hasWaited ? [phrase('report.stayAwake')] : [])],
    see(event) {
      if (event.kind === 'other_currency') {
        warned.push(phrase('delivery.otherCurrency', event));
        tellWarnings(app, warned.slice(-1));
        return;
      }
      if (event.kind === 'held') return tellHeld(event.until);
      if (event.kind === 'waiting') return waits(event.until, event.why);
      if (event.kind === 'counted') {
        const { planned, unconfirmed, remaining, accepted, rejected, unknown, skipped } = event.counts;
        counts.total = planned - unconfirmed;
        counts.before = planned - remaining;
        Object.assign(counts, { accepted, rejected, unknown, skipped: sumOf(skipped) });
      } else if (event.outcome === 'throttled' || event.outcome === 'unsent' || event.outcome === 'refused') {
        return;
      } else {
        counts.ended += 1;
        counts[event.outcome] += 1;
      }
      tellJson();
      progress.update(counts.ended, counts.total - counts.before);
    },
    end: () => progress.end(),
  };
}

function waitPhrase(why: WaitReason | 'start', moment: Moment, hasBegun: boolean): Phrase {
  switch (why) {
    case 'start':
      return phrase('report.startsLater', moment);
    case 'closed':
      return phrase('report.waiting', { ...moment, hasBegun });
    case 'end':
      return phrase('report.waitingForEnd', moment);
    case 'throttled':
      return phrase('report.waitingHeld', moment);
  }
}

function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
