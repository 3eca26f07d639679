import { Command } from 'commander';
import { consentStanding } from '../../../flows/consent-standing.js';
import { recordRevealed } from '../../../flows/export-records.js';
import { requireNumber } from '../../../flows/number-argument.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { standingDocument, standingLines } from '../../report/consent-report.js';
import { localZone } from '../campaign-options.js';

interface ConsentShowOptions {
  readonly reveal?: boolean;
}

export function consentShowCommand(app: () => App, words: HelpWords): Command {
  return new Command('show')
    .description(words('consent.helpShow'))
    .argument('<number>', words('consent.helpNumber'))
    .option('--reveal', words('consent.helpReveal'))
    .action((number: string, options: ConsentShowOptions) => runConsentShow(app(), number, options));
}

/** The number is the operator's own input, but what proves their consents is not: the log says that it was shown. */
async function runConsentShow(app: App, text: string, options: ConsentShowOptions): Promise<void> {
  const workspace = app.workspace();
  const { config } = workspace;
  const number = requireNumber(text, config.sender.country);
  const revealing = { reveal: options.reveal === true };
  const standing = await app.withLedger(revealing.reveal ? 'write' : 'read', async (ledger) => {
    const deps = { ledger, clock: app.world.clock, actor: app.actor };
    const subject = workspace.keyring.fingerprint(number);
    if (revealing.reveal) await recordRevealed({ what: 'consent', subject }, deps);
    return consentStanding(number, config.purposes, deps);
  });
  if (app.globals.json) app.out(JSON.stringify(standingDocument(number, standing, revealing)));
  else for (const line of standingLines(app, number, standing, revealing, localZone(app, workspace))) app.out(line);
}
