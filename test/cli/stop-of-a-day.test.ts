import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testWorkspace, type TestWorkspace } from './test-workspace.js';

// A STOP and a withdrawal of which only the day is known: nobody knows the hour, so no consent of that day beats them.

let workspace: TestWorkspace;
beforeEach(() => {
  workspace = testWorkspace();
  workspace.setNow('2026-03-12T10:00:00.000Z');
});
afterEach(() => workspace.remove());

const NUMBER = '0639980001';
const optIn = ['--basis', 'opt_in', '--method', 'in_person', '--wording', 'I agree again', '--source', 'desk'];
const add = (givenAt: string, ...more: readonly string[]) =>
  workspace.run('consent', 'add', NUMBER, '--purpose', 'association', ...optIn, '--given-at', givenAt, ...more);
const stateOf = async (): Promise<unknown> => {
  const { purposes } = await workspace.json('consent', 'show', NUMBER);
  return (purposes as Record<string, unknown>)['association'];
};
const importing = (verb: 'suppress' | 'consent', name: string, ...lines: readonly string[]) =>
  workspace.json(verb, 'import', workspace.write(name, lines.join('\n')));

describe('a STOP of a day in `suppress import`', () => {
  it('counts to the end of that day, and is shown as the day', async () => {
    await importing('suppress', 'stops.csv', 'phone,reason,at', `${NUMBER},stop,10/03/2026`);
    const refused = await add('2026-03-10T08:00:00Z', '--lift');
    expect(refused).toMatchObject({ exit: 65 });
    expect(refused.err).toMatch(/\(Tuesday 10 March 2026\)[^]*to the end of its day as a STOP/);
    expect(await stateOf()).toMatchObject({ suppressed: true });
    const check = await workspace.json('suppress', 'check', NUMBER);
    expect(check['entries']).toMatchObject([{ at: '2026-03-10T22:59:59.999Z' }]);
    expect((await workspace.run('suppress', 'check', NUMBER)).out).toMatch(
      /all promotional messages, Tuesday 10 March 2026\)/,
    );
    expect(await add('2026-03-11', '--lift')).toMatchObject({ exit: 0 });
    expect(await stateOf()).toMatchObject({ state: 'valid', suppressed: false });
  });

  it('of today counts from now on, and never from an hour to come', async () => {
    const list = ['phone,reason,at', `${NUMBER},stop,2026-03-12`];
    expect(await importing('suppress', 'stops.csv', ...list)).toMatchObject({ recorded: 1, adjusted: {} });
    const check = await workspace.json('suppress', 'check', NUMBER);
    expect(check['entries']).toMatchObject([{ at: '2026-03-12T10:00:00.000Z' }]);
    expect(await add('2026-03-12T09:00:00Z', '--lift')).toMatchObject({ exit: 65 });
    workspace.setNow('2026-03-12T12:00:00.000Z');
    expect(await importing('suppress', 'stops.csv', ...list)).toMatchObject({ unchanged: 1 });
    expect(await add('2026-03-12T11:00:00Z', '--lift')).toMatchObject({ exit: 0 });
  });

  it('of today, read from the same file again, undoes no lift since; from another file it does', async () => {
    const list = ['phone,reason,at', `${NUMBER},stop,2026-03-12`];
    await importing('suppress', 'stops.csv', ...list);
    workspace.setNow('2026-03-12T12:00:00.000Z');
    expect(await add('2026-03-12T11:00:00Z', '--lift')).toMatchObject({ exit: 0 });
    for (const now of ['2026-03-12T13:00:00.000Z', '2026-03-14T09:00:00.000Z']) {
      workspace.setNow(now);
      expect(await importing('suppress', 'again.csv', ...list)).toMatchObject({ recorded: 0, unchanged: 1 });
      expect(await workspace.json('suppress', 'import', workspace.at('again.csv'), '--dry-run')).toMatchObject({
        unchanged: 1,
      });
    }
    expect(await stateOf()).toMatchObject({ state: 'valid', suppressed: false });
    expect(await importing('suppress', 'new.csv', ...list, '')).toMatchObject({ recorded: 1 });
    expect(await stateOf()).toMatchObject({ suppressed: true });
  });

  it('of a day to come is still told of as such', async () => {
    const answer = await importing('suppress', 'stops.csv', 'phone,reason,at', `${NUMBER},stop,2026-03-13`);
    expect(answer).toMatchObject({ recorded: 1, adjusted: { future_date: 1 } });
  });
});

describe('a withdrawal of a day in a history', () => {
  const history = (givenAt: string) => ['phone,kind,purpose,given_at', `${NUMBER},withdrawn,association,${givenAt}`];

  it('counts to the end of that day, and stays the day that was stated', async () => {
    expect(await importing('consent', 'history.csv', ...history('10 mars 2026'))).toMatchObject({ recorded: 1 });
    expect(await add('2026-03-10T08:00:00Z')).toMatchObject({ exit: 65 });
    expect(await workspace.json('consent', 'show', NUMBER)).toMatchObject({
      events: [{ kind: 'withdrawn', givenAt: '2026-03-10' }],
    });
    expect((await workspace.run('consent', 'show', NUMBER)).out).toMatch(/association, 10 March 2026\n/);
    expect(await add('2026-03-11')).toMatchObject({ exit: 0 });
    expect(await stateOf()).toMatchObject({ state: 'valid' });
    expect(await workspace.json('audit', 'verify')).toMatchObject({ ok: true });
  });

  it('of today counts from now on, and is the same one later that day and after it', async () => {
    await importing('consent', 'history.csv', ...history('2026-03-12'));
    expect(await add('2026-03-12T09:00:00Z')).toMatchObject({ exit: 65 });
    workspace.setNow('2026-03-12T12:00:00.000Z');
    expect(await add('2026-03-12T11:00:00Z')).toMatchObject({ exit: 0 });
    for (const now of ['2026-03-12T13:00:00.000Z', '2026-03-14T10:00:00.000Z']) {
      workspace.setNow(now);
      expect(await importing('consent', 'again.csv', ...history('12/03/2026'))).toMatchObject({ unchanged: 1 });
    }
    expect(await stateOf()).toMatchObject({ state: 'valid' });
  });

  it('is the same one after an export, and after another key', async () => {
    await importing('consent', 'history.csv', ...history('2026-03-10'));
    const rotated = await workspace.run('key', 'rotate', '--yes');
    expect(rotated).toMatchObject({ exit: 0 });
    const exported = (await workspace.run('consent', 'export', '--reveal')).out;
    expect(exported).toContain(',2026-03-10,');
    expect(await importing('consent', 'export.csv', exported)).toMatchObject({ rows: 1, unchanged: 1 });
    expect(await importing('consent', 'history.csv', ...history('2026-03-10'))).toMatchObject({ unchanged: 1 });
  });

  it('that counts from 00:00, as it once was recorded, is not recorded anew over what came since', async () => {
    await importing('consent', 'old.csv', ...history('2026-03-10T00:00:00+01:00'));
    await add('2026-03-11T08:00:00Z');
    expect(await importing('consent', 'history.csv', ...history('2026-03-10'))).toMatchObject({ unchanged: 1 });
    expect(await stateOf()).toMatchObject({ state: 'valid' });
  });
});
