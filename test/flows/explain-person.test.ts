import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { builtInPurposes } from '../../src/core/consent/purpose.js';
import { openHolidayBook } from '../../src/core/schedule/holidays.js';
import { explainPerson, leadingAnswer, readingOf, type PurposeAnswer } from '../../src/flows/explain-person.js';
import type { AnyCheck, FactsByRule } from '../../src/flows/why-facts.js';
import type { WalkedRule } from '../../src/core/audience/rule-walk.js';
import type { Ledger } from '../../src/store/store.js';
import { utc } from '../support/core-facts.js';
import { CONFIG } from '../support/planned-run.js';
import {
  consentGiven,
  consentOf,
  fictionNumber,
  STAMP,
  suppressionOf,
  tempLedger,
  withdrawal,
  type TempLedger,
} from '../support/temp-ledger.js';

const TUESDAY = '2026-01-06T10:00:00.000Z';
const number = fictionNumber(1);

let temp: TempLedger;
let ledger: Ledger;
beforeEach(() => {
  temp = tempLedger();
  ledger = temp.open();
});
afterEach(() => temp.remove());

async function answersFor(at = TUESDAY, text: string = number): Promise<readonly PurposeAnswer[]> {
  const question = {
    reading: readingOf(text, CONFIG, true),
    purposes: [...builtInPurposes.values()],
    at: utc(at),
    message: null,
  };
  return explainPerson(question, CONFIG, true, { ledger, book: await openHolidayBook() });
}

async function answerFor(purpose: string, at = TUESDAY): Promise<PurposeAnswer> {
  const answer = (await answersFor(at)).find((one) => one.purpose.name === purpose);
  if (answer === undefined) throw new Error(`nothing was said of ${purpose}`);
  return answer;
}

function factsOf<R extends WalkedRule>({ checks }: PurposeAnswer, rule: R): FactsByRule[R] {
  const check: AnyCheck | undefined = checks.find((one) => one.rule === rule);
  return check?.facts as FactsByRule[R];
}

describe('explainPerson', () => {
  it('tells the consent that counts with its whole proof, file and line, and its age', async () => {
    const importId = await ledger.beginImport('consent', 'optins.csv', STAMP);
    const event = consentGiven({ proof: 'bulk_attested' });
    await ledger.recordConsents([{ number, event, source: { importId, line: 7 } }], STAMP);
    await ledger.endImport(importId, 'b'.repeat(64), STAMP);
    const answer = await answerFor('association');
    expect(answer).toMatchObject({ allowed: true, firstFailing: null });
    expect(factsOf(answer, 'no_consent')).toMatchObject({
      accepts: ['opt_in', 'double_opt_in', 'member'],
      consent: { seq: 1, basis: 'opt_in', proof: 'bulk_attested', fileName: 'optins.csv', line: 7 },
      notCounting: [],
    });
    expect(factsOf(answer, 'consent_expired')).toMatchObject({ ageMonths: 10, age: 'fresh', limitMonths: 36 });
    expect(JSON.stringify(answer)).not.toContain(number.slice(3));
  });

  it.each([
    ['2027-03-16T10:00:00Z', 24, 'ageing', null],
    ['2028-03-14T10:00:00Z', 36, 'expired', 'consent_expired'],
  ])('judges the age as of the instant asked: %s', async (at, ageMonths, age, failing) => {
    await ledger.recordConsents([consentOf(number)], STAMP);
    const answer = await answerFor('association', at);
    expect(factsOf(answer, 'consent_expired')).toMatchObject({ ageMonths, age });
    expect(answer.firstFailing).toBe(failing);
  });

  it('shows what is recorded and does not count, and who took what back', async () => {
    await ledger.recordConsents([consentOf(number, consentGiven({ basis: 'legitimate_interest' }))], STAMP);
    expect(factsOf(await answerFor('association'), 'no_consent')).toMatchObject({
      consent: null,
      notCounting: [{ basis: 'legitimate_interest' }],
    });
    await ledger.recordConsents([consentOf(number, withdrawal())], STAMP);
    const answer = await answerFor('association');
    expect(answer.firstFailing).toBe('consent_withdrawn');
    expect(factsOf(answer, 'consent_withdrawn')).toMatchObject({ withdrawals: [{ seq: 2, operator: 'claire' }] });
  });

  it('lists every entry of the never-list, and says which reach the purpose', async () => {
    await ledger.recordSuppressions([suppressionOf(number, 'stop'), suppressionOf(number, 'manual', 'survey')], STAMP);
    const reach = async (purpose: string): Promise<readonly boolean[]> =>
      factsOf(await answerFor(purpose), 'suppressed').entries.map(({ applies }) => applies);
    expect(await reach('association')).toEqual([true, false]);
    expect(await reach('survey')).toEqual([true, true]);
    expect(await reach('information')).toEqual([false, false]);
  });

  it('tells when a closed window opens, and that submissions end before it closes', async () => {
    await ledger.recordConsents([consentOf(number)], STAMP);
    const night = await answerFor('association', '2026-01-06T21:30:00Z');
    expect(night.firstFailing).toBe('hours');
    expect(factsOf(night, 'hours')).toMatchObject({
      ...{ profile: 'FR/strict', zones: ['Europe/Paris'], blockedBy: ['hours'] },
      ...{ nextAllowed: '2026-01-07T07:00:00.000Z', sendBefore: null },
    });
    const late = await answerFor('association', '2026-01-06T18:55:00Z');
    expect(factsOf(late, 'hours').blockedBy).toEqual(['closing_margin']);
    expect(factsOf(await answerFor('association'), 'hours')).toMatchObject({
      ...{ blockedBy: [], nextAllowed: TUESDAY, sendBefore: '2026-01-06T18:50:00.000Z' },
    });
    expect(factsOf(await answerFor('association', '2026-01-11T10:00:00Z'), 'hours').blockedBy).toEqual(['sunday']);
  });

  it.each(['', '12', 'Zoé', '+33 6 39 98', '1'.repeat(5000)])(
    'has an answer for what is no number: %s',
    async (text) => {
      for (const { allowed, firstFailing } of await answersFor(TUESDAY, text))
        expect([allowed, firstFailing]).toEqual([false, 'invalid_number']);
    },
  );
});

describe('leadingAnswer: where no purpose is named', () => {
  const leading = async (): Promise<[string, boolean]> => {
    const { purpose, allowed } = leadingAnswer(await answersFor());
    return [purpose.name, allowed];
  };

  it('a promotional purpose that is allowed speaks for all', async () => {
    await ledger.recordConsents([consentOf(number)], STAMP);
    expect(await leading()).toEqual(['association', true]);
  });

  it('else the one that comes furthest', async () => {
    await ledger.recordConsents([consentOf(number, consentGiven({ purpose: 'survey' }))], STAMP);
    const { purpose, firstFailing } = leadingAnswer(await answersFor('2026-01-11T10:00:00Z'));
    expect([purpose.name, firstFailing]).toEqual(['survey', 'hours']);
  });

  it('whoever said STOP may not be texted, although a notice would be allowed', async () => {
    await ledger.recordConsents(
      ['association', 'information'].map((purpose) => consentOf(number, consentGiven({ purpose }))),
      STAMP,
    );
    await ledger.recordSuppressions([suppressionOf(number)], STAMP);
    expect((await answerFor('information')).allowed).toBe(true);
    expect(await leading()).toEqual(['marketing', false]);
  });
});
