import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testWorkspace, type TestWorkspace } from './test-workspace.js';

const [ANNE, BRUNO, CHLOE] = ['+33639980001', '+33639980002', '+33639980003'] as const;

let workspace: TestWorkspace;
beforeEach(() => {
  workspace = testWorkspace();
  const config = workspace.read('smsctl.toml').replace('use = "simulator"', 'use = "vonage"');
  workspace.write(
    'smsctl.toml',
    `${config}[providers.vonage]\napplication_id = "aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab"\n`,
  );
});
afterEach(() => workspace.remove());

const importing = (lines: readonly unknown[], ...flags: readonly string[]): Promise<Record<string, unknown>> => {
  const file = workspace.write('in.jsonl', lines.map((line) => JSON.stringify(line)).join('\n'));
  return workspace.json('inbox', 'import', file, ...flags);
};
const reasonsOf = async (number: string): Promise<readonly unknown[]> => {
  const { entries } = await workspace.json('suppress', 'check', number);
  return (entries as readonly { readonly reason: string }[]).map(({ reason }) => reason);
};

describe('inbox import', () => {
  it('tells of replies whose time is a little ahead of the clock, and counts them as of now', async () => {
    const ahead = [{ from: ANNE, text: 'Bonjour', at: '2026-03-10T10:04:00Z' }];
    expect(await importing(ahead)).toMatchObject({
      adjusted: { clock_ahead: 1 },
      stopsCollected: true,
      warnings: [
        expect.stringMatching(/^1 reply with a time a few minutes ahead .* first on line 1: filed as received now/),
      ],
    });
  });

  it('counts as `suppressed` the entries that it made, by replies and by receipts', async () => {
    const stops = [
      { from: ANNE, text: 'STOP', at: '2026-03-10T09:00:00Z' },
      { from: ANNE, text: 'STOP !', at: '2026-03-10T09:01:00Z' },
      { from: BRUNO, text: 'Merci', at: '2026-03-10T09:02:00Z' },
    ];
    expect(await importing(stops, '--dry-run')).toMatchObject({ suppressed: 0, verdicts: { opt_out: 2 } });
    // The second is later than the first: a consent has to be later than both to lift them.
    expect(await importing(stops)).toMatchObject({ suppressed: 2, suppressedBy: { replies: 2, receipts: 0 } });
    expect(await importing(stops)).toMatchObject({ suppressed: 0, suppressedBy: { replies: 0, receipts: 0 } });
  });

  it('says why a file does not show that STOPs were collected: no reply, none with a time, or old ones', async () => {
    const told = async (lines: readonly unknown[]): Promise<string> => {
      const file = workspace.write('in.jsonl', lines.map((line) => JSON.stringify(line)).join('\n'));
      return (await workspace.run('inbox', 'import', file)).out;
    };
    expect(await told([{ ref: 'r1', status: 'delivered' }])).toContain('there was no reply in it: it does not show');
    expect(await told([{ from: ANNE, text: 'Merci' }])).toContain(
      'no reply in it has a time that can be read: it does not show',
    );
    const old = await told([
      { from: ANNE, text: 'Merci', at: '2026-02-01T09:00:00Z' },
      { from: BRUNO, text: 'D’accord', at: '2026-02-02T09:00:00Z' },
    ]);
    expect(old).toContain('its newest reply is of 2 February 2026, more than a week ago: it does not show');
    expect(await told([{ from: ANNE, text: 'Merci beaucoup', at: '2026-03-10T09:00:00Z' }])).not.toContain(
      'does not show',
    );
  });

  it('takes an opt-out that a receipt tells of for one, whosever message it was about', async () => {
    const receipts = [
      // The Messages API.
      {
        message_uuid: 'u',
        to: ANNE.slice(1),
        from: 'AMISDUPARC',
        status: 'rejected',
        client_ref: 'elsewhere',
        error: { title: '1240' },
      },
      // The SMS API, which names the recipient by msisdn, without a reference of ours.
      { messageId: 'v', msisdn: BRUNO.slice(1), to: '33639980009', status: 'failed', 'err-code': '9' },
      { messageId: 'w', msisdn: CHLOE.slice(1), to: 'AMIS', status: 'failed', 'err-code': '3' },
      { messageId: 'x', to: 'AMISDUPARC', status: 'failed', 'err-code': '9', 'client-ref': 'elsewhere' },
    ];
    const dry = await importing(receipts, '--dry-run');
    expect(dry['warnings']).toMatchObject([expect.stringContaining('would be on the never-list'), expect.any(String)]);
    expect(await reasonsOf(ANNE)).toEqual([]);
    expect(await importing(receipts)).toMatchObject({
      ...{ rows: 4, unmatched: 3, passed: 1, suppressed: 2, suppressedBy: { replies: 0, receipts: 2 } },
      optOutsElsewhere: { listed: 2, unnamed: 1 },
      warnings: [
        '2 receipts about no message of this ledger say that the recipient wants no messages: they are on the never-list (provider); smsctl suppress list',
        expect.stringMatching(/^1 receipt .* not who: .* smsctl suppress add NUMBER --reason provider$/),
      ],
    });
    expect([await reasonsOf(ANNE), await reasonsOf(BRUNO), await reasonsOf(CHLOE)]).toEqual([
      ['provider'],
      ['provider'],
      [],
    ]);
    expect(await reasonsOf('+33639980009')).toEqual([]);
    expect(await workspace.json('audit', 'verify')).toMatchObject({ ok: true });
  });
});
