import { Command } from 'commander';
import type { DateTime } from 'luxon';
import { maskPhoneNumber } from '../../../core/contact/phone-number.js';
import { instantOf } from '../../../core/schedule/instant.js';
import { reasonMeant } from '../../../core/consent/value-meaning.js';
import { suppressionReasons, suppressionScope, type SuppressionReason } from '../../../core/suppression/suppression.js';
import { requireNumbers } from '../../../flows/number-argument.js';
import { recordSuppressions } from '../../../flows/record-suppression.js';
import type { FormerHolder } from '../../../store/store.js';
import { phrase, type Phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { spokenWarnings, tellWarnings } from '../../report/warnings.js';
import { localZone } from '../campaign-options.js';
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
  const zone = localZone(app, workspace);
  const warnings = [
    ...reachWarnings(reason, purpose),
    ...formerHolders.map((one) => phrase('suppress.hadBefore', { ...maskedHolder(one), zone })),
  ];
  tellWarnings(app, warnings);
  if (app.globals.json) {
    app.out(JSON.stringify({ type: 'suppress_add', recorded, unchanged, warnings: spokenWarnings(app, warnings) }));
  } else app.out(app.say(phrase('suppress.added', { recorded, unchanged, reason, ...reach })));
}

function maskedHolder({ number, holder, until }: FormerHolder): { number: string; holder: string; until: DateTime } {
  return { number: maskPhoneNumber(number), holder: maskPhoneNumber(holder), until: instantOf(until) };
}

/** A purpose does not narrow every reason; whoever gave one should know. */
export function reachWarnings(reason: SuppressionReason, purpose: string | null): readonly Phrase[] {
  const scope = suppressionScope(reason, purpose).kind;
  return purpose === null || scope === 'purpose' ? [] : [phrase('suppress.widerThanPurpose', { reason, scope })];
}
