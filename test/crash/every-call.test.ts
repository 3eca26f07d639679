import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyChain } from '../../src/core/audit/chain.js';
import type { RunResult } from '../../src/flows/send-campaign.js';
import { openLedger } from '../../src/store/sqlite/ledger.js';
import type { Ledger } from '../../src/store/store.js';
import { unaccounted } from '../support/counts.js';
import { fakeWorld } from '../support/fake-world.js';
import { memoryFolder } from '../support/memory-folder.js';
import { Crash, mortal, type Fate } from '../support/mortal.js';
import { planFile } from '../support/planned-run.js';
import {
  accepted,
  lostAnswer,
  rejected,
  scriptedProvider,
  throttled,
  type ScriptedProvider,
} from '../support/scripted-provider.js';
import { runCampaign } from '../support/send-run.js';
import {
  auditOf,
  consentOf,
  fictionNumbers,
  KEYRING,
  LEDGER_ID,
  STAMP,
  suppressionOf,
  tempLedger,
} from '../support/temp-ledger.js';

/** Whoever is at place 11 never gave a consent. */
const PEOPLE = fictionNumbers(12);
const PLANNED = 11;
/** Says STOP while the message to place 3 is under way. */
const LEAVER = PEOPLE[9]!;
const SPEAKS_DURING = PEOPLE[3]!;
/** What the network loses by itself: one text that arrives, one that does not. */
const LOST = 2;
const NEVER: Fate = { atCall: Infinity, when: 'before' };

const root = memoryFolder();
const contacts = join(root, 'membres.csv');
const template = join(root, 'template.db');

beforeAll(async () => {
  writeFileSync(contacts, ['phone;prenom', ...PEOPLE.map((number, place) => `${number};P${place}`)].join('\n'));
  const temp = tempLedger();
  const ledger = temp.open();
  await ledger.recordConsents(
    PEOPLE.slice(0, PLANNED).map((number) => consentOf(number)),
    STAMP,
  );
  ledger.close();
  copyFileSync(temp.file, template);
  temp.remove();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** One world in which the same command is run until it has come to its end: its ledger, and a network that never dies. */
class Life {
  readonly file: string;
  readonly provider: ScriptedProvider;
  stopSaid = false;
  private readonly other: Ledger;

  constructor(name: string) {
    this.file = join(root, `${name}.db`);
    copyFileSync(template, this.file);
    this.other = this.open();
    this.provider = scriptedProvider(async (message, attempt) => {
      if (message.to === SPEAKS_DURING) {
        await this.other.recordSuppressions([suppressionOf(LEAVER)], STAMP);
        this.stopSaid = true;
      }
      switch (PEOPLE.indexOf(message.to)) {
        case 1:
          return rejected;
        case 4:
          return attempt === 1 ? throttled : accepted(message);
        case 5:
          return lostAnswer;
        case 7:
          return { kind: 'unknown', why: 'connection-reset' };
        default:
          return accepted(message);
      }
    });
  }

  open(): Ledger {
    return openLedger(this.file, KEYRING, { mode: 'write', appliedAt: '2026-01-05T10:00:00.000Z' });
  }

  /** `send membres.csv --campaign fete --yes`: plans, confirms, sends. */
  async command(fate: Fate, workers: number): Promise<{ readonly result: RunResult | null; readonly calls: number }> {
    const real = this.open();
    const process = mortal(real, this.provider, fate);
    const { ledger, provider } = process;
    const world = fakeWorld('2026-01-06T10:00:00.000Z');
    try {
      const { campaign } = await planFile(ledger, world, { contacts });
      await ledger.confirmPlans(campaign!.id, null, STAMP);
      return { result: await runCampaign('fete', { ledger, provider, world, workers }), calls: process.calls };
    } catch (error) {
      if (!process.isDead) throw error;
      expect(error).toBeInstanceOf(Crash);
      return { result: null, calls: process.calls };
    } finally {
      if (!process.isDead) real.close();
    }
  }

  /** What the next process finds: no plan or all of it, and never more under way than there were workers. */
  async checkWreck(workers: number): Promise<void> {
    const ledger = this.open();
    const campaign = await ledger.findCampaign('fete');
    if (campaign !== null) {
      const counts = await ledger.campaignCounts(campaign.id);
      expect(counts.planned).toBe(PLANNED);
      expect(unaccounted(counts)).toBe(0);
      expect(counts.inFlight).toBeLessThanOrEqual(workers);
    }
    expect(verifyChain(LEDGER_ID, ledger.auditRows({}), await ledger.auditHead()).ok).toBe(true);
    ledger.close();
  }

  async checkEnd({ end, counts }: RunResult, workers: number): Promise<void> {
    const ledger = this.open();
    expect(end).toEqual({ kind: 'done' });
    // Everything that could be sent was sent, or is known to be in doubt.
    expect(counts).toMatchObject({ planned: PLANNED, remaining: 0, inFlight: 0 });
    expect(unaccounted(counts)).toBe(0);
    expect(counts.skipped).toEqual(this.stopSaid ? { suppressed: 1 } : {});
    expect(this.provider.handsets.has(LEAVER)).toBe(!this.stopSaid);
    // Nobody was texted twice; whoever is booked as accepted was texted.
    for (const received of this.provider.handsets.values()) expect(received).toHaveLength(1);
    const intents = await ledger.intents(1, { limit: -1 });
    for (const { number, state } of intents) {
      if (state === 'accepted') expect(this.provider.handsets.has(number!)).toBe(true);
      if (state === 'rejected') expect(number).toBe(PEOPLE[1]);
      if (state === 'skipped') expect(number).toBe(LEAVER);
    }
    expect(intents.filter(({ reason }) => reason === 'interrupted').length).toBeLessThanOrEqual(workers);
    expect(counts.unknown).toBeLessThanOrEqual(LOST + workers);
    // Exactly one row of the log for every ended intent.
    const ended = [...auditOf(ledger, 'submission'), ...auditOf(ledger, 'skip')].map((row) => String(row['ref']));
    expect(ended.sort()).toEqual(intents.map(({ ref }) => ref).sort());
    expect(verifyChain(LEDGER_ID, ledger.auditRows({}), await ledger.auditHead()).ok).toBe(true);
    ledger.close();
  }

  end(): void {
    this.other.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(this.file + suffix, { force: true });
  }
}

async function liveThrough(name: string, fates: readonly Fate[], workers: number): Promise<number> {
  const life = new Life(name);
  try {
    for (const fate of fates) {
      const { result, calls } = await life.command(fate, workers);
      if (result !== null) {
        await life.checkEnd(result, workers);
        return calls;
      }
      await life.checkWreck(workers);
    }
    const { result } = await life.command(NEVER, workers);
    await life.checkEnd(result!, workers * fates.length);
    return Infinity;
  } finally {
    life.end();
  }
}

describe.each([1, 4])('a process with %i workers that dies', (workers) => {
  it.each(['before', 'after'] as const)('%s any one of its calls, and is started again', async (when) => {
    for (let atCall = 1; ; atCall += 1) {
      try {
        const calls = await liveThrough(`${workers}-${when}-${atCall}`, [{ atCall, when }], workers);
        if (calls < atCall) break;
      } catch (error) {
        throw new Error(`it dies ${when} call ${atCall}`, { cause: error });
      }
    }
  });

  it('again and again, each time a little later', async () => {
    for (let first = 1; first <= 12; first += 1) {
      const fates = [0, 5, 9, 14, 20].map((more, place): Fate => ({
        atCall: first + more,
        when: place % 2 === 0 ? 'after' : 'before',
      }));
      await liveThrough(`${workers}-again-${first}`, fates, workers);
    }
  });
});

describe('a process that lives', () => {
  it('comes to the same end every time, and texts everybody but those who may not or did not want it', async () => {
    const life = new Life('alive');
    const { result, calls } = await life.command(NEVER, 1);
    expect(calls).toBeGreaterThan(40);
    expect(result?.counts).toMatchObject({ accepted: 7, rejected: 1, unknown: 2, skipped: { suppressed: 1 } });
    await life.checkEnd(result!, 0);
    const again = await life.command(NEVER, 1);
    expect(again.result?.counts).toEqual(result?.counts);
    life.end();
  });
});
