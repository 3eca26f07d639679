import { Command } from 'commander';
import { openNewFile } from '../../../files/new-file.js';
import { gatherDossier, noteAccess, type AccessDeps } from '../../../flows/give-access.js';
import { requireNumber } from '../../../flows/number-argument.js';
import { NOTHING_ANSWERED } from '../../../core/rights/request.js';
import type { Ledger } from '../../../store/store.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { dossierDocument, dossierLines } from '../../report/dossier-report.js';
import { spokenWarnings, tellWarnings } from '../../report/warnings.js';
import { localZone } from '../campaign-options.js';
import { registerDeps, tellRegistered, unidentifiedWarnings } from './register.js';

interface SubjectAccessOptions {
  readonly out?: string;
  readonly reveal?: boolean;
}

export function subjectAccessCommand(app: () => App, words: HelpWords): Command {
  return new Command('access')
    .description(words('rights.helpAccess'))
    .argument('<number>', words('consent.helpNumber'))
    .option('--out <file>', words('rights.helpOut'))
    .option('--reveal', words('rights.helpRevealAccess'))
    .action((number: string, options: SubjectAccessOptions) => runSubjectAccess(app(), number, options));
}

/** Masked it is a look; whole it is what the person gets, so it is noted in the log and in the register. */
async function runSubjectAccess(app: App, text: string, options: SubjectAccessOptions): Promise<void> {
  const workspace = app.workspace();
  const number = requireNumber(text, workspace.config.sender.country);
  const reveal = options.reveal === true;
  const out = options.out === undefined || options.out === '-' ? null : options.out;
  await app.withLedger(reveal ? 'write' : 'read', async (ledger) => {
    const deps = depsOf(app, ledger);
    const dossier = await gatherDossier(number, deps);
    const zone = localZone(app, workspace);
    const written = app.globals.json
      ? `${JSON.stringify(dossierDocument(dossier, { reveal }, app.world.clock.now()))}\n`
      : `${dossierLines(app, dossier, { reveal }, zone).join('\n')}\n`;
    const file = out === null ? null : await openNewFile(out);
    try {
      const answered = reveal
        ? await noteAccess(
            number,
            { fingerprint: workspace.keyring.fingerprint(number), isReadable: app.globals.json },
            deps,
          )
        : NOTHING_ANSWERED;
      await file?.put(written);
      await file?.finish();
      if (file === null) app.out(written.trimEnd());
      const warnings = unidentifiedWarnings(answered, 'handed');
      if (app.globals.json) {
        // The document is the person's own: a warning for whoever gives it to them stands beside it.
        for (const message of spokenWarnings(app, warnings)) {
          app.note(JSON.stringify({ type: 'warning', message, requests: answered.unidentified }));
        }
        return;
      }
      if (out !== null) app.note(app.say(phrase('rights.accessWritten', { file: out })));
      if (reveal && workspace.config.organisation.contact === null) tellWarnings(app, [phrase('rights.noContact')]);
      if (!reveal) app.note(app.say(phrase('rights.accessMasked')));
      tellRegistered(app, answered);
      tellWarnings(app, warnings);
    } catch (error) {
      await file?.discard();
      throw error;
    }
  });
}

function depsOf(app: App, ledger: Ledger): AccessDeps {
  return {
    ...registerDeps(app, ledger),
    config: app.workspace().config,
    rehearsalsHolding: (number) => app.rehearsalsHolding(number),
  };
}
