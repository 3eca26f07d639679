import { Command, Option } from 'commander';
import { openNewFile } from '../../../files/new-file.js';
import { idOf, requireVersion } from '../../../flows/keep-wording.js';
import { phrase } from '../../../words/phrase.js';
import { printable } from '../../../words/printable.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { wordingForm } from '../../report/wording-form.js';

const formats = ['text', 'html'] as const;

interface WordingPrintOptions {
  readonly format: (typeof formats)[number];
  readonly out?: string;
}

export function wordingPrintCommand(app: () => App, words: HelpWords): Command {
  return new Command('print')
    .description(words('wording.helpPrint'))
    .argument('<id>', words('wording.helpId'))
    .addOption(new Option('--format <format>', words('wording.helpFormat')).choices(formats).default('text'))
    .option('--out <file>', words('consent.helpOut'))
    .action((id: string, options: WordingPrintOptions) => runWordingPrint(app(), id, options));
}

async function runWordingPrint(app: App, id: string, { format, out }: WordingPrintOptions): Promise<void> {
  const { config } = app.workspace();
  const version = await app.withLedger('read', (ledger) => requireVersion(id, { ledger }));
  const page = format === 'html' ? wordingForm(version, config.organisation.name) : version.text;
  if (out !== undefined && out !== '-') await writeNew(out, page.endsWith('\n') ? page : `${page}\n`);
  if (app.globals.json) app.out(JSON.stringify({ type: 'wording', id: idOf(version), ...version, file: out ?? null }));
  else if (out === undefined || out === '-') app.out(printable(page.trimEnd()));
  else app.note(app.say(phrase('wording.printed', { id: idOf(version), file: out })));
}

async function writeNew(path: string, text: string): Promise<void> {
  const file = await openNewFile(path);
  try {
    await file.put(text);
    await file.finish();
  } catch (error) {
    await file.discard();
    throw error;
  }
}
