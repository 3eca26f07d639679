import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consentMethods } from '../../../src/core/consent/consent-event.js';
import { builtInPurposes, legalBases, type Purpose } from '../../../src/core/consent/purpose.js';
import {
  answerMeantBy,
  basisMeant,
  keysOf,
  kindMeant,
  methodMeant,
  proofMeant,
  purposeMeant,
  reasonMeant,
  valueKey,
} from '../../../src/core/consent/value-meaning.js';
import * as tables from '../../../src/core/consent/value-words.js';
import { suppressionReasons } from '../../../src/core/suppression/suppression.js';

type Read = (text: string) => string | null;
const purpose: Read = (text) => purposeMeant(text, builtInPurposes)?.name ?? null;

const columns: readonly (readonly [string, Read, Readonly<Record<string, readonly string[]>>])[] = [
  ['purpose', purpose, tables.purposeWords],
  ['basis', basisMeant, tables.basisWords],
  ['method', methodMeant, tables.methodWords],
  ['kind', kindMeant, tables.kindWords],
  ['proof', proofMeant, tables.proofWords],
  ['reason', reasonMeant, tables.reasonWords],
  ['answer', answerMeantBy, tables.answerWords],
];

describe.each(columns)('a word of the column %s', (_, read, table) => {
  const entries = Object.entries(table);

  it('stands under one value only', () => {
    const owners = new Map<string, Set<string>>();
    for (const [value, words] of entries) {
      for (const key of [value, ...words].flatMap(keysOf)) owners.set(key, (owners.get(key) ?? new Set()).add(value));
    }
    expect([...owners].filter(([, values]) => values.size > 1)).toEqual([]);
  });

  it('stands there once', () => {
    const keys = entries.flatMap(([value, words]) => [value, ...words]).map(valueKey);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  it('is the same in every case, with other spaces, hyphens and apostrophes, and without accents', () => {
    const words = entries.flatMap(([value, names]) => [value, ...names].map((name) => ({ value, name })));
    fc.assert(
      fc.property(
        fc.constantFrom(...words),
        fc.constantFrom<(text: string) => string>(
          (text) => text.toUpperCase(),
          (text) => ` ${text}\u00a0`,
          (text) => text.normalize('NFD'),
          (text) => text.normalize('NFD').replace(/\p{M}/gu, ''),
          (text) => text.replaceAll("'", '’'),
          (text) => text.replace(/[\s_-]/g, '\u202f'),
          (text) => text.replace(/[\s_]/g, '-'),
        ),
        ({ value, name }, written) => {
          expect(read(written(name))).toBe(value);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is never guessed from one that comes near', () => {
    const names = entries.flatMap(([value, words]) => [value, ...words]);
    const known = new Set(names.flatMap(keysOf));
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.constantFrom('?', '!', '/', '.', 'q', '9'), (name, more) => {
        fc.pre(!known.has(valueKey(name + more)));
        expect([null, 'unknown']).toContain(read(name + more));
      }),
    );
  });
});

describe('what a database has for nothing', () => {
  it.each(['NULL', ' NULL ', '\\N'])('is no answer: %j', (text) => {
    expect(answerMeantBy(text)).toBe('blank');
  });
});

describe('what a cell means', () => {
  it('has a word for each value there is', () => {
    expect(Object.keys(tables.basisWords).sort()).toEqual(
      [...legalBases, 'opt_out_active', 'opt_out_passive', 'pre_checked'].sort(),
    );
    expect(Object.keys(tables.methodWords).sort()).toEqual([...consentMethods].sort());
    expect(Object.keys(tables.reasonWords).sort()).toEqual([...suppressionReasons].sort());
    expect(Object.keys(tables.purposeWords).sort()).toEqual([...builtInPurposes.keys()].sort());
  });

  it.each<[Read, string, string]>([
    [methodMeant, 'Bulletin papier', 'paper_form'],
    [methodMeant, 'bulletin d’adhésion', 'paper_form'],
    [methodMeant, 'Formulaire web', 'web_form'],
    [methodMeant, 'en ligne', 'web_form'],
    [methodMeant, 'ADHÉSION', 'membership'],
    [methodMeant, 'Mitgliedschaft', 'membership'],
    [methodMeant, 'persoenlich', 'in_person'],
    [methodMeant, 'Mot-clé SMS', 'sms_keyword'],
    [methodMeant, 'e-mail', 'email'],
    [methodMeant, 'appel', 'phone_call'],
    [basisMeant, 'adhésion', 'member'],
    [basisMeant, 'iscrizione', 'member'],
    [basisMeant, 'Opt-In', 'opt_in'],
    [basisMeant, 'Einwilligung', 'opt_in'],
    [basisMeant, 'double optin', 'double_opt_in'],
    [basisMeant, 'intérêt légitime', 'legitimate_interest'],
    [basisMeant, 'Vertrag', 'contract'],
    [basisMeant, 'case pré-cochée', 'pre_checked'],
    [basisMeant, 'opt-out', 'opt_out_passive'],
    [reasonMeant, 'Désabonné', 'stop'],
    [reasonMeant, 'plainte', 'complaint'],
    [reasonMeant, 'Widerspruch', 'objection'],
    [reasonMeant, 'opérateur', 'provider'],
    [purpose, 'Publicité', 'marketing'],
    [purpose, 'Vie associative', 'association'],
    [purpose, 'Umfrage', 'survey'],
    [purpose, 'infos', 'information'],
    [kindMeant, 'retrait', 'withdrawn'],
    [proofMeant, 'attestée', 'bulk_attested'],
    [basisMeant, 'Toestemming', 'opt_in'],
    [basisMeant, 'lid', 'member'],
    [methodMeant, 'op papier', 'paper_form'],
    [reasonMeant, 'Uitgeschreven', 'stop'],
    [purpose, 'vereniging', 'association'],
  ])('%# %s is %s', (read, text, value) => {
    expect(read(text)).toBe(value);
  });

  it.each<[Read, string]>([
    [methodMeant, 'formulaire'],
    [methodMeant, 'site'],
    [methodMeant, 'SMS'],
    [basisMeant, 'oui'],
    [basisMeant, 'non'],
    [reasonMeant, 'suppression'],
    [reasonMeant, 'operator'],
    [purpose, 'toString'],
    [basisMeant, 'constructor'],
    [basisMeant, ''],
  ])('%# %s is left unknown', (read, text) => {
    expect(read(text)).toBeNull();
  });

  it.each([
    ['Oui', 'yes'],
    ['VRAI', 'yes'],
    ['X', 'yes'],
    ['1', 'yes'],
    ['si', 'yes'],
    ['✔️', 'yes'],
    ['Subscribed', 'yes'],
    ['WAAR', 'yes'],
    ['J', 'yes'],
    ['OPTED_IN', 'yes'],
    ['Gewünscht', 'yes'],
    ['Sí', 'yes'],
    ['Non', 'no'],
    ['FAUX', 'no'],
    ['0', 'no'],
    ['nee', 'no'],
    ['nicht gewünscht', 'no'],
    ['Non accetta', 'no'],
    ['Não', 'no'],
    ['STOP', 'left'],
    ['Désinscrit', 'left'],
    ['keine SMS', 'left'],
    ['geen sms', 'left'],
    ['verstorben', 'left'],
    ['❌', 'unknown'],
    ['S', 'unknown'],
    ['', 'blank'],
    [' - ', 'blank'],
    ['O', 'unknown'],
    ['✗', 'unknown'],
    ['oui ?', 'unknown'],
    ['2025-03-12', 'unknown'],
  ])('%j answers %s', (text, answer) => {
    expect(answerMeantBy(text)).toBe(answer);
  });
});

describe('a purpose of the workspace', () => {
  const named = (...names: readonly string[]): ReadonlyMap<string, Purpose> =>
    new Map([
      ...builtInPurposes,
      ...names.map((name) => [name, { ...builtInPurposes.get('marketing')!, name }] as const),
    ]);

  it('wins by its own name over a usual name of another', () => {
    expect(purposeMeant('Prospection', named('prospection'))?.name).toBe('prospection');
    expect(purposeMeant('Vie associative', named('vie_associative'))?.name).toBe('vie_associative');
    expect(purposeMeant('publicité', named('prospection'))?.name).toBe('marketing');
  });

  it('is meant exactly, or not at all where two differ by a hyphen only', () => {
    const purposes = named('fete-du-parc', 'fete_du_parc');
    expect(purposeMeant('fete-du-parc', purposes)?.name).toBe('fete-du-parc');
    expect(purposeMeant('Fête du parc', purposes)).toBeNull();
    expect(purposeMeant('Fête du parc', named('fete_du_parc'))?.name).toBe('fete_du_parc');
  });
});
