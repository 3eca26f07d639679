import { Command } from 'commander';
import { reasonMeant } from '../../../core/consent/value-meaning.js';
import { suppressionReasons, suppressionScope, type SuppressionReason } from '../../../core/suppression/suppression.js';
import { requireNumbers } from '../../../flows/number-argument.js';
import { recordSuppressions } from '../../../flows/record-suppression.js';
import { phrase, type Phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { formerHolderWarnings } from '../../report/former-holders.js';
import { spokenWarnings, tellWarnings } from '../../report/warnings.js';
import { knownPurpose } from '../purpose-option.js';
import { wordedOption } from '../worded-option.js';

interface SuppressAddOptions {
  readonly reason: SuppressionReason;
  readonly purpose?: string;
}

export function suppressAddCommand(app: () => App, words: HelpWords): Command {
  return new Command('add')
    .description(words('suppress.helpAdd'))
    .argument('<number...>', words('consent.helpNumbers'))
    .addOption(
      wordedOption('--reason <reason>', words('suppress.helpReason'), suppressionReasons, reasonMeant).default(
        'manual',
      ),
    )
    .option('--purpose <purpose>', words('suppress.helpPurpose'))
    .action((numbers: readonly string[], options: SuppressAddOptions) => runSuppressAdd(app(), numbers, options));
}

async function runSuppressAdd(app: App, texts: readonly string[], options: SuppressAddOptions): Promise<void> {
  const workspace = app.workspace();
  const { reason } = options;
  const purpose = knownPurpose(workspace, options.purpose)?.name ?? null;
  const numbers = requireNumbers(texts, workspace.config.sender.country);
  const scope = suppressionScope(reason, purpose).kind;
  const reach = { scope, purpose: scope === 'purpose' ? purpose : null };
  const { clock } = app.world;
  const { recorded, unchanged, formerHolders } = await app.withLedger('write', (ledger) =>
    recordSuppressions({ numbers, reason, purpose }, { ledger, clock, actor: app.actor }),
  );
  const warnings = [...reachWarnings(reason, purpose), ...formerHolderWarnings(app, formerHolders, 'suppress add')];
  tellWarnings(app, warnings);
  if (app.globals.json) {
    app.out(JSON.stringify({ type: 'suppress_add', recorded, unchanged, warnings: spokenWarnings(app, warnings) }));
  } else app.out(app.say(phrase('suppress.added', { recorded, unchanged, reason, ...reach })));
}

/** A purpose does not narrow every reason; whoever gave one should know. */
export function reachWarnings(reason: SuppressionReason, purpose: string | null): readonly Phrase[] {
  const scope = suppressionScope(reason, purpose).kind;
  return purpose === null || scope === 'purpose' ? [] : [phrase('suppress.widerThanPurpose', { reason, scope })];
}
