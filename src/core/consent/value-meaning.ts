import type { ConsentKind, ConsentMethod, OptOutBasis, ProofKind } from './consent-event.js';
import type { LegalBasis, Purpose } from './purpose.js';
import type { SuppressionReason } from '../suppression/suppression.js';
import { remembering } from '../../remembering.js';
import { isDatabaseNull } from '../database-null.js';
import { spellOut } from '../spelt-out.js';
import * as words from './value-words.js';

/**
 * What is left of a value when case, accents, spaces, hyphens and apostrophes do not matter: « Bulletin d’adhésion »
 * is `bulletindadhesion`. Everything else stays, so that « oui ? » is not « oui ».
 */
export const valueKey = remembering(4096, (text: string): string =>
  spellOut(
    text
      .normalize('NFKD')
      .replace(/[\p{M}\p{Cf}\s_\p{Pd}'’‘ʼ`´]/gu, '')
      .toLowerCase(),
  ),
);

/** Reads a cell of one column; null for what is not known exactly. */
type Meaning<V extends string> = (text: string) => V | null;

export const basisMeant: Meaning<LegalBasis | OptOutBasis> = meaningIn(words.basisWords);
export const methodMeant: Meaning<ConsentMethod> = meaningIn(words.methodWords);
export const kindMeant: Meaning<ConsentKind> = meaningIn(words.kindWords);
export const proofMeant: Meaning<ProofKind> = meaningIn(words.proofWords);
export const reasonMeant: Meaning<SuppressionReason> = meaningIn(words.reasonWords);
const builtInPurposeMeant = meaningIn(words.purposeWords);
const answerMeant = meaningIn(words.answerWords);

/** What a cell says that asks for a yes or a no. */
export type Answer = 'yes' | 'no' | 'left' | 'blank' | 'unknown';

export function answerMeantBy(text: string): Answer {
  return valueKey(text) === '' || isDatabaseNull(text.trim()) ? 'blank' : (answerMeant(text) ?? 'unknown');
}

/** The purpose that a cell names: one of the workspace by its own name, else a built-in one by a usual name of it. */
export function purposeMeant(text: string, purposes: ReadonlyMap<string, Purpose>): Purpose | null {
  const exact = purposes.get(text.trim());
  if (exact !== undefined) return exact;
  const own = ownNames(purposes).get(valueKey(text));
  if (own !== undefined) return own;
  return purposes.get(builtInPurposeMeant(text) ?? '') ?? null;
}

/** Of each workspace once. A name that two purposes share but for a hyphen means neither of them: it is null. */
const namesOf = new WeakMap<ReadonlyMap<string, Purpose>, ReadonlyMap<string, Purpose | null>>();

function ownNames(purposes: ReadonlyMap<string, Purpose>): ReadonlyMap<string, Purpose | null> {
  const known = namesOf.get(purposes);
  if (known !== undefined) return known;
  const names = new Map<string, Purpose | null>();
  for (const purpose of purposes.values()) {
    const key = valueKey(purpose.name);
    names.set(key, names.has(key) ? null : purpose);
  }
  namesOf.set(purposes, names);
  return names;
}

function meaningIn<V extends string>(table: Readonly<Record<V, readonly string[]>>): Meaning<V> {
  const meanings = new Map<string, V>();
  for (const [value, names] of Object.entries(table) as [V, readonly string[]][]) {
    for (const name of [value, ...names]) for (const key of keysOf(name)) meanings.set(key, value);
  }
  return (text) => meanings.get(valueKey(text)) ?? null;
}

/** A word by its key, and with ae, oe, ue for its umlauts, as keyboards without them write. */
export function keysOf(word: string): readonly string[] {
  const spelt = word.replace(/[äöü]/g, (letter) => ({ ä: 'ae', ö: 'oe', ü: 'ue' })[letter] ?? letter);
  return [...new Set([valueKey(word), valueKey(spelt)])];
}
