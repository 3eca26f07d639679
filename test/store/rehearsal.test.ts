import { copyFileSync, existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyChain } from '../../src/core/audit/chain.js';
import { keyringOf } from '../../src/core/contact/keyring.js';
import type { E164 } from '../../src/core/contact/phone-number.js';
import { openRehearsal, type RehearsalFiles } from '../../src/store/sqlite/rehearsal.js';
import type { Db } from '../../src/store/sqlite/open.js';
import type { Ledger } from '../../src/store/store.js';
import {
  DAYS,
  auditOf,
  confirmedCampaign,
  consentGiven,
  consentOf,
  dumpTables,
  factsVersionOf,
  fictionNumber,
  fictionNumbers,
  fileReceipts,
  intentIds,
  KEYRING,
  LEDGER_ID,
  MORNING,
  STAMP,
  SUBMISSION,
  suppressionOf,
  tempLedger,
  withdrawal,
  type TempLedger,
} from '../support/temp-ledger.js';
import { Program } from './child-program.js';

const numbers = fictionNumbers(5);
const SIMULATED = 2 ** 40;

let temp: TempLedger;
let ledger: Ledger;
let files: RehearsalFiles;
let opened: Ledger[] = [];
beforeEach(async () => {
  temp = tempLedger();
  ledger = temp.open();
  files = { ledger: temp.file, rehearsal: join(temp.folder, 'rehearsals', 'fete.db') };
  await ledger.recordConsents(
    numbers.map((number) => consentOf(number)),
    STAMP,
  );
});
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
  temp.remove();
});

function rehearse(): Ledger {
  const rehearsal = openRehearsal(files, 'fete', KEYRING, STAMP);
  opened.push(rehearsal);
  return rehearsal;
}

function close(rehearsal: Ledger): void {
  opened = opened.filter((one) => one !== rehearsal);
  rehearsal.close();
}

/** Everything that a run does and that people may answer to it. */
async function everything(rehearsal: Ledger): Promise<void> {
  const { campaignId } = await confirmedCampaign(rehearsal, 'fete', numbers);
  const ids = await intentIds(rehearsal, campaignId);
  for (const id of ids.slice(0, 3)) {
    expect(await rehearsal.beginSubmission(id, await factsVersionOf(rehearsal), MORNING)).toBe('begun');
  }
  await rehearsal.recordOutcome(ids[0]!, { kind: 'accepted', providerId: 'p' }, SUBMISSION, STAMP);
  await rehearsal.recordOutcome(ids[1]!, { kind: 'unknown', why: 'timeout' }, SUBMISSION, STAMP);
  await rehearsal.markAbandonedSubmissions(campaignId, STAMP);
  await rehearsal.recordSuppressions([suppressionOf(numbers[0]!), suppressionOf(fictionNumber(70))], STAMP);
  await rehearsal.recordConsents([consentOf(numbers[1]!, withdrawal()), consentOf(fictionNumber(71))], STAMP);
  const receipt = { status: 'delivered', code: null, at: '2026-01-05T10:00:09.000Z' } as const;
  await fileReceipts(rehearsal, [{ ...receipt, ref: KEYRING.reference('fete', numbers[1]!) }], STAMP);
  await rehearsal.setClockOffset(3_600_000);
  await rehearsal.cancelCampaign(campaignId, STAMP);
}

describe('a rehearsal', () => {
  it('is a copy of the ledger that only its owner can read, with everything that the ledger knows', async () => {
    await ledger.recordSuppressions([suppressionOf(numbers[0]!)], STAMP);
    const previous = process.umask(0);
    const rehearsal = rehearse();
    process.umask(previous);
    expect(rehearsal).toMatchObject({
      rehearsalOf: 'fete',
      ledgerId: LEDGER_ID,
      file: files.rehearsal,
      clockOffsetMs: null,
    });
    expect(ledger.rehearsalOf).toBe(null);
    for (const suffix of ['', '-wal', '-shm']) expect(statSync(files.rehearsal + suffix).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(files.rehearsal)).mode & 0o777).toBe(0o700);
    expect(await rehearsal.factsFor(numbers, MORNING)).toEqual(await ledger.factsFor(numbers, MORNING));
    expect([...rehearsal.consentProofs(null)]).toEqual([...ledger.consentProofs(null)]);
    expect([...rehearsal.suppressions()]).toEqual([...ledger.suppressions()]);
    expect([...rehearsal.auditRows({})].at(-1)).toMatchObject({ kind: 'rehearsal_opened', campaign: 'fete' });
    expect(rehearsal.checkIntegrity()).toEqual([]);
  });

  it('leaves every table of the ledger as it was, whatever happens in it', async () => {
    const before = dumpTables(temp.file);
    const rehearsal = rehearse();
    await everything(rehearsal);
    close(rehearsal);
    await everything2(rehearse());
    expect(dumpTables(temp.file)).toEqual(before);
  });

  async function everything2(rehearsal: Ledger): Promise<void> {
    expect(await rehearsal.findCampaign('fete')).toMatchObject({ state: 'cancelled' });
    expect(await rehearsal.campaignCounts(1)).toMatchObject({ accepted: 2, delivered: 1, unknown: 1, planned: 5 });
    expect(rehearsal.clockOffsetMs).toBe(3_600_000);
    await rehearsal.recordSuppressions([suppressionOf(fictionNumber(72))], STAMP);
  }

  it('has a log that verifies, from the first row of the ledger on', async () => {
    const head = await ledger.auditHead();
    const rehearsal = rehearse();
    await everything(rehearsal);
    expect(verifyChain(LEDGER_ID, rehearsal.auditRows({}), head)).toMatchObject({ ok: true });
    expect(verifyChain(LEDGER_ID, ledger.auditRows({}), head)).toMatchObject({ ok: true, rows: head.seq });
  });

  it('keeps the durable settings of a ledger', () => {
    rehearse();
    const raw = new (temp.raw().constructor as new (file: string) => Db)(files.rehearsal);
    expect(raw.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(raw.pragma('auto_vacuum', { simple: true })).toBe(2);
    raw.close();
  });
});

describe('what people say while a rehearsal is open', () => {
  const sayings: readonly [string, (by: Ledger) => Promise<unknown>, object][] = [
    [
      'a consent',
      (by) => by.recordConsents([consentOf(numbers[0]!, consentGiven({ basis: 'member' }))], STAMP),
      { consents: 2, suppressions: 0 },
    ],
    [
      'a withdrawal',
      (by) => by.recordConsents([consentOf(numbers[0]!, withdrawal())], STAMP),
      { consents: 2, suppressions: 0 },
    ],
    ['a STOP', (by) => by.recordSuppressions([suppressionOf(numbers[0]!)], STAMP), { consents: 1, suppressions: 1 }],
  ];

  describe.each([false, true])('(after a simulated STOP and consent of its own: %s)', (hasOwn) => {
    it.each(sayings)('%s is known at once, and makes stale what was judged before', async (_, say, known) => {
      const rehearsal = rehearse();
      const { campaignId } = await confirmedCampaign(rehearsal, 'fete', numbers);
      if (hasOwn) {
        await rehearsal.recordSuppressions([suppressionOf(numbers[4]!)], STAMP);
        await rehearsal.recordConsents([consentOf(numbers[4]!, withdrawal())], STAMP);
      }
      const batch = await rehearsal.nextPlanned(campaignId, [1], new Set(), 1, MORNING);
      await say(ledger);
      const [id] = await intentIds(rehearsal, campaignId);
      expect(await rehearsal.beginSubmission(id!, batch.factsVersion, MORNING)).toBe('stale');
      const told = { ...batch.candidates[0]!.facts };
      const facts = (await rehearsal.factsFor(numbers, MORNING)).get(numbers[0]!)!;
      expect({ consents: facts.consents.length, suppressions: facts.suppressions.length }).toEqual(known);
      expect(facts).not.toEqual(told);
      expect(facts).toEqual((await ledger.factsFor(numbers, MORNING)).get(numbers[0]!));
      const next = await rehearsal.nextPlanned(campaignId, [1], new Set(), 1, MORNING);
      expect(next.candidates[0]!.facts).toEqual(facts);
      expect(await rehearsal.beginSubmission(id!, next.factsVersion, MORNING)).toBe('begun');
    });
  });

  it('is not lost when the verb that brought it in fails', async () => {
    const rehearsal = rehearse();
    const { campaignId } = await confirmedCampaign(rehearsal, 'fete', numbers);
    const [id] = await intentIds(rehearsal, campaignId);
    const version = await factsVersionOf(rehearsal);
    await ledger.recordSuppressions([suppressionOf(numbers[0]!)], STAMP);
    const defect = rehearsal.recordOutcome(id!, { kind: 'accepted', providerId: 'p' }, SUBMISSION, STAMP);
    await expect(defect).rejects.toThrow('under way');
    expect(await rehearsal.suppressionsOf(numbers[0]!)).toHaveLength(1);
    expect(await rehearsal.beginSubmission(id!, version, MORNING)).toBe('stale');
  });

  it('is shown by the lists too, also to a rehearsal that was closed in between', async () => {
    close(rehearse());
    await ledger.recordConsents([consentOf(fictionNumber(60))], STAMP);
    const rehearsal = rehearse();
    await ledger.recordSuppressions([suppressionOf(fictionNumber(61))], STAMP);
    expect([...rehearsal.suppressions()]).toMatchObject([{ fingerprint: KEYRING.fingerprint(fictionNumber(61)) }]);
    await ledger.recordConsents([consentOf(fictionNumber(62))], STAMP);
    expect([...rehearsal.consentProofs(fictionNumber(62))]).toEqual([...ledger.consentProofs(fictionNumber(62))]);
    expect([...rehearsal.consentProofs(null)]).toEqual([...ledger.consentProofs(null)]);
  });

  it('comes over by the thousand, with its words and its file, whose end is told later', async () => {
    const rehearsal = rehearse();
    const importId = await ledger.beginImport('consent', 'optins.csv', STAMP);
    const many = fictionNumbers(5000, 1000);
    const records = many.map((number, index) => ({
      number,
      event: consentGiven({ wording: `texte ${index % 7}` }),
      source: { importId, line: index + 2 },
    }));
    await ledger.recordConsents(records, STAMP);
    await ledger.recordSuppressions(
      many.slice(0, 2000).map((number) => suppressionOf(number)),
      STAMP,
    );
    expect(await rehearsal.factsFor(many, MORNING)).toEqual(
      new Map(
        [...(await ledger.factsFor(many, MORNING))].map(([number, facts]) => [
          number,
          { ...facts, subjectId: expect.any(Number) as unknown },
        ]),
      ),
    );
    await ledger.endImport(importId, 'e'.repeat(64), STAMP);
    expect([...rehearsal.consentProofs(null)]).toEqual([...ledger.consentProofs(null)]);
    expect([...rehearsal.consentProofs(many[4999]!)]).toMatchObject([
      { fileSha256: 'e'.repeat(64), wording: 'texte 1' },
    ]);
  });

  it('is of the right person when the ledger and the rehearsal number people differently', async () => {
    const rehearsal = rehearse();
    const [first, second] = [fictionNumber(80), fictionNumber(81)];
    await rehearsal.recordSuppressions([suppressionOf(second, 'manual')], STAMP);
    await ledger.recordConsents([consentOf(first), consentOf(second, consentGiven({ basis: 'member' }))], STAMP);
    const bases = async (of: Ledger): Promise<readonly unknown[]> => {
      const facts = await of.factsFor([first, second], MORNING);
      return [...facts.values()].map(({ consents }) =>
        consents.map((one) => (one.kind === 'given' ? one.basis : null)),
      );
    };
    expect(await bases(rehearsal)).toEqual([['opt_in'], ['member']]);
    expect(await bases(ledger)).toEqual([['opt_in'], ['member']]);
    expect(rehearsal.checkIntegrity()).toEqual([]);
  });
});

describe('a number that is corrected while a rehearsal is open', () => {
  const [OLD, NEW, THIRD] = [numbers[0]!, fictionNumber(60), fictionNumber(61)];
  const later = (seconds: number): typeof STAMP => ({ ...STAMP, at: MORNING.plus({ seconds }) });
  /** What a ledger knows of some numbers; whoever they are to it. */
  const knownOf = async (of: Ledger, ...some: readonly E164[]): Promise<readonly unknown[]> =>
    [...(await of.factsFor(some, MORNING)).values()].map((facts) => ({ ...facts, subjectId: null }));

  it('takes the message off the plan, with its row of the log, and is the same person under the new number', async () => {
    const rehearsal = rehearse();
    const { campaignId } = await confirmedCampaign(rehearsal, 'fete', numbers);
    await rehearsal.recordSuppressions([suppressionOf(NEW, 'manual')], STAMP);
    await ledger.recordSuppressions([suppressionOf(OLD, 'provider')], STAMP);
    expect(await ledger.rectifySubject(OLD, NEW, DAYS, later(1))).toMatchObject({ kind: 'rectified' });
    await ledger.recordConsents([consentOf(NEW, consentGiven({ basis: 'member' }))], later(2));
    expect(await rehearsal.campaignCounts(campaignId)).toMatchObject({ remaining: 4, skipped: { rectified: 1 } });
    expect(auditOf(rehearsal, 'skip')).toEqual([{ reason: 'rectified', ref: KEYRING.reference('fete', OLD) }]);
    const skips = [...rehearsal.auditRows({})].filter(({ kind }) => kind === 'skip');
    const by = skips.map(({ operator, login }) => ({ operator, login }));
    expect(by).toEqual([{ operator: STAMP.operator, login: STAMP.login }]);
    expect((await knownOf(rehearsal, OLD))[0]).toEqual((await knownOf(ledger, OLD))[0]);
    const [inRehearsal] = await rehearsal.factsFor([NEW], MORNING).then((facts) => [...facts.values()]);
    const [inLedger] = await ledger.factsFor([NEW], MORNING).then((facts) => [...facts.values()]);
    expect(inRehearsal?.consents).toEqual(inLedger?.consents);
    expect(inLedger?.consents).toHaveLength(2);
    expect(inRehearsal?.suppressions.map(({ reason }) => reason)).toEqual(['manual', 'provider']);
    expect(verifyChain(LEDGER_ID, rehearsal.auditRows({}), null).ok).toBe(true);
    expect(rehearsal.checkIntegrity()).toEqual([]);
    expect(rehearsal.checkTampering()).toEqual([]);
  });

  it('is brought over once, also to a rehearsal that was closed in between', async () => {
    close(rehearse());
    await ledger.rectifySubject(OLD, NEW, DAYS, later(1));
    close(rehearse());
    const rehearsal = rehearse();
    expect(await knownOf(rehearsal, OLD, NEW)).toEqual(await knownOf(ledger, OLD, NEW));
    expect(await rehearsal.suppressionsOf(NEW)).toEqual([]);
    expect(rehearsal.checkIntegrity()).toEqual([]);
  });

  it('is brought over in the order of the ledger: two people may have exchanged their numbers', async () => {
    const rehearsal = rehearse();
    const other = numbers[1]!;
    await ledger.recordConsents([consentOf(other, consentGiven({ basis: 'member' }))], STAMP);
    for (const [place, [from, to]] of (
      [
        [OLD, THIRD],
        [other, OLD],
        [THIRD, other],
      ] as const
    ).entries())
      expect(await ledger.rectifySubject(from, to, DAYS, later(1 + place))).toMatchObject({ kind: 'rectified' });
    expect(await knownOf(rehearsal, OLD, other, THIRD)).toEqual(await knownOf(ledger, OLD, other, THIRD));
    expect([...rehearsal.consentProofs(OLD)]).toEqual([...ledger.consentProofs(OLD)]);
    expect(rehearsal.checkIntegrity()).toEqual([]);
  });

  it('is known of somebody of whom the rehearsal knows but what was simulated under the new number', async () => {
    const rehearsal = rehearse();
    const newcomer = fictionNumber(63);
    await rehearsal.recordConsents([consentOf(NEW, consentGiven({ basis: 'member' }))], STAMP);
    await ledger.recordConsents([consentOf(newcomer)], STAMP);
    await ledger.rectifySubject(newcomer, NEW, DAYS, later(1));
    const facts = (await rehearsal.factsFor([NEW], MORNING)).get(NEW);
    expect(facts?.consents.map((one) => ('basis' in one ? one.basis : null)).sort()).toEqual(['member', 'opt_in']);
    expect(rehearsal.checkIntegrity()).toEqual([]);
  });

  it('is brought over step by step: somebody may have come by a number that another had until then', async () => {
    const rehearsal = rehearse();
    const [other, last] = [numbers[1]!, fictionNumber(62)];
    await ledger.recordConsents([consentOf(other, consentGiven({ basis: 'member' }))], STAMP);
    const steps = [
      [OLD, THIRD],
      [other, NEW],
      [THIRD, other],
      [other, last],
    ] as const;
    for (const [place, [from, to]] of steps.entries())
      expect(await ledger.rectifySubject(from, to, DAYS, later(1 + place))).toMatchObject({ kind: 'rectified' });
    const all = [OLD, other, THIRD, NEW, last];
    expect(await knownOf(rehearsal, ...all)).toEqual(await knownOf(ledger, ...all));
    expect([...rehearsal.consentProofs(last)]).toEqual([...ledger.consentProofs(last)]);
    expect(rehearsal.checkIntegrity()).toEqual([]);
  });

  it('is known of somebody whom the rehearsal did not know, and what they said before counts', async () => {
    const rehearsal = rehearse();
    await ledger.recordConsents([consentOf(THIRD)], STAMP);
    await ledger.rectifySubject(THIRD, NEW, DAYS, later(1));
    await ledger.recordSuppressions([suppressionOf(THIRD)], later(2));
    expect(await knownOf(rehearsal, THIRD, NEW)).toEqual(await knownOf(ledger, THIRD, NEW));
    expect((await rehearsal.suppressionsOf(NEW)).map(({ reason }) => reason)).toEqual(['stop']);
  });

  it('costs nobody a rehearsal that had taken the new number for another person', async () => {
    const rehearsal = rehearse();
    const { campaignId } = await confirmedCampaign(rehearsal, 'fete', numbers);
    await rehearsal.recordConsents([consentOf(NEW)], STAMP);
    await ledger.rectifySubject(OLD, NEW, DAYS, later(1));
    expect(await rehearsal.campaignCounts(campaignId)).toMatchObject({ remaining: 4, skipped: { rectified: 1 } });
    expect(rehearsal.checkIntegrity()).toEqual([]);
  });
});

describe("a rehearsal's own STOP", () => {
  it('stays, after everything that the ledger learns, and does not keep the same STOP of the ledger away', async () => {
    const rehearsal = rehearse();
    await rehearsal.recordSuppressions([suppressionOf(numbers[0]!)], STAMP);
    await rehearsal.recordConsents([consentOf(numbers[1]!, withdrawal())], STAMP);
    await ledger.recordSuppressions([suppressionOf(numbers[0]!), suppressionOf(numbers[2]!)], STAMP);
    const renewed = consentGiven({ givenAt: '2026-01-05', effectiveAt: MORNING.plus({ hours: 1 }) });
    await ledger.recordConsents([consentOf(numbers[1]!, renewed)], STAMP);
    expect((await rehearsal.suppressionsOf(numbers[0]!)).map(({ seq }) => seq > SIMULATED)).toEqual([false, true]);
    expect(await rehearsal.suppressionsOf(numbers[2]!)).toHaveLength(1);
    expect(await ledger.suppressionsOf(numbers[0]!)).toHaveLength(1);
    const { consents } = (await rehearsal.factsFor([numbers[1]!], MORNING)).get(numbers[1]!)!;
    expect(consents.map(({ kind, seq }) => [kind, seq > SIMULATED])).toEqual([
      ['given', false],
      ['given', false],
      ['withdrawn', true],
    ]);
    close(rehearsal);
    expect(await rehearse().suppressionsOf(numbers[0]!)).toHaveLength(2);
  });
});

/** Opens a rehearsal in another process and says how that ended. */
const REHEARSES = `
  const { openRehearsal } = await import('./dist/store/sqlite/rehearsal.js');
  process.stdout.write('ready');
  process.stdin.once('data', () => {
    try {
      const rehearsal = openRehearsal({ ledger: file, rehearsal: rest[0] }, 'fete', keyring, stamp);
      process.stdout.write(' opened ' + JSON.stringify(rehearsal.checkIntegrity()));
      rehearsal.close();
    } catch (error) {
      process.stdout.write(' ' + error.kind + ' ' + error.problem?.key);
    }
    process.exit(0);
  });
`;

/** Dies the hard way when the copy is made and has not got its name yet. */
const DIES_BEFORE_RENAMING = `
  import fs from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  fs.renameSync = () => process.kill(process.pid, 'SIGKILL');
  syncBuiltinESMExports();
  ${REHEARSES}
`;

describe('the making of a rehearsal', () => {
  const leftBeside = (): readonly string[] =>
    readdirSync(dirname(files.rehearsal)).filter((name) => !/^fete\.db(-wal|-shm)?$/.test(name));

  it('that was killed before the copy had its name is begun anew', async () => {
    const program = new Program(DIES_BEFORE_RENAMING, [files.ledger, files.rehearsal]);
    program.child.stdin?.write('go');
    expect(await program.ended).toMatchObject({ signal: 'SIGKILL', stdout: 'ready' });
    expect(existsSync(files.rehearsal)).toBe(false);
    expect(leftBeside()).toContain('fete.db.new');
    const rehearsal = rehearse();
    await everything(rehearsal);
    expect(rehearsal.checkIntegrity()).toEqual([]);
    expect(auditOf(rehearsal, 'rehearsal_opened')).toHaveLength(1);
    expect(leftBeside()).toEqual([]);
  });

  it('is not misled by anything left beside it', async () => {
    const old = rehearse();
    await old.recordSuppressions([suppressionOf(fictionNumber(90))], STAMP);
    // Someone deletes the rehearsal by hand while its log is still there.
    copyFileSync(`${files.rehearsal}-wal`, `${files.rehearsal}-kept`);
    close(old);
    rmSync(files.rehearsal);
    copyFileSync(`${files.rehearsal}-kept`, `${files.rehearsal}-wal`);
    rmSync(`${files.rehearsal}-kept`);
    for (const suffix of ['.new', '.new-wal', '.new-shm']) writeFileSync(files.rehearsal + suffix, 'half of something');
    const rehearsal = rehearse();
    expect([...rehearsal.suppressions()]).toEqual([]);
    expect(rehearsal.checkIntegrity()).toEqual([]);
    expect(leftBeside()).toEqual([]);
  });

  it('ends well when several programs do it at once', async () => {
    const programs = Array.from({ length: 4 }, () => new Program(REHEARSES, [files.ledger, files.rehearsal]));
    for (const program of programs) await program.says('ready');
    for (const program of programs) program.child.stdin?.write('go');
    const ends = await Promise.all(programs.map((program) => program.ended));
    const said = ends.map(({ stdout, stderr }) => stdout.replace('ready ', '') + stderr);
    expect(said).toContain('opened []');
    for (const one of said) expect(['opened []', 'notNow store.locked']).toContain(one);
    expect(auditOf(rehearse(), 'rehearsal_opened')).toHaveLength(1);
    expect(leftBeside()).toEqual([]);
  });

  it('never replaces one that another program made in the meantime', async () => {
    const program = new Program(
      `
      import fs from 'node:fs';
      import { syncBuiltinESMExports } from 'node:module';
      const { openRehearsal } = await import('./dist/store/sqlite/rehearsal.js');
      const open = () => openRehearsal({ ledger: file, rehearsal: rest[0] }, 'fete', keyring, stamp);
      const { mkdirSync } = fs;
      // Making the folder is what comes between the look and the lock.
      fs.mkdirSync = (...args) => {
        fs.mkdirSync = mkdirSync;
        syncBuiltinESMExports();
        const first = open();
        process.stdout.write('first ' + fs.statSync(rest[0]).ino);
        first.close();
        return mkdirSync(...args);
      };
      syncBuiltinESMExports();
      open().close();
    `,
      [files.ledger, files.rehearsal],
    );
    const { stdout, stderr } = await program.ended;
    expect([stdout, stderr]).toEqual([`first ${statSync(files.rehearsal).ino}`, '']);
  });

  it('takes the ledger as it stands at one moment while another program writes to it', async () => {
    const writer = new Program(
      `
      import { openLedger } from './dist/store/sqlite/ledger.js';
      const ledger = openLedger(file, keyring, { mode: 'write', appliedAt });
      for (let index = 1000; index < 1400; index += 1) {
        const entry = { number: '+3363998' + index, reason: 'stop', scope: { kind: 'promotional' }, at: stamp.at, source: null };
        await ledger.recordSuppressions([entry], stamp);
        if (index === 1010) process.stdout.write('writing');
      }
      ledger.close();
      process.stdout.write(' done');
    `,
      [files.ledger],
    );
    await writer.says('writing');
    for (let round = 0; round < 5; round += 1) {
      const rehearsal = rehearse();
      expect(rehearsal.checkIntegrity()).toEqual([]);
      expect(verifyChain(LEDGER_ID, rehearsal.auditRows({}), null)).toMatchObject({ ok: true });
      const known = [...rehearsal.suppressions()].length;
      expect(known).toBeGreaterThan(0);
      close(rehearsal);
      rmSync(files.rehearsal);
    }
    const rehearsal = rehearse();
    expect(await writer.ended).toMatchObject({ code: 0, stdout: 'writing done' });
    expect([...rehearsal.suppressions()]).toHaveLength(400);
  });

  it('leaves nothing open and nothing behind when it is refused', () => {
    const other = keyringOf(Buffer.alloc(32, 9));
    expect(() => openRehearsal(files, 'fete', other, STAMP)).toThrow(expect.objectContaining({ kind: 'notPermitted' }));
    ledger.close();
    // Only the last connection can take a file out of its write-ahead log.
    const raw = temp.raw();
    expect(raw.pragma('journal_mode = DELETE', { simple: true })).toBe('delete');
    const missing = { ...files, ledger: join(temp.folder, 'nothing.db'), rehearsal: join(temp.folder, 'r', 'a.db') };
    expect(() => openRehearsal(missing, 'a', KEYRING, STAMP)).toThrow(expect.objectContaining({ kind: 'noInput' }));
    expect(readdirSync(join(temp.folder, 'r'))).toEqual([]);
  });
});
