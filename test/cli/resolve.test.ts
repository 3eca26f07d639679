import { describe, expect, it } from 'vitest';
import { cliWorkspace, members, memberNumber, MORNING, TERMS, type CliWorkspace, type Json } from '../support/cli.js';

/** Half of the answers are lost; whoever is texted has the text all the same. */
const LOSING = 'lost_answer = 0.5';
const TWO_DAYS_LATER = '2025-03-13T10:00:00+01:00';

async function campaignInDoubt(): Promise<{ readonly space: CliWorkspace; readonly unknown: readonly Json[] }> {
  const space = await cliWorkspace({ simulator: LOSING });
  space.write('members.csv', members(8));
  const sent = await space.run(['send', 'members.csv', '--campaign', 'fete', ...TERMS, '--yes', '--json']);
  expect(sent.exitCode).toBe(80);
  const listed = await space.run(['resolve', 'fete', '--json']);
  expect(listed.exitCode).toBe(80);
  const { unknown } = listed.json() as { unknown: readonly Json[] };
  expect(unknown.length).toBeGreaterThan(0);
  expect(unknown.length).toBe(sent.lines().at(-1)?.['unknown']);
  return { space, unknown };
}

const refOf = (one: Json | undefined): string => String(one?.['ref']);

describe.concurrent('resolve', () => {
  it('lists what is in doubt with hour, row and text, and no number in clear', async () => {
    const { space, unknown } = await campaignInDoubt();
    for (const one of unknown) {
      expect(one).toMatchObject({
        reason: 'answer-lost',
        lookedUpAt: null,
        number: expect.stringContaining('••') as unknown,
      });
      expect(String(one['text'])).toMatch(/^Bonjour .*\nSTOP au 36184$/);
    }
    const screen = await space.run(['resolve', 'fete', '--locale', 'fr']);
    expect(screen.exitCode).toBe(80);
    expect(screen.stdout).toContain('en doute ; les personnes qu’on peut joindre'.replace(' ;', '\u202F;'));
    expect(screen.stdout).toContain(unknown.length === 1 ? 's’il est arrivé' : 's’ils sont arrivés');
    const status = await space.run(['status', 'fete', '--clock', MORNING, '--locale', 'fr']);
    expect(status.stdout).toMatch(/en doute \(réponse perdue[^]*le règle\u00A0: smsctl resolve fete\n/);
    expect(status.stdout).not.toContain('inconnu');
    for (let index = 0; index < 8; index += 1) expect(screen.stdout).not.toContain(memberNumber(index).slice(3));
    const before = (await space.run(['audit', 'verify', '--campaign', 'fete', '--json'])).json()['rows'];
    const revealed = await space.run(['resolve', 'fete', '--reveal']);
    expect(revealed.stdout).toMatch(/\+33 6 39 98 \d\d \d\d/);
    const after = (await space.run(['audit', 'verify', '--campaign', 'fete', '--json'])).json()['rows'];
    expect(Number(after)).toBe(Number(before) + 1);
    // A script gets numbers as everywhere else: in one form, and none, in whatever language, of whoever was erased.
    const whole = (await space.run(['resolve', 'fete', '--reveal', '--json'])).json() as { unknown: readonly Json[] };
    const all = Array.from({ length: 8 }, (_, index) => memberNumber(index));
    for (const { number } of whole.unknown) expect(all).toContain(number);
  });

  it("settles by the provider's records what they have, with a receipt where they tell one", async () => {
    const { space, unknown } = await campaignInDoubt();
    const ran = await space.run(['resolve', 'fete', '--from-provider', '--json']);
    expect(ran.exitCode).toBe(0);
    expect(ran.json()).toMatchObject({
      settled: { accepted: unknown.length, rejected: 0, notSent: 0, absent: 0 },
      unknown: [],
    });
    const status = (await space.run(['status', 'fete', '--json'])).json();
    expect(status).toMatchObject({ accepted: 8, unknown: 0 });
    const log = await space.run(['audit', 'list', '--campaign', 'fete', '--json']);
    const settled = log.lines().filter((row) => row['kind'] === 'settlement');
    expect(settled).toHaveLength(unknown.length);
    for (const row of settled) expect(row['data']).toMatchObject({ by: 'provider', outcome: 'accepted' });
    expect((await space.run(['audit', 'verify', '--campaign', 'fete'])).exitCode).toBe(0);
    expect((await space.run(['resume', 'fete'])).exitCode).toBe(0);
    expect(space.outbox('fete')).toHaveLength(8);
  });

  it('takes a word for what arrived at once, and for what did not only after the records and a day', async () => {
    const { space, unknown } = await campaignInDoubt();
    const [first, second] = unknown;
    const marked = await space.run(['resolve', 'fete', '--mark', 'sent', refOf(first), '--json']);
    expect(marked.json()).toMatchObject({ settled: { accepted: 1 } });
    const early = await space.run(['resolve', 'fete', '--mark', 'not-sent', refOf(second), '--json']);
    expect(early.exitCode).toBe(77);
    const unsearched = await space.run([
      'resolve',
      'fete',
      '--mark',
      'not-sent',
      refOf(second),
      '--clock',
      TWO_DAYS_LATER,
    ]);
    expect(unsearched.exitCode).toBe(77);
    expect(unsearched.stderr).toContain('smsctl resolve fete --from-provider');

    // The network forgets, as one does whose records are cut: nothing is found, and nothing is settled by that.
    space.write('rehearsals/fete.outbox.jsonl', '');
    const searched = await space.run(['resolve', 'fete', '--from-provider', '--json']);
    expect(searched.exitCode).toBe(80);
    expect(searched.json()).toMatchObject({ settled: { accepted: 0, absent: unknown.length - 1 } });

    const unsent = await space.run(['resolve', 'fete', '--mark', 'not-sent', refOf(second), '--json']);
    expect(unsent.json()).toMatchObject({ settled: { notSent: 1 } });
    expect((await space.run(['status', 'fete', '--json'])).json()).toMatchObject({ state: 'paused', remaining: 1 });
    const late = await space.run(['resume', 'fete', '--json']);
    expect(late.exitCode).toBe(75);
    expect(space.outbox('fete')).toHaveLength(0);
    await space.run(['resume', 'fete', '--not-after', '2025-03-13T18:00:00+01:00', '--json']);
    expect(space.outbox('fete')).toHaveLength(1);
    expect((await space.run(['audit', 'verify', '--campaign', 'fete'])).exitCode).toBe(0);
  });

  it('changes nothing when one of the references is not in doubt, or the call is wrong', async () => {
    const { space, unknown } = await campaignInDoubt();
    const strange = await space.run(['resolve', 'fete', '--mark', 'sent', refOf(unknown[0]), 'nobody', '--json']);
    expect(strange.exitCode).toBe(65);
    expect(strange.error()['message']).toContain('nobody');
    expect((await space.run(['resolve', 'fete', '--mark', 'sent'])).exitCode).toBe(64);
    expect((await space.run(['resolve', 'fete', refOf(unknown[0])])).exitCode).toBe(64);
    expect((await space.run(['resolve', 'fete', '--mark', 'perhaps', refOf(unknown[0])])).exitCode).toBe(64);
    const still = (await space.run(['resolve', 'fete', '--json'])).json() as { unknown: readonly Json[] };
    expect(still.unknown).toHaveLength(unknown.length);
  });
});

describe('a campaign without doubts', () => {
  it('says so', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(2));
    await space.run(['send', 'members.csv', '--campaign', 'fete', ...TERMS, '--yes', '--clock', MORNING]);
    const ran = await space.run(['resolve', 'fete']);
    expect(ran).toMatchObject({ exitCode: 0 });
    expect(ran.stdout).toContain('nothing is in doubt in fete');
  });
});
