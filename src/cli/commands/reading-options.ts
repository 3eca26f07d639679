import type { Command } from 'commander';
import type { HelpWords } from '../program.js';

/** What the operator knows better than a file of people tells. */
export interface ReadingOptions {
  readonly phoneColumn?: string;
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly sheet?: string;
}

export function addReadingOptions(command: Command, words: HelpWords): Command {
  return command
    .option('--phone-column <name>', words('help.phoneColumn'))
    .option('--encoding <name>', words('help.encoding'))
    .option('--delimiter <character>', words('help.delimiter'))
    .option('--sheet <name>', words('workbook.helpSheet'));
}

/** The same as the flows take it: null is for the file to tell. */
export function readingOf(options: ReadingOptions): Readonly<Record<keyof ReadingOptions, string | null>> {
  const { phoneColumn = null, encoding = null, delimiter = null, sheet = null } = options;
  return { phoneColumn, encoding, delimiter, sheet };
}
