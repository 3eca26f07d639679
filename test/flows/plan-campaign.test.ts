import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlanTotals } from '../../src/core/campaign/plan-tally.js';
import type { E164 } from '../../src/core/contact/phone-number.js';
import { isoInstant } from '../../src/core/schedule/instant.js';
import { Interrupted, OperatorError } from '../../src/errors.js';
import type { Ledger } from '../../src/store/store.js';
import { fakeWorld, type FakeWorld } from '../support/fake-world.js';
import { planFile, type PlanAsked } from '../support/planned-run.js';
import { accepted, scriptedProvider } from '../support/scripted-provider.js';
import { campaignNamed, runCampaign } from '../support/send-run.js';
import {
  consentGiven,
  consentOf,
  dumpTables,
  fictionNumber,
  fictionNumbers,
  KEYRING,
  STAMP,
  suppressionOf,
  tempLedger,
  withdrawal,
  type TempLedger,
} from '../support/temp-ledger.js';
import { turns } from '../support/turns.js';

let temp: TempLedger;
let ledger: Ledger;
let world: FakeWorld;

beforeEach(() => {
  temp = tempLedger();
  ledger = temp.open();
  world = fakeWorld('2026-01-06T10:00:00.000Z');
});
afterEach(() => temp.remove());

function file(name: string, lines: readonly string[]): string {
  const path = join(temp.folder, name);
  writeFileSync(path, lines.join('\n'));
  return path;
}

/** A file of contacts: `phone;prenom`. */
function contactsOf(numbers: readonly string[], name = 'membres.csv'): string {
  return file(name, ['phone;prenom', ...numbers.map((number, place) => `${number};P${place}`)]);
}

async function consentFor(numbers: readonly E164[]): Promise<void> {
  await ledger.recordConsents(
    numbers.map((number) => consentOf(number)),
    STAMP,
  );
}

const plan = (asked: PlanAsked, signal?: AbortSignal, onProgress?: (rows: number) => void) =>
  planFile(ledger, world, asked, signal, onProgress);

function sumOf(totals: PlanTotals): number {
  return totals.planned + Object.values(totals.excluded).reduce((sum, count) => sum + count, 0);
}

/** Everything that the ledger holds of plans; an abandoned one leaves none of it. */
function planTables(): unknown {
  const { campaign, plan: plans, intent, exclusion, territory, audit } = dumpTables(temp.file);
  return { campaign, plans, intent, exclusion, territory, audit };
}

describe('a plan counts every row once (promise 7)', () => {
  it('every reason by its name, and the sum is the number of rows', async () => {
    const [ok, leaver, withdrawn, old, noName, long, unknown] = fictionNumbers(7);
    await consentFor([ok!, leaver!, withdrawn!, noName!, long!]);
    await ledger.recordSuppressions([suppressionOf(leaver!)], STAMP);
    await ledger.recordConsents(
      [
        consentOf(withdrawn!, withdrawal('association')),
        consentOf(old!, consentGiven({ effectiveAt: DateTime.fromISO('2022-01-05T00:00:00Z', { zone: 'utc' }) })),
      ],
      STAMP,
    );
    const contacts = file('membres.csv', [
      'phone;prenom',
      `${ok!};Anaïs`,
      `${leaver!};Léa`,
      `${withdrawn!};Paul`,
      `${old!};Jean`,
      `${noName!};`,
      `${long!};${'x'.repeat(400)}`,
      `${unknown!};Marie`,
      `${ok!};Anaïs encore`,
      '12;Court',
      '+33199000000;Fixe',
      '+41790000067;Suisse',
    ]);
    const { totals } = await plan({ contacts });
    expect(totals.excluded).toEqual({
      suppressed: 1,
      consent_withdrawn: 1,
      consent_expired: 1,
      missing_field: 1,
      too_long: 1,
      no_consent: 1,
      duplicate: 1,
      invalid_number: 1,
      not_mobile: 1,
      country_not_allowed: 1,
    });
    expect(totals).toMatchObject({ rows: 11, planned: 1, newcomers: 1, already: 0, segments: 1, costMicros: 65_000 });
    expect(sumOf(totals)).toBe(totals.rows);
    const { exclusion } = dumpTables(temp.file);
    expect(exclusion).toHaveLength(10);
  });

  it('through many batches, with the first of two equal numbers kept across them', async () => {
    const numbers = fictionNumbers(7500);
    await consentFor(numbers);
    const progress: number[] = [];
    const contacts = contactsOf([...numbers, numbers[3]!, numbers[7400]!]);
    const { totals, campaign } = await plan({ contacts }, undefined, (rows) => progress.push(rows));
    expect(totals).toMatchObject({ rows: 7502, planned: 7500, excluded: { duplicate: 2 } });
    expect(progress).toEqual([5000, 7502]);
    const counts = await ledger.campaignCounts(campaign!.id);
    expect(counts).toMatchObject({ planned: 7500, remaining: 7500, unconfirmed: 7500 });
    expect(counts.remainingCostMicros).toBe(totals.costMicros);
    const intents = await ledger.intents(campaign!.id, { limit: -1 });
    expect(intents.map(({ row }) => row)).toEqual(numbers.map((_, place) => place + 1));
    expect(intents[3]?.line).toBe(5);
  });

  it('and says what the list as a whole looks like', async () => {
    const run = fictionNumbers(5).toReversed();
    const { signs } = await plan({ contacts: contactsOf([...run, fictionNumber(900)]), keep: false });
    expect(signs).toEqual([{ kind: 'neighbours', runs: 1, numbers: 5, longest: 5, first: '+33 6 •• •• •• 00' }]);
    const wrong = file('fixes.csv', ['phone;mobile perso', '0199001234;06 39 98 00 01', 'x;06 39 98 00 07']);
    expect(await plan({ contacts: wrong, phoneColumn: 'phone', keep: false })).toMatchObject({
      signs: [{ kind: 'mostly-unusable', rows: 2, unusable: 2, columns: ['mobile perso'] }],
    });
    expect(await plan({ contacts: contactsOf(fictionNumbers(4)), keep: false })).toMatchObject({ signs: [] });
  });

  it('filtered: what the filter leaves out, and newcomers beyond the limit', async () => {
    const numbers = fictionNumbers(6);
    await consentFor(numbers);
    const contacts = contactsOf(numbers);
    const { totals } = await plan({ contacts, where: "prenom != 'P0'", limit: 3 });
    expect(totals).toMatchObject({ rows: 6, planned: 3, excluded: { filtered: 3 } });
    const planned = await ledger.intents((await campaignNamed(ledger, 'fete')).id, { limit: -1 });
    expect(planned.map(({ number }) => number)).toEqual(numbers.slice(1, 4));
  });

  it('shows real texts, with the way out that every promotional message carries', async () => {
    const numbers = fictionNumbers(5);
    await consentFor(numbers);
    const { totals } = await plan({ contacts: contactsOf(numbers) });
    expect(totals.samples).toEqual(
      [0, 1, 2].map((place) => ({ to: numbers[place], text: `Bonjour P${place}\nSTOP au 36184`, segments: 1 })),
    );
  });

  it('foretells when the last message leaves, at the rate, through the night', async () => {
    const numbers = fictionNumbers(60);
    await consentFor(numbers);
    world = fakeWorld('2026-01-06T18:49:58.000Z');
    const { forecast } = await plan({ contacts: contactsOf(numbers) });
    expect(forecast.legs.map(({ start, end, count }) => [isoInstant(start), isoInstant(end), count])).toEqual([
      ['2026-01-06T18:49:59.000Z', '2026-01-06T18:50:00.000Z', 30],
      ['2026-01-07T07:00:00.000Z', '2026-01-07T07:00:01.016Z', 30],
    ]);
  });

  it('foretells nothing for the second that a new run waits', async () => {
    const numbers = fictionNumbers(1);
    await consentFor(numbers);
    world = fakeWorld('2026-01-06T18:49:59.000Z');
    const { forecast } = await plan({ contacts: contactsOf(numbers) });
    expect(forecast.legs.map(({ start }) => isoInstant(start))).toEqual(['2026-01-07T07:00:00.000Z']);
  });
});

describe('while a chunk is kept', () => {
  const ROWS = 12_000;
  const contacts = () => contactsOf(fictionNumbers(ROWS));

  it('the next one is judged, and no further; progress tells what is kept', async () => {
    let judged = 0;
    let kept = 0;
    let isKeeping = false;
    const progress: number[] = [];
    const slow: Ledger = {
      ...ledger,
      factsFor(numbers, since) {
        judged += 1000; // rows at a time, whoever is a candidate
        return ledger.factsFor(numbers, since);
      },
      async keepPlanned(draft, intents, exclusions) {
        expect(isKeeping).toBe(false);
        isKeeping = true;
        // Comes to no end unless the next chunk is judged meanwhile.
        while (judged < Math.min(ROWS, kept + 10_000)) await new Promise((resolve) => setImmediate(resolve));
        await turns(50);
        expect(judged).toBe(Math.min(ROWS, kept + 10_000));
        expect(progress.at(-1) ?? 0).toBe(kept);
        await ledger.keepPlanned(draft, intents, exclusions);
        kept += intents.length + exclusions.length;
        isKeeping = false;
      },
    };
    await planFile(slow, world, { contacts: contacts() }, undefined, (rows) => progress.push(rows));
    expect(progress).toEqual([5000, 10_000, ROWS]);
  });

  it('what fails first is told, and a ledger that fails is not asked to take anything back', async () => {
    const broken = file('broken.csv', [
      'phone;prenom',
      ...fictionNumbers(5000).map((number) => `${number};P`),
      '"open',
    ]);
    const failure = new OperatorError('storeFailure', { key: 'store.full', values: { file: 'ledger.db' } });
    const failing: Ledger = {
      ...ledger,
      async keepPlanned() {
        await new Promise((resolve) => setTimeout(resolve, 100));
        throw failure;
      },
      abandonPlan: () => Promise.reject(new Error('nothing works any more')),
    };
    await expect(planFile(failing, world, { contacts: broken })).rejects.toBe(failure);
  });

  it('an interruption waits for it, and takes back what it kept', async () => {
    const before = planTables();
    const stop = new AbortController();
    const slow: Ledger = {
      ...ledger,
      async keepPlanned(...draft) {
        stop.abort();
        await new Promise((resolve) => setTimeout(resolve, 100));
        await ledger.keepPlanned(...draft);
      },
    };
    await expect(planFile(slow, world, { contacts: contacts() }, stop.signal)).rejects.toBeInstanceOf(Interrupted);
    expect(planTables()).toEqual(before);
  });
});

describe('nothing is kept but what was frozen', () => {
  it('only looking leaves no trace', async () => {
    const numbers = fictionNumbers(3);
    await consentFor(numbers);
    const before = planTables();
    const { totals, campaign } = await plan({ contacts: contactsOf(numbers), keep: false });
    expect(totals.planned).toBe(3);
    expect(campaign).toBeNull();
    expect(planTables()).toEqual(before);
  });

  it('a file that breaks half way leaves nothing visible', async () => {
    const numbers = fictionNumbers(1500);
    await consentFor(numbers);
    const before = planTables();
    const lines = numbers.map((number) => `${number};P`);
    const broken = file('broken.csv', ['phone;prenom', ...lines, '"open', 'for ever']);
    await expect(plan({ contacts: broken })).rejects.toMatchObject({ kind: 'badInput' });
    expect(await ledger.findCampaign('fete')).toBeNull();
    expect(planTables()).toEqual(before);
  });

  it('nor does an interruption half way', async () => {
    const numbers = fictionNumbers(1500);
    await consentFor(numbers);
    const before = planTables();
    const stop = new AbortController();
    const run = plan({ contacts: contactsOf(numbers) }, stop.signal, () => stop.abort());
    await expect(run).rejects.toBeInstanceOf(Interrupted);
    expect(planTables()).toEqual(before);
  });

  it('nor does an interruption behind the last row', async () => {
    const numbers = fictionNumbers(3);
    await consentFor(numbers);
    const before = planTables();
    const stop = new AbortController();
    await expect(plan({ contacts: contactsOf(numbers) }, stop.signal, () => stop.abort())).rejects.toThrow(Interrupted);
    expect(planTables()).toEqual(before);
  });

  it('newcomers that break half way leave the earlier plan as it was', async () => {
    const numbers = fictionNumbers(1500);
    await consentFor(numbers);
    const notAfter = DateTime.fromISO('2026-01-08T18:00:00.000Z', { zone: 'utc' });
    await plan({ contacts: contactsOf(numbers.slice(0, 2)), notAfter });
    const before = planTables();
    const lines = numbers.map((number) => `${number};P`);
    const broken = file('broken.csv', ['phone;prenom', ...lines, '"open', 'for ever']);
    await expect(plan({ contacts: broken })).rejects.toMatchObject({ kind: 'badInput' });
    expect(planTables()).toEqual(before);
  });

  it('a ledger that fails keeps its own words, and the next plan of the name clears up', async () => {
    const numbers = fictionNumbers(3);
    await consentFor(numbers);
    const failure = new OperatorError('storeFailure', { key: 'store.full', values: { file: 'ledger.db' } });
    const failing: Ledger = {
      ...ledger,
      freezePlan: () => Promise.reject(failure),
      abandonPlan: () => Promise.reject(new Error('nothing works any more')),
    };
    const contacts = contactsOf(numbers);
    await expect(planFile(failing, world, { contacts })).rejects.toBe(failure);
    expect(await ledger.findCampaign('fete')).toBeNull();
    const { campaign } = await plan({ contacts });
    expect((await ledger.campaignCounts(campaign!.id)).planned).toBe(3);
    expect(dumpTables(temp.file)['plan']).toHaveLength(1);
  });
});

describe('the same campaign name again', () => {
  it('leaves those already planned as they are and adds the newcomers', async () => {
    const numbers = fictionNumbers(8);
    await consentFor(numbers);
    await plan({ contacts: contactsOf(numbers.slice(0, 5)) });
    const first = await ledger.intents(1, { limit: -1 });
    const again = file('encore.csv', ['phone;prenom', ...numbers.map((number) => `${number};Autre`)]);
    const { totals } = await plan({ contacts: again });
    expect(totals).toMatchObject({ rows: 8, planned: 8, already: 5, newcomers: 3, newCostMicros: 195_000 });
    expect(sumOf(totals)).toBe(8);
    const intents = await ledger.intents(1, { limit: -1 });
    expect(intents.slice(0, 5)).toEqual(first);
    expect(intents.slice(5).map(({ text }) => text)).toEqual(Array(3).fill('Bonjour Autre\nSTOP au 36184'));
  });

  it('counts against the limit whoever waits already, confirmed or not, and nobody who has left', async () => {
    const numbers = fictionNumbers(8);
    await consentFor(numbers);
    const contacts = () => contactsOf(numbers);
    const first = await plan({ contacts: contacts(), limit: 2 });
    const again = await plan({ contacts: contacts(), limit: 3 });
    expect(again.totals).toMatchObject({ already: 2, newcomers: 1, excluded: { filtered: 5 } });
    await ledger.confirmPlans(first.campaign!.id, null, STAMP);
    const confirmed = await plan({ contacts: contacts(), limit: 3 });
    expect(confirmed.totals).toMatchObject({ already: 3, newcomers: 0, excluded: { filtered: 5 } });
    await runCampaign('fete', { ledger, provider: scriptedProvider(accepted), world });
    const { totals } = await plan({ contacts: contacts(), limit: 3 });
    expect(totals).toMatchObject({ already: 3, newcomers: 3, excluded: { filtered: 2 } });
  });

  it('gives a message the same reference whenever it is planned', async () => {
    const number = fictionNumber(1);
    await consentFor([number]);
    const refs: string[] = [];
    for (let round = 0; round < 2; round += 1) {
      const other = tempLedger();
      const opened = other.open();
      await opened.recordConsents([consentOf(number)], STAMP);
      const { campaign } = await planFile(opened, world, { contacts: contactsOf([number]) });
      refs.push((await opened.intents(campaign!.id, { limit: 1 }))[0]!.ref);
      other.remove();
    }
    expect(refs).toEqual(Array(2).fill(KEYRING.reference('fete', number)));
    expect(refs[0]).toMatch(/^[A-Za-z0-9_-]{1,40}$/);
  });

  it('texts nobody twice, and what is sent is what was shown', async () => {
    const numbers = fictionNumbers(4);
    await consentFor(numbers);
    const { totals, campaign } = await plan({ contacts: contactsOf(numbers.slice(0, 3)) });
    await ledger.confirmPlans(campaign!.id, null, STAMP);
    const provider = scriptedProvider(accepted);
    await runCampaign('fete', { ledger, provider, world });
    for (const { to, text } of totals.samples) expect(provider.handsets.get(to as E164)?.[0]?.text).toBe(text);

    await plan({ contacts: contactsOf([...numbers].reverse()) });
    expect((await campaignNamed(ledger, 'fete')).state).toBe('planned');
    await ledger.confirmPlans(campaign!.id, null, STAMP);
    await runCampaign('fete', { ledger, provider, world });
    expect(provider.submissions.map(({ to }) => to)).toEqual(numbers);
  });

  it.each([
    ['template', { text: 'Bonsoir {{ prenom }}' }],
    ['purpose', { purpose: 'survey' }],
    ['sender', { sender: 'AUTRE' }],
  ] as const)('refuses another %s, and tells the difference', async (term, changed) => {
    const numbers = fictionNumbers(2);
    await consentFor(numbers);
    const contacts = contactsOf(numbers);
    await plan({ contacts });
    const before = planTables();
    const error = await plan({ contacts, ...changed }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'badInput', problem: { key: 'flows.termsChanged', values: { term } } });
    expect(planTables()).toEqual(before);
  });

  describe('after its end, or shortly before', () => {
    const end = DateTime.fromISO('2026-01-06T12:00:00.000Z', { zone: 'utc' });
    const numbers = fictionNumbers(40);

    beforeEach(async () => {
      await consentFor(numbers);
      await plan({ contacts: contactsOf(numbers.slice(0, 3)), notAfter: end });
    });

    it('refuses newcomers, for they would all be skipped, and keeps nothing of them', async () => {
      const before = planTables();
      world = fakeWorld('2026-01-07T10:00:00.000Z');
      for (const keep of [true, false]) {
        await expect(plan({ contacts: contactsOf(numbers), keep })).rejects.toMatchObject({
          kind: 'usage',
          problem: { key: 'delivery.campaignEnded', values: { campaign: 'fete', at: end } },
        });
      }
      expect(planTables()).toEqual(before);
    });

    it('takes them with a later end, which then is that of the campaign', async () => {
      world = fakeWorld('2026-01-07T10:00:00.000Z');
      const later = DateTime.fromISO('2026-01-07T12:00:00.000Z', { zone: 'utc' });
      const { totals, forecast, times } = await plan({ contacts: contactsOf(numbers), notAfter: later });
      expect(totals).toMatchObject({ already: 3, newcomers: 37 });
      expect(forecast).toMatchObject({ late: 0, legs: [{ count: 40 }] });
      expect(times.notAfter).toEqual(later);
      expect(await campaignNamed(ledger, 'fete')).toMatchObject({ notAfter: isoInstant(later) });
    });

    it('has nothing to say against the same list once more', async () => {
      world = fakeWorld('2026-01-07T10:00:00.000Z');
      const { totals } = await plan({ contacts: contactsOf(numbers.slice(0, 3)) });
      expect(totals).toMatchObject({ already: 3, newcomers: 0 });
    });

    it('foretells by the end that the campaign has: whoever comes too late is counted', async () => {
      world = fakeWorld('2026-01-06T11:59:58.000Z');
      const { forecast, times } = await plan({ contacts: contactsOf(numbers) });
      expect(times.notAfter).toEqual(end);
      expect(forecast).toMatchObject({ late: 10, legs: [{ count: 30 }] });
    });
  });

  it('foretells by the beginning that the campaign has', async () => {
    const numbers = fictionNumbers(2);
    await consentFor(numbers);
    const startsAt = DateTime.fromISO('2026-01-07T10:00:00.000Z', { zone: 'utc' });
    await plan({ contacts: contactsOf(numbers.slice(0, 1)), startsAt });
    const { forecast } = await plan({ contacts: contactsOf(numbers) });
    expect(forecast.legs).toMatchObject([{ start: startsAt, count: 2 }]);
  });

  it('is judged as of then: what ends meanwhile is no right to be texted', async () => {
    const [stays, ends] = fictionNumbers(2) as [E164, E164];
    const at = (iso: string): DateTime => DateTime.fromISO(iso, { zone: 'utc' });
    const given = consentGiven({ effectiveAt: at('2023-01-20T00:00:00.000Z') });
    await ledger.recordConsents([consentOf(stays), consentOf(ends, given)], STAMP);
    const contacts = contactsOf([stays, ends]);
    const { totals } = await plan({ contacts, startsAt: at('2026-01-26T10:00:00.000Z') });
    expect(totals).toMatchObject({ planned: 1, excluded: { consent_expired: 1 } });
  });

  it('refuses the name of a cancelled campaign', async () => {
    const contacts = contactsOf(fictionNumbers(2));
    await consentFor(fictionNumbers(2));
    const { campaign } = await plan({ contacts });
    await ledger.cancelCampaign(campaign!.id, STAMP);
    await expect(plan({ contacts })).rejects.toMatchObject({
      kind: 'badInput',
      problem: { key: 'flows.nameCancelled' },
    });
  });
});
