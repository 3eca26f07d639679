import { draftWording, type WordingFacts, type WordingRequest } from '../core/consent/wording.js';
import { OperatorError } from '../errors.js';
import type { WordingVersion } from '../store/wording-store.js';
import { phrase } from '../words/phrase.js';
import { stampOf, type LedgerDeps } from './deps.js';

/** What a form or a notice will say. */
export interface DraftedWording {
  readonly text: string;
  readonly model: string | null;
}

/** @throws OperatorError badInput (65) naming what the text does not tell. */
export function requireWording(request: WordingRequest, facts: WordingFacts): DraftedWording {
  const draft = draftWording(request, facts);
  switch (draft.kind) {
    case 'text':
      return draft;
    case 'lacks': {
      const { parts } = draft;
      const hint = phrase('wording.lacksHint', { parts });
      throw new OperatorError('badInput', phrase('wording.lacks', { parts }), hint, { details: { lacks: parts } });
    }
    case 'unknown_field':
      throw new OperatorError(
        'badInput',
        phrase('wording.unknownField', { name: draft.name }),
        phrase('wording.unknownFieldHint'),
      );
  }
}

/**
 * A consent refers to a text by its name and version: texts of one name ask for the same thing.
 *
 * @throws OperatorError badInput (65) when the name stands for another purpose.
 */
export async function requireOnePurpose(
  name: string,
  purpose: string,
  { ledger }: Pick<LedgerDeps, 'ledger'>,
): Promise<void> {
  const before = (await ledger.wordings()).findLast((one) => one.name === name);
  if (before === undefined || before.purpose === purpose) return;
  throw new OperatorError(
    'badInput',
    phrase('wording.otherPurpose', { name, kept: before.purpose, purpose }),
    phrase('wording.otherPurposeHint', { name, purpose }),
  );
}

export function keepWording(
  name: string,
  { text, model }: DraftedWording,
  { purpose, language }: Pick<WordingRequest, 'purpose' | 'language'>,
  deps: LedgerDeps,
): Promise<{ readonly verdict: 'recorded' | 'unchanged'; readonly version: WordingVersion }> {
  return deps.ledger.recordWording({ name, text, purpose, language, model }, stampOf(deps));
}

/**
 * Finds a text by `name/version`, or the latest of a name.
 *
 * @throws OperatorError badInput (65) naming the texts that there are.
 */
export async function requireVersion(id: string, { ledger }: Pick<LedgerDeps, 'ledger'>): Promise<WordingVersion> {
  const kept = await ledger.wordings();
  const found = kept.find((one) => idOf(one) === id) ?? kept.findLast(({ name }) => name === id);
  if (found !== undefined) return found;
  throw new OperatorError(
    'badInput',
    phrase('wording.unknown', { id }),
    phrase('wording.known', { ids: kept.map(idOf) }),
  );
}

export function idOf({ name, version }: Pick<WordingVersion, 'name' | 'version'>): string {
  return `${name}/${version}`;
}
