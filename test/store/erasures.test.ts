import { afterEach, beforeEach, expect, it } from 'vitest';
import { keyringOf } from '../../src/core/contact/keyring.js';
import { openLedger } from '../../src/store/sqlite/ledger.js';
import { recodeLedger } from '../../src/store/sqlite/recode.js';
import { rotateFingerprints } from '../../src/store/sqlite/rotation.js';
import {
  auditOf,
  consentOf,
  fictionNumbers,
  KEYRING,
  STAMP,
  tempLedger,
  type TempLedger,
} from '../support/temp-ledger.js';

const AT = '2026-01-05T10:00:00.000Z';
const [known, stranger] = fictionNumbers(2);
const noted = [known!, stranger!].map((number) => ({ fingerprint: KEYRING.fingerprint(number), at: AT }));

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
