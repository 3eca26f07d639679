import { describe, expect, it } from 'vitest';
import {
  cliWorkspace,
  memberNumber,
  MORNING,
  TERMS,
  members,
  workspaceIn,
  tempFolder,
  type Json,
} from '../support/cli.js';
import { rowsXml, workbookOf } from '../support/workbook.js';

const [ANNE, BRUNO, CHLOE, DAVID] = Array.from({ length: 4 }, (_, index) => memberNumber(index)) as [
  string,
  string,
  string,
  string,
];
const AT = '2025-03-11T09:30:00Z';

const REPLIES = [
  'Expéditeur;Message;Reçu le',
  `${ANNE};STOP;2025-03-11 10:30`,
  `${BRUNO};"ok stop, on verra";2025-03-11 10:31`,
  `${CHLOE};AIDE;2025-03-11 10:32`,
  `${DAVID};Merci à tous;2025-03-11 10:33`,
  '',
].join('\r\n');

describe('check reply', () => {
  it('answers outside a workspace, in words and as JSON', async () => {
    const outside = workspaceIn(tempFolder());
    const asked = await outside.run(['check', 'reply', 'S.T.O.P svp', '--json']);
    expect(asked.exitCode).toBe(0);
    expect(asked.json()).toEqual({ verdict: 'opt_out', matched: 'STOP' });
    outside.write('reply.txt', 'Oui avec plaisir, à samedi\n');
    expect((await outside.run(['check', 'reply', '@reply.txt', '--json'])).json()).toEqual({
      verdict: 'none',
      matched: null,
    });
    const french = await outside.run(['check', 'reply', 'ok stop', '--locale', 'fr']);
    expect(french.stdout).toContain('à trancher par une personne');
  });
});

describe('inbox import', () => {
  it('files replies once; an opt-out counts at once, a doubtful one until a person decides', async () => {
    const space = await cliWorkspace();
    space.write('replies.csv', REPLIES);
    const dry = await space.run(['inbox', 'import', 'replies.csv', '--dry-run', '--json']);
    expect(dry.json()).toMatchObject({ rows: 4, recorded: 4, dryRun: true });
    expect((await space.run(['inbox', 'list', '--json'])).json()).toMatchObject({ waiting: 0, review: 0, replies: [] });

    const filed = await space.run(['inbox', 'import', 'replies.csv', '--json']);
    expect([filed.exitCode, filed.stderr]).toEqual([0, '']);
    expect(filed.json()).toMatchObject({
      type: 'inbox_import',
      rows: 4,
      recorded: 4,
      unchanged: 0,
      rejected: {},
      verdicts: { opt_out: 1, review: 1, help: 1, none: 1 },
      // They are of last year: those of today may be elsewhere.
      stopsCollected: false,
    });
    const head = (await space.run(['suppress', 'list', '--json'])).lines();
    expect(head).toMatchObject([{ reason: 'stop', scope: 'promotional' }]);
    expect((await space.run(['inbox', 'import', 'replies.csv', '--json'])).json()).toMatchObject({
      recorded: 0,
      unchanged: 4,
    });

    space.write('members.csv', members(4));
    const plan = await space.run(['plan', 'members.csv', '--campaign', 'fete', ...TERMS, '--json']);
    expect(plan.json()).toMatchObject({ planned: 2, excluded: { suppressed: 2 } });
    expect((await space.run(['audit', 'verify', '--json'])).json()).toMatchObject({ ok: true });
  });

  it('takes JSON Lines, a list, a report, a workbook and standard input alike', async () => {
    const line = JSON.stringify({ from: ANNE, text: 'STOP', at: AT });
    const record = { direction: 'inbound', from: ANNE.slice(1), message_body: 'STOP', date_received: AT };
    const rows = rowsXml([
      ['De', 'Texte', 'Date'],
      [ANNE, 'STOP', AT],
    ]);
    const files: readonly (readonly [string, string | Buffer])[] = [
      ['lines.jsonl', `${line}\n`],
      ['list.json', JSON.stringify([JSON.parse(line)], null, 2)],
      ['report.json', JSON.stringify({ request_status: 'SUCCESS', records: [record] }, null, 2)],
      ['book.xlsx', workbookOf({ sheets: [{ name: 'Réponses', rows }] })],
      ['mac.csv', Buffer.from(`de;texte;date\r\n${ANNE};STOP;${AT}\r\n`, 'latin1')],
    ];
    const space = await cliWorkspace();
    for (const [index, [name, content]] of files.entries()) {
      space.write(name, content);
      const told = (await space.run(['inbox', 'import', name, '--json'])).json();
      expect(told, name).toMatchObject({ rows: 1, recorded: index === 0 ? 1 : 0, unchanged: index === 0 ? 0 : 1 });
    }
    const piped = await space.run(['inbox', 'import', '-', '--json'], { input: `${line}\n` });
    expect(piped.json()).toMatchObject({ rows: 1, unchanged: 1 });
    const csv = await space.run(['inbox', 'import', '-', '--json'], { input: REPLIES });
    expect(csv.json()).toMatchObject({ rows: 4 });
  });

  it('a list without a message is an answer too: nobody wrote; nothing at all is none (65)', async () => {
    const space = await cliWorkspace();
    for (const input of ['', '\n', '\ufeff']) {
      const told = await space.run(['inbox', 'import', '-', '--json'], { input });
      expect(told.exitCode).toBe(65);
      expect(told.stderr).toContain('is empty');
    }
    for (const input of ['[]', 'from,text,at\n']) {
      const told = await space.run(['inbox', 'import', '-', '--json'], { input });
      expect([told.exitCode, told.json()]).toMatchObject([0, { rows: 0, stopsCollected: true, nobodyWrote: true }]);
    }
    const shown = await space.run(['inbox', 'import', '-'], { input: '[]' });
    expect(shown.stdout).toContain('counts as “nobody wrote”');
    const receipts = await space.run(['inbox', 'import', '-', '--json'], { input: 'ref,status\n' });
    expect(receipts.json()).toMatchObject({ rows: 0, stopsCollected: false, nobodyWrote: false });
  });

  it('shows of a long number among the names of the columns no more than its end, as every import', async () => {
    const space = await cliWorkspace();
    space.write('export.csv', 'Nom;membre 1234567\nBruno;x\n');
    const ran = await space.run(['inbox', 'import', 'export.csv']);
    expect(ran.exitCode).toBe(65);
    expect(ran.stderr).toContain('Nom, membre •••••67');
  });

  it('keeps what it can not file, names the line, and files the rest (80)', async () => {
    const space = await cliWorkspace();
    const lines = [
      `{"from":"${ANNE}","text":"STOP","at":"${AT}"}`,
      '{"from":"INFO","text":"Promo"}',
      '{"from":',
      '[1,2]',
      `{"ref":"r","status":"perhaps"}`,
      `{"ref":"r","status":"delivered"}`,
      `{"channel":"whatsapp","from":"${BRUNO}","text":"STOP","at":"${AT}"}`,
      `{"channel":"whatsapp","from":"${ANNE}","text":"Merci"}`,
    ];
    space.write('mixed.jsonl', lines.join('\n'));
    const ran = await space.run(['inbox', 'import', 'mixed.jsonl', '--rejects', 'rejects.csv', '--json']);
    expect(ran.exitCode).toBe(80);
    expect(ran.json()).toMatchObject({
      rows: 8,
      recorded: 2,
      unmatched: 1,
      passed: 1,
      otherChannel: 1,
      adjusted: { other_channel: 1 },
      suppressed: 2,
      rejected: { invalid_number: 1, malformed_json: 2, unknown_status: 1 },
      rejectsFile: 'rejects.csv',
    });
    const rejects = space.read('rejects.csv').split(/\r?\n/);
    expect(rejects.slice(0, 3)).toEqual([
      expect.stringContaining('line,reason,value,json'),
      expect.stringMatching(/^2,invalid_number,INFO,/),
      expect.stringMatching(/^3,malformed_json,/),
    ]);
  });

  it('mended rejects are imported as they are', async () => {
    const space = await cliWorkspace();
    space.write('replies.csv', `De;Texte\nINFO;STOP\n`);
    await space.run(['inbox', 'import', 'replies.csv', '--rejects', 'rejects.csv', '--locale', 'fr']);
    space.write('mended.csv', space.read('rejects.csv').replace(';INFO;STOP', `;${ANNE};STOP`));
    const told = await space.run(['inbox', 'import', 'mended.csv', '--json']);
    expect(told.json()).toMatchObject({ recorded: 1, verdicts: { opt_out: 1 }, adjusted: { no_date: 1 } });
  });

  it('tells of replies without a time what it did with them: nothing in a dry run, nothing the second time', async () => {
    const space = await cliWorkspace();
    space.write('replies.csv', `from,text\n${ANNE},STOP\n`);
    const dry = await space.run(['inbox', 'import', 'replies.csv', '--dry-run']);
    expect(dry.stderr).toContain('warning: 1 reply without a time, first on line 2: would be filed as received now');
    const told = await space.run(['inbox', 'import', 'replies.csv', '--json']);
    expect(told.json()).toMatchObject({
      adjusted: { no_date: 1 },
      warnings: ['1 reply without a time, first on line 2: filed as received now'],
    });
    const again = await space.run(['inbox', 'import', 'replies.csv']);
    expect(again.stderr).not.toContain('received now');
    const json = await space.run(['inbox', 'import', 'replies.csv', '--json']);
    expect(json.json()).toMatchObject({ unchanged: 1, adjusted: {}, warnings: [] });
  });

  it.each([
    ['a table of something else', 'name,town\nAnne,Lyon\n', 65, /neither replies nor receipts/],
    ['one where every row is refused', 'from,text\nINFO,Promo\n', 65, null],
    ['bytes that are no text', Buffer.from([0x7b, 0xff, 0xfe, 0x00]), 65, /UTF-8/],
  ])('refuses %s', async (_, input, exitCode, message) => {
    const space = await cliWorkspace();
    const before = await space.head();
    const ran = await space.run(['inbox', 'import', '-'], { input });
    expect(ran.exitCode).toBe(exitCode);
    if (message === null) return;
    expect(ran.stderr).toMatch(message);
    expect(await space.head()).toBe(before);
  });

  it('says so where an option is idle, and where there is no file', async () => {
    const space = await cliWorkspace();
    space.write('lines.jsonl', '{}\n');
    expect((await space.run(['inbox', 'import', 'lines.jsonl', '--sheet', '1'])).exitCode).toBe(64);
    expect((await space.run(['inbox', 'import', 'gone.csv'])).exitCode).toBe(66);
    expect((await space.run(['inbox', 'import', 'lines.jsonl', '--clock', MORNING])).exitCode).toBe(64);
  });

  it('tells in a dry run which replies it would file, by their ids too', async () => {
    const space = await cliWorkspace();
    const columns = 'from,text,at,message_id';
    const [early, late] = ['2026-03-01T10:00:00Z', '2026-03-02T10:00:00Z'];
    const reply = (at: string, id: string): string => `0639980001,merci,${at},0000-0000-0000-000${id}`;
    const importing = async (name: string, ...more: readonly string[]) => {
      const { recorded, unchanged } = (await space.run(['inbox', 'import', name, '--json', ...more])).json();
      return { recorded, unchanged };
    };
    space.write('before.csv', [columns, reply(early, '1'), ''].join('\n'));
    await importing('before.csv');
    // The first is there by its id; that makes nothing of the second, which has neither its time nor its id.
    const rows = [reply(late, '1'), reply(late, '2'), reply('2026-03-03T10:00:00Z', '2'), reply(late, '3')];
    space.write('replies.csv', [columns, ...rows, ''].join('\n'));
    const expected = { recorded: 1, unchanged: 3 };
    expect(await importing('replies.csv', '--dry-run')).toEqual(expected);
    expect(await importing('replies.csv')).toEqual(expected);
  });

  it('a long reply whose parts come apart is one', async () => {
    const space = await cliWorkspace();
    const part = (index: number, text: string): string =>
      JSON.stringify({
        msisdn: ANNE.slice(1),
        text,
        concat: 'true',
        'concat-ref': '7',
        'concat-total': '2',
        'concat-part': String(index),
        'message-timestamp': '2025-03-11 09:30:00',
      });
    const input = [part(2, 'recevoir de SMS'), part(1, 'Je ne veux plus '), part(1, 'STOP').replace('"7"', '"8"')].join(
      '\n',
    );
    const told = await space.run(['inbox', 'import', '-', '--json'], { input });
    expect(told.json()).toMatchObject({ rows: 3, recorded: 2, joined: 1, verdicts: { opt_out: 2 } });
  });
});

describe('what waits', () => {
  async function withReplies(locale: 'en' | 'fr' = 'en') {
    const space = await cliWorkspace({ locale });
    space.write('replies.csv', REPLIES);
    await space.run(['inbox', 'import', 'replies.csv']);
    const replies = (await space.run(['inbox', 'list', '--json'])).json()['replies'] as readonly Json[];
    return {
      space,
      replies,
      idOf: (verdict: string) => String(replies.find((one) => one['verdict'] === verdict)?.['id']),
    };
  }

  it('is listed with masked numbers, the oldest first, and whole ones are an access that is noted', async () => {
    const { space, replies } = await withReplies();
    expect(replies).toMatchObject([
      { verdict: 'review', state: 'review', text: 'ok stop, on verra' },
      { verdict: 'help', state: 'waiting' },
      { verdict: 'none', state: 'waiting', from: '+33 6 •• •• •• 04' },
    ]);
    const shown = await space.run(['inbox', 'list']);
    expect(shown.stdout).not.toContain('98 00 04');
    expect((await space.run(['inbox', 'list', '--reveal'])).stdout).toContain('98 00 04');
    const log = (await space.run(['audit', 'export', '--format', 'jsonl'])).lines();
    expect(log.filter((row) => row['kind'] === 'revealed')).toHaveLength(1);
  });

  it('is told by status, how many and since when', async () => {
    const { space } = await withReplies();
    const status = await space.run(['status']);
    expect(status.stdout).toMatch(
      /^3 replies are open, the oldest since Tuesday 11 March 2025 at 10:31: 2 to deal with .*, 1 to decide/m,
    );
    const { space: french } = await withReplies('fr');
    expect((await french.run(['status'])).stdout).toContain(
      '3 réponses ouvertes, la plus ancienne depuis mardi 11 mars 2025',
    );
  });

  it('of a day alone shows the day, not an hour that nobody told', async () => {
    const space = await cliWorkspace({ locale: 'fr' });
    space.write('replies.csv', `de;texte;date\n${ANNE};bonjour;2025-02-01\n`);
    await space.run(['inbox', 'import', 'replies.csv']);
    const { stdout } = await space.run(['inbox', 'list']);
    expect(stdout).toMatch(/samedi 1er février 2025 /);
    expect(stdout).not.toMatch(/\d\d:\d\d/);
  });

  it('a text can not command the terminal', async () => {
    const space = await cliWorkspace();
    await space.run(['inbox', 'import', '-'], {
      input: JSON.stringify({ from: ANNE, text: 'Merci \u001b[2J\u202E!', at: AT }),
    });
    expect((await space.run(['inbox', 'list'])).stdout).not.toMatch(/[\u001b\u202E]/);
  });

  it('is decided by flags: one as an opt-out, one as none; by a wrong number nothing is', async () => {
    const { space, idOf } = await withReplies();
    const strange = await space.run(['inbox', 'review', '--opt-out', idOf('review'), '--not-opt-out', '99']);
    expect([strange.exitCode, strange.stderr]).toEqual([65, expect.stringContaining('99')]);
    const both = await space.run(['inbox', 'review', '--opt-out', idOf('review'), '--not-opt-out', idOf('review')]);
    expect(both.exitCode).toBe(64);
    expect((await space.run(['inbox', 'review', '--opt-out', 'x'])).exitCode).toBe(64);
    expect((await space.run(['inbox', 'review', '--json'])).json()).toMatchObject({ replies: [{ verdict: 'review' }] });
    const decided = await space.run(['inbox', 'review', '--opt-out', idOf('review'), '--json']);
    expect(decided.json()).toEqual({ type: 'inbox_review', decided: { optOut: 1, notOptOut: 0 }, replies: [] });
    expect((await space.run(['suppress', 'check', BRUNO, '--json'])).json()).toMatchObject({ suppressed: true });
  });

  it('that is no opt-out leaves its sender to be texted, and waits as an ordinary reply', async () => {
    const { space, idOf } = await withReplies();
    await space.run(['inbox', 'review', '--not-opt-out', idOf('review')]);
    space.write('members.csv', members(4));
    const plan = await space.run(['plan', 'members.csv', '--campaign', 'fete', ...TERMS, '--json']);
    expect(plan.json()).toMatchObject({ planned: 3, excluded: { suppressed: 1 } });
    expect((await space.run(['inbox', 'list', '--json'])).json()).toMatchObject({ waiting: 3, review: 0 });
  });

  it('is done by number or all at once; what waits for a decision is not', async () => {
    const { space, idOf } = await withReplies();
    expect((await space.run(['inbox', 'done', idOf('review')])).exitCode).toBe(65);
    expect((await space.run(['inbox', 'done'])).exitCode).toBe(64);
    expect((await space.run(['inbox', 'done', idOf('help'), '--all'])).exitCode).toBe(64);
    expect((await space.run(['inbox', 'done', idOf('help'), '--json'])).json()).toEqual({
      type: 'inbox_done',
      done: 1,
    });
    expect((await space.run(['inbox', 'done', '--all', '--json'])).json()).toEqual({ type: 'inbox_done', done: 1 });
    expect((await space.run(['inbox', 'list', '--json'])).json()).toMatchObject({ waiting: 0, review: 1 });
  });

  it('is why somebody may not be texted', async () => {
    const { space } = await withReplies();
    const why = await space.run(['why', BRUNO, '--purpose', 'association', '--at', MORNING]);
    expect(why.stdout).toContain('a reply waits for your decision (smsctl inbox review)');
  });
});

describe('inbox pull in a workspace of rehearsals', () => {
  it('collects what simulated handsets have to say, and the ledger learns nothing', async () => {
    const space = await cliWorkspace({ simulator: 'rate = 1000\nreplies_stop = 1.0' });
    space.write('members.csv', members(5));
    await space.run(['send', 'members.csv', '--campaign', 'fete', ...TERMS, '--yes']);
    const before = await space.head();
    const pulled = await space.run(['inbox', 'pull', '--json', '--clock', '2025-03-11T10:05:00+01:00']);
    expect(pulled.json()).toEqual({ type: 'inbox_pull', provider: 'simulator', recorded: 10, rehearsal: true });
    expect((await space.run(['status', 'fete', '--json'])).json()).toMatchObject({ delivered: 5, optedOut: 5 });
    expect(await space.head()).toBe(before);
  });
});
