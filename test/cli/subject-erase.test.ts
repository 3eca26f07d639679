import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyChain } from '../../src/core/audit/chain.js';
import { unaccounted } from '../support/counts.js';
import {
  confirmedCampaign,
  consentOf,
  dumpTables,
  intentIds,
  NO_TIMES,
  PLANNED_FILE,
  SUBMISSION,
  suppressionOf,
  termsOf,
} from '../support/temp-ledger.js';
import type { E164 } from '../../src/core/contact/phone-number.js';
import { holdingLock, PLAN_LOCK, RUN_LOCK } from '../../src/store/sqlite/ledger-locks.js';
import { DateTime } from 'luxon';
import { rowsXml, workbookOf } from '../support/workbook.js';
import { openLedger } from '../../src/store/sqlite/ledger.js';
import { testWorkspace, type TestWorkspace } from './test-workspace.js';

const ZOE = '+33639981234' as E164;
const LEO = '+33639985678' as E164;
const STAMP = { at: DateTime.utc(2026, 3, 10, 10), operator: 'claire', login: 'claire' };

/** Everything of her that was ever typed, imported or planned. */
const TRACES = [
  '+33639981234',
  '33639981234',
  '639981234',
  '06 39 98 12 34',
  '06.39.98.12.34',
  'Zoé Martin',
  'zoe.martin@example.org',
  '192.0.2.77',
  'bulletin de Zoé',
  'Je soussignée Zoé Martin',
  'mère de Zoé',
];

const OPTINS = `téléphone;finalité;base;date;méthode;texte;source;preuve;ip;recueilli par
06 39 98 12 34;association;opt_in;2026-03-02;paper_form;Je soussignée Zoé Martin accepte;bulletin de Zoé;zoe.martin@example.org;192.0.2.77;mère de Zoé
06.39.98.12.34;survey;opt_in;2026-03-02;paper_form;J'accepte;bulletin de Zoé;;;
06 39 98 56 78;association;opt_in;2026-03-02;web_form;J'accepte;https://amis.example;;;
`;

let workspace: TestWorkspace;
/** Lists lie outside the workspace, where no erasure looks. */
let elsewhere: string;
let optins: string;
beforeEach(async () => {
  workspace = testWorkspace();
  elsewhere = mkdtempSync(join(tmpdir(), 'smsctl-lists-'));
  optins = join(elsewhere, 'optins.csv');
  writeFileSync(optins, OPTINS);
  expect((await workspace.run('consent', 'import', optins)).exit).toBe(0);
});
afterEach(() => {
  workspace.remove();
  rmSync(elsewhere, { recursive: true, force: true });
});

/** Files of the workspace whose bytes hold any trace of her. */
function filesWithTraces(folder = workspace.folder): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => {
      const bytes = readFileSync(path);
      return TRACES.some((trace) => bytes.includes(trace) || bytes.includes(Buffer.from(trace, 'utf16le')));
    })
    .map((path) => path.slice(folder.length + 1));
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A real campaign with a message to each, of which hers says her name. */
async function plan(name = 'fete'): Promise<number> {
  const ledger = workspace.openLedger();
  const { campaignId } = await confirmedCampaign(ledger, name, [ZOE, LEO], (index) => ({
    text: index === 0 ? 'Bonjour Zoé Martin\nSTOP au 36184' : 'Bonjour Léo\nSTOP au 36184',
  }));
  ledger.close();
  return campaignId;
}

describe('subject erase', () => {
  it.each(['paused', 'closed', 'stopped'] as const)(
    'leaves no campaign %s that waits for nobody any more',
    async (state) => {
      const campaignId = await plan();
      const ledger = workspace.openLedger();
      await ledger.setState(campaignId, state);
      ledger.close();
      const states: unknown[] = [];
      for (const number of [ZOE, LEO]) {
        await workspace.run('subject', 'erase', number, '--yes');
        const { state: now, remaining } = await workspace.json('status', 'fete');
        states.push([now, remaining]);
      }
      expect(states).toEqual([
        [state, 1],
        ['done', 0],
      ]);
      expect((await workspace.run('status', 'fete')).out).toContain('fete: done\n');
    },
  );

  it('leaves no byte of her in any file of the workspace, and the log verifies', async () => {
    const campaignId = await plan();
    const ledger = workspace.openLedger();
    const [hers = 0] = await intentIds(ledger, campaignId);
    const { factsVersion } = await ledger.nextPlanned(campaignId, [1], new Set(), 9, STAMP.at);
    expect(await ledger.beginSubmission(hers, factsVersion, STAMP.at)).toBe('begun');
    await ledger.recordOutcome(hers, { kind: 'accepted', providerId: 'p-1' }, SUBMISSION, STAMP);
    const head = await ledger.auditHead();
    ledger.close();
    await workspace.run('suppress', 'add', '06 39 98 12 34', '--reason', 'stop');
    await workspace.run('requests', 'add', '06 39 98 12 34', '--kind', 'erase', '--contact', 'zoe.martin@example.org');
    await workspace.run('requests', 'add', '--kind', 'access', '--contact', 'Zoé Martin, 06 39 98 12 34');
    expect(filesWithTraces()).toContain('ledger.db');

    expect(await workspace.json('subject', 'erase', '06 39 98 12 34', '--yes')).toEqual({
      type: 'subject_erase',
      number: '+33 6 •• •• •• 34',
      standing: 'known',
      consents: 3,
      messages: 1,
      planned: 0,
      requests: 2,
      replies: 0,
      texts: 0,
      campaigns: [],
      left: { consents: [], replies: [], requests: [], messages: 0, wordings: 0 },
      formerOfOthers: 0,
      formerUntil: null,
      providers: ['simulator'],
      rehearsals: [],
      setAside: [],
      unfinished: [],
      files: [],
      unread: [],
      warnings: [expect.stringContaining('made sure who asks: #1') as unknown],
      answered: [1],
      dryRun: false,
    });
    expect(filesWithTraces()).toEqual([]);

    const after = workspace.openLedger();
    expect(verifyChain(after.ledgerId, after.auditRows({}), head)).toMatchObject({ ok: true });
    expect(after.checkIntegrity()).toEqual([]);
    expect(after.checkTampering()).toEqual([]);
    expect((await after.suppressionsOf(ZOE)).map(({ reason, scope, number }) => [reason, scope, number])).toEqual([
      ['stop', 'promotional', null],
      ['erasure', 'all', null],
    ]);
    after.close();
  });

  it('takes her out of names of files, incidents and attestations, and tells of campaigns that name her', async () => {
    const list = join(elsewhere, 'Adhésion Zoé MARTIN.csv');
    writeFileSync(list, OPTINS.replace('2026-03-02', '2026-03-01'));
    expect((await workspace.run('consent', 'import', list)).exit).toBe(0);
    const naming = 'le bulletin de zoe-martin et de Zoé Martin';
    const incident = [
      '--known-at',
      '2026-03-09T10:00:00Z',
      '--risk',
      'none',
      '--whose',
      naming,
      '--measures',
      'excuses',
    ];
    expect(await workspace.run('incidents', 'add', `envoyé à Zoé Martin`, ...incident)).toMatchObject({ exit: 0 });
    expect((await workspace.run('incidents', 'close', '1')).exit).toBe(0);
    const ledger = workspace.openLedger();
    await ledger.attestExit(Buffer.alloc(32, 1), 'Zoé Martin a essayé', STAMP);
    const start = { kind: 'attested', provider: 'vonage', fileName: null, statement: 'vu par ZOE MARTIN' } as const;
    await ledger.endCollection(
      await ledger.beginCollection(start, STAMP),
      { sha256: null, hasStops: true, told: {} },
      STAMP,
    );
    const terms = termsOf('mot', { template: 'Vive Zoé Martin' });
    await ledger.freezePlan(
      await ledger.openPlan(terms, { name: 'zoe martin.csv' }, NO_TIMES, STAMP),
      PLANNED_FILE,
      STAMP,
    );
    ledger.close();

    const dry = await workspace.json('subject', 'erase', ZOE, '--name', 'Zoé Martin', '--dry-run');
    expect(dry).toMatchObject({ texts: 5, campaigns: ['mot'] });
    expect(await workspace.json('subject', 'erase', ZOE, '--name', 'Zoé Martin', '--yes')).toMatchObject({
      texts: 5,
      campaigns: ['mot'],
    });
    const tables = { ...dumpTables(workspace.ledgerFile), campaign: null };
    expect(JSON.stringify(tables)).not.toMatch(/zo[eé]/i);
    expect(JSON.stringify(tables)).toContain('Adhésion •••.csv');
    const after = workspace.openLedger();
    expect(after.checkTampering()).toEqual([]);
    expect(verifyChain(after.ledgerId, after.auditRows({}), null)).toMatchObject({ ok: true });
    after.close();
    // Each change is told in the log, and any other to the same texts is found.
    const raw = new Database(workspace.ledgerFile);
    raw.exec("UPDATE incident SET whose = 'personne'");
    raw.close();
    const changed = workspace.openLedger();
    expect(changed.checkTampering()).toEqual(['1 rows of incident tell something else than the audit log']);
    changed.close();
    expect((await workspace.run('subject', 'erase', ZOE, '--name', 'Z', '--yes')).exit).toBe(64);
  });

  it('says how often a name that was given stood somewhere, be it never', async () => {
    for (const more of [['--dry-run'], ['--yes']]) {
      const { out } = await workspace.run('subject', 'erase', ZOE, '--name', 'Unknown Person', ...more);
      expect(out).toContain('names of files, incidents and attestations that name them: 0\n');
    }
  });

  it('leaves no file behind that names her, where a text named her', async () => {
    const list = join(elsewhere, 'Zoé Martin.csv');
    writeFileSync(list, OPTINS.replace('2026-03-02', '2026-03-01'));
    await workspace.run('consent', 'import', list);
    const incident = ['--known-at', '2026-03-09T10:00:00Z', '--risk', 'none'];
    await workspace.run('incidents', 'add', 'Zoé Martin, 06 39 98 12 34', ...incident);
    expect(filesWithTraces()).toContain('ledger.db');
    expect((await workspace.run('subject', 'erase', ZOE, '--name', 'Zoé Martin', '--yes')).exit).toBe(0);
    expect(filesWithTraces()).toEqual([]);
  });

  it('does not forbid a number that she had before to whoever has it now and agreed themselves', async () => {
    const [second, third] = ['+33639981235', '+33639981236'];
    await workspace.run('subject', 'rectify', ZOE, '--to', second);
    await workspace.run('subject', 'rectify', second, '--to', third);
    workspace.setNow('2026-03-20T10:00:00.000Z');
    const terms = ['--purpose', 'association', '--basis', 'member', '--method', 'membership', '--wording', 'note'];
    expect(await workspace.run('consent', 'add', ZOE, ...terms, '--given-at', '2026-03-15')).toMatchObject({ exit: 0 });
    expect(await workspace.run('key', 'rotate', '--yes')).toMatchObject({ exit: 0 });
    const { out } = await workspace.run('subject', 'erase', third, '--yes');
    expect(out).toContain('1 number that they had before is somebody else’s now');
    expect([
      await workspace.isSuppressed(ZOE),
      await workspace.isSuppressed(second),
      await workspace.isSuppressed(third),
    ]).toEqual([false, true, true]);
    // The old list speaks of her, and brings nobody back.
    const old = workspace.write('old.csv', OPTINS.replace(/2026-03-02;paper/g, '2026-03-01;paper'));
    for (const how of [['--dry-run'], []]) {
      expect(await workspace.json('consent', 'import', old, ...how)).toMatchObject({ recorded: 0, unchanged: 3 });
    }
    expect(await workspace.json('audit', 'verify')).toMatchObject({ ok: true });
  });

  it('tells what other people’s rows still say of her, by number and by name, the second time too', async () => {
    const terms = ['--purpose', 'survey', '--basis', 'opt_in', '--method', 'paper_form', '--given-at', '2026-03-02'];
    const words = ['--wording', 'Je réponds pour ma fille Zoé Martin', '--source', 'fiche de zoe MARTIN, 0639981234'];
    await workspace.run('consent', 'add', LEO, ...terms, ...words);
    const answers = workspace.write(
      'answers.csv',
      `from;text;date\n${LEO};Zoé Martin aussi, au 06 39 98 12 34;2026-03-09T10:00:00Z\n`,
    );
    expect(await workspace.run('inbox', 'import', answers)).toMatchObject({ exit: 0 });
    rmSync(answers);
    await workspace.run('requests', 'add', LEO, '--kind', 'access', '--contact', 'par Zoé Martin');
    await workspace.run('requests', 'add', '--kind', 'access', '--contact', 'chez Zoé Martin');
    const left = { replies: [1], requests: [1], messages: 0, wordings: 1 };
    const erase = ['subject', 'erase', ZOE, '--yes', '--name', 'Zoé Martin'] as const;
    for (const standing of ['known', 'erased']) {
      const { left: told, ...answer } = await workspace.json(...erase);
      expect([answer['standing'], told]).toEqual([standing, expect.objectContaining(left)]);
      expect((told as { consents: number[] }).consents).toHaveLength(1);
      expect(answer).toMatchObject({ requests: standing === 'known' ? 1 : 0 });
    }
    const { out } = await workspace.run(...erase);
    expect(out).toContain('replies #1, requests #1 and 1 wording');
    expect(out).not.toContain('--name');
    expect((await workspace.run('subject', 'erase', ZOE, '--yes')).out).toContain('--name');
    const requests = JSON.stringify(dumpTables(workspace.ledgerFile));
    expect([requests.includes('par Zoé Martin'), requests.includes('chez Zoé Martin')]).toEqual([true, false]);
    expect(await workspace.json('audit', 'verify')).toMatchObject({ ok: true });
  });

  it('needs a yes where nobody can be asked; --dry-run shows what would go and changes nothing', async () => {
    await plan();
    const before = dumpTables(workspace.ledgerFile);
    const refused = await workspace.run('subject', 'erase', '06 39 98 12 34');
    expect(refused).toMatchObject({ exit: 64, out: '' });
    expect(refused.err).toContain('--yes');
    expect(await workspace.json('subject', 'erase', '06 39 98 12 34', '--dry-run')).toMatchObject({
      ...{ standing: 'known', consents: 3, messages: 1, planned: 1, dryRun: true },
    });
    expect(dumpTables(workspace.ledgerFile)).toEqual(before);
    expect((await workspace.run('subject', 'erase', '12', '--yes')).exit).toBe(65);
  });

  it('skips what has not left, and the counts still add up', async () => {
    const campaignId = await plan();
    expect(await workspace.json('subject', 'erase', ZOE, '--yes')).toMatchObject({ planned: 1 });
    const ledger = workspace.openLedger();
    const counts = await ledger.campaignCounts(campaignId);
    expect(counts).toMatchObject({ planned: 2, remaining: 1, skipped: { erased: 1 } });
    expect(unaccounted(counts)).toBe(0);
    const next = await ledger.nextPlanned(campaignId, [1], new Set(), 9, STAMP.at);
    expect(next.candidates.map(({ number }) => number)).toEqual([LEO]);
    ledger.close();
    expect((await workspace.run('status', 'fete')).out).toContain('not sent: the person was erased');
    expect((await workspace.run('preview', 'fete')).out).toContain('erased');
  });

  it('can be done again, without a further word in the log or the register', async () => {
    await workspace.run('subject', 'erase', ZOE, '--yes');
    // SQLite counts a number for an entry that was there already.
    const rows = (): unknown => ({ ...dumpTables(workspace.ledgerFile), sqlite_sequence: null });
    const before = rows();
    expect(await workspace.json('subject', 'erase', ZOE, '--yes')).toMatchObject({ standing: 'erased', answered: [] });
    expect(rows()).toEqual(before);
  });

  it('puts someone unknown on the never-list, by the fingerprint alone', async () => {
    expect(await workspace.json('subject', 'erase', '06 39 98 00 77', '--yes')).toMatchObject({ standing: 'unknown' });
    expect(readFileSync(workspace.ledgerFile).includes('+33639980077')).toBe(false);
    expect(await workspace.json('suppress', 'check', '06 39 98 00 77')).toMatchObject({ suppressed: true });
  });

  it('takes someone out who is on the never-list alone', async () => {
    await workspace.run('suppress', 'add', '06 39 98 00 78');
    expect(await workspace.json('subject', 'erase', '06 39 98 00 78', '--yes')).toMatchObject({ standing: 'known' });
    expect(readFileSync(workspace.ledgerFile).includes('+33639980078')).toBe(false);
    expect(await workspace.json('suppress', 'check', '06 39 98 00 78')).toMatchObject({
      entries: [{ reason: 'manual' }, { reason: 'erasure', scope: 'all' }],
    });
  });

  it('keeps an old list from bringing her back, by import, by hand, by a plan or by another entry', async () => {
    await workspace.run('subject', 'erase', ZOE, '--yes');
    expect(await workspace.json('consent', 'import', optins)).toMatchObject({
      ...{ recorded: 0, unchanged: 1, rejected: { suppressed: 2 } },
    });
    const add = ['--purpose', 'association', '--basis', 'opt_in', '--given-at', '2026-03-09', '--method', 'in_person'];
    const byHand = await workspace.run('consent', 'add', ZOE, ...add, '--wording', 'oui', '--source', 'guichet');
    expect(byHand.exit).toBe(77);
    await workspace.run('suppress', 'add', ZOE, '--reason', 'stop');
    await workspace.run('consent', 'withdraw', ZOE);
    const members = workspace.write('membres.csv', 'Prénom;Portable\nZoé;06 39 98 12 34\nLéo;06 39 98 56 78\n');
    workspace.write(
      'smsctl.toml',
      `${workspace.read('smsctl.toml')}[footer.FR]\ntext = "STOP au {{ stop }}"\nstop = "36184"\n`,
    );
    const text = ['--text', 'Bonjour {{ prenom }}', '--purpose', 'association', '--clock', '2026-03-10T10:00:00Z'];
    expect(await workspace.json('plan', members, '--campaign', 'encore', ...text)).toMatchObject({
      ...{ planned: 1, excluded: { suppressed: 1 } },
    });
    rmSync(members);
    expect(filesWithTraces()).toEqual([]);
  });

  it('still answers a complaint: basis, date and hash of the words', async () => {
    await workspace.run('subject', 'erase', ZOE, '--yes');
    const shown = await workspace.json('consent', 'show', ZOE);
    expect(shown['events']).toMatchObject([
      {
        ...{ purpose: 'association', basis: 'opt_in', givenAt: '2026-03-02', method: 'paper_form', number: null },
        ...{ wording: null, wordingHash: sha256('Je soussignée Zoé Martin accepte') },
        ...{ source: null, evidence: null, ip: null, collectedBy: null },
      },
      { purpose: 'survey', wording: "J'accepte" },
    ]);
    // Others were shown the same words: they stay.
    expect((await workspace.json('consent', 'show', LEO))['events']).toMatchObject([{ wording: "J'accepte" }]);
    expect((await workspace.run('why', ZOE)).exit).toBe(0);
    expect((await workspace.run('consent', 'export')).exit).toBe(0);
  });
});

describe('the rehearsals of someone erased', () => {
  const text = ['--text', 'Bonjour {{ prenom }}', '--purpose', 'association', '--clock', '2026-03-10T10:00:00Z'];
  const rehearse = async (name: string): Promise<void> => {
    const members = join(elsewhere, 'membres.csv');
    writeFileSync(members, 'Prénom;Portable\nZoé Martin;06 39 98 12 34\nLéo;06 39 98 56 78\n');
    expect((await workspace.run('plan', members, '--campaign', name, ...text)).exit).toBe(0);
  };

  it('are removed whole, with their outbox and what a killed copy left; the others stay', async () => {
    await rehearse('avec');
    writeFileSync(workspace.at('rehearsals/avec.outbox.jsonl'), '{"to":"+33639981234"}\n');
    writeFileSync(workspace.at('rehearsals/moitié.db.new'), 'half a copy of +33639981234');
    writeFileSync(workspace.at('rehearsals/seule.outbox.jsonl'), '{"to":"+33639981234"}\n');
    const other = await workspace.json('subject', 'erase', ZOE, '--dry-run');
    expect(other).toMatchObject({ rehearsals: ['avec', 'moitié', 'seule'] });
    expect(existsSync(workspace.at('rehearsals/avec.db'))).toBe(true);
    expect(await workspace.json('subject', 'erase', ZOE, '--yes')).toMatchObject({
      rehearsals: ['avec', 'moitié', 'seule'],
    });
    expect(filesWithTraces()).toEqual([]);
    await rehearse('apres');
    expect(await workspace.json('subject', 'erase', ZOE, '--yes')).toMatchObject({ rehearsals: [] });
    expect(filesWithTraces()).toEqual([]);
    expect(existsSync(workspace.at('rehearsals/apres.db'))).toBe(true);
  });

  it('learn of an erasure only what is left of the person', async () => {
    const number = '+33639980091' as E164;
    await rehearse('fete');
    await workspace.inLedger((ledger) => ledger.recordConsents([consentOf(number)], STAMP));
    await workspace.run('subject', 'erase', number, '--yes');
    expect((await workspace.run('status', 'fete')).exit).toBe(0);
    expect(readFileSync(workspace.at('rehearsals/fete.db')).includes(number)).toBe(false);
  });

  it('that are planned at this moment make it wait: 75, and nothing is gone', async () => {
    await rehearse('avec');
    const before = dumpTables(workspace.ledgerFile);
    await holdingLock(workspace.at('rehearsals/avec.db'), PLAN_LOCK, async () => {
      expect((await workspace.run('subject', 'erase', ZOE, '--yes')).exit).toBe(75);
    });
    expect(dumpTables(workspace.ledgerFile)).toEqual(before);
  });
});

describe('an erasure beside other programs', () => {
  it.each([
    ['a run', RUN_LOCK],
    ['a planning', PLAN_LOCK],
  ])('waits for the end of %s: 75, and nothing is gone', async (_, lock) => {
    const before = dumpTables(workspace.ledgerFile);
    await holdingLock(workspace.ledgerFile, lock, async () => {
      expect((await workspace.run('subject', 'erase', ZOE, '--yes')).exit).toBe(75);
    });
    expect(dumpTables(workspace.ledgerFile)).toEqual(before);
  });

  it('does not begin while a reader keeps old pages: 75', async () => {
    const reader = new Database(workspace.ledgerFile);
    try {
      reader.exec('BEGIN');
      reader.prepare('SELECT count(*) FROM subject').get();
      const ledger = openLedger(workspace.ledgerFile, workspace.keyring, {
        ...{ mode: 'write', appliedAt: '2026-03-10T10:00:00.000Z', busyTimeoutMs: 20 },
      });
      await ledger.recordSuppressions([suppressionOf(LEO)], STAMP);
      await expect(ledger.scrub()).rejects.toMatchObject({
        kind: 'notNow',
        problem: { key: 'rights.readersLeft' },
      });
      reader.exec('COMMIT');
      await ledger.scrub();
      ledger.close();
    } finally {
      reader.close();
    }
  });

  it('gives the free pages back, in which another tool had left the number', async () => {
    const raw = new Database(workspace.ledgerFile);
    raw.pragma('secure_delete = OFF');
    raw.exec(`CREATE TABLE notes (text TEXT)`);
    raw.prepare('INSERT INTO notes VALUES (?)').run(`appeler +33639981234 ${'x'.repeat(9000)}`);
    raw.exec('DROP TABLE notes');
    raw.pragma('wal_checkpoint(TRUNCATE)');
    raw.close();
    expect(readFileSync(workspace.ledgerFile).includes('appeler +33639981234')).toBe(true);
    await workspace.run('subject', 'erase', ZOE, '--yes');
    expect(readFileSync(workspace.ledgerFile).includes('+33639981234')).toBe(false);
    const after = new Database(workspace.ledgerFile);
    expect(after.pragma('freelist_count', { simple: true })).toBe(0);
    after.close();
  });
});

describe('other files of the workspace', () => {
  it('are listed when they hold the number in any usual writing, and not touched', async () => {
    const table = (phone: string): string => `nom;tel\nZ;${phone}\n`;
    const holding: Record<string, string | Buffer> = {
      'a.csv': table('06 39 98 12 34'),
      'b.csv': table('06.39.98.12.34'),
      'c.csv': table('+33 (0)6-39-98-12-34'),
      'd.csv': table('0033639981234'),
      'e.csv': table('639981234'),
      'f.csv': Buffer.from(`\ufeff${table('06\u00a039\u202f98 12 34')}`, 'utf16le'),
      'g.csv': table('06\u00a039\u202f98\u200912\u201134'),
      'h.txt': 'tel:06,39,98,12,34\n',
      'k.csv': table('06·39·98·12·34'),
      'l.csv': table('06\u2212\u206039\u200e\u2007981234'),
      'm.csv': Buffer.from(`\ufeff${table('06\u201339\u202a98 12\u202c34')}`, 'utf16le'),
      // One byte of each is that of a quotation mark, or of a line break.
      'o.csv': Buffer.from(`\ufeff${table('06\u221239\u202298\uff0d12\u202434')}`, 'utf16le'),
      'p.csv': Buffer.from(`\ufeff${table('06\u221239 98\uff0d12 34')}`, 'utf16le').swap16(),
      // En dashes in Windows-1252, and no-break spaces of a Mac.
      'n.csv': Buffer.from(table('06\u009639\u009698\u00ca12\u00ca34'), 'latin1'),
      'j.txt': 'tel\t06\t39:98_12:34\n',
      'sous/ledger.txt': `${'x'.repeat(300_000)} 06/39/98/12/34`,
      'i.xlsx': workbookOf({
        sheets: [
          {
            name: 'M',
            rows: rowsXml([
              ['nom', 'tel'],
              ['Zoé', 33639981234],
            ]),
          },
        ],
      }),
    };
    mkdirSync(workspace.at('sous'));
    for (const [name, content] of Object.entries(holding)) writeFileSync(workspace.at(name), content);
    writeFileSync(workspace.at('autre.csv'), table('06 39 98 12 35'));
    writeFileSync(workspace.at('faux.xlsx'), Buffer.from('PK\u0003\u0004 no archive'));
    // What a restoration set aside is looked into as far as it is a text; what is encrypted can not be.
    const setAside = 'before-20260309T100000Z';
    writeFileSync(workspace.at(`smsctl.toml.${setAside}`), '[organisation]\nname = "Été"\n');
    writeFileSync(workspace.at(`ledger.plan-lock.${setAside}`), '');
    writeFileSync(workspace.at(`ledger.db-wal.${setAside}`), Buffer.from([0x53, 0x00, 0xff, 0x10]));
    const answer = await workspace.json('subject', 'erase', ZOE, '--yes');
    expect(answer['files']).toEqual(
      Object.keys(holding)
        .map((name) => workspace.at(name))
        .sort(),
    );
    expect(answer['unread']).toEqual([workspace.at('faux.xlsx'), workspace.at(`ledger.db-wal.${setAside}`)]);
    expect(readFileSync(workspace.at('a.csv'), 'utf8')).toBe(holding['a.csv']);
  });

  it('leaves to whoever has their former number what they wrote and asked themselves', async () => {
    await workspace.run('consent', 'import', optins);
    const reply = (name: string, text: string, at: string): Promise<unknown> => {
      writeFileSync(workspace.at(name), `from,text,at\n${ZOE},${text},${at}\n`);
      return workspace.json('inbox', 'import', workspace.at(name));
    };
    await reply('before.csv', 'Ce mot est de Zoé', '2026-03-05T10:00:00Z');
    await workspace.run('requests', 'add', ZOE, '--kind', 'access', '--contact', 'mot de Zoé');
    workspace.setNow('2026-03-11T10:00:00Z');
    const corrected = '+33639984321';
    await workspace.run('subject', 'rectify', ZOE, '--to', corrected);
    workspace.setNow('2026-03-13T10:00:00Z');
    await reply('after.csv', 'Ce mot est de sa voisine', '2026-03-12T10:00:00Z');
    await workspace.run('requests', 'add', ZOE, '--kind', 'access', '--contact', 'mot de la voisine');
    // Neither is told what the other wrote.
    const written = async (number: string): Promise<string> =>
      JSON.stringify((await workspace.json('subject', 'access', number))['replies']);
    expect(await written(corrected)).toMatch(/^(?!.*voisine).*de Zoé/);
    expect(await written(ZOE)).toMatch(/^(?!.*de Zoé).*voisine/);
    expect(await workspace.json('subject', 'erase', corrected, '--yes')).toMatchObject({ replies: 1, requests: 1 });
    const inbox = JSON.stringify(await workspace.json('inbox', 'list', '--reveal'));
    expect(inbox).toContain('sa voisine');
    expect(inbox).not.toContain('de Zoé');
    const register = (await workspace.run('requests', 'list', '--reveal', '--json')).out;
    expect(register).toContain('mot de la voisine');
    expect(register).not.toContain('mot de Zoé');
  });
});
