import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RequestRow } from '../../src/store/request-store.js';
import type { Ledger } from '../../src/store/store.js';
import { consentOf, DAYS, fictionNumber, STAMP, tempLedger, type TempLedger } from '../support/temp-ledger.js';

const [known, stranger] = [fictionNumber(1), fictionNumber(2)];
const ASKED = { kind: 'access', contact: 'Zoé', receivedOn: '2026-01-02', dueOn: '2026-02-02' } as const;

let temp: TempLedger;
let ledger: Ledger;
beforeEach(async () => {
  temp = tempLedger();
  ledger = temp.open();
  await ledger.recordConsents([consentOf(known)], STAMP);
});
afterEach(() => temp.remove());

const requestOf = async (id: number): Promise<RequestRow | null> => ledger.findRequest(id);

it('agrees with the log at each of its steps, also where somebody is identified twice', async () => {
  const id = await ledger.addRequest({ ...ASKED, number: null }, STAMP);
  expect(ledger.checkTampering()).toEqual([]);
  await ledger.identifyRequest(id, '2026-01-03', 'carte', STAMP, stranger);
  expect(ledger.checkTampering()).toEqual([]);
  await ledger.identifyRequest(id, '2026-01-04', 'passeport', STAMP);
  expect(ledger.checkTampering()).toEqual([]);
  expect(await requestOf(id)).toMatchObject({ number: stranger, contact: 'Zoé', identifiedBy: 'passeport' });
  await ledger.extendRequest(id, '2026-01-05', '2026-04-02', 'complexe', STAMP);
  expect(ledger.checkTampering()).toEqual([]);
  await ledger.answerRequest(id, '2026-01-06', 'granted', null, STAMP);
  expect(ledger.checkTampering()).toEqual([]);
  expect(await requestOf(id)).toMatchObject({ number: null, contact: 'Zoé' });
});

it.each([['known', known] as const, ['unknown', stranger] as const])(
  'agrees with the log when whoever asks, %s to the ledger, is erased, and when they are answered after it',
  async (_, number) => {
    const id = await ledger.addRequest({ ...ASKED, number }, STAMP);
    const later = await ledger.addRequest({ ...ASKED, kind: 'erase', number }, STAMP);
    await ledger.identifyRequest(id, '2026-01-03', 'carte', STAMP);
    await ledger.eraseSubject(number, STAMP);
    expect(ledger.checkTampering()).toEqual([]);
    await ledger.answerRequest(id, '2026-01-06', 'partly', 'rien de plus', STAMP);
    await ledger.answerRequest(later, '2026-01-06', 'granted', null, STAMP);
    expect(ledger.checkTampering()).toEqual([]);
  },
);

it.each([
  ['who asks', (told: string) => ledger.addRequest({ ...ASKED, contact: told, number: null }, STAMP)],
  [
    'how they were identified',
    async (told: string) => {
      const id = await ledger.addRequest({ ...ASKED, number: null }, STAMP);
      await ledger.identifyRequest(id, '2026-01-03', told, STAMP);
    },
  ],
  [
    'why it takes longer',
    async (told: string) => {
      const id = await ledger.addRequest({ ...ASKED, number: null }, STAMP);
      await ledger.extendRequest(id, '2026-01-05', '2026-04-02', told, STAMP);
    },
  ],
  [
    'why it was refused',
    async (told: string) => {
      const id = await ledger.addRequest({ ...ASKED, number: null }, STAMP);
      await ledger.answerRequest(id, '2026-01-06', 'refused', told, STAMP);
    },
  ],
])('of nobody whom the ledger knows goes with whoever is named in %s, by number or by name', async (_, enter) => {
  await enter('rappel au 06.39.98.00.01');
  await enter('rappel de Nadia');
  await enter('rappel de Paul');
  const columns = 'coalesce(contact, identified_by, extended_because, answered_because)';
  const left = temp.raw().prepare(`SELECT id FROM request WHERE ${columns} IS NOT NULL`).pluck();
  expect(await ledger.eraseSubject(known, STAMP, ['Nadia'])).toMatchObject({ requests: 2 });
  expect(left.all()).toEqual([3]);
  expect(ledger.checkTampering()).toEqual([]);
});

it.each<readonly [string, (ledger: Ledger) => Promise<unknown>, readonly string[]]>([
  ['a number that is corrected', (by) => by.rectifySubject(known, stranger, DAYS, STAMP), ['rectified', 'rectified']],
  ['an objection', (by) => by.recordObjection(known, DAYS, STAMP), ['suppressed']],
  ['a restriction', (by) => by.setRestriction(known, 'restricted', DAYS, STAMP), ['restricted']],
])('has the entry of %s with it, or neither', async (_, act, kinds) => {
  const before = [...ledger.auditRows({})].length;
  const raw = temp.raw();
  raw.exec("CREATE TRIGGER refuse BEFORE UPDATE ON request BEGIN SELECT RAISE(ABORT, 'no room'); END");
  await expect(act(ledger)).rejects.toThrow();
  expect([...ledger.auditRows({})]).toHaveLength(before);
  expect(await ledger.suppressionsOf(known)).toEqual([]);
  expect(await ledger.requests({ openOnly: false })).toEqual([]);
  raw.exec('DROP TRIGGER refuse');
  expect(await act(ledger)).toMatchObject({ answered: { requests: [1], unidentified: [] } });
  const rows = [...ledger.auditRows({})].slice(before).map(({ kind }) => kind);
  expect(rows).toEqual([...kinds, 'request_received', 'request_answered']);
  expect(ledger.checkTampering()).toEqual([]);
});
