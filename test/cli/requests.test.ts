import { existsSync, readFileSync, rmSync } from 'node:fs';
import { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyChain } from '../../src/core/audit/chain.js';
import type { E164 } from '../../src/core/contact/phone-number.js';
import { testWorkspace, type TestWorkspace } from './test-workspace.js';

let workspace: TestWorkspace;
beforeEach(() => {
  workspace = testWorkspace();
});
afterEach(() => workspace.remove());

const add = (...args: readonly string[]): Promise<Record<string, unknown>> =>
  workspace.json('requests', 'add', ...args);

/** Lines of `requests list` in JSON. */
async function register(...args: readonly string[]): Promise<readonly Record<string, unknown>[]> {
  const { out } = await workspace.run('requests', 'list', ...args, '--json');
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('the register of requests', () => {
  it('says what identifying did, and what comes next', async () => {
    await add('06 39 98 00 01', '--kind', 'erase');
    const told = await workspace.run('requests', 'identify', '1', '--by', 'rappel');
    expect(told.out).toContain('noted for request 1: identity made sure of on 10 March 2026\n');
    expect(told.err).toContain('now what is asked for: smsctl subject erase NUMBER');
  });

  it('lists who was identified, and warns when a copy answers somebody who was not', async () => {
    await add('06 39 98 00 01', '--kind', 'access');
    await add('06 39 98 00 02', '--kind', 'access');
    await workspace.run('requests', 'identify', '2', '--by', 'rappel');
    const { out } = await workspace.run('requests', 'list');
    expect(out.split('\n').map((line) => /identity checked|not yet|10 March 2026(?= +open)/.exec(line)?.[0])).toEqual([
      ...['identity checked', 'not yet', '10 March 2026', undefined],
    ]);
    const blind = await workspace.run('subject', 'access', '06 39 98 00 01', '--reveal');
    expect(blind).toMatchObject({ exit: 0 });
    expect(blind.err).toContain('nobody noted how it was made sure who asks: #1');
    expect((await workspace.run('subject', 'access', '06 39 98 00 02', '--reveal')).err).not.toContain('made sure');
    await add('06 39 98 00 03', '--kind', 'portability');
    const asked = await workspace.run('subject', 'access', '06 39 98 00 03', '--reveal', '--json');
    expect(JSON.parse(asked.err)).toMatchObject({ type: 'warning', requests: [3] });
    // Entered and answered in one go: nothing waited that could have been checked.
    expect((await workspace.run('subject', 'access', '06 39 98 00 04', '--reveal')).err).not.toContain('made sure');
  });

  it('warns before and after whatever else answers somebody of whom nobody noted who asks', async () => {
    const number = '06 39 98 00 01';
    const member = ['--purpose', 'association', '--basis', 'member', '--method', 'membership', '--wording', 'note'];
    await workspace.run('consent', 'add', number, ...member, '--given-at', '2026-01-05');
    const acts = [
      ['restrict', 'subject', 'restrict', number],
      ['withdraw', 'consent', 'withdraw', number],
      ['rectify', 'subject', 'rectify', number, '--to', '06 39 98 00 02'],
      ['object', 'subject', 'object', '06 39 98 00 02'],
      ['erase', 'subject', 'erase', '06 39 98 00 02', '--yes'],
    ] as const;
    for (const [kind, ...act] of acts) {
      const { id } = await add(act[2], '--kind', kind);
      const unknown = `nobody noted how it was made sure who asks: #${String(id)}`;
      if (kind === 'erase') {
        const ahead = await workspace.run(...act.slice(0, 3), '--dry-run');
        expect(ahead.err).toContain(`warning: ${unknown}. First: smsctl requests identify ${String(id)} --by`);
        expect(ahead.out).not.toContain('register of requests');
        const document = await workspace.json(...act.slice(0, 3), '--dry-run');
        expect(document).toMatchObject({ answered: [], warnings: [expect.stringContaining(unknown)] });
      }
      expect((await workspace.run(...act)).err).toContain(`warning: answered although ${unknown}`);
    }
    // In JSON the warning is in the document; of whoever was identified there is none.
    await add('06 39 98 00 03', '--kind', 'object');
    expect(await workspace.json('subject', 'object', '06 39 98 00 03')).toMatchObject({
      ...{ requests: [6], warnings: [expect.stringContaining('#6')] },
    });
    await add('06 39 98 00 04', '--kind', 'object');
    await workspace.run('requests', 'identify', '7', '--by', 'rappel');
    expect(await workspace.json('subject', 'object', '06 39 98 00 04')).toMatchObject({ requests: [7], warnings: [] });
  });

  it('follows a person to their corrected number, and not the stranger who has the old one now', async () => {
    const [old, corrected] = ['06 39 98 00 01', '06 39 98 00 02'];
    const member = ['--purpose', 'association', '--basis', 'member', '--method', 'membership', '--wording', 'note'];
    const join = (number: string, day: string) =>
      workspace.run('consent', 'add', number, ...member, '--source', 'x', '--given-at', day);
    await join(old, '2026-01-05');
    await add(old, '--kind', 'access');
    workspace.setNow('2026-03-11T10:00:00Z');
    await workspace.run('subject', 'rectify', old, '--to', corrected);
    workspace.setNow('2026-03-12T10:00:00Z');
    await join(old, '2026-03-11');
    await add(old, '--kind', 'access');
    const numbers = async () => (await register('--reveal')).map(({ id, number }) => [id, number]).sort();
    const followed = [
      [1, '+33639980002'],
      [2, '+33639980002'],
      [3, '+33639980001'],
    ];
    expect(await numbers()).toEqual(followed);
    expect((await workspace.json('subject', 'access', corrected))['requests']).toMatchObject([{ id: 1 }, { id: 2 }]);
    expect((await workspace.json('subject', 'access', old))['requests']).toMatchObject([{ id: 3 }]);
    expect(await workspace.run('key', 'rotate', '--yes')).toMatchObject({ exit: 0 });
    expect(await numbers()).toEqual(followed);
  });

  it('enters a request with its deadline, masked', async () => {
    expect(await add('06 39 98 00 01', '--kind', 'access', '--received', '2026-03-05')).toMatchObject({
      ...{ type: 'request', id: 1, kind: 'access', receivedOn: '2026-03-05', dueOn: '2026-04-07', state: 'open' },
      ...{ number: '+33 6 •• •• •• 01', contact: null },
    });
    const told = await workspace.run('requests', 'add', '--kind', 'erase', '--contact', 'lettre de Mme X');
    expect(told.out).toBe('#2 erasure, •••: received 10 March 2026, due 10 April 2026, open\n');
    expect(told.err).toContain('smsctl requests identify 2 --by … --number NUMBER');
    expect(await register()).toMatchObject([{ id: 1 }, { id: 2, contact: '•••' }]);
    expect(await register('--reveal')).toMatchObject([{}, { contact: 'lettre de Mme X' }]);
  });

  it('keeps the number of somebody whom the ledger does not know until they have their answer, and no longer', async () => {
    const number = '06 39 98 44 44';
    await add(number, '--kind', 'access');
    await add(number, '--kind', 'rectify', '--contact', 'lettre du 3 mars');
    await add('--kind', 'object', '--contact', '+33639985555');
    const reached = async () => (await register('--reveal')).map(({ number: of, contact }) => [of, contact]);
    const known = [
      ['+33639984444', null],
      ['+33639984444', 'lettre du 3 mars'],
      [null, '+33639985555'],
    ];
    expect(await reached()).toEqual(known);
    expect((await workspace.run('requests', 'list', '--reveal')).out).toContain('+33 6 39 98 44 44, lettre du 3 mars');
    expect(await register()).toMatchObject([{ number: '+33 6 •• •• •• 44', contact: null }, { contact: '•••' }, {}]);
    const { requests } = await workspace.json('subject', 'access', number);
    expect(requests).toMatchObject([{ id: 1 }, { id: 2 }]);
    expect(JSON.stringify(requests)).not.toContain('4444');
    expect(await workspace.run('key', 'rotate', '--yes')).toMatchObject({ exit: 0 });
    expect(await reached()).toEqual(known);
    await workspace.json('requests', 'answer', '1', '--as', 'granted');
    await workspace.json('requests', 'answer', '2', '--as', 'refused', '--because', 'inconnu');
    expect(await reached()).toEqual([
      [null, null],
      [null, 'lettre du 3 mars'],
      [null, '+33639985555'],
    ]);
    expect(await workspace.json('audit', 'verify')).toMatchObject({ ok: true });
    expect(await workspace.examined('tampering')).toMatchObject({ status: 'ok' });
    expect(readFileSync(workspace.ledgerFile).includes('639984444')).toBe(false);
    // Entered and answered in one go: nobody waits to be reached.
    await workspace.run('subject', 'access', '06 39 98 66 66', '--reveal');
    expect(readFileSync(workspace.ledgerFile).includes('639986666')).toBe(false);
  });

  it('loses that number with an erasure, rehearsals too, and with one that a backup did not know', async () => {
    const number = '+33639984444';
    await add(number, '--kind', 'erase');
    await add(number, '--kind', 'access', '--contact', 'zoe@example.org');
    const member = ['--purpose', 'association', '--basis', 'member', '--method', 'membership', '--wording', 'note'];
    await workspace.run('consent', 'add', '+33639980001', ...member, '--given-at', '2026-01-05');
    // What they wrote is in the rehearsal too, though nobody knows them.
    workspace.write('reponses.csv', `from,text,at\n${number},Bonjour,2026-03-09T10:00:00Z\n`);
    expect(await workspace.run('inbox', 'import', workspace.at('reponses.csv'))).toMatchObject({ exit: 0 });
    rmSync(workspace.at('reponses.csv'));
    workspace.write('membres.csv', 'phone\n+33639980001\n');
    await workspace.run(
      'plan',
      workspace.at('membres.csv'),
      '--campaign',
      'fete',
      '--text',
      'Bonjour',
      '--purpose',
      'association',
    );
    expect(readFileSync(workspace.at('rehearsals/fete.db')).includes('639984444')).toBe(true);
    const ledger = workspace.openLedger();
    const fingerprint = workspace.keyring.fingerprint(number as E164);
    const noted = [{ fingerprint, at: '2026-03-10T10:00:00.000Z', isFormer: false }];
    const stamp = { at: DateTime.utc(2026, 3, 10, 10), operator: 'claire', login: 'claire' };
    expect(await ledger.replayErasures(noted, stamp)).toMatchObject({ inClear: [number] });
    ledger.close();
    const erased = await workspace.run('subject', 'erase', number, '--yes', '--reveal');
    expect(erased.out).toContain('2 requests');
    expect(existsSync(workspace.at('rehearsals/fete.db'))).toBe(false);
    expect(readFileSync(workspace.ledgerFile).includes('639984444')).toBe(false);
    expect(await register('--reveal')).toMatchObject([
      { kind: 'erase', state: 'answered', number: null, contact: null },
      { kind: 'access', state: 'open', number: null, contact: null },
    ]);
    expect(await workspace.examined('tampering')).toMatchObject({ status: 'ok' });
  });

  it('learns whose a request is that came without a number, and is then answered by what is done for it', async () => {
    await add('--kind', 'access', '--contact', 'letter of 3 March');
    const bare = await workspace.run('requests', 'identify', '1', '--by', 'ID card');
    expect(bare.err).toContain('smsctl requests answer 1 --as granted');
    expect(bare.err).toContain('smsctl requests identify 1 --by … --number NUMBER');
    const named = await workspace.run('requests', 'identify', '1', '--by', 'ID card', '--number', '06 39 98 00 02');
    expect(named.out).toContain('#1 access, +33 6 •• •• •• 02, •••');
    expect(named.err).toBe('now what is asked for: smsctl subject access NUMBER --reveal\n');
    const again = await workspace.run('requests', 'identify', '1', '--by', 'x', '--number', '+33639980002');
    expect(again).toMatchObject({ exit: 0 });
    const other = await workspace.run('requests', 'identify', '1', '--by', 'x', '--number', '+33639980003');
    expect(other).toMatchObject({ exit: 65, err: expect.stringContaining('entered with another number') as string });
    expect(await register('--reveal')).toMatchObject([{ number: '+33639980002', contact: 'letter of 3 March' }]);
    expect(await workspace.examined('tampering')).toMatchObject({ status: 'ok' });
    const given = await workspace.run('subject', 'access', '06 39 98 00 02', '--reveal');
    expect(given.err).toContain('in the register of requests: #1, answered\n');
    expect(await register('--reveal')).toMatchObject([
      { state: 'answered', number: null, contact: 'letter of 3 March' },
    ]);
    expect(await workspace.examined('tampering')).toMatchObject({ status: 'ok' });
  });

  it("goes its way: identity, more time, answer; each step has its row in the log and says nobody's name", async () => {
    await add('--kind', 'access', '--contact', 'zoe@example.org', '--received', '2026-03-02');
    await workspace.json('requests', 'identify', '1', '--by', 'rappel de Zoé');
    expect(await workspace.json('requests', 'extend', '1', '--because', 'deux fichiers de Zoé')).toMatchObject({
      ...{ dueOn: '2026-06-02', extendedOn: '2026-03-10', state: 'open' },
    });
    workspace.setNow('2026-06-03T10:00:00Z');
    expect(await register('--open')).toMatchObject([{ state: 'overdue' }]);
    expect(
      await workspace.json('requests', 'answer', '1', '--as', 'refused', '--because', 'Zoé inconnue'),
    ).toMatchObject({
      ...{ answer: 'refused', state: 'answered_late', answeredOn: '2026-06-03' },
    });
    expect(await register('--open')).toEqual([]);
    expect((await workspace.run('requests', 'list', '--open')).err).toBe('no open request\n');
    const ledger = workspace.openLedger();
    const rows = [...ledger.auditRows({})].filter(({ kind }) => kind.startsWith('request_'));
    const seal = expect.stringMatching(/^[0-9a-f]{64}$/) as unknown;
    expect(rows.map(({ kind, data }) => [kind, JSON.parse(data) as unknown])).toEqual([
      [
        'request_received',
        { asks: 'access', request: 1, receivedOn: '2026-03-02', dueOn: '2026-04-02', contactSeal: seal },
      ],
      ['request_identified', { asks: 'access', request: 1, on: '2026-03-10', bySeal: seal }],
      ['request_extended', { asks: 'access', request: 1, on: '2026-03-10', dueOn: '2026-06-02', becauseSeal: seal }],
      ['request_answered', { asks: 'access', request: 1, on: '2026-06-03', answer: 'refused', becauseSeal: seal }],
    ]);
    expect(verifyChain(ledger.ledgerId, ledger.auditRows({}), null)).toMatchObject({ ok: true });
    ledger.close();
  });

  it.each([
    [['add', '--kind', 'access'], 64, 'number'],
    [['add', '--kind', 'access', '--contact', '  '], 64, 'number'],
    [['add', '--kind', 'whim', '--contact', 'x'], 64, '--kind'],
    [['add', '--contact', 'x'], 64, '--kind'],
    [['add', '12', '--kind', 'access'], 65, ''],
    [['add', '--kind', 'access', '--contact', 'x', '--received', 'soon'], 64, '--received'],
    [['add', '--kind', 'access', '--contact', 'x', '--received', '2026-03-11'], 65, 'future'],
    [['identify', '9', '--by', 'x'], 65, 'no request 9'],
    [['identify', 'one', '--by', 'x'], 64, 'one'],
    [['identify', '1', '--by', ' '], 64, '--by'],
    [['extend', '1', '--because', 'x'.repeat(501)], 64, '--because'],
    [['answer', '1', '--as', 'refused'], 64, '--because'],
    [['answer', '1', '--as', 'granted'], 0, ''],
  ] as const)('answers %j with %i', async (args, exit, told) => {
    await add('06 39 98 00 01', '--kind', 'access');
    const answer = await workspace.run('requests', ...args);
    expect(answer.exit).toBe(exit);
    expect(answer.err).toContain(told);
  });

  it('extends nothing after the first month, nor what was answered', async () => {
    await add('06 39 98 00 01', '--kind', 'access', '--received', '2026-02-02');
    const late = await workspace.run('requests', 'extend', '1', '--because', 'x');
    expect(late).toMatchObject({ exit: 77 });
    expect(late.err).toContain('first month is over (due 2 March 2026)');
    await workspace.run('requests', 'answer', '1', '--as', 'granted');
    expect((await workspace.run('requests', 'extend', '1', '--because', 'x')).exit).toBe(65);
    expect((await workspace.run('requests', 'answer', '1', '--as', 'granted')).exit).toBe(65);
  });

  it('is answered by a withdrawal too', async () => {
    await add('06 39 98 00 01', '--kind', 'withdraw');
    expect(await workspace.json('consent', 'withdraw', '06 39 98 00 01')).toMatchObject({ requests: [1] });
    expect(await workspace.json('consent', 'withdraw', '06 39 98 00 01')).toMatchObject({ requests: [] });
    expect(await register()).toMatchObject([{ state: 'answered', answer: 'granted' }]);
  });

  it('shows what is overdue in doctor and status', async () => {
    await add('06 39 98 00 01', '--kind', 'access', '--received', '2026-02-02');
    await add('06 39 98 00 01', '--kind', 'erase', '--received', '2026-03-02');
    const doctor = await workspace.json('doctor');
    const checks = doctor['checks'] as { name: string; status: string; message: string }[];
    expect(checks.find(({ name }) => name === 'requests')).toMatchObject({
      status: 'warn',
      message: '1 request of people overdue, the first since 2 March 2026: smsctl requests list --open',
    });
    const status = await workspace.run('status');
    expect(status.out).toContain('1 request of people overdue, the first since 2 March 2026');
    expect(status.out).toContain('1 request waits for an answer, the first is due 2 April 2026');
    expect(await workspace.json('status')).toEqual({ type: 'requests', open: 2, overdue: 1, dueOn: '2026-03-02' });
  });

  it('shows what a terminal would obey as a mark', async () => {
    await add('--kind', 'access', '--contact', 'x\u001b[31mrouge');
    expect((await workspace.run('requests', 'list', '--reveal')).out).not.toContain('\u001b');
  });
});
