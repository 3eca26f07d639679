import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collectReceipts } from '../../src/flows/collect-receipts.js';
import { isWindows } from '../../src/files/host.js';
import { simulator } from '../../src/providers/simulator.js';
import { createLedger, openLedger } from '../../src/store/sqlite/ledger.js';
import { openRehearsal } from '../../src/store/sqlite/rehearsal.js';
import { takeSystemLock } from '../../src/store/sqlite/system-lock.js';
import type { Ledger } from '../../src/store/store.js';
import { systemTimer } from '../../src/world.js';
import { unaccounted } from '../support/counts.js';
import { auditOf, consentOf, fictionNumbers, KEYRING, LEDGER_ID, STAMP } from '../support/temp-ledger.js';

const PROGRAM = fileURLToPath(new URL('../../bin/smsctl.js', import.meta.url));
/** A Tuesday in Paris, by the rehearsal's clock. */
const TUESDAY = '2026-01-06T10:00:00Z';
const RECIPIENTS = fictionNumbers(700);
const SIMULATOR = {
  seed: 1,
  latencyMs: 40,
  throttled: 0.02,
  rejected: 0.05,
  lostAnswer: 0,
  undelivered: 0,
  repliesStop: 0,
};

/** Far longer than anything here takes. */
const GIVE_UP_MS = 20_000;

let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'smsctl-kill-'));
  await makeWorkspace();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);

async function makeWorkspace(): Promise<void> {
  const { latencyMs, throttled, rejected } = SIMULATOR;
  writeFileSync(
    at('smsctl.toml'),
    `[organisation]
name = "Les Amis du Parc"
[sender]
id = "AMISDUPARC"
country = "FR"
[footer.FR]
text = "STOP au {{ stop }}"
stop = "36184"
[provider]
use = "simulator"
[providers.simulator]
rate = 300
latency_ms = ${latencyMs}
throttled = ${throttled}
rejected = ${rejected}
`,
  );
  writeFileSync(at('ledger.key'), Buffer.alloc(32, 7), { mode: 0o600 });
  writeFileSync(at('membres.csv'), ['phone', ...RECIPIENTS].join('\n'));
  createLedger(at('ledger.db'), KEYRING, LEDGER_ID, STAMP);
  const ledger = openLedger(at('ledger.db'), KEYRING, { mode: 'write', appliedAt: '2026-01-05T10:00:00.000Z' });
  await ledger.recordConsents(
    RECIPIENTS.map((number) => consentOf(number)),
    STAMP,
  );
  ledger.close();
}

const SEND = ['send', 'membres.csv', '--campaign', 'fete', '--text', 'Bonjour', '--purpose', 'association', '--yes'];
const RESUME = ['resume', 'fete'];

interface Started {
  readonly child: ChildProcess;
  /** The exit code; null when it was killed. */
  readonly ended: Promise<number | null>;
  readonly complaints: () => string;
}

function start(node: string, command: readonly string[]): Started {
  const child = spawn(node, [PROGRAM, ...command, '--clock', TUESDAY, '--json'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let told = '';
  child.stderr.on('data', (bytes: Buffer) => (told += bytes.toString()));
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  return { child, ended, complaints: () => told };
}

const outboxFile = (): string => join(folder, 'rehearsals', 'fete.outbox.jsonl');

/** What the handsets received: the lines that were written to their end. */
function delivered(): readonly { readonly to: string; readonly ref: string }[] {
  if (!existsSync(outboxFile())) return [];
  return readFileSync(outboxFile(), 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as { to: string; ref: string });
}

/** Waits for what is bound to come; gives up when it does not, and says what the program said. */
async function until(isSo: () => boolean, complaints: () => string): Promise<void> {
  const startedMs = systemTimer.nowMs();
  while (!isSo() && systemTimer.nowMs() - startedMs < GIVE_UP_MS) await systemTimer.sleep(5);
  expect(isSo(), complaints()).toBe(true);
}

function openTheRehearsal(): Ledger {
  const files = { ledger: at('ledger.db'), rehearsal: join(folder, 'rehearsals', 'fete.db') };
  return openRehearsal(files, 'fete', KEYRING, STAMP);
}

/** Asks the network for every receipt, which settles what was in doubt and had left after all. */
async function settleByReceipts(ledger: Ledger): Promise<void> {
  const later = DateTime.fromISO(TUESDAY, { zone: 'utc' }).plus({ days: 1 });
  const clock = { now: () => later, sleepUntil: () => Promise.resolve() };
  const network = simulator(outboxFile(), SIMULATOR, clock, systemTimer);
  await collectReceipts(network, { ledger, clock, actor: { operator: 'claire', login: 'claire' } });
}

async function checkBooks(): Promise<void> {
  const ledger = openTheRehearsal();
  try {
    const lines = delivered();
    expect(new Set(lines.map(({ to }) => to)).size).toBe(lines.length);

    const { id } = (await ledger.findCampaign('fete'))!;
    const before = await ledger.campaignCounts(id);
    expect(before).toMatchObject({ planned: RECIPIENTS.length, remaining: 0, inFlight: 0, skipped: {} });
    expect(unaccounted(before)).toBe(0);
    const rows = auditOf(ledger, 'submission');
    expect(rows).toHaveLength(RECIPIENTS.length);
    const byRef = new Map(rows.map((row) => [row['ref'], row['outcome']]));
    expect(byRef.size).toBe(rows.length);
    for (const { ref } of lines) expect(['accepted', 'unknown']).toContain(byRef.get(ref));
    expect(before.accepted).toBeLessThanOrEqual(lines.length);
    expect(lines.length).toBeLessThanOrEqual(before.accepted + before.unknown);

    await settleByReceipts(ledger);
    const after = await ledger.campaignCounts(id);
    expect(after.accepted).toBe(lines.length);
    expect(after.delivered).toBe(lines.length);
    expect(unaccounted(after)).toBe(0);
  } finally {
    ledger.close();
  }
}

/** `audit verify`, by the program itself. */
function verifyByProgram(): void {
  const args = [PROGRAM, 'audit', 'verify', '--campaign', 'fete', '--json'];
  const answer = JSON.parse(execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })) as unknown;
  expect(answer).toMatchObject({ ok: true, firstBad: null });
}

/** A random number from 0 to 1, the same in every run of the tests (Park and Miller's generator). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

describe('kill -9 (promise 1)', () => {
  it('at any moment leaves a ledger that goes on: nobody twice, every message in the log', async () => {
    const random = seeded(20260106);
    const KILLS = 9;
    const leaps = Array.from({ length: KILLS }, () => random() * 60);
    let { child, ended, complaints } = start(process.execPath, SEND);
    for (let kill = 0; kill < KILLS; kill += 1) {
      const before = delivered().length;
      // The first kills fall anywhere, also into the planning; the others where messages are leaving.
      if (kill < 3) await systemTimer.sleep(200 + random() * 1200);
      else await until(() => delivered().length > before + leaps[kill]!, complaints);
      child.kill('SIGKILL');
      await ended;
      expect(complaints()).toBe('');
      // A plan that was not confirmed before the kill is made again.
      ({ child, ended, complaints } = start(process.execPath, kill < 3 ? SEND : RESUME));
    }
    expect([0, 80]).toContain(await ended);
    expect(complaints()).toBe('');
    await checkBooks();
    verifyByProgram();
  });

  for (const node of oldNodes()) {
    it(`of the launcher under ${node} ends the program that it started, and the campaign goes on`, async () => {
      const { child, ended, complaints } = start(node, SEND);
      await until(() => delivered().length > 40, complaints);
      child.kill('SIGKILL');
      await ended;
      // The system takes the lock from the dead: whoever gets it knows that nobody sends any more.
      const lock = join(folder, 'rehearsals', 'fete.run-lock');
      await until(() => {
        const held = takeSystemLock(lock);
        held?.release();
        return held !== null;
      }, complaints);
      const count = delivered().length;
      expect(count).toBeLessThan(RECIPIENTS.length / 2);
      await systemTimer.sleep(300);
      expect(delivered()).toHaveLength(count);

      expect([0, 80]).toContain(await start(node, RESUME).ended);
      await checkBooks();
    });
  }
});

/** The machine's own Node, where it is too old for the ledger's driver: then the launcher hands over to another one. */
function oldNodes(): readonly string[] {
  const places = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/bin', '/usr/bin'];
  const name = isWindows ? 'node.exe' : 'node';
  const found = places.map((place) => join(place, name)).filter((file) => existsSync(file));
  return found.filter((node) => Number(execFileSync(node, ['-p', 'process.versions.napi'])) < 10).slice(0, 1);
}
