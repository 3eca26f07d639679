import type { Command } from 'commander';
import { isoInstant } from '../../../core/schedule/instant.js';
import { OperatorError } from '../../../errors.js';
import type { AuditFilter, Ledger } from '../../../store/store.js';
import { phrase } from '../../../words/phrase.js';
import type { Clock } from '../../../world.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { dayOption, dayPlace } from '../ledger-options.js';

/** Which rows of the log are meant. */
export interface LogOptions {
  readonly campaign?: string;
  readonly from?: string;
  readonly to?: string;
}

export function addLogOptions(command: Command, words: HelpWords): Command {
  return command
    .option('--campaign <name>', words('audit.helpCampaign'))
    .option('--from <date>', words('audit.helpFrom'))
    .option('--to <date>', words('audit.helpTo'));
}

/** A date alone is the whole of that day where the sender is. @throws OperatorError usage (64) */
export function logFilter(app: App, { campaign, from, to }: LogOptions): AuditFilter {
  const place = dayPlace(app, app.workspace());
  const first = dayOption('--from', from, place);
  const last = dayOption('--to', to, place);
  if (first !== null && last !== null && first.at >= last.end) {
    throw new OperatorError('usage', phrase('audit.emptyPeriod'), phrase('audit.emptyPeriodHint'));
  }
  return {
    ...(campaign === undefined ? {} : { campaign }),
    ...(first === null ? {} : { from: isoInstant(first.at) }),
    ...(last === null ? {} : { to: isoInstant(last.end) }),
  };
}

/** Opens the log that a campaign stands in: that of its rehearsal, or the ledger's own. */
export function withLog<T>(
  app: App,
  campaign: string | undefined,
  mode: 'read' | 'write',
  use: (ledger: Ledger, clock: Clock, isRehearsal: boolean) => Promise<T>,
): Promise<T> {
  return campaign === undefined
    ? app.withLedger(mode, (ledger) => use(ledger, app.world.clock, false))
    : app.withCampaign(campaign, ({ ledger, clock, isRehearsal }) => {
        if (isRehearsal && !app.globals.json) app.note(app.paint.err.bold(app.say(phrase('cli.rehearsal'))));
        return use(ledger, clock, isRehearsal);
      });
}
