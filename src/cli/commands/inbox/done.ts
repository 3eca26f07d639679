import { Command } from 'commander';
import { OperatorError } from '../../../errors.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { refuseStrange, replyIds } from './reply-ids.js';

interface DoneOptions {
  readonly all?: boolean;
}

export function inboxDoneCommand(app: () => App, words: HelpWords): Command {
  return new Command('done')
    .description(words('inbox.helpDone'))
    .argument('[ids...]', words('inbox.helpDoneIds'))
    .option('--all', words('inbox.helpAll'))
    .action((ids: readonly string[], options: DoneOptions) => runInboxDone(app(), ids, options));
}

async function runInboxDone(app: App, values: readonly string[], options: DoneOptions): Promise<void> {
  const all = options.all === true;
  if (all === values.length > 0) {
    throw new OperatorError('usage', phrase('inbox.doneNeeds'), phrase('inbox.badIdHint'));
  }
  const ids = replyIds(values);
  const { done, strange } = await app.withLedger('write', async (ledger) => {
    // All or none: a slip of the pen leaves nothing half done.
    if (!all) {
      const waiting = new Set(
        (await ledger.openReplies()).filter((one) => one.state === 'waiting').map(({ id }) => id),
      );
      refuseStrange(
        ids.filter((id) => !waiting.has(id)),
        'done',
      );
    }
    return ledger.finishReplies(all ? 'all' : ids, { ...app.actor, at: app.world.clock.now() });
  });
  refuseStrange(strange, 'done');
  if (app.globals.json) app.out(JSON.stringify({ type: 'inbox_done', done }));
  else app.out(app.say(phrase('inbox.done', { count: done })));
}
