import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { agedRuleSets, ruleSets } from '../../src/core/rules/rule-dates.js';
import { testWorkspace, type TestWorkspace } from './test-workspace.js';

const using = async (use: (space: TestWorkspace) => Promise<void>): Promise<void> => {
  const space = testWorkspace();
  try {
    await use(space);
  } finally {
    space.remove();
  }
};

describe('incidents', () => {
  it('have 72 hours from the moment when they were known, and doctor counts them', () =>
    using(async (space) => {
      expect(await space.examined('incidents')).toMatchObject({ status: 'ok' });
      const added = await space.json('incidents', 'add', 'Laptop stolen', '--known-at', '2026-03-09T08:30:00Z');
      expect(added).toMatchObject({
        type: 'incident',
        id: 1,
        risk: 'risk',
        authorityDeadline: '2026-03-12T08:30:00.000Z',
      });
      expect(await space.examined('incidents')).toMatchObject({
        status: 'warn',
        message: expect.stringContaining('12 March 2026') as unknown,
      });
      space.setNow('2026-03-12T08:31:00.000Z');
      expect((await space.examined('incidents'))?.message).toMatch(/was to be told of incident 1 by/);
      expect((await space.run('incidents', 'list')).out).toMatch(/tell the authority \(LATE: it was due by .*09:30\)/);
      expect(await space.json('incidents', 'list')).toMatchObject({ late: true });
      const late = await space.run('incidents', 'add', 'Another', '--known-at', '2026-03-09T09:30');
      expect(late.out).toMatch(/LATE: the authority was to be told by .*09:30, tell it now, with the reasons/);
      await space.run('incidents', 'update', '2', '--risk', 'none', '--measures', 'looked into');
      await space.run('incidents', 'close', '2');
      await space.run('incidents', 'update', '1', '--authority-told-at', '2026-03-12T08:00:00Z');
      expect(await space.json('incidents', 'list')).toMatchObject({ late: false });
      expect((await space.examined('incidents'))?.message).toMatch(/^1 incident is open$/);
    }));

  it('are closed when everything is done, and stay in the register', () =>
    using(async (space) => {
      await space.run(
        'incidents',
        'add',
        'List sent to a stranger',
        '--risk',
        'high',
        '--people',
        '120',
        '--known-at',
        '2026-03-10T08:00:00Z',
      );
      const refused = await space.run('incidents', 'close', '1');
      expect(refused.exit).toBe(64);
      expect(refused.err).toMatch(/tell the authority, tell the people concerned,? and note the measures taken/);
      const told = ['--authority-told-at', '2026-03-10T09:00:00Z', '--people-told-at', '2026-03-10T09:30:00Z'];
      await space.run('incidents', 'update', '1', ...told, '--measures', 'asked to delete it', '--whose', 'members');
      expect((await space.run('incidents', 'close', '1')).exit).toBe(0);
      expect((await space.run('incidents', 'list')).out).toBe('');
      expect(await space.json('incidents', 'list', '--all')).toMatchObject({
        id: 1,
        people: 120,
        measures: 'asked to delete it',
        closedAt: '2026-03-10T10:00:00.000Z',
        duties: [],
      });
      for (const verb of ['update', 'close']) {
        expect((await space.run('incidents', verb, '1', ...(verb === 'update' ? ['--risk', 'none'] : []))).exit).toBe(
          66,
        );
      }
      const ledger = space.openLedger();
      expect(ledger.checkTampering()).toEqual([]);
      ledger.close();
    }));

  it('leave each change in the log, by its fields and without its texts', () =>
    using(async (space) => {
      await space.run('incidents', 'add', 'Zoé Martin got the text of another', '--whose', 'Zoé Martin');
      await space.run('incidents', 'update', '1', '--risk', 'none', '--measures', 'called Zoé');
      await space.run('incidents', 'close', '1');
      const ledger = space.openLedger();
      const rows = [...ledger.auditRows({})].filter(({ kind }) => kind.startsWith('incident'));
      ledger.close();
      const seal = expect.stringMatching(/^[0-9a-f]{64}$/) as unknown;
      expect(rows.map(({ kind, data }) => [kind, JSON.parse(data) as unknown])).toEqual([
        ['incident_noted', { incident: 1, fields: 'what knownAt whose risk', seal }],
        ['incident_updated', { incident: 1, fields: 'measures risk', seal }],
        ['incident_closed', { incident: 1, fields: '', seal }],
      ]);
      expect(JSON.stringify(rows)).not.toContain('Zo');
    }));

  it('refuse what makes no sense, and enter nothing', () =>
    using(async (space) => {
      const cases = [
        ['add', '  '],
        ['add', 'x', '--known-at', '2026-03-11T10:00:00Z'],
        ['add', 'x', '--known-at', 'yesterday'],
        ['add', 'x', '--known-at', '2026-03-09'],
        ['add', 'x', '--known-at', '2026-03-09T10:00:00Z', '--authority-told-at', '2026-03-09T09:00:00Z'],
        ['add', 'x', '--people-told-at', '2026-03-09T09:00:00Z'],
        ['add', 'x', '--people', '-3'],
        ['add', 'x', '--risk', 'some'],
        ['update', '1'],
        ['update', 'one', '--risk', 'none'],
        ['close', '0'],
      ];
      for (const args of cases)
        expect({ args, exit: (await space.run('incidents', ...args)).exit }).toEqual({ args, exit: 64 });
      const day = await space.run('incidents', 'add', 'x', '--known-at', '2026-03-09');
      expect(day.err).toContain('2026-03-10T10:00, or with an offset');
      expect((await space.run('incidents', 'add', ' ')).err).toContain('say in a few words what happened');
      expect((await space.run('incidents', 'close', '7')).exit).toBe(66);
      expect((await space.run('incidents', 'list', '--all', '--json')).out).toBe('');
    }));

  it('are told of after they were known, also when one of the two is corrected later', () =>
    using(async (space) => {
      await space.run(
        'incidents',
        'add',
        'x',
        '--known-at',
        '2026-03-09T10:00',
        '--authority-told-at',
        '2026-03-09T10:00',
      );
      expect((await space.run('incidents', 'update', '1', '--known-at', '2026-03-09T10:01')).exit).toBe(64);
      expect((await space.run('incidents', 'update', '1', '--people-told-at', '2026-03-09T09:59')).exit).toBe(64);
      expect((await space.run('incidents', 'update', '1', '--known-at', '2026-03-09T09:00')).exit).toBe(0);
    }));

  it('are told of in the minute in which they became known, by a time without seconds', () =>
    using(async (space) => {
      space.setNow('2026-03-10T09:36:25.500Z');
      await space.run('incidents', 'add', 'x');
      space.setNow('2026-03-10T09:36:40.000Z');
      const tell = async (at: string): Promise<number> =>
        (await space.run('incidents', 'update', '1', '--authority-told-at', at)).exit;
      expect(await tell('2026-03-10T10:35')).toBe(64);
      expect(await tell('2026-03-10T10:36:20')).toBe(64);
      expect(await tell('2026-03-10T10:36')).toBe(0);
      // And nothing that is noted later stumbles over it.
      expect((await space.run('incidents', 'update', '1', '--people-told-at', '2026-03-10T10:36')).exit).toBe(0);
    }));

  it('show nothing that a terminal would obey', () =>
    using(async (space) => {
      await space.run('incidents', 'add', 'lost\u001b[2J', '--measures', 'a\nb');
      const { out } = await space.run('incidents', 'list');
      expect(out).not.toContain('\u001b');
      expect(out).toContain('measures: a / b');
    }));
});

describe('doctor', () => {
  it('asks for the contract and the place of a real provider, not of the simulator', () =>
    using(async (space) => {
      expect(await space.examined('processor')).toBeUndefined();
      const config = space.read('smsctl.toml').replace('use = "simulator"', 'use = "vonage"');
      const vonage = '[providers.vonage]\nbase_url = "http://127.0.0.1:9"\n';
      space.write('smsctl.toml', config + vonage);
      expect(await space.examined('processor')).toMatchObject({
        status: 'warn',
        message: 'vonage: dpa and hosting are not noted',
      });
      space.write('smsctl.toml', `${config}${vonage}dpa = "DPA of 2026-01-12"\nhosting = "EU"\n`);
      expect(await space.examined('processor')).toMatchObject({ status: 'ok' });
    }));

  it('doubts facts that are older than a year', () =>
    using(async (space) => {
      expect(await space.examined('rule_data')).toMatchObject({ status: 'ok' });
      space.setNow('2027-12-01T10:00:00.000Z');
      expect(await space.examined('rule_data')).toMatchObject({ status: 'warn' });
    }));

  it('knows a year to the day', () => {
    const at = (iso: string): DateTime => DateTime.fromISO(iso, { zone: 'utc' });
    const sets = [{ name: 'hours', read: '2026-11-22' }];
    expect(agedRuleSets(at('2027-11-22T00:00:00Z'), sets)).toEqual([]);
    expect(agedRuleSets(at('2027-11-22T00:00:01Z'), sets)).toEqual(sets);
    expect(ruleSets.every(({ read }) => at(read).isValid)).toBe(true);
  });
});
