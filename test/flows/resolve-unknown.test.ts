import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { lookUpUnknown, notYet, nothingResolved, settleByPerson } from '../../src/flows/resolve-unknown.js';
import { invariant } from '../../src/errors.js';
import { aboutCode } from '../../src/providers/vonage/error-codes.js';
import type { Finding, InDoubt, LookUp, Provider } from '../../src/providers/provider.js';
import type { Ledger } from '../../src/store/store.js';
import { isoInstant } from '../../src/core/schedule/instant.js';
import { fakeWorld, type FakeWorld } from '../support/fake-world.js';
import { lostAnswer, scriptedProvider } from '../support/scripted-provider.js';
import { campaignNamed, runCampaign } from '../support/send-run.js';
import {
  auditOf,
  confirmedCampaign,
  fictionNumbers,
  MORNING,
  STAMP,
  tempLedger,
  type TempLedger,
} from '../support/temp-ledger.js';

const TUESDAY = '2026-01-06T10:00:00.000Z';
const numbers = fictionNumbers(4);

let temp: TempLedger;
afterEach(() => temp.remove());

type Found = Pick<Extract<Finding, { readonly kind: 'found' }>, 'status' | 'code'>;

/** Sends to everybody, loses every answer, and asks records that say this of one after the other. */
async function settled(records: readonly Found[]) {
  temp = tempLedger();
  const ledger = temp.open();
  const { campaignId } = await confirmedCampaign(ledger, 'fete', numbers.slice(0, records.length));
  const world = fakeWorld(TUESDAY);
  const provider = scriptedProvider(() => lostAnswer);
  await runCampaign('fete', { ledger, provider, world });
  const campaign = await campaignNamed(ledger, 'fete');
  const findings = (await ledger.unknownIntents(campaignId)).map(({ ref }, place): Finding => {
    const told = records[place];
    invariant(told !== undefined, 'the records know every message');
    return { kind: 'found', ref, providerId: `id-${place}`, ...told };
  });
  expect(findings).toHaveLength(records.length);
  const asked: Provider = { ...provider, lookUp: () => Promise.resolve({ kind: 'answered', findings }) };
  const deps = { ledger, clock: world.clock, actor: { operator: STAMP.operator, login: STAMP.login } };
  const resolved = await lookUpUnknown(campaign, asked, { unreachableAfter: 1, aboutCode }, deps);
  const reasons = await Promise.all(
    numbers.map(async (number) => (await ledger.suppressionsOf(number)).map(({ reason }) => reason)),
  );
  return { ledger, resolved, reasons };
}

it('what the records say of a number for good puts it on the never-list, as a receipt from elsewhere does', async () => {
  // Two dead numbers by the codes of either service, one that was switched off, and one that has the message.
  const { ledger, resolved, reasons } = await settled([
    { status: 'undelivered', code: '3' },
    { status: 'undelivered', code: '1190' },
    { status: 'undelivered', code: '1' },
    { status: 'delivered', code: null },
  ]);
  expect(resolved).toMatchObject({ accepted: 4 });
  expect(reasons).toEqual([['unreachable'], ['unreachable'], [], []]);
  expect(ledger.checkTampering()).toEqual([]);
});

it('a STOP that the records tell with a message that was rejected is one', async () => {
  const { ledger, resolved, reasons } = await settled([
    { status: 'rejected', code: '1240' },
    { status: 'rejected', code: '1050' },
    { status: 'rejected', code: '1430' },
    { status: 'accepted', code: null },
  ]);
  expect(resolved).toMatchObject({ accepted: 1, rejected: 3 });
  expect(reasons).toEqual([['provider'], ['provider'], [], []]);
  expect((await ledger.campaignCounts((await campaignNamed(ledger, 'fete')).id)).rejected).toBe(3);
  expect(ledger.checkTampering()).toEqual([]);
});

it('a STOP that could not be recorded leaves its message in doubt: nobody would ask for it again', async () => {
  const { ledger, refs, unknowns, lookUp } = await inDoubt(1);
  const stop: Finding = { kind: 'found', ref: refs[0]!, providerId: 'id', status: 'rejected', code: '1240' };
  const answer = (): LookUp => ({ kind: 'answered', findings: [stop] });
  const other = new Database(temp.file);
  const refused = "BEFORE INSERT ON audit WHEN NEW.kind = 'suppressed' BEGIN SELECT RAISE(ABORT, 'no row today'); END";
  other.exec(`CREATE TRIGGER refused ${refused}`);
  await expect(lookUp(answer)).rejects.toThrow('no row today');
  expect(await unknowns()).toHaveLength(1);
  other.exec('DROP TRIGGER refused');
  other.close();
  expect(await lookUp(answer)).toMatchObject({ rejected: 1 });
  expect(await ledger.suppressionsOf(numbers[0]!)).toMatchObject([{ reason: 'provider' }]);
});

it('counts what it settled itself, and not what somebody else did while the records were read', async () => {
  temp = tempLedger();
  const ledger = temp.open();
  const { campaignId } = await confirmedCampaign(ledger, 'fete', numbers.slice(0, 2));
  const world = fakeWorld(TUESDAY);
  const provider = scriptedProvider(() => lostAnswer);
  await runCampaign('fete', { ledger, provider, world });
  const campaign = await campaignNamed(ledger, 'fete');
  const findings = (await ledger.unknownIntents(campaignId)).map(({ ref }, place): Finding => ({
    kind: 'found',
    ref,
    providerId: `id-${place}`,
    status: 'accepted',
    code: null,
  }));
  const terms = { unreachableAfter: 0, aboutCode };
  const deps = { ledger, clock: world.clock, actor: { operator: STAMP.operator, login: STAMP.login } };
  const first: Provider = {
    ...provider,
    lookUp: () => Promise.resolve({ kind: 'answered', findings: findings.slice(0, 1) }),
  };
  const second: Provider = {
    ...provider,
    async lookUp() {
      expect(await lookUpUnknown(campaign, first, terms, deps)).toMatchObject({ accepted: 1 });
      return { kind: 'answered', findings };
    },
  };
  expect(await lookUpUnknown(campaign, second, terms, deps)).toMatchObject({ accepted: 1 });
  expect(auditOf(ledger, 'settlement')).toHaveLength(2);
});

const DAY_MS = 86_400_000;

/** Everybody's answer was lost. */
async function inDoubt(count: number) {
  temp = tempLedger();
  const ledger = temp.open();
  const { campaignId } = await confirmedCampaign(ledger, 'fete', fictionNumbers(count));
  const world = fakeWorld(TUESDAY);
  await runCampaign('fete', { ledger, provider: scriptedProvider(() => lostAnswer), world });
  return doubtsOf(campaignId, ledger, world);
}

async function doubtsOf(campaignId: number, ledger: Ledger, world: FakeWorld) {
  const campaign = await campaignNamed(ledger, 'fete');
  const deps = { ledger, clock: world.clock, actor: { operator: STAMP.operator, login: STAMP.login } };
  const unknowns = () => ledger.unknownIntents(campaignId);
  const refs = (await unknowns()).map(({ ref }) => ref);
  const lookUp = (answer: (asked: readonly InDoubt[]) => LookUp) => {
    const provider: Provider = { ...scriptedProvider(), lookUp: (asked) => Promise.resolve(answer(asked)) };
    return lookUpUnknown(campaign, provider, { unreachableAfter: 1, aboutCode }, deps);
  };
  const absent = (ref: string): Finding => ({ kind: 'absent', ref });
  const settle = (word: 'sent' | 'not-sent', ...named: readonly string[]) =>
    settleByPerson(campaign, word, named, deps, 'Europe/Paris');
  return { ledger, campaign, world, deps, refs, unknowns, lookUp, absent, settle };
}

describe('the records of the provider', () => {
  it('settle what they have, and of the rest tell what there is to know', async () => {
    const { ledger, campaign, refs, unknowns, lookUp, absent } = await inDoubt(7);
    await ledger.eraseSubject(fictionNumbers(7)[6]!, STAMP);
    const found = (place: number, status: Found['status'], code: string | null): Finding => {
      return { kind: 'found', ref: refs[place]!, providerId: `id-${place}`, status, code };
    };
    const unclear = (place: number): Finding => ({ kind: 'unclear', ref: refs[place]!, why: 'too_recent' });
    const asked: string[] = [];
    const resolved = await lookUp((looked) => {
      asked.push(...looked.map(({ ref }) => ref));
      const has = [found(0, 'delivered', null), found(1, 'rejected', '9'), found(2, 'accepted', null)];
      return { kind: 'answered', findings: [...has, absent(refs[3]!), unclear(4), unclear(5)] };
    });
    // Whose number is gone is not searched for.
    expect(asked).toEqual(refs.slice(0, 6));
    const rest = { absent: 1, unclear: { erased: 1, too_recent: 2 } };
    expect(resolved).toEqual({ accepted: 2, rejected: 1, notSent: 0, ...rest });
    const counts = { accepted: 2, delivered: 1, undelivered: 0, rejected: 1, unknown: 4 };
    expect(await ledger.campaignCounts(campaign.id)).toMatchObject(counts);
    expect(auditOf(ledger, 'settlement')).toMatchObject([
      { outcome: 'accepted', by: 'provider', providerId: 'id-0', reason: null },
      { outcome: 'rejected', by: 'provider', providerId: 'id-1', reason: '9' },
      { outcome: 'accepted', by: 'provider', providerId: 'id-2', reason: null },
    ]);
    const searched = (await unknowns()).map(({ ref, lookedUpAt }) => [refs.indexOf(ref), lookedUpAt !== null]);
    expect(searched).toEqual([
      [3, true],
      [4, false],
      [5, false],
      [6, false],
    ]);
  });

  it.each([
    [{ kind: 'refused', reason: 'http-401' }, 'notPermitted', 'http-401'],
    [{ kind: 'unavailable', why: 'timeout' }, 'unavailable', 'timeout'],
  ] as const)('that can not be read settle nothing, and it is told why: %j', async (answer, kind, why) => {
    const { refs, unknowns, lookUp } = await inDoubt(1);
    await expect(lookUp(() => answer)).rejects.toMatchObject({ kind, problem: { values: { why } } });
    expect(await unknowns()).toMatchObject([{ ref: refs[0], lookedUpAt: null }]);
  });

  it('are not asked where nothing is in doubt', async () => {
    const { refs, lookUp, settle } = await inDoubt(1);
    await settle('sent', ...refs);
    const resolved = lookUp(() => {
      throw new Error('nobody asks');
    });
    expect(await resolved).toEqual(nothingResolved);
  });

  it('prove nothing of what another copy may have sent, which a person judges without them after a day', async () => {
    temp = tempLedger();
    const ledger = temp.open();
    const { campaignId } = await confirmedCampaign(ledger, 'fete', fictionNumbers(1));
    await ledger.adopt(STAMP);
    const { world, refs, unknowns, lookUp, absent, settle } = await doubtsOf(
      campaignId,
      ledger,
      fakeWorld(isoInstant(MORNING)),
    );
    const findings = refs.map(absent);
    expect(await lookUp(() => ({ kind: 'answered', findings }))).toEqual(nothingResolved);
    expect(await unknowns()).toMatchObject([{ reason: 'adopted', lookedUpAt: null }]);
    await expect(settle('not-sent', ...refs)).rejects.toMatchObject({ problem: { key: 'delivery.tooEarly' } });
    world.pass(DAY_MS);
    expect(await settle('not-sent', ...refs)).toMatchObject({ notSent: 1 });
  });
});

describe('the word of a person', () => {
  it('that messages never left counts for all of them or for none', async () => {
    const { ledger, world, refs, unknowns, lookUp, absent, settle } = await inDoubt(3);
    const [searched, ...others] = refs as [string, ...string[]];
    await lookUp(() => ({ kind: 'answered', findings: [absent(searched)] }));
    world.pass(DAY_MS - 10_000);
    await expect(settle('not-sent', searched)).rejects.toMatchObject({ problem: { key: 'delivery.tooEarly' } });
    world.pass(10_000);
    for (const named of [others.slice(0, 1), others]) {
      const problem = { key: 'delivery.notLookedUp', values: { count: named.length } };
      const word = settle('not-sent', searched, ...named);
      await expect(word).rejects.toMatchObject({ kind: 'notPermitted', problem });
    }
    expect(await unknowns()).toHaveLength(3);
    const nothingElse = { rejected: 0, absent: 0, unclear: {} };
    expect(await settle('not-sent', searched)).toEqual({ accepted: 0, notSent: 1, ...nothingElse });
    // That they did needs no proof: nobody is texted for it.
    expect(await settle('sent', ...others)).toEqual({ accepted: 2, notSent: 0, ...nothingElse });
    const rows = auditOf(ledger, 'settlement').map(({ outcome, by }) => [outcome, by]);
    expect(rows).toEqual(['not_sent', 'accepted', 'accepted'].map((outcome) => [outcome, 'person']));
  });

  it('is not waited for by records that a provider does not keep', async () => {
    const { campaign, world, unknowns, deps } = await inDoubt(1);
    const [intent] = await unknowns();
    world.pass(DAY_MS);
    expect(notYet(campaign, intent!, deps)).toEqual({ kind: 'not_looked_up' });
    expect(notYet({ provider: 'elsewhere' }, intent!, deps)).toBeNull();
  });

  it('names what is not in doubt in brief, and settles nothing then', async () => {
    const { refs, unknowns, settle } = await inDoubt(1);
    const values = { refs: ['x'.repeat(40)] };
    const word = settle('sent', ...refs, 'x'.repeat(99));
    await expect(word).rejects.toMatchObject({ kind: 'badInput', problem: { values } });
    expect(await unknowns()).toHaveLength(1);
  });
});
