import {
  appendFileSync,
  chmodSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
  closeSync,
} from 'node:fs';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/config.js';
import type { E164 } from '../../src/core/contact/phone-number.js';
import { profileIds } from '../../src/core/schedule/profiles.js';
import type { ExaminationName } from '../../src/flows/examination.js';
import { examineClock } from '../../src/flows/examine-ledger.js';
import { examineNode } from '../../src/flows/examine-workspace.js';
import type { Ledger, Stamp } from '../../src/store/store.js';
import { formatsOf } from '../../src/words/formats.js';
import { speak } from '../../src/words/speak.js';
import { cliWorkspace } from '../support/cli.js';
import { kindOf, openApp, runProgram, temporaryFolders, tuesday, type Ran, type Surroundings } from './in-process.js';

const newFolder = temporaryFolders();
const stamp: Stamp = { operator: 'claire', login: 'claire', at: tuesday };

async function newWorkspace(): Promise<string> {
  const cwd = newFolder();
  const { error } = await runProgram(['init', '--organisation', 'Les Amis', '--sender', 'LESAMIS'], { cwd });
  expect(error).toBeNull();
  appendFileSync(join(cwd, 'smsctl.toml'), '[footer.FR]\ntext = "STOP au {{ stop }}"\nstop = "36184"\n');
  return cwd;
}

function doctor(cwd: string, around: Partial<Surroundings> = {}): Promise<Ran> {
  return runProgram(['doctor'], { cwd, ...around });
}

type Verdicts = Readonly<Partial<Record<ExaminationName, string>>>;

/** The exit code, and how each thing stands that is neither `ok` nor a piece of advice. */
async function diagnosis(
  cwd: string,
  around: Partial<Surroundings> = {},
): Promise<{ code: number | null; ill: Verdicts }> {
  const { stdout, code } = await doctor(cwd, { ...around, globals: ['--json'] });
  const { ok, checks } = JSON.parse(stdout) as { ok: boolean; checks: { name: ExaminationName; status: string }[] };
  expect(ok).toBe(code === 0);
  const ill = checks
    .filter(({ status }) => status !== 'ok' && status !== 'advice')
    .map(({ name, status }) => [name, status]);
  return { code, ill: Object.fromEntries(ill) as Verdicts };
}

describe('doctor', () => {
  it('finds a new workspace in order, in words and signs', async () => {
    const cwd = await newWorkspace();
    const ran = await doctor(cwd);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('✓ ok');
    expect(ran.stdout).not.toMatch(/[!✗]/);
    expect(ran.stdout).toContain('everything is in order');
    expect(await diagnosis(cwd)).toEqual({ code: 0, ill: {} });
    expect((await doctor(cwd, { locale: 'fr' })).stdout).toContain('tout est en ordre');
  });

  it('marks advice as advice, which changes neither `ok` nor the exit code', async () => {
    const cwd = await newWorkspace();
    const advice = async () => {
      const { stdout } = await doctor(cwd, { globals: ['--json'] });
      const { ok, checks } = JSON.parse(stdout) as { ok: boolean; checks: { name: string; status: string }[] };
      expect(ok).toBe(true);
      return checks.filter(({ status }) => status === 'advice').map(({ name }) => name);
    };
    expect(await advice()).toEqual(expect.arrayContaining(['organisation', 'encryption', 'backup']));
    const { stdout } = await doctor(cwd);
    expect(stdout).toMatch(/^i advice +organisation\.contact and organisation\.privacy_url are not set/m);
    expect(stdout).toMatch(/^everything is in order; \d pieces of advice$/m);
    const config = join(cwd, 'smsctl.toml');
    const named = 'contact = "dpo@amis.example"\nprivacy_url = "https://amis.example/rgpd"';
    writeFileSync(config, readFileSync(config, 'utf8').replace(/^\[organisation\]$/m, `[organisation]\n${named}`));
    expect(await advice()).not.toContain('organisation');
  });

  it('needs a workspace', async () => {
    expect(kindOf(await doctor(newFolder()))).toBe('noInput');
  });

  it('tells every problem of the configuration, and goes on', async () => {
    const cwd = await newWorkspace();
    appendFileSync(join(cwd, 'smsctl.toml'), '[sendr]\nid = 1\n[hours]\nFR = "never"\n');
    chmodSync(join(cwd, 'ledger.db'), 0o640);
    const ran = await doctor(cwd);
    expect(ran.stdout).toContain('sendr');
    expect(ran.stdout).toContain('hours.FR');
    expect(await diagnosis(cwd)).toEqual({ code: 77, ill: { config: 'fail', file_modes: 'fail', ledger: 'warn' } });
    chmodSync(join(cwd, 'ledger.db'), 0o600);
    expect((await diagnosis(cwd)).code).toBe(78);
  });

  it.each([
    ['ledger.db', 0o644, 77, { file_modes: 'fail' }],
    ['ledger.key', 0o640, 77, { key: 'fail', ledger: 'warn' }],
    ['smsctl.toml', 0o644, 0, { config_mode: 'warn' }],
    ['smsctl.toml', 0o620, 77, { config_mode: 'fail' }],
    ['.', 0o757, 77, { folder_mode: 'fail' }],
    ['.', 0o755, 0, {}],
  ])('judges the mode of %s: %o gives %i', async (name, mode, code, ill) => {
    const cwd = await newWorkspace();
    chmodSync(join(cwd, name), mode);
    expect(await diagnosis(cwd)).toEqual({ code, ill });
    expect(statSync(join(cwd, name)).mode & 0o777).toBe(mode);
    // On a memory stick no chmod helps.
    const told = /chmod [67]00 .* ; si cela ne change rien, le disque .* ne garde pas les droits d’accès : déplacez/;
    const { stdout } = await doctor(cwd, { locale: 'fr' });
    expect(told.test(stdout.replace(/\s+/g, ' '))).toBe(Object.keys(ill).length > 0);
  });

  it('looks at the modes of rehearsals, and names them', async () => {
    const cwd = await newWorkspace();
    mkdirSync(join(cwd, 'rehearsals'), { mode: 0o700 });
    copyFileSync(join(cwd, 'ledger.db'), join(cwd, 'rehearsals', 'fete.db'));
    chmodSync(join(cwd, 'rehearsals', 'fete.db'), 0o644);
    const { stdout } = await doctor(cwd);
    expect(stdout).toContain('1 rehearsal is kept: fete');
    expect(await diagnosis(cwd)).toEqual({ code: 77, ill: { file_modes: 'fail' } });
  });

  it('knows a key that is missing, cut, or another ledger’s', async () => {
    const cwd = await newWorkspace();
    const key = join(cwd, 'ledger.key');
    const own = readFileSync(key);
    writeFileSync(key, own.subarray(1));
    expect(await diagnosis(cwd)).toEqual({ code: 77, ill: { key: 'fail', ledger: 'warn' } });
    rmSync(key);
    expect(await diagnosis(cwd)).toEqual({ code: 77, ill: { key: 'fail', ledger: 'warn' } });
    writeFileSync(key, Buffer.alloc(32, 7), { mode: 0o600 });
    expect(await diagnosis(cwd)).toEqual({ code: 77, ill: { ledger_key: 'fail' } });
  });

  it('knows a ledger that is missing, or none', async () => {
    const cwd = await newWorkspace();
    rmSync(join(cwd, 'ledger.db'));
    expect(await diagnosis(cwd)).toEqual({ code: 66, ill: { ledger: 'fail' } });
    writeFileSync(join(cwd, 'ledger.db'), 'not a database, but long enough to be looked at'.repeat(20), {
      mode: 0o600,
    });
    expect(await diagnosis(cwd)).toEqual({ code: 74, ill: { ledger: 'fail' } });
  });

  it('knows a damaged page', async () => {
    const cwd = await newWorkspace();
    const file = join(cwd, 'ledger.db');
    const db = new Database(file);
    const page = db.prepare("SELECT rootpage FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'intent'").pluck();
    const start = (Number(page.get()) - 1) * Number(db.pragma('page_size', { simple: true }));
    db.close();
    const handle = openSync(file, 'r+');
    writeSync(handle, Buffer.alloc(1000, 0xff), 0, 1000, start);
    closeSync(handle);
    expect((await doctor(cwd)).stdout).toMatch(/damaged/);
    expect(await diagnosis(cwd)).toMatchObject({ code: 74, ill: { integrity: 'fail' } });
  });

  it('knows an altered audit log', async () => {
    const cwd = await newWorkspace();
    const db = new Database(join(cwd, 'ledger.db'));
    db.exec("DROP TRIGGER audit_unchanged; UPDATE audit SET operator = 'nobody'");
    db.close();
    expect((await doctor(cwd)).stdout).toContain('row 1 was altered');
    expect(await diagnosis(cwd)).toEqual({ code: 65, ill: { audit_chain: 'fail', tampering: 'fail' } });
  });

  it('knows a clock that is behind the log', async () => {
    const cwd = await newWorkspace();
    expect(await diagnosis(cwd, { now: tuesday.minus({ minutes: 1 }) })).toEqual({ code: 0, ill: {} });
    expect(await diagnosis(cwd, { now: tuesday.minus({ days: 1 }) })).toEqual({ code: 75, ill: { clock: 'fail' } });
  });

  it('tells of countries without a way out', async () => {
    const cwd = await newWorkspace();
    const file = join(cwd, 'smsctl.toml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('countries = ["FR"]', 'countries = ["FR", "RE", "CH"]'));
    expect((await doctor(cwd)).stdout).toContain('no way out for CH:');
    expect(await diagnosis(cwd)).toEqual({ code: 0, ill: { footers: 'warn' } });
  });

  it('tells of campaigns that were cut off, and of messages in doubt', async () => {
    const cwd = await newWorkspace();
    const app = openApp({ cwd });
    await app.withLedger('write', (ledger) => leaveHalfSent(ledger));
    const { stdout } = await doctor(cwd);
    expect(stdout).toContain('cut off before the end: fete');
    expect(stdout).toContain('1 message in doubt in fete');
    expect(stdout).toContain('`smsctl resolve NAME` lists them');
    expect(await diagnosis(cwd)).toEqual({ code: 0, ill: { campaigns: 'warn', unknown_outcomes: 'warn' } });
  });
});

/** A campaign of one message whose run was killed after the message had left, and before the answer came. */
async function leaveHalfSent(ledger: Ledger): Promise<void> {
  const number = '+33639980001' as E164;
  const terms = {
    ...{ name: 'fete', purpose: 'association', promotional: true, sender: 'LESAMIS', template: 'Fête' },
    ...{ provider: 'vonage', currency: 'EUR', urgent: false, again: false, gsm7: false },
  };
  await ledger.recordConsents(
    [
      {
        number,
        source: null,
        event: {
          ...{ kind: 'given', purpose: 'association', basis: 'opt_in', givenAt: '2026-01-05', method: 'web_form' },
          ...{ effectiveAt: tuesday.minus({ days: 60 }), validUntil: null, wording: 'oui', source: 'form' },
          ...{ evidence: null, ip: null, collectedBy: null, campaign: null, proof: 'individual' },
          ...{ isPending: false, confirmedAt: null, lastContactAt: null },
        },
      },
    ],
    stamp,
  );
  const plan = await ledger.openPlan(terms, { name: 'membres.csv' }, { startsAt: null, notAfter: null }, stamp);
  const territory = { code: 'FR', country: 'FR', zones: ['Europe/Paris'], calendars: ['FR'], profile: 'FR/strict' };
  const text = { text: 'Fête', encoding: 'UCS-2', segments: 1, costMicros: 0 } as const;
  const intent = { number, line: 2, row: 1, ...text, consentSeq: 1, territory };
  await ledger.keepPlanned(plan, [intent], []);
  await ledger.freezePlan(plan, { sha256: '0'.repeat(64), rows: 1 }, stamp);
  await ledger.confirmPlans(plan.campaignId, null, stamp);
  await ledger.setState(plan.campaignId, 'running');
  const territoryIds = (await ledger.territoriesOf(plan.campaignId)).map(({ id }) => id);
  const { candidates, factsVersion } = await ledger.nextPlanned(plan.campaignId, territoryIds, new Set(), 1, tuesday);
  await ledger.beginSubmission(candidates[0]?.intentId ?? 0, factsVersion, tuesday);
  expect(await ledger.markAbandonedSubmissions(plan.campaignId, stamp)).toBe(1);
}

describe('the way out under the simulator', () => {
  it('is said to prove nothing for a real provider, and nobody is asked to send a STOP', async () => {
    const space = await cliWorkspace();
    for (const line of [
      ['doctor', '--stop-test', '06 39 98 12 34'],
      ['doctor', '--attest', 'Claire tried it this morning'],
      ['inbox', 'none', '--attest', 'The mailbox was empty this morning'],
    ]) {
      const { stdout, stderr } = await space.run(line);
      expect(stderr).toContain('proves nothing for a real provider');
      expect(stdout).not.toContain('now send STOP');
    }
  });
});

describe('examineClock', () => {
  it('tells the time in the zone that it is given', () => {
    const { message } = examineClock(DateTime.utc(2026, 7, 1, 10), null, 'Europe/Paris');
    expect(speak(message, formatsOf('en'))).toBe('the clock is plausible: Wednesday 1 July 2026 at 12:00');
  });

  it('leaves open whether it is wrong now, or was when the log was written', () => {
    const { status, message } = examineClock(DateTime.utc(2028, 11, 7, 9), '2029-11-06T09:00:00.000Z', 'Europe/Paris');
    expect(status).toBe('fail');
    expect(speak(message, formatsOf('en'))).toBe(
      'the clock says Tuesday 7 November 2028 at 10:00, but the log has a row of Tuesday 6 November 2029 at 10:00: the clock is wrong, or was when that was written',
    );
  });

  it('takes no clock from before this program', () => {
    expect(examineClock(DateTime.utc(2025, 12, 31, 23, 57), null, 'Europe/Paris').status).toBe('fail');
    expect(examineClock(DateTime.utc(2026), null, 'Europe/Paris').status).toBe('ok');
  });
});

describe('examineNode', () => {
  it.each(['22.14.0', '22.23.3', '24.0.0', '26.10.0', '27.1.0'])('%s is tested', (version) => {
    expect(examineNode(version).status).toBe('ok');
  });

  it.each(['20.20.2', '22.13.1', '23.9.0', '25.1.0'])('%s is not', (version) => {
    expect(examineNode(version).status).toBe('warn');
  });
});

describe('config show', () => {
  it('writes a configuration that means the same', async () => {
    const cwd = await newWorkspace();
    const file = join(cwd, 'smsctl.toml');
    const extra = [
      '[footer.default]\ntext = "Stop: {{ stop_url }}"\nstop_url = "https://amis.example/s"',
      '[hours]\nFR = "FR/charter-2026"\n[provider.price]\nFR = "0.065"',
      '[purposes.marketing]\nfrequency_cap = { messages = 1, days = 7 }',
      '[purposes.sport]\nkind = "promotional"\nbases = ["member"]',
      '[providers.simulator]\nlost_answer = 0.25',
    ];
    writeFileSync(
      file,
      `${readFileSync(file, 'utf8')}\n${extra.join('\n')}\n`.replace('Les Amis', 'Les \\"Amis\\" \\u007f'),
    );
    const known = { profileIds: profileIds() };
    writeFileSync(file, readFileSync(file, 'utf8').replace(' \\u007f', ''));
    const { stdout, error } = await runProgram(['config', 'show'], { cwd });
    expect(error).toBeNull();
    expect(parseConfig(stdout, 'shown', known)).toEqual(parseConfig(readFileSync(file, 'utf8'), file, known));
  });

  it('says which hours hold by default, and not where those chosen for France cover its overseas', async () => {
    const cwd = await newWorkspace();
    const file = join(cwd, 'smsctl.toml');
    const written = readFileSync(file, 'utf8').replace(/^countries = .*$/m, 'countries = ["FR", "GP", "CH"]');
    writeFileSync(file, `${written}\n[hours]\nFR = "FR/charter-2026"\n`);
    const { stdout } = await runProgram(['config', 'show'], { cwd, globals: ['--json'] });
    expect(JSON.parse(stdout)).toMatchObject({ hoursByDefault: { CH: 'CH/strict' } });
    expect(JSON.parse(stdout)).not.toHaveProperty('hoursByDefault.GP');
  });

  it('names variables of the environment and never their values', async () => {
    const cwd = await newWorkspace();
    const env = { SMSCTL_VONAGE_API_SECRET: 'hush', NO_COLOR: '1', LANG: '', HOME: '/root' };
    for (const json of [true, false]) {
      const { stdout, stderr } = await runProgram(['config', 'show'], { cwd, env, globals: json ? ['--json'] : [] });
      expect(stdout + stderr).toContain('SMSCTL_VONAGE_API_SECRET');
      expect(stdout + stderr).not.toContain('hush');
      if (json) {
        expect(JSON.parse(stdout)).toMatchObject({
          type: 'config',
          environment: ['NO_COLOR', 'SMSCTL_VONAGE_API_SECRET'],
          hoursByDefault: { FR: 'FR/strict' },
          config: { sender: { id: 'LESAMIS', country: 'FR' }, limits: { max_cost: null } },
        });
      }
    }
  });
});
