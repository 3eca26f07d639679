import { Command } from 'commander';
import type { CampaignState } from '../../core/campaign/campaign.js';
import { approvalStanding } from '../../flows/approve-plan.js';
import { collectReceipts } from '../../flows/collect-receipts.js';
import { requireCampaign } from '../../flows/control-campaign.js';
import { onwardOf } from '../../flows/onward.js';
import { openRequests } from '../../flows/register-request.js';
import { OperatorError } from '../../errors.js';
import { phrase } from '../../words/phrase.js';
import type { App, CampaignLedger } from '../app.js';
import type { HelpWords } from '../program.js';
import type { CampaignCounts } from '../../store/campaign-store.js';
import type { InboxCounts } from '../../store/inbox-store.js';
import { approvalDocument, approvalPhrase } from '../report/approval-report.js';
import { waitingLine } from '../report/inbox-report.js';
import { countLines, onwardLines, stateWord } from '../report/run-report.js';
import { localZone } from './campaign-options.js';
import { hoursOf } from './run-campaign.js';

export function statusCommand(app: () => App, words: HelpWords): Command {
  return new Command('status')
    .argument('[campaign]', words('help.argCampaign'))
    .action((campaign: string | undefined) => runStatus(app(), campaign));
}

async function runStatus(app: App, name: string | undefined): Promise<void> {
  const inbox = await app.withLedger('read', (ledger) => ledger.inboxCounts());
  if (name !== undefined) await app.withCampaign(name, (found) => showStatus(app, name, found, inbox));
  else await showEach(app, inbox);
  const line = waitingLine(inbox, localZone(app, app.workspace()));
  if (line !== null && !app.globals.json) app.out(app.say(line));
}

async function showEach(app: App, inbox: InboxCounts): Promise<void> {
  const real = await app.withLedger('read', (ledger) => ledger.listCampaigns());
  const names = [...new Set([...real.map((campaign) => campaign.name), ...app.rehearsedCampaigns()])];
  const { campaigns, unreadable } = await readableOf(app, names);
  if (campaigns.length + unreadable.length === 0 && !app.globals.json) app.note(app.say(phrase('report.noCampaigns')));
  for (const one of campaigns) await app.withCampaign(one, (found) => showStatus(app, one, found, inbox));
  await tellRequests(app);
  const [first, ...others] = unreadable;
  for (const { problem } of others) app.note(app.say(problem));
  if (first !== undefined) throw first;
}

/** A rehearsal that is damaged says nothing of the other campaigns, and hides none of them. */
async function readableOf(
  app: App,
  names: readonly string[],
): Promise<{ readonly campaigns: readonly string[]; readonly unreadable: readonly OperatorError[] }> {
  const campaigns: string[] = [];
  const unreadable: OperatorError[] = [];
  for (const name of names) {
    try {
      if (await app.isCampaign(name)) campaigns.push(name);
    } catch (error) {
      if (!(error instanceof OperatorError)) throw error;
      unreadable.push(error);
    }
  }
  return { campaigns, unreadable };
}

/** The rights of people run out by the day, whatever becomes of the campaigns. */
async function tellRequests(app: App): Promise<void> {
  const zone = localZone(app, app.workspace());
  const requests = await app.withLedger('read', (ledger) => ledger.requests({ openOnly: true }));
  const { overdue, waiting } = openRequests(requests, app.world.clock.now().setZone(zone));
  const [late] = overdue;
  const [next] = waiting;
  if (app.globals.json) {
    if (requests.length === 0) return;
    const dueOn = (late ?? next)?.dueOn ?? null;
    app.out(JSON.stringify({ type: 'requests', open: requests.length, overdue: overdue.length, dueOn }));
    return;
  }
  if (late !== undefined) {
    const told = phrase('requests.overdue', { count: overdue.length, first: late.dueOn });
    app.out(app.paint.out.red(app.say(told)));
  }
  if (next !== undefined) {
    app.out(app.say(phrase('requests.waiting', { count: waiting.length, first: next.dueOn })));
  }
}

/**
 * A run that has ended waits for somebody. Whoever was left may since have been erased or rectified, or may have been texted
 * by another copy of the ledger: then it waits for nobody, and is done.
 */
function stateOfRest(state: CampaignState, { remaining, inFlight }: CampaignCounts): CampaignState {
  return ['closed', 'paused', 'stopped'].includes(state) && remaining + inFlight === 0 ? 'done' : state;
}

async function showStatus(
  app: App,
  name: string,
  { ledger, clock, isRehearsal }: CampaignLedger,
  inbox: InboxCounts,
): Promise<void> {
  const campaign = await requireCampaign(name, { ledger });
  // A rehearsal's receipts that are due are collected here; a real provider's come in their own ways.
  if (isRehearsal) {
    await collectReceipts(app.provider(name, { isRehearsal, clock }, null).provider, {
      ledger,
      clock,
      actor: app.actor,
    });
  }
  const counts = await ledger.campaignCounts(campaign.id);
  const isLeftRunning = campaign.state === 'running' && !(await app.isRunHeld(ledger));
  const approval = await approvalStanding(campaign, app.workspace().config, ledger);
  const state = isLeftRunning ? 'interrupted' : stateOfRest(campaign.state, counts);
  if (app.globals.json) {
    const { planned, accepted, delivered, undelivered, rejected, unknown, skipped } = counts;
    const { remaining, unconfirmed, inFlight, optedOut } = counts;
    const ended = { planned, accepted, delivered, undelivered, rejected, unknown, skipped };
    const numbers = { ...ended, remaining, unconfirmed, inFlight, optedOut };
    app.out(
      JSON.stringify({
        type: 'status',
        campaign: name,
        state,
        ...numbers,
        approval: approvalDocument(approval),
        rehearsal: isRehearsal,
        inbox,
      }),
    );
    return;
  }
  const zone = localZone(app, app.workspace());
  const onward = await onwardOf(campaign, null, hoursOf(campaign, app.workspace().config), {
    ledger,
    clock,
    book: await app.holidayBook(),
  });
  const isConfirmed = counts.unconfirmed === 0 && (await ledger.confirmedCounts(name)).length > 0;
  const told = state === 'closed' && onward.late !== null ? 'late' : stateWord(state, isConfirmed);
  if (isRehearsal) app.out(app.paint.out.bold(app.say(phrase('cli.rehearsal'))));
  app.out(app.say(phrase('report.summary', { campaign: name, state: told })));
  for (const line of countLines(app, counts)) app.out(line);
  if (counts.unknown > 0) app.out(app.say(phrase('report.unknownRetry', { campaign: name })));
  if (campaign.state === 'cancelled' || (campaign.state === 'running' && !isLeftRunning)) return;
  if (approval !== null) app.out(app.say(approvalPhrase(approval, name, zone)));
  for (const line of onwardLines(app, name, onward, counts, clock.now(), zone)) app.out(line);
}
