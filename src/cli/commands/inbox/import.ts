import { Command } from 'commander';
import { openInboxFile, type InboxFile } from '../../../flows/inbox-file.js';
import { importInbox, type InboxImportResult, type InboxTally } from '../../../flows/import-inbox.js';
import { phrase, type Phrase } from '../../../words/phrase.js';
import type { App, Workspace } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { reportFiled, tallyWarnings } from '../../report/inbox-report.js';
import { progressLine } from '../../report/progress.js';
import { localZone } from '../campaign-options.js';
import { fileRequest, type FileOptions } from '../ledger-options.js';
import { addReadingOptions } from '../reading-options.js';

export function inboxImportCommand(app: () => App, words: HelpWords): Command {
  const command = new Command('import')
    .description(words('inbox.helpImport'))
    .argument('<file>', words('inbox.helpImportFile'));
  return addReadingOptions(command, words)
    .option('--rejects <file>', words('inbox.helpImportRejects'))
    .option('--dry-run', words('inbox.helpImportDryRun'))
    .action((file: string, options: FileOptions) => runInboxImport(app(), file, options));
}

async function runInboxImport(app: App, name: string, options: FileOptions): Promise<void> {
  const workspace = app.workspace();
  const isDryRun = options.dryRun === true;
  const file = await openInboxFile(fileRequest(app, name, options));
  try {
    if (!app.globals.json) app.note(app.paint.err.dim(app.say(file.decision)));
    const { tally, rejectsFile, hasStops, nobodyWrote } = await runImport(app, workspace, file, isDryRun);
    const title = phrase('inbox.rows', { file: name, rows: tally.rows });
    const warnings = tallyWarnings(tally, isDryRun);
    const more = { nobodyWrote };
    reportFiled(app, { type: 'inbox_import', title, tally, rejectsFile, hasStops, isDryRun, warnings, more });
    if (isDryRun || app.globals.json) return;
    if (nobodyWrote) app.out(app.say(phrase('inbox.nobodyWrote')));
    if (!hasStops) app.out(app.say(whyNoCollecting(tally, localZone(app, workspace))));
  } finally {
    await file.close();
  }
}

/** Why a file does not show that STOPs were collected. */
function whyNoCollecting({ replies, newestReplyAt: at }: InboxTally, zone: string): Phrase {
  if (replies === 0) return phrase('inbox.noReplies');
  return at === null ? phrase('inbox.undatedReplies') : phrase('inbox.oldReplies', { at, zone });
}

function runImport(app: App, workspace: Workspace, file: InboxFile, dryRun: boolean): Promise<InboxImportResult> {
  const { config } = workspace;
  const { name: provider, aboutCode } = app.inboxSource();
  return app.withLedger(dryRun ? 'read' : 'write', async (ledger) => {
    const progress = progressLine(app, phrase('inbox.importing'));
    const now = app.world.clock.now();
    const request = {
      file,
      rules: { defaultCountry: config.sender.country, now, zone: localZone(app, workspace) },
      terms: { unreachableAfter: config.limits.unreachableAfter, aboutCode },
      provider,
      dryRun,
      onProgress: (rows: number) => progress.update(rows, null),
    };
    try {
      return await importInbox(request, { ledger, clock: app.world.clock, actor: app.actor }, app.interrupted);
    } finally {
      progress.end();
    }
  });
}
