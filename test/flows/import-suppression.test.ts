import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { builtInPurposes } from '../../src/core/consent/purpose.js';
import {
  importSuppressions,
  openSuppressionFile,
  type SuppressionImportResult,
} from '../../src/flows/import-suppression.js';
import type { Ledger } from '../../src/store/store.js';
import { auditOf, tempLedger, type TempLedger } from '../support/temp-ledger.js';

const now = DateTime.fromISO('2026-03-10T10:00:00Z', { zone: 'utc' });
let temp: TempLedger;
let ledger: Ledger;
beforeEach(() => {
  temp = tempLedger();
  ledger = temp.open();
});
afterEach(() => temp.remove());

async function importText(text: string, rejects: string | null = null): Promise<SuppressionImportResult> {
  const path = join(temp.folder, 'liste.csv');
  writeFileSync(path, text);
  const reading = {
    phoneColumn: null,
    encoding: null,
    delimiter: null,
    sheet: null,
    locale: 'en',
    stdin: process.stdin,
  } as const;
  const file = await openSuppressionFile({ file: path, rejects, ...reading });
  const rules = { purposes: builtInPurposes, defaultCountry: 'FR', now, zone: 'Europe/Paris' };
  const clock = { now: () => now, sleepUntil: () => Promise.resolve() };
  return importSuppressions(
    { file, stated: {}, rules, dryRun: false, onProgress: () => undefined },
    { ledger, clock, actor: { operator: 'claire', login: 'claire.d' } },
    new AbortController().signal,
  );
}

describe('importSuppressions', () => {
  it('records each entry once with its reach, its import and its row in the log', async () => {
    const text =
      'phone,reason,purpose,at\n0639980001,stop,,2026-02-01\n0639980002,unreachable,survey,\n0639980001,STOP,,\n';
    const { counts } = await importText(text);
    expect(counts).toMatchObject({ rows: 3, recorded: 2, unchanged: 1, rejected: {} });
    expect([...ledger.suppressions()]).toMatchObject([
      { number: '+33639980001', reason: 'stop', scope: 'promotional', at: '2026-02-01T22:59:59.999Z' },
      { number: '+33639980002', reason: 'unreachable', scope: 'purpose', purpose: 'survey' },
    ]);
    expect(auditOf(ledger, 'suppressed')).toMatchObject([{ import: 1 }, { import: 1 }]);
  });

  it('takes landlines and numbers of films: whoever can be recognised is put on the list', async () => {
    const { counts } = await importText('phone\n0199001234\n+12125550123\n');
    expect(counts).toMatchObject({ recorded: 2 });
  });

  it('takes whoever words beside the number speak against, in the country that they name', async () => {
    const { counts } = await importText('phone\nSTOP 06 39 98 00 01\n079 000 00 67 (Suisse)\n');
    expect(counts).toMatchObject({ recorded: 2 });
    expect([...ledger.suppressions()].map((one) => one.number)).toEqual(['+33639980001', '+41790000067']);
  });

  it('counts what it had to widen, with the first line of each kind', async () => {
    const text = 'phone,reason,at\n0639980001,stop,2026-01-01\n0639980002,huh,soon\n0639980003,what,2030-01-01\n';
    const { repairs } = await importText(text);
    expect([...repairs]).toEqual([
      ['unknown_reason', { rows: 2, firstLine: 3 }],
      ['invalid_date', { rows: 1, firstLine: 3 }],
      ['future_date', { rows: 1, firstLine: 4 }],
    ]);
  });

  it('tells rows that it can not take apart, with what stands beyond the columns', async () => {
    const { counts, rejectsFile } = await importText(
      'phone,reason\n0639980001,stop,x\nnobody,stop\n',
      join(temp.folder, 'r.csv'),
    );
    expect(counts).toMatchObject({ rows: 2, recorded: 0, rejected: { malformed_row: 1, invalid_number: 1 } });
    expect(rejectsFile).toBe(join(temp.folder, 'r.csv'));
  });
});
