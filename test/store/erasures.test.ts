import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keyringOf } from '../../src/core/contact/keyring.js';
import { openLedger } from '../../src/store/sqlite/ledger.js';
import { recodeLedger } from '../../src/store/sqlite/recode.js';
import { rotateFingerprints } from '../../src/store/sqlite/rotation.js';
import type { Ledger } from '../../src/store/store.js';
import {
  auditOf,
  consentGiven,
  consentOf,
  DAYS,
  fictionNumbers,
  KEYRING,
  STAMP,
  suppressionOf,
  tempLedger,
  type TempLedger,
} from '../support/temp-ledger.js';

const AT = '2026-01-05T10:00:00.000Z';
const LATER = { ...STAMP, at: STAMP.at.plus({ days: 1 }) };
const [known, stranger] = fictionNumbers(2);
const noted = [known!, stranger!].map((number) => ({
  ...{ fingerprint: KEYRING.fingerprint(number), at: AT },
  isFormer: false,
}));

let temp: TempLedger;
beforeEach(() => (temp = tempLedger()));
afterEach(() => temp.remove());

it('replayed erasures are on the never-list once, each with its row, and tell who is still here', async () => {
  const ledger = temp.open();
  await ledger.recordConsents([consentOf(known!)], STAMP);
  expect(await ledger.replayErasures(noted, STAMP)).toEqual({ entered: 2, inClear: [known] });
  expect(await ledger.replayErasures(noted, STAMP)).toEqual({ entered: 0, inClear: [known] });
  expect(await ledger.suppressionsOf(stranger!)).toMatchObject([{ reason: 'erasure', scope: 'all', number: null }]);
  expect(auditOf(ledger, 'suppressed')).toHaveLength(2);
  expect(ledger.checkTampering()).toEqual([]);
});

describe('the former number of an erased person', () => {
  const [old, corrected] = fictionNumbers(2);
  const lines = [
    { fingerprint: KEYRING.fingerprint(corrected!), at: AT, isFormer: false },
    { fingerprint: KEYRING.fingerprint(old!), at: AT, isFormer: true },
  ];

  it('is left to whoever has it and agreed, where the ledger knows of the correction', async () => {
    const ledger = temp.open();
    await ledger.recordConsents([consentOf(old!)], STAMP);
    await ledger.rectifySubject(old!, corrected!, DAYS, STAMP);
    await ledger.recordConsents(
      [consentOf(old!, consentGiven({ givenAt: '2026-11-01', effectiveAt: LATER.at }))],
      LATER,
    );
    expect(await ledger.replayErasures(lines, LATER)).toEqual({ entered: 1, inClear: [corrected] });
    expect(await ledger.suppressionsOf(old!)).toEqual([]);
    // Erased in turn, they are as forbidden as anybody else.
    const both = [lines[0]!, { ...lines[1]!, at: LATER.at.toISO()!, isFormer: false }];
    expect(await ledger.replayErasures(both, LATER)).toEqual({ entered: 1, inClear: [corrected, old] });
    expect(ledger.checkTampering()).toEqual([]);
  });

  it('is theirs in a ledger of before it was corrected, whoever had it before them', async () => {
    const ledger = temp.open();
    const another = fictionNumbers(3)[2]!;
    await ledger.recordConsents([consentOf(old!)], STAMP);
    await ledger.rectifySubject(old!, another, DAYS, STAMP);
    await ledger.recordConsents(
      [consentOf(old!, consentGiven({ givenAt: '2026-11-01', effectiveAt: LATER.at }))],
      LATER,
    );
    expect(await ledger.replayErasures(lines, LATER)).toEqual({ entered: 2, inClear: [old] });
  });

  it.each([
    ['nobody has', async () => {}],
    [
      'somebody has who agreed to nothing',
      (ledger: Ledger) => ledger.recordSuppressions([suppressionOf(old!, 'manual')], LATER),
    ],
  ])('is forbidden where %s it', async (_, prepare) => {
    const ledger = temp.open();
    await ledger.recordConsents([consentOf(old!)], STAMP);
    await ledger.rectifySubject(old!, corrected!, DAYS, STAMP);
    await prepare(ledger);
    expect(await ledger.replayErasures(lines, LATER)).toMatchObject({ entered: 2 });
    expect((await ledger.suppressionsOf(old!)).map(({ reason }) => reason)).toContain('erasure');
  });
});

it('erasures that were noted under a former key are recognised', async () => {
  const ledger = temp.open();
  await ledger.recordConsents([consentOf(known!)], STAMP);
  await ledger.replayErasures(noted.slice(0, 1), STAMP);
  temp.close();
  const next = keyringOf(Buffer.alloc(32, 8));
  const from = { key: Buffer.alloc(32, 7), keyring: KEYRING };
  recodeLedger(temp.file, KEYRING, null, STAMP, {
    rewriting: { kind: 'key_rotated', apply: (db) => rotateFingerprints(db, from, next, AT) },
  }).takePlace();
  const rotated = openLedger(temp.file, next, { mode: 'write', appliedAt: AT });
  expect(await rotated.replayErasures(noted, STAMP)).toEqual({ entered: 1, inClear: [known] });
  expect(await rotated.suppressionsOf(known!)).toHaveLength(1);
  expect(await rotated.suppressionsOf(stranger!)).toHaveLength(1);
  expect(rotated.checkTampering()).toEqual([]);
  rotated.close();
});
