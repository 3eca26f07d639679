import { Command } from 'commander';
import { OperatorError } from '../../../errors.js';
import { removeLeftovers } from '../../../files/leftovers.js';
import { rehearsalTraces } from '../../../files/rehearsals.js';
import { hasFile } from '../../../files/workspace.js';
import { refuseRehearsals, rotateKey } from '../../../flows/rotate-key.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { settledKeys } from '../ledger/lock-deps.js';

interface RotateOptions {
  readonly dropRehearsals?: true;
  readonly yes?: true;
}

export function keyRotateCommand(app: () => App, words: HelpWords): Command {
  return new Command('rotate')
    .description(words('rotation.help'))
    .option('--drop-rehearsals', words('rotation.helpDrop'))
    .option('--yes', words('rotation.helpYes'))
    .action((options: RotateOptions) => runRotate(app(), options));
}

async function runRotate(app: App, { dropRehearsals, yes }: RotateOptions): Promise<void> {
  const { files } = app.ownWorkspace();
  if (dropRehearsals !== true) refuseRehearsals(files);
  if (yes !== true && !(await isMeant(app))) {
    app.note(app.say(phrase('rotation.notDone')));
    return;
  }
  settledKeys(app);
  const told = await app.holdingAll(files, () => {
    removeLeftovers(files);
    const keys = app.keyDoor.keys(files);
    const rotated = rotateKey(files, {
      keys,
      lock: keys.fileKey === null ? null : app.keyDoor.lockOf(files),
      randomBytes: (length) => app.world.randomBytes(length),
      rekey: (file, from, to) => app.rekey(file, from, to),
      clearRehearsals() {
        // The question may have stood for a while: what was made meanwhile is no more to be dropped than what was there.
        if (dropRehearsals !== true) refuseRehearsals(files);
        const own = rehearsalTraces(files).filter(({ suffix, ledger }) => suffix === '' && hasFile(ledger));
        app.refuseHeldRehearsals(own);
        app.removeRehearsals(own);
      },
    });
    return Promise.resolve(rotated);
  });
  if (app.globals.json) {
    app.out(JSON.stringify({ type: 'key_rotate', key: files.key, ...told }));
    return;
  }
  const { subjects, entries, underFormerKeys, numbersUnderFormerKeys } = told;
  const counts = {
    subjects: Number(subjects),
    entries: Number(entries),
    kept: Number(underFormerKeys),
    numbers: Number(numbersUnderFormerKeys),
  };
  app.out(app.say(phrase('rotation.done', counts)));
  app.note(app.say(phrase('rotation.copies', { key: files.key })));
}

/** An exchange makes every copy of the key that is kept elsewhere useless. */
function isMeant(app: App): Promise<boolean> {
  if (app.prompts.canAsk) return app.prompts.confirm(app.say(phrase('rotation.ask')));
  throw new OperatorError('usage', phrase('rotation.yesNeeded'), phrase('rotation.yesNeededHint'));
}
