import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConsentField } from '../../src/core/consent/consent-row.js';
import { builtInPurposes } from '../../src/core/consent/purpose.js';
import type { E164 } from '../../src/core/contact/phone-number.js';
import type { RawRow } from '../../src/files/table.js';
import { consentStanding } from '../../src/flows/consent-standing.js';
import { importConsents, openConsentFile, type ConsentImportResult } from '../../src/flows/import-consent.js';
import type { ImportFile } from '../../src/flows/import-file.js';
import { recordConsent } from '../../src/flows/record-consent.js';
import type { Ledger } from '../../src/store/store.js';
import { memoryFolder } from '../support/memory-folder.js';
import { DAYS, fictionNumber, fictionNumbers, tempLedger, type TempLedger } from '../support/temp-ledger.js';

const now = DateTime.fromISO('2026-03-10T10:00:00Z', { zone: 'utc' });
const clock = { now: () => now, sleepUntil: () => Promise.resolve() };
const rules = {
  controller: 'Les Amis du Parc',
  purposes: builtInPurposes,
  defaultCountry: 'FR',
  allowFictional: true,
  now,
  zone: 'Europe/Paris',
};

let temp: TempLedger;
let ledger: Ledger;
beforeEach(() => {
  temp = tempLedger(memoryFolder());
  ledger = temp.open();
});
afterEach(() => temp.remove());

const deps = () => ({ ledger, clock, actor: { operator: 'claire', login: 'claire.d' } });
const stamp = { at: now, operator: 'claire', login: 'claire.d' };

/** What a row says, of the how manieth of a few people. */
interface Said {
  readonly who: number;
  readonly what: string;
}

const HEADER = 'phone;kind;purpose;basis;given_at;method;wording;source;confirmed_at;evidence;last_contact';
const optIn = (day: string, purpose = 'association', lastContact = ''): string =>
  `given;${purpose};opt_in;${day};web_form;oui;site;;;${lastContact}`;
const double = (day: string, confirmed = ''): string =>
  `given;association;double_opt_in;${day};web_form;oui;site;${confirmed};${confirmed === '' ? '' : 'mail'};`;
const pending = (day: string): string => `pending;association;double_opt_in;${day};web_form;oui;site;;;`;
const member = (day: string): string => `given;association;member;${day};membership;statuts;;;;`;
const ended = (day: string): string => `ended;association;member;${day};;;;;;`;
const withdrawn = (at: string, purpose = ''): string => `withdrawn;${purpose};;${at};;;;;;`;

const everything = [
  ...['2026-02-01', '2023-11-01', '2022-01-01'].flatMap((day) => [optIn(day), optIn(day, 'information')]),
  ...[optIn('2026-02-01', 'marketing'), optIn('2022-01-02', 'association', '2026-01-01')],
  ...[double('2026-02-02'), double('2026-02-02', '2026-02-03'), pending('2026-02-02')],
  ...[member('2026-02-04'), member('2022-02-04'), ended('2026-02-05'), ended('2026-02-06')],
  ...[withdrawn('2026-02-07'), withdrawn('2026-02-06T23:00:00Z'), withdrawn('2026-02-07', 'association')],
  ...[withdrawn('2026-02-08', 'marketing'), optIn('soon'), member('')],
];

interface Manner {
  readonly dryRun?: boolean;
  /** How many rows a batch has, one after the other; the last for all that follow. Absent: all in one. */
  readonly cuts?: readonly number[];
  readonly isMembers?: boolean;
}

let files = 0;
async function importing(rows: readonly string[], { dryRun = false, cuts, isMembers }: Manner = {}) {
  files += 1;
  const path = join(temp.folder, `history-${files}.csv`);
  writeFileSync(path, [HEADER, ...rows].join('\n'));
  const file = await openConsentFile({
    ...{ file: path, phoneColumn: null, encoding: null, delimiter: null, sheet: null, rejects: null },
    ...{ locale: 'en', stdin: process.stdin },
  });
  const request = {
    ...{ file: cuts === undefined ? file : inBatches(file, cuts), stated: {}, rules, dryRun },
    onProgress: () => undefined,
    ...(isMembers === true ? { membersOf: 'association' } : {}),
  };
  return await importConsents(request, deps(), new AbortController().signal);
}

function inBatches(file: ImportFile<ConsentField>, cuts: readonly number[]): ImportFile<ConsentField> {
  return {
    ...file,
    run: (tally, record, onProgress, signal, onRead) =>
      file.run(
        tally,
        async (rows: readonly RawRow[]) => {
          for (let [from, batch] = [0, 0]; from < rows.length; batch += 1) {
            const size = cuts[batch] ?? cuts.at(-1) ?? rows.length;
            await record(rows.slice(from, from + size));
            from += size;
          }
        },
        onProgress,
        signal,
        onRead,
      ),
  };
}

/** What an import tells, as far as it can be added up. */
function told({ counts, recorded: { pending, resumed, ages } }: ConsentImportResult): Record<string, number> {
  return {
    ...{ rows: counts.rows, recorded: counts.recorded, unchanged: counts.unchanged },
    ...{ pending, resumed, ageing: ages.ageing, expired: ages.expired },
    ...counts.rejected,
  };
}

function sumOf(all: readonly Record<string, number>[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const one of all) for (const [name, count] of Object.entries(one)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}

/** The history of some people, each event in the order of the ledger. */
async function stateOf(people: readonly E164[]): Promise<readonly unknown[]> {
  const facts = await ledger.factsFor(people, now);
  return people.map((number) =>
    (facts.get(number)?.consents ?? []).map((event) => ({ ...event, seq: 0, effectiveAt: event.effectiveAt.toISO() })),
  );
}

/** Numbers of as many people as one run needs, of whom no other run knows. */
let strangers = 0;
const [ERASED, CORRECTED, FORMER] = [2, 3, 4];
function newcomers(): readonly E164[] {
  strangers += FORMER + 1;
  return fictionNumbers(FORMER + 1, strangers);
}

/** Each time the third of some people was erased, and the fourth has had another number: the last one. */
async function prepare(all: readonly (readonly E164[])[], before: readonly Said[]): Promise<void> {
  const rows = all.flatMap((numbers) => [
    ...before.map(({ who, what }) => `${numbers[who === CORRECTED ? FORMER : who]};${what}`),
    ...[ERASED, FORMER].map((who) => `${numbers[who]};${optIn('2025-12-01')}`),
  ]);
  await importing(rows, { isMembers: true });
  for (const numbers of all) {
    const [erased, corrected, former] = [ERASED, CORRECTED, FORMER].map((who) => numbers[who] ?? fictionNumber(who));
    await ledger.rectifySubject(former!, corrected!, DAYS, stamp);
    await ledger.eraseSubject(erased!, stamp);
  }
}

const said = fc.record({ who: fc.nat(FORMER), what: fc.constantFrom(...everything) });
const file = fc.array(said, { minLength: 1, maxLength: 14 });

describe('a file of consents, in whatever order', () => {
  it('never overrides a withdrawal of its own, whether both rows share a batch or not', async () => {
    const [one, two, three] = fictionNumbers(3);
    const rows = [
      `${one};${withdrawn('2026-02-07')}`,
      `${two};${optIn('2026-02-01')}`,
      `${one};${optIn('2026-02-01')}`,
    ];
    const expected = { rows: 3, recorded: 2, rejected: { withdrawn: 1 } };
    expect((await importing(rows, { dryRun: true, cuts: [1] })).counts).toMatchObject(expected);
    expect((await importing(rows)).counts).toMatchObject(expected);
    const cut = rows.map((row) => row.replace(one!, three!));
    expect((await importing(cut, { cuts: [1] })).counts).toMatchObject({ recorded: 1, unchanged: 1 });
    expect([...ledger.consentProofs(one!)].map(({ kind }) => kind)).toEqual(['withdrawn']);
  });

  it('tells how old a consent is by what a row before says of the person, in a dry run too', async () => {
    const [one] = fictionNumbers(1);
    const rows = [optIn('2026-02-01', 'information'), optIn('2022-01-01')].map((row) => `${one};${row}`);
    for (const manner of [{ dryRun: true, cuts: [1] }, { dryRun: true }, {}]) {
      expect((await importing(rows, manner)).recorded.ages).toMatchObject({ ageing: 0, expired: 0 });
    }
  });

  it('is known again by the number that a person has now', async () => {
    const [old, corrected] = fictionNumbers(2);
    const history = (number: E164 | undefined): readonly string[] =>
      [optIn('2026-02-01'), withdrawn('2026-02-07')].map((row) => `${number};${row}`);
    await importing(history(old));
    await ledger.rectifySubject(old!, corrected!, DAYS, stamp);
    const agreed = { purpose: 'association', basis: 'opt_in', given_at: '2026-03-09', method: 'in_person' };
    await recordConsent(corrected!, { ...agreed, wording: 'oui', source: 'stand' }, rules, deps());
    for (const number of [old, corrected]) {
      for (const dryRun of [true, false]) {
        const { counts } = await importing(history(number), { dryRun });
        expect(counts).toMatchObject({ recorded: 0, unchanged: 2, rejected: {} });
      }
    }
    const { purposes } = await consentStanding(corrected!, builtInPurposes, deps());
    expect(purposes.find(({ purpose }) => purpose.name === 'association')?.state).toBe('valid');
  });

  it('is known again as what its person said on the day of the correction, and gives their old number to nobody', async () => {
    const [old, corrected] = fictionNumbers(2);
    const row = `${old};${optIn('2026-03-10')}`;
    await importing([row]);
    await ledger.rectifySubject(old!, corrected!, DAYS, stamp);
    for (const dryRun of [true, false]) {
      expect((await importing([row], { dryRun })).counts).toMatchObject({ recorded: 0, unchanged: 1 });
    }
    const facts = await ledger.factsFor([old!, corrected!], now);
    expect([old, corrected].map((number) => facts.get(number!)?.consents.length)).toEqual([0, 1]);
  });

  it('does the same in batches that are cut anywhere as row by row, and as a dry run tells', async () => {
    await fc.assert(
      fc.asyncProperty(
        ...[fc.array(said, { maxLength: 4 }), file, fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 4 })],
        fc.boolean(),
        async (before, rows, cuts, isMembers) => {
          const [cut, whole, alone] = [newcomers(), newcomers(), newcomers()];
          await prepare([cut, whole, alone], before);
          const of = (numbers: readonly E164[]): readonly string[] =>
            rows.map(({ who, what }) => `${numbers[who]};${what}`);

          const dry = told(await importing(of(cut), { dryRun: true, isMembers, cuts: [2] }));
          const inCuts = told(await importing(of(cut), { cuts: cuts.length === 0 ? [3] : cuts, isMembers }));
          const atOnce = told(await importing(of(whole), { isMembers }));
          const each = [];
          for (const row of of(alone)) each.push(told(await importing([row], { isMembers })));

          expect([dry, inCuts, atOnce]).toEqual([sumOf(each), sumOf(each), sumOf(each)]);
          expect([await stateOf(cut), await stateOf(whole)]).toEqual([await stateOf(alone), await stateOf(alone)]);
        },
      ),
      { numRuns: 15 },
    );
  });
});
