import { Command } from 'commander';
import { OperatorError } from '../../../errors.js';
import { undoImport } from '../../../flows/undo-import.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { localZone } from '../campaign-options.js';

interface SuppressUndoOptions {
  readonly dryRun?: boolean;
}

export function suppressUndoCommand(app: () => App, words: HelpWords): Command {
  return new Command('undo')
    .description(words('undo.help'))
    .argument('<import>', words('undo.helpImport'))
    .option('--dry-run', words('undo.helpDryRun'))
    .action((id: string, options: SuppressUndoOptions) => runSuppressUndo(app(), id, options));
}

async function runSuppressUndo(app: App, text: string, options: SuppressUndoOptions): Promise<void> {
  const zone = localZone(app, app.workspace());
  if (!/^\d{1,15}$/.test(text)) {
    throw new OperatorError('usage', phrase('undo.badImport', { value: text }), phrase('undo.badImportHint'));
  }
  const id = Number(text);
  const dryRun = options.dryRun === true;
  const { file, entries, undone } = await app.withLedger(dryRun ? 'read' : 'write', (ledger) =>
    undoImport(id, { dryRun, zone }, { ledger, clock: app.world.clock, actor: app.actor }),
  );
  const { undoable, stillListed, others } = entries;
  if (app.globals.json) {
    const before = entries.undone;
    app.out(
      JSON.stringify({
        type: 'suppress_undo',
        import: id,
        file: file.fileName,
        undoable,
        undone,
        stillListed,
        before,
        others,
        dryRun,
      }),
    );
    return;
  }
  app.out(app.say(phrase('undo.done', { count: dryRun ? undoable : undone, file: file.fileName, dryRun })));
  if (stillListed > 0) app.out(app.say(phrase('undo.stillListed', { count: stillListed })));
  if (entries.undone > 0) app.out(app.say(phrase('undo.undone', { count: entries.undone })));
  if (others > 0) app.out(app.say(phrase('undo.others', { count: others })));
}
