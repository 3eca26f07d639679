import { Command } from 'commander';
import { attestNoStops } from '../../../flows/way-out.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';

interface NoneOptions {
  readonly attest: string;
}

export function inboxNoneCommand(app: () => App, words: HelpWords): Command {
  return new Command('none')
    .description(words('inbox.helpNone'))
    .requiredOption('--attest <text>', words('inbox.helpNoneAttest'))
    .action((options: NoneOptions) => runInboxNone(app(), options));
}

async function runInboxNone(app: App, { attest }: NoneOptions): Promise<void> {
  const { config, isRehearsing } = app.workspace();
  await app.withLedger('write', (ledger) =>
    attestNoStops(attest, config, { ledger, clock: app.world.clock, actor: app.actor }),
  );
  if (app.globals.json) app.out(JSON.stringify({ type: 'inbox_none', provider: config.provider.use }));
  else {
    app.out(app.say(phrase('inbox.noneNoted')));
    if (isRehearsing) app.note(app.say(phrase('inbox.provesRehearsals')));
  }
}
