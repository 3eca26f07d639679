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

const reasonsOf = async (number: (typeof NUMBERS)[number]): Promise<readonly string[]> =>
  (await ledger.suppressionsOf(number)).map(({ reason }) => reason);

describe('a STOP that its source calls something else', () => {
  const HEADER = 'channel,from,text,received at';
  const at = '2026-01-06T11:00:00Z';

  it('by another channel counts; the file shows no collecting of those that came by SMS', async () => {
    const result = await importLines([HEADER, `mms,${ANNE},STOP,${at}`, `Mobile,${BRUNO},ok stop,${at}`]);
    expect(result.hasStops).toBe(false);
    expect(result.tally).toMatchObject({ recorded: 2, setAside: null, suppressed: { replies: 1 } });
    expect([...result.tally.repairs]).toEqual([['other_channel', { rows: 2, firstLine: 2 }]]);
    expect([await reasonsOf(ANNE), await reasonsOf(BRUNO)]).toEqual([['stop'], ['review']]);
  });

  it('is not among what is set aside, which is told and shows no collecting either', async () => {
    const aside = [`Mobile,${ANNE},Merci,${at}`, `rcs,${BRUNO},Bonjour,${at}`];
    const alone = await importLines([HEADER, ...aside]);
    expect(alone).toMatchObject({ hasStops: false, nobodyWrote: false });
    expect(alone.tally).toMatchObject({ rows: 2, passed: 2, setAside: { count: 2, channel: 'Mobile', firstLine: 2 } });
    const mixed = await importLines([HEADER, `sms,${CHLOE},À samedi,${at}`, ...aside]);
    expect(mixed.hasStops).toBe(true);
    expect(mixed.tally).toMatchObject({ rows: 3, recorded: 1, setAside: { count: 2, firstLine: 3 } });
  });

  it('in a mailbox that numbers and marks what came in is a reply', async () => {
    const lines = ['Expéditeur;Message;Référence;Statut;Reçu le', `${ANNE};STOP;MSG-4711;Lu;06/01/2026 12:00`];
    expect((await importLines(lines)).tally).toMatchObject({ recorded: 1, unmatched: 0, suppressed: { replies: 1 } });
    expect(await reasonsOf(ANNE)).toEqual(['stop']);
  });
});

describe('a long reply of a table, whose cells have no outer spaces', () => {
  const HEADER = 'from,text,concat,concat ref,concat part,concat total,received at';

  it.each([
    [['Bonjour à toutes et à tous et merci de me', ' desinscrire de vos envois'], 'opt_out', / me desinscrire /],
    [['STOP', ' je reste en ligne pour vous parler de la kermesse'], 'opt_out', /^STOP je /],
    [['Je serai là samedi avec toute la fam', 'ille et deux gâteaux'], 'none', / famille /],
  ])('%j is %s', async (texts, verdict, text) => {
    const rows = texts.map((part, index) => `${ANNE},${part},true,7,${index + 1},2,2026-01-06T11:00:00Z`);
    const { tally } = await importLines([HEADER, ...rows]);
    expect(Object.fromEntries(tally.verdicts)).toEqual({ [verdict]: 1 });
    const kept = temp.raw().prepare('SELECT text FROM reply').pluck().get();
    expect(kept).toMatch(text);
  });
});
