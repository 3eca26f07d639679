import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { consentState } from '../../src/core/consent/consent-state.js';
import type { ConsentCells, ConsentRefusal } from '../../src/core/consent/consent-row.js';
import { builtInPurposes, type Purpose } from '../../src/core/consent/purpose.js';
import type { E164 } from '../../src/core/contact/phone-number.js';
import { Interrupted, OperatorError } from '../../src/errors.js';
import { importConsents, openConsentFile, type ConsentImportResult } from '../../src/flows/import-consent.js';
import { recordConsent, recordWithdrawal } from '../../src/flows/record-consent.js';
import { recordSuppressions } from '../../src/flows/record-suppression.js';
import type { Ledger } from '../../src/store/store.js';
import type { Clock } from '../../src/world.js';
import { tempLedger, type TempLedger } from '../support/temp-ledger.js';

const marketing = builtInPurposes.get('marketing')!;
const lists: Purpose = { ...marketing, bases: [...marketing.bases, 'rented_list', 'purchased_list'] };
const purposes = new Map([...builtInPurposes, ['marketing', lists]]);

let temp: TempLedger;
let ledger: Ledger;
let now: DateTime;
const clock: Clock = { now: () => now, sleepUntil: () => Promise.resolve() };
beforeEach(() => {
  temp = tempLedger();
  ledger = temp.open();
  now = DateTime.fromISO('2026-03-10T10:00:00Z', { zone: 'utc' });
});
afterEach(() => temp.remove());

const deps = () => ({ ledger, clock, actor: { operator: 'claire', login: 'claire.d' } });
const rules = () => ({
  controller: 'Les Amis du Parc',
  purposes,
  defaultCountry: 'FR',
  allowFictional: true,
  now,
  zone: 'Europe/Paris',
});
const never = new AbortController().signal;

const header = 'phone,purpose,basis,given_at,method,wording,source,campaign';
const full = {
  purpose: 'marketing',
  basis: 'opt_in',
  given_at: '2026-01-05',
  method: 'web_form',
  wording: 'I agree',
  source: 'form',
};

function line(phone: string, cells: Readonly<Record<string, string>> = {}): string {
  const { purpose, basis, given_at, method, wording, source, campaign } = { ...full, campaign: '', ...cells } as Record<
    string,
    string
  >;
  return [phone, purpose, basis, given_at, method, wording, source, campaign].join(',');
}

interface Options {
  readonly stated?: ConsentCells;
  readonly allowFictional?: boolean;
  readonly dryRun?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (rows: number) => void;
  readonly rejects?: string;
  readonly phoneColumn?: string;
}

async function importLines(lines: readonly string[], options: Options = {}): Promise<ConsentImportResult> {
  const path = join(temp.folder, 'optins.csv');
  writeFileSync(path, lines.join('\n'));
  const file = await openConsentFile({
    file: path,
    phoneColumn: options.phoneColumn ?? null,
    encoding: null,
    delimiter: null,
    sheet: null,
    rejects: options.rejects ?? null,
    locale: 'en',
    stdin: process.stdin,
  });
  const request = {
    file,
    stated: options.stated ?? {},
    rules: { ...rules(), allowFictional: options.allowFictional ?? true },
    dryRun: options.dryRun ?? false,
    onProgress: options.onProgress ?? (() => undefined),
  };
  return importConsents(request, deps(), options.signal ?? never);
}

const number = (index: number): string => `063998${String(index).padStart(4, '0')}`;
const e164 = (index: number): E164 => `+3363998${String(index).padStart(4, '0')}` as E164;

async function stateOf(index: number, campaign = ''): Promise<string> {
  const facts = (await ledger.factsFor([e164(index)], now)).get(e164(index));
  return consentState({ consents: facts?.consents ?? [], suppressions: [] }, lists, campaign, now).kind;
}

describe('what is no proof', () => {
  const cases: readonly (readonly [ConsentRefusal, string, Options?])[] = [
    ['invalid_number', line('06 39 98')],
    ['not_mobile', line('0199001234')],
    ['fictional_number', line(number(1)), { allowFictional: false }],
    ['missing_purpose', line(number(1), { purpose: '' })],
    ['unknown_purpose', line(number(1), { purpose: 'picnic' })],
    ['missing_basis', line(number(1), { basis: '' })],
    ['opt_out_basis', line(number(1), { basis: 'opt_out_passive' })],
    ['opt_out_basis', line(number(1), { basis: 'Pre-checked' })],
    ['unknown_basis', line(number(1), { basis: 'friendship' })],
    ['basis_not_accepted', line(number(1), { basis: 'member' })],
    ['missing_given_at', line(number(1), { given_at: '' }), { stated: { given_at: '2026-01-05' } }],
    ['invalid_date', line(number(1), { given_at: '2026-02-30' })],
    ['future_date', line(number(1), { given_at: '2026-03-11' })],
    ['missing_method', line(number(1), { method: '' })],
    ['unknown_method', line(number(1), { method: 'telepathy' })],
    ['missing_wording', line(number(1), { wording: '' })],
    ['missing_note', line(number(1), { purpose: 'association', basis: 'member', method: 'membership', wording: '' })],
    ['missing_source', line(number(1), { source: '' })],
    ['missing_campaign', line(number(1), { basis: 'rented_list' })],
    ['bulk_proof', line(number(1), { basis: 'purchased_list', wording: '' }), { stated: { wording: 'I agree' } }],
    ['opt_out_basis', line(number(1), { basis: 'case pré-cochée' })],
    ['malformed_row', `${line(number(1))},a cell too many`],
  ];

  it.each(cases.map(([reason, row, options = {}]) => ({ reason, row, options })))(
    'is refused as $reason',
    async (one) => {
      const { reason, row, options } = one;
      const { counts } = await importLines([header, row], options);
      expect(counts.rejected).toEqual({ [reason]: 1 });
      expect(counts).toMatchObject({ rows: 1, recorded: 0, unchanged: 0 });
      expect([...ledger.consentProofs(null)]).toEqual([]);
    },
  );

  it('becomes none by importing the rejects as they are: a row with a cell too many keeps it', async () => {
    const rejects = join(temp.folder, 'cut.csv');
    const again = join(temp.folder, 'again.csv');
    // A comma in the words shown: cut to the columns that there are, "I agree" would be all that they said.
    const row = line(number(1), { wording: 'I agree, if not on Sundays', campaign: 'spring' });
    await importLines([header, row], { rejects });
    const { counts } = await importLines(readFileSync(rejects, 'utf8').trimEnd().split('\r\n'), { rejects: again });
    expect(counts).toMatchObject({ recorded: 0, rejected: { malformed_row: 1 } });
    expect(readFileSync(again, 'utf8')).toBe(readFileSync(rejects, 'utf8'));
    expect(readFileSync(again, 'utf8')).toContain('I agree,if not on Sundays,form,spring');
    expect([...ledger.consentProofs(null)]).toEqual([]);
  });

  it('adds up: rows are recorded, unchanged or refused', async () => {
    const rows = [...cases.map(([, row]) => row), line(number(2)), line(number(2)), line(number(3))];
    const { counts } = await importLines([header, ...rows]);
    const refused = Object.values(counts.rejected).reduce((sum, count) => sum + count, 0);
    expect(counts.rows).toBe(rows.length);
    expect(counts.recorded + counts.unchanged + refused).toBe(rows.length);
  });
});

describe('words beside a number', () => {
  it('make no consent where they say no, whatever the row says; a withdrawal counts all the same', async () => {
    const rows = [line(`${number(1)} (ne veut pas de SMS)`), line(`STOP ${number(2)}`), line(`${number(3)} (Anne)`)];
    const { counts } = await importLines([header, ...rows]);
    expect(counts).toMatchObject({ recorded: 1, rejected: { invalid_number: 2 } });
    expect([...counts.unreadNumbers]).toEqual([['remark-against', { rows: 2, firstLine: 2 }]]);
    await importLines([`${header},kind`, `${line(`STOP ${number(3)}`, { given_at: '2026-03-01' })},withdrawn`]);
    expect(await stateOf(3)).toBe('withdrawn');
  });

  it('tell in which country a number is read', async () => {
    await importLines([header, line('079 000 00 67 (Suisse)')]);
    expect([...ledger.consentProofs(null)].map((one) => one.number)).toEqual(['+41790000067']);
  });
});

describe('what people answered', () => {
  const asked = 'phone,purpose,given_at,method,wording,source';
  const answered = (index: number, ...answers: readonly string[]): string =>
    [number(index), full.purpose, full.given_at, full.method, full.wording, full.source, ...answers].join(',');

  it('is an opt-in when they said yes; a no, an empty cell and an odd one are no consent, each told', async () => {
    const rows = ['Oui', 'x', 'VRAI', '1', 'non', '', 'FAUX', '0', 'peut-être', '2026-01-05'];
    const { counts } = await importLines([
      `${asked},Accepte les SMS`,
      ...rows.map((answer, index) => answered(index, answer)),
    ]);
    expect(counts).toMatchObject({ rows: 10, recorded: 4, rejected: { declined: 4, unknown_answer: 2 } });
    expect([...ledger.consentProofs(null)].map((one) => [one.number, one.basis, one.proof])).toEqual(
      [0, 1, 2, 3].map((index) => [e164(index), 'opt_in', 'individual']),
    );
  });

  it.each(['Accepte les SMS (oui/non)', 'J’accepte de recevoir des SMS. STOP à tout moment', 'Abonné aux SMS'])(
    'is read the right way round under « %s »',
    async (question) => {
      const { counts } = await importLines([
        `${asked},${question}`,
        ...['oui', 'non', ''].map((answer, index) => answered(index, answer)),
      ]);
      expect(counts).toMatchObject({ recorded: 1, rejected: { declined: 2 } });
      expect([...ledger.consentProofs(null)].map((one) => one.number)).toEqual([e164(0)]);
    },
  );

  it('is no consent where nobody knows what a yes means', async () => {
    const { counts } = await importLines([
      `${asked},Souhaite se désabonner des SMS`,
      ...['oui', 'non', ''].map((answer, index) => answered(index, answer)),
    ]);
    expect(counts).toMatchObject({ recorded: 0, rejected: { unknown_answer: 3 } });
  });

  it('does not stand for what else a proof needs, and leaves the basis to whoever said one', async () => {
    const bare = await importLines(['phone,purpose,consentement', `${number(1)},marketing,oui`]);
    expect(bare.counts.rejected).toEqual({ missing_given_at: 1 });
    await importLines([`${asked},opt-in,basis`, answered(2, 'oui', 'double opt-in'), answered(3, 'oui', 'opt-out')]);
    await importLines([`${asked},opt-in`, answered(4, 'oui')], { stated: { basis: 'double_opt_in' } });
    expect([...ledger.consentProofs(null)].map((one) => [one.number, one.basis])).toEqual([
      [e164(2), 'double_opt_in'],
      [e164(4), 'double_opt_in'],
    ]);
  });

  it('is not read out of the column of the basis', async () => {
    const { counts } = await importLines([
      header,
      line(number(1), { basis: 'oui' }),
      line(number(2), { basis: 'non' }),
    ]);
    expect(counts.rejected).toEqual({ unknown_basis: 2 });
  });

  it('never becomes a consent where any column says no, whatever flags and other columns say', async () => {
    const yes = fc.constantFrom('oui', 'yes', 'ja', 'sì', 'VRAI', 'x', '1');
    const no = fc.constantFrom('non', 'no', 'nein', 'FALSCH', '0', '', '-', 'STOP', 'refusé');
    const gone = fc.constantFrom('oui', 'x', '1', '2026-01-01', 'désinscrit', 'STOP', '?');
    const stays = fc.constantFrom('', 'non', '0', 'faux');
    const columns = `${asked},basis,Accepte les SMS,Consentement,Désabonné,Ne pas envoyer de SMS`;
    let index = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(fc.oneof(yes, no), fc.oneof(yes, no), fc.oneof(gone, stays), fc.oneof(gone, stays)),
        fc.constantFrom('', 'opt_in', 'member', 'adhésion'),
        async ([sms, consent, left, never], basis) => {
          const isYes = [sms, consent].every((cell) => /^(?:oui|yes|ja|sì|VRAI|x|1)$/.test(cell));
          const stayed = [left, never].every((cell) => /^(?:non|0|faux|)$/.test(cell));
          const row = answered(index++, basis, sms, consent, left, never).replace('marketing', 'association');
          const { counts } = await importLines([columns, row], { stated: { basis: 'opt_in' } });
          expect(counts.rejected).toEqual(isYes && stayed ? {} : { declined: 1 });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('does not unmake a withdrawal, nor take the number for an answer', async () => {
    const withdrawn = `${number(1)},,2026-01-05,,,,oui,retrait`;
    expect((await importLines([`${asked},opt_in,kind`, withdrawn])).counts).toMatchObject({ recorded: 1 });
    expect(await stateOf(1)).toBe('withdrawn');
    const named = [header.replace('phone', 'SMS'), line(number(2))];
    expect((await importLines(named, { phoneColumn: 'SMS' })).counts).toMatchObject({ recorded: 1, rejected: {} });
  });
});

describe('what is proof', () => {
  it('is individual when the row says it, and attested in bulk when a flag does', async () => {
    await importLines([header, line(number(1)), line(number(2), { source: '' })], { stated: { source: 'stand' } });
    const proofs = [...ledger.consentProofs(null)].map(({ proof, source, line: at }) => ({ proof, source, line: at }));
    expect(proofs).toEqual([
      { proof: 'individual', source: 'form', line: 2 },
      { proof: 'bulk_attested', source: 'stand', line: 3 },
    ]);
  });

  it('is understood in the words of the people who write it', async () => {
    const rows = [
      line(number(1), { purpose: 'Vie associative', basis: 'adhésion', method: 'bulletin papier' }),
      line(number(2), { purpose: 'Werbung', basis: 'Einwilligung', method: 'persönlich' }),
      line(number(3), { purpose: 'sondaggio', basis: 'socio', method: 'iscrizione' }),
      line(number(4), { purpose: 'infos', basis: 'intérêt légitime', method: 'E-Mail' }),
    ];
    await importLines([header, ...rows]);
    expect([...ledger.consentProofs(null)].map(({ purpose, basis, method }) => [purpose, basis, method])).toEqual([
      ['association', 'member', 'paper_form'],
      ['marketing', 'opt_in', 'in_person'],
      ['survey', 'member', 'membership'],
      ['information', 'legitimate_interest', 'email'],
    ]);
  });

  it('of a rented list holds for its campaign alone', async () => {
    await importLines([
      header,
      line(number(1), { basis: 'rented_list', campaign: 'spring', wording: 'I agree to hear from the Amis du Parc' }),
    ]);
    expect(await stateOf(1, 'spring')).toBe('valid');
    expect(await stateOf(1, 'summer')).toBe('none');
  });

  it('keeps the name, the hash and the line of the file, and counts a date from local midnight', async () => {
    await importLines([header, line(number(1), { given_at: '05/01/2026' })]);
    const [proof] = [...ledger.consentProofs(e164(1))];
    expect(proof).toMatchObject({ fileName: 'optins.csv', line: 2, givenAt: '2026-01-05', operator: 'claire' });
    expect(proof?.fileSha256).toMatch(/^[0-9a-f]{64}$/);
    const facts = (await ledger.factsFor([e164(1)], now)).get(e164(1));
    expect(facts?.consents[0]?.effectiveAt.toISO()).toBe('2026-01-04T23:00:00.000Z');
  });

  it('takes off the apostrophe that an export put before a sign', async () => {
    await importLines([header, line("'+33639980001", { source: "'=form" })]);
    expect([...ledger.consentProofs(e164(1))]).toMatchObject([{ source: '=form' }]);
  });
});

describe('importing again', () => {
  const rows = [header, line(number(1)), line(number(2), { given_at: '2026-01-06T08:00:00+01:00' })];

  it('changes nothing, wherever the rows stand now', async () => {
    expect((await importLines(rows)).counts).toMatchObject({ recorded: 2, unchanged: 0 });
    const head = await ledger.auditHead();
    const moved = [header, '', rows[2]!.replace('08:00:00+01:00', '07:00:00Z'), rows[1]!];
    expect((await importLines(moved)).counts).toMatchObject({ rows: 2, recorded: 0, unchanged: 2, rejected: {} });
    expect(await ledger.auditHead()).toEqual(head);
  });

  it('changes nothing however the same day is written now', async () => {
    await importLines([header, line(number(1), { given_at: '2025-03-02' })]);
    const spellings = ['02/03/2025', '2.3.2025', '02/03/25', '2 mars 2025', '2. März 2025', '45718', '2-mars-25'];
    const rows = spellings.map((given_at) => line(number(1), { given_at, method: 'Formulaire web', basis: 'opt-in' }));
    expect((await importLines([header, ...rows])).counts).toMatchObject({ recorded: 0, unchanged: 7, rejected: {} });
  });

  it('after a STOP is unchanged, and lifts nothing; a newer consent is refused', async () => {
    await importLines(rows);
    await recordSuppressions({ numbers: [e164(1)], reason: 'stop', purpose: null }, deps());
    expect((await importLines(rows)).counts).toMatchObject({ unchanged: 2, rejected: {} });
    const newer = await importLines([header, line(number(1), { given_at: '2026-03-10T09:00:00Z' })]);
    expect(newer.counts.rejected).toEqual({ suppressed: 1 });
    const functional = line(number(1), { purpose: 'information', basis: 'contract', method: 'contract' });
    expect((await importLines([header, functional])).counts).toMatchObject({ recorded: 1 });
    expect(await ledger.suppressionsOf(e164(1))).toHaveLength(1);
  });

  it('never overrides a withdrawal; the person alone does, by what they said later', async () => {
    await importLines(rows);
    await recordWithdrawal(e164(1), null, deps());
    expect(await stateOf(1)).toBe('withdrawn');
    now = now.plus({ days: 2 });
    const newer = [header, line(number(1), { given_at: '2026-03-11' })];
    expect((await importLines(newer)).counts.rejected).toEqual({ withdrawn: 1 });
    expect((await importLines(rows)).counts).toMatchObject({ unchanged: 2 });

    await expect(recordConsent(number(1), { ...full, given_at: '2026-03-10' }, rules(), deps())).rejects.toMatchObject({
      kind: 'badInput',
    });
    const later = await recordConsent(number(1), { ...full, given_at: '2026-03-11' }, rules(), deps());
    expect(later).toMatchObject({ verdict: 'recorded', event: { proof: 'individual' } });
    expect(await stateOf(1)).toBe('valid');
    expect(await recordConsent(number(1), { ...full, given_at: '2026-03-11' }, rules(), deps())).toMatchObject({
      verdict: 'unchanged',
    });
  });

  it('goes on where an interruption ended it', async () => {
    const many = [header, ...Array.from({ length: 7500 }, (_, index) => line(number(index)))];
    const controller = new AbortController();
    const interrupted = importLines(many, { signal: controller.signal, onProgress: () => controller.abort() });
    await expect(interrupted).rejects.toBeInstanceOf(Interrupted);
    const done = [...ledger.consentProofs(null)].length;
    expect(done).toBe(5000);
    expect((await importLines(many)).counts).toMatchObject({ recorded: 7500 - done, unchanged: done });
  });

  it('keeps what came before a place where the file is broken', async () => {
    const broken = [header, ...Array.from({ length: 5200 }, (_, index) => line(number(index))), '"never closed'];
    await expect(importLines(broken, { rejects: join(temp.folder, 'r.csv') })).rejects.toBeInstanceOf(OperatorError);
    const kept = [...ledger.consentProofs(null)];
    expect(kept).toHaveLength(5000);
    expect(kept[0]?.fileSha256).toBeNull();
  });

  it('is foretold by a dry run, whatever the rows', async () => {
    const cell = fc.record({
      index: fc.integer({ min: 0, max: 5 }),
      given_at: fc.constantFrom('2026-01-05', '2026-01-06', '', 'soon'),
      purpose: fc.constantFrom('marketing', 'survey', 'picnic'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 12 }), async (cells) => {
        const lines = [header, ...cells.map(({ index, ...rest }) => line(number(index), rest))];
        const dry = await importLines(lines, { dryRun: true });
        const head = await ledger.auditHead();
        const real = await importLines(lines);
        expect(real.counts.recorded > 0).toBe((await ledger.auditHead()).seq > head.seq);
        for (const key of ['rows', 'recorded', 'unchanged', 'rejected'] as const) {
          expect(dry.counts[key]).toEqual(real.counts[key]);
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe('while a batch is recorded', () => {
  const BATCH = 5000;

  /** How many batches were judged, and how many of them are recorded. */
  interface Seen {
    judged: number;
    recorded: number;
  }

  /** A ledger whose commits take long: each begins when the one before has ended, and `beforeEach` has. */
  function lateLedger(beforeEach: (seen: Seen) => Promise<void>): { readonly late: Ledger; readonly seen: Seen } {
    const seen: Seen = { judged: 0, recorded: 0 };
    const real = ledger;
    let latest: Promise<unknown> = Promise.resolve();
    const late: Ledger = {
      ...real,
      async factsFor(numbers, since) {
        seen.judged += 1;
        return await real.factsFor(numbers, since);
      },
      recordConsents(records, stamp) {
        const recorded = latest.then(async () => {
          await beforeEach(seen);
          const verdicts = await real.recordConsents(records, stamp);
          seen.recorded += 1;
          return verdicts;
        });
        latest = recorded;
        return recorded;
      },
    };
    return { late, seen };
  }

  /** @param aheadOf Batches that are judged by the time that so many are recorded. */
  async function importLate(lines: readonly string[], aheadOf: (recorded: number) => number): Promise<unknown> {
    const progress: number[] = [];
    const real = ledger;
    const { late, seen } = lateLedger(async ({ recorded }) => {
      while (seen.judged < aheadOf(recorded)) await turn();
      // Time for one more, if there were one.
      for (let turns = 0; turns < 200; turns += 1) await turn();
      expect(seen.judged).toBe(aheadOf(recorded));
      expect(progress.at(-1) ?? 0).toBe(recorded * BATCH);
    });
    ledger = late;
    try {
      const result = await importLines(lines, { onProgress: (rows) => progress.push(rows) });
      return { result, progress, seen };
    } finally {
      ledger = real;
    }
  }

  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  const many = (from: number, count: number): string[] =>
    Array.from({ length: count }, (_, index) => line(number(from + index)));

  it('the next one is judged, and no further; progress tells what is recorded', async () => {
    const batchOf = (first: number): readonly string[] => [line(number(first)), ...Array<string>(BATCH - 1).fill('x,')];
    const lines = [header, ...[0, 1, 2, 3].flatMap(batchOf), 'x,'];
    expect(await importLate(lines, (recorded) => Math.min(recorded + 2, 5))).toMatchObject({
      result: { counts: { recorded: 4 } },
      progress: [BATCH, 2 * BATCH, 3 * BATCH, 4 * BATCH, 4 * BATCH + 1],
    });
  });

  it('nobody is judged on what the ledger knew before their last row', async () => {
    const rows = [
      `${header},kind`,
      // The first of a batch, with the last of the batch before and of the one after.
      ...many(10, BATCH - 2).map((row) => `${row},`),
      `${number(1)},,,2026-02-01,,,,,withdrawn`,
      `${line(number(2), { basis: 'double_opt_in' })},pending`,
      `${line(number(1), { source: 'salon' })},`,
      `${line(number(2), { basis: 'double_opt_in', source: 'salon' })},`,
      `${line(number(2), { basis: 'double_opt_in' })},pending`,
      ...many(5100, BATCH - 3 - 990).map((row) => `${row},`),
    ];
    const atOnce = await importLines(rows);
    temp.remove();
    temp = tempLedger();
    ledger = temp.open();
    const late = (await importLate(rows, (recorded) => recorded + 1)) as { result: ConsentImportResult };
    expect(atOnce.counts.rejected).toEqual({ withdrawn: 1, unconfirmed: 1 });
    expect(atOnce.counts.unchanged).toBe(1);
    expect(late.result).toEqual(atOnce);
  });

  it('what somebody else has recorded meanwhile is unchanged, and told as nothing else', async () => {
    const real = ledger;
    ledger = {
      ...real,
      async recordConsents(records, stamp) {
        await real.recordConsents(records, stamp);
        return real.recordConsents(records, stamp);
      },
    };
    const member = { purpose: 'association', basis: 'member', method: 'membership', given_at: '2023-09-01' };
    const result = await importLines([header, line(number(1), member), line(number(2))]);
    expect(result.counts).toMatchObject({ rows: 2, recorded: 0, unchanged: 2 });
    expect(result.recorded).toMatchObject({ unlimited: 0, ages: { fresh: 0, ageing: 0, expired: 0 } });
    ledger = real;
  });

  it('what fails first is told, and no file of rejects is left', async () => {
    const failure = new OperatorError('storeFailure', { key: 'store.full', values: { file: 'ledger.db' } });
    const real = ledger;
    ledger = {
      ...real,
      async recordConsents() {
        await new Promise((resolve) => setTimeout(resolve, 100));
        throw failure;
      },
    };
    const rejects = join(temp.folder, 'rejects.csv');
    const broken = [header, ...many(0, BATCH - 1), line('12'), '"open'];
    await expect(importLines(broken, { rejects })).rejects.toBe(failure);
    await expect(importLines([header, ...many(0, 3), line('12')], { rejects })).rejects.toBe(failure);
    expect(existsSync(rejects)).toBe(false);
    ledger = real;
  });
});
