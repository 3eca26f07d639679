import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importInbox, type InboxImportResult } from '../../src/flows/import-inbox.js';
import { openInboxFile } from '../../src/flows/inbox-file.js';
import { aboutCode } from '../../src/providers/vonage/error-codes.js';
import type { Ledger } from '../../src/store/store.js';
import { fakeWorld, type FakeWorld } from '../support/fake-world.js';
import { accepted, scriptedProvider } from '../support/scripted-provider.js';
import { runCampaign } from '../support/send-run.js';
import {
  confirmedCampaign,
  fictionNumbers,
  KEYRING,
  STAMP,
  tempLedger,
  type TempLedger,
} from '../support/temp-ledger.js';

const NUMBERS = fictionNumbers(3);
const [ANNE, BRUNO, CHLOE] = NUMBERS as [(typeof NUMBERS)[number], (typeof NUMBERS)[number], (typeof NUMBERS)[number]];
const NOW = '2026-01-06T12:00:00.000Z';

let temp: TempLedger;
let ledger: Ledger;
beforeEach(() => {
  temp = tempLedger();
  ledger = temp.open();
});
afterEach(() => temp.remove());

async function importLines(lines: readonly string[], dryRun = false): Promise<InboxImportResult> {
  const world: FakeWorld = fakeWorld(NOW);
  const path = join(temp.folder, 'inbox.csv');
  writeFileSync(path, lines.join('\n'));
  const reading = { phoneColumn: null, encoding: null, delimiter: null, sheet: null, locale: 'en' } as const;
  const file = await openInboxFile({ file: path, rejects: null, ...reading, stdin: process.stdin });
  const rules = { defaultCountry: 'FR', now: world.clock.now(), zone: 'Europe/Paris' };
  const terms = { unreachableAfter: 3, aboutCode };
  return importInbox(
    { file, rules, terms, provider: 'vonage', dryRun, onProgress: () => undefined },
    { ledger, clock: world.clock, actor: STAMP },
    new AbortController().signal,
  );
}

describe('receipts of messages that have one', () => {
  const HEADER = 'client_ref,status,error code,to,timestamp';
  const receipt = (number: string, status: string, code: number): string =>
    `${KEYRING.reference('fete', number as (typeof NUMBERS)[number])},${status},${code},${number},2026-01-06T11:00:00Z`;

  beforeEach(async () => {
    await confirmedCampaign(ledger, 'fete', NUMBERS);
    await runCampaign('fete', {
      ledger,
      provider: scriptedProvider(accepted),
      world: fakeWorld('2026-01-06T10:00:00.000Z'),
    });
  });

  it('are news where they tell of a STOP, once; a dry run foretells the same', async () => {
    const lines = [
      HEADER,
      receipt(ANNE, 'delivered', 0),
      receipt(ANNE, 'undelivered', 1240),
      receipt(ANNE, 'undelivered', 1240),
      receipt(BRUNO, 'undelivered', 1240),
      receipt(BRUNO, 'delivered', 0),
      receipt(CHLOE, 'undelivered', 1010),
      receipt(CHLOE, 'undelivered', 1050),
    ];
    const counts = { recorded: 5, unchanged: 2 };
    expect((await importLines(lines, true)).tally).toMatchObject({ ...counts, suppressed: { receipts: 0 } });
    expect((await importLines(lines)).tally).toMatchObject({ ...counts, suppressed: { receipts: 3 } });
    expect([...ledger.suppressions()].map(({ number, reason }) => [number, reason])).toEqual(
      NUMBERS.map((number) => [number, 'provider']),
    );
    expect((await importLines(lines, true)).tally).toMatchObject({ recorded: 0, unchanged: 7 });
    expect((await importLines(lines)).tally).toMatchObject({ recorded: 0, unchanged: 7, suppressed: { receipts: 0 } });
  });
});
