import { Command } from 'commander';
import { isoInstant } from '../../../core/schedule/instant.js';
import { OperatorError } from '../../../errors.js';
import { collectReceipts } from '../../../flows/collect-receipts.js';
import { pullInbox, type MissingStops } from '../../../flows/pull-inbox.js';
import { phrase, type Phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { reportFiled, tallyWarnings } from '../../report/inbox-report.js';
import { localZone } from '../campaign-options.js';
import { dayOption, dayPlace } from '../ledger-options.js';

interface PullOptions {
  readonly since?: string;
}

export function inboxPullCommand(app: () => App, words: HelpWords): Command {
  return new Command('pull')
    .description(words('inbox.helpPull'))
    .option('--since <instant>', words('inbox.helpPullSince'))
    .action((options: PullOptions) => runInboxPull(app(), options));
}

async function runInboxPull(app: App, options: PullOptions): Promise<void> {
  const workspace = app.workspace();
  const since = dayOption('--since', options.since, dayPlace(app, workspace))?.at ?? null;
  if (workspace.isRehearsing) return pullRehearsals(app);
  const { name: provider, aboutCode, openRecords } = app.inboxSource();
  if (openRecords === null) {
    throw new OperatorError('usage', phrase('inbox.noPull', { provider }), phrase('inbox.noPullHint'));
  }
  const fetch = openRecords();
  const { unreachableAfter } = workspace.config.limits;
  const { tally, from, missing } = await app.withLedger('write', (ledger) =>
    pullInbox(
      { provider, fetch, since, terms: { unreachableAfter, aboutCode } },
      { ledger, clock: app.world.clock, actor: app.actor },
      app.interrupted,
    ),
  );
  const title = phrase('inbox.pulled', { provider, rows: tally.rows });
  const more = { provider, from: isoInstant(from) };
  // Of a pull it is not whether replies were among it that counts.
  const hasStops = missing === null;
  const incomplete = hasStops ? [] : [whyNoCollecting(missing, localZone(app, workspace))];
  const warnings = [...tallyWarnings(tally, false), ...incomplete];
  reportFiled(app, { type: 'inbox_pull', title, tally, hasStops, rejectsFile: null, isDryRun: false, warnings, more });
}

function whyNoCollecting(missing: MissingStops, zone: string): Phrase {
  return missing.kind === 'cut_short' ? phrase('inbox.pullIncomplete') : phrase('inbox.pullGap', { ...missing, zone });
}

/** What simulated handsets have to say goes into their own rehearsals, and nowhere else. */
async function pullRehearsals(app: App): Promise<void> {
  let filed = 0;
  for (const name of app.rehearsedCampaigns()) {
    if (!(await app.isCampaign(name))) continue;
    filed += await app.withCampaign(name, async ({ ledger, clock, isRehearsal }) => {
      if (!isRehearsal) return 0;
      const { provider } = app.provider(name, { isRehearsal, clock }, null);
      return collectReceipts(provider, { ledger, clock, actor: app.actor });
    });
  }
  if (app.globals.json) {
    app.out(JSON.stringify({ type: 'inbox_pull', provider: 'simulator', recorded: filed, rehearsal: true }));
    return;
  }
  app.out(app.paint.out.bold(app.say(phrase('cli.rehearsal'))));
  app.out(app.say(phrase('inbox.pulled', { provider: 'simulator', rows: filed })));
}
