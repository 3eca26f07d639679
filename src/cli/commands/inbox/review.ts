import { Command } from 'commander';
import { instantOf } from '../../../core/schedule/instant.js';
import { OperatorError } from '../../../errors.js';
import type { ReplyDecision, ReplyRow } from '../../../store/inbox-store.js';
import type { Ledger } from '../../../store/store.js';
import { phrase } from '../../../words/phrase.js';
import { printable } from '../../../words/printable.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { replyDocument, showReplies, writtenSender } from '../../report/inbox-report.js';
import { collect, localZone } from '../campaign-options.js';
import { noteRevealed } from './list.js';
import { refuseStrange, replyIds } from './reply-ids.js';

interface ReviewOptions {
  readonly optOut?: readonly string[];
  readonly notOptOut?: readonly string[];
  readonly reveal?: boolean;
}

export function inboxReviewCommand(app: () => App, words: HelpWords): Command {
  return new Command('review')
    .description(words('inbox.helpReview'))
    .option('--opt-out <id>', words('inbox.helpOptOut'), collect)
    .option('--not-opt-out <id>', words('inbox.helpNotOptOut'), collect)
    .option('--reveal', words('consent.helpReveal'))
    .action((options: ReviewOptions) => runInboxReview(app(), options));
}

async function runInboxReview(app: App, options: ReviewOptions): Promise<void> {
  const reveal = options.reveal === true;
  const given = { opt_out: replyIds(options.optOut ?? []), not_opt_out: replyIds(options.notOptOut ?? []) };
  const bothWays = given.opt_out.filter((id) => given.not_opt_out.includes(id));
  if (bothWays.length > 0) {
    throw new OperatorError('usage', phrase('inbox.bothWays', { ids: bothWays }), phrase('inbox.badIdHint'));
  }
  const isDeciding = given.opt_out.length + given.not_opt_out.length > 0;
  const asks = !isDeciding && app.prompts.canAsk;
  await app.withLedger(isDeciding || asks || reveal ? 'write' : 'read', async (ledger) => {
    const pending = await pendingOf(ledger);
    if (reveal && pending.length > 0) await noteRevealed(app, ledger);
    const waiting = new Set(pending.map(({ id }) => id));
    refuseStrange(
      [...given.opt_out, ...given.not_opt_out].filter((id) => !waiting.has(id)),
      'review',
    );
    const decisions = asks ? await askOneByOne(app, ledger, pending, reveal) : given;
    if (isDeciding)
      for (const word of ['opt_out', 'not_opt_out'] as const) await decide(app, ledger, decisions[word], word);
    const decided = { optOut: decisions.opt_out.length, notOptOut: decisions.not_opt_out.length };
    await show(app, await pendingOf(ledger), decided, reveal);
  });
}

async function pendingOf(ledger: Ledger): Promise<readonly ReplyRow[]> {
  return (await ledger.openReplies()).filter(({ state }) => state === 'review');
}

async function decide(app: App, ledger: Ledger, ids: readonly number[], decision: ReplyDecision): Promise<void> {
  if (ids.length === 0) return;
  refuseStrange(await ledger.decideReplies(ids, decision, { ...app.actor, at: app.world.clock.now() }), 'review');
}

type Decisions = Readonly<Record<ReplyDecision, readonly number[]>>;

/** Each with what was written; every answer takes effect before the next question. */
async function askOneByOne(
  app: App,
  ledger: Ledger,
  pending: readonly ReplyRow[],
  reveal: boolean,
): Promise<Decisions> {
  const answers = (['yes', 'no', 'later'] as const).map((answer) => app.say(phrase('inbox.answer', { answer })));
  const [yes = '', no = ''] = answers;
  const decided: Record<ReplyDecision, number[]> = { opt_out: [], not_opt_out: [] };
  const zone = localZone(app, app.workspace());
  for (const reply of pending) {
    const at = app.formats.instant(instantOf(reply.receivedAt), zone);
    app.note(`${reply.id}  ${at}  ${writtenSender(reply, app, reveal)}`);
    for (const line of (reply.text ?? app.say(phrase('inbox.noText'))).split('\n')) app.note(`    ${printable(line)}`);
    const answer = await app.prompts.select(app.say(phrase('inbox.askOptOut')), answers);
    const decision = answer === yes ? 'opt_out' : answer === no ? 'not_opt_out' : null;
    if (decision === null) continue;
    await decide(app, ledger, [reply.id], decision);
    decided[decision].push(reply.id);
  }
  return decided;
}

async function show(
  app: App,
  left: readonly ReplyRow[],
  decided: { readonly optOut: number; readonly notOptOut: number },
  reveal: boolean,
): Promise<void> {
  if (app.globals.json) {
    const replies = left.map((row) => replyDocument(row, reveal));
    app.out(JSON.stringify({ type: 'inbox_review', decided, replies }));
    return;
  }
  if (decided.optOut + decided.notOptOut > 0) app.out(app.say(phrase('inbox.decided', decided)));
  if (left.length === 0) return app.note(app.say(phrase('inbox.nothingToDecide')));
  await showReplies(app, left, reveal, localZone(app, app.workspace()));
  app.note(app.say(phrase('inbox.reviewHint')));
}
