import type { Purpose } from '../../core/consent/purpose.js';
import { purposeMeant } from '../../core/consent/value-meaning.js';
import { OperatorError } from '../../errors.js';
import { phrase, type Phrase } from '../../words/phrase.js';
import type { App, Workspace } from '../app.js';

/**
 * A purpose that must exist, when one is named: by its own name or, as in a column, by a usual one.
 *
 * @throws OperatorError usage (64) naming those that there are.
 */
export function knownPurpose(workspace: Workspace, named: string | undefined): Purpose | null {
  if (named === undefined) return null;
  const purpose = purposeMeant(named, workspace.config.purposes);
  if (purpose !== null) return purpose;
  throw new OperatorError('usage', phrase('report.unknownPurpose', { purpose: named }), purposeHint(workspace));
}

/** What is said of what needs a purpose. */
const wordsFor = {
  campaign: { needed: phrase('report.purposeNeeded'), ask: phrase('report.purposeAsk') },
  consent: { needed: phrase('consent.purposeNeeded'), ask: phrase('consent.purposeAsk') },
} as const;

/**
 * There is no default purpose: it is asked on a terminal, and needed elsewhere.
 *
 * @throws OperatorError usage (64) naming those that there are.
 */
export async function neededPurpose(
  app: App,
  workspace: Workspace,
  named: string | undefined,
  what: keyof typeof wordsFor,
): Promise<Purpose> {
  const { needed, ask } = wordsFor[what];
  const given = named ?? (app.prompts.canAsk ? await askedPurpose(app, workspace, ask) : undefined);
  const purpose = knownPurpose(workspace, given);
  if (purpose !== null) return purpose;
  throw new OperatorError('usage', needed, purposeHint(workspace));
}

async function askedPurpose(app: App, { config }: Workspace, ask: Phrase): Promise<string | undefined> {
  const names = [...config.purposes.keys()];
  const choices = new Map(names.map((purpose) => [app.say(phrase('report.purposeChoice', { purpose })), purpose]));
  return choices.get(await app.prompts.select(app.say(ask), [...choices.keys()]));
}

/** Those that there are. */
export function purposeHint({ config }: Pick<Workspace, 'config'>): Phrase {
  return phrase('report.purposeHint', { purposes: [...config.purposes.keys()].join(', ') });
}
