import assert from 'node:assert/strict';
import { mostInASecond, type HandsetNetwork } from './handset-network.ts';
import type { People } from './made-up-campaign.ts';
import { ask, askLines, type Json } from './real-program.ts';

/** Submissions under way at most: `MAX_IN_FLIGHT` of the program. */
const MOST_IN_FLIGHT = 256;

interface Books {
  readonly folder: string;
  readonly network: HandsetNetwork;
  readonly people: People;
  /** Who objected while messages left, and when the first run after that began. */
  readonly late: { readonly number: string; readonly nextRunMs: number };
  readonly rate: number;
  readonly kills: number;
}

/** Holds what the ledger and its log say of the campaign `fete` against what the handsets received. */
export async function checkBooks({ folder, network, people, late, rate, kills }: Books): Promise<void> {
  const { handsets, lost, taken } = network;
  const most = mostInASecond(network);
  assert.ok(most <= rate, `never more than the rate: ${most} in one second`);
  const received = new Set(handsets.map(({ to }) => to));
  assert.equal(received.size, handsets.length, 'no number twice');
  for (const number of received) assert.ok(!people.forbidden.has(number), 'nobody without a right to be texted');
  for (const { to, atMs } of handsets) {
    assert.ok(to !== late.number || atMs < late.nextRunMs, 'nobody in a run that began after their objection');
  }
  const status = await ask(folder, ['status', 'fete']);
  const count = (name: string): number => Number(status[name]);
  const skipped = Object.values(status['skipped'] as Record<string, number>).reduce((sum, one) => sum + one, 0);
  assert.equal(count('remaining') + count('inFlight'), 0);
  assert.equal(count('planned'), count('accepted') + count('rejected') + count('unknown') + skipped);

  const rows = await askLines(folder, ['audit', 'export', '--campaign', 'fete', '--format', 'jsonl']);
  const submissions = rows.filter(({ kind }) => kind === 'submission').map(({ data }) => data as Json);
  const outcomes = new Map(submissions.map(({ ref, outcome }) => [String(ref), String(outcome)]));
  assert.equal(outcomes.size, submissions.length, 'one row for each submission');
  for (const { ref } of handsets) {
    assert.ok(['accepted', 'unknown'].includes(outcomes.get(ref) ?? ''), 'every handset message has its row');
  }
  const refsOf = (outcome: string): readonly string[] =>
    [...outcomes].flatMap(([ref, one]) => (one === outcome ? [ref] : []));
  for (const ref of refsOf('accepted')) assert.ok(taken.has(ref), 'what is booked as accepted was taken');
  const unknown = refsOf('unknown');
  assert.equal(unknown.length, count('unknown'));
  // A kill leaves at most what was in flight; everything else in doubt is an answer that the network really lost.
  const interrupted = submissions.filter(({ reason }) => reason === 'interrupted').map(({ ref }) => String(ref));
  assert.ok(interrupted.length <= MOST_IN_FLIGHT * (kills + 1));
  // On a busy machine an answer may come too late.
  const overdue = submissions.filter(({ reason }) => reason === 'timeout').map(({ ref }) => String(ref));
  const explained = new Set([...lost, ...interrupted, ...overdue]);
  const reasons = new Map(submissions.map(({ ref, reason }) => [String(ref), String(reason)]));
  for (const ref of unknown) {
    assert.ok(explained.has(ref), `only a lost answer is in doubt, not one by ${reasons.get(ref)}`);
  }
  for (const ref of lost) assert.equal(outcomes.get(ref), 'unknown', 'every lost answer is in doubt');
  assert.equal((await ask(folder, ['audit', 'verify']))['ok'], true);
}
