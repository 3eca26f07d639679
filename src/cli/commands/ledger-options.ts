import { Option, type Command } from 'commander';
import { isLeftOut, parseDay, type DayPlace, type DayText } from '../../core/consent/day-text.js';
import type { ConsentRules } from '../../core/consent/consent-row.js';
import { OperatorError } from '../../errors.js';
import { exportFormats, type ExportFormat, type ExportTarget } from '../../flows/export-rows.js';
import type { ImportFileRequest } from '../../flows/import-file.js';
import { phrase } from '../../words/phrase.js';
import { printable, printableJson } from '../../words/printable.js';
import type { App, Workspace } from '../app.js';
import { comesTwice, leftOut } from '../given-instant.js';
import type { HelpWords } from '../program.js';
import { localZone } from './campaign-options.js';
import { addReadingOptions, readingOf, type ReadingOptions } from './reading-options.js';

/** The options by which a file of people is read; the same for consents and for the never-list. */
export interface FileOptions extends ReadingOptions {
  readonly rejects?: string;
  readonly dryRun?: boolean;
}

export function addFileOptions(command: Command, words: HelpWords): Command {
  return addReadingOptions(command, words)
    .option('--rejects <file>', words('consent.helpRejects'))
    .option('--dry-run', words('consent.helpDryRun'));
}

export function fileRequest(app: App, file: string, options: FileOptions): ImportFileRequest {
  return {
    file,
    ...readingOf(options),
    rejects: options.rejects ?? null,
    locale: app.formats.locale,
    stdin: app.world.stdin,
  };
}

/** The options of every export. */
export interface ExportOptions {
  readonly out?: string;
  readonly format?: ExportFormat;
  readonly reveal?: boolean;
}

export function addExportOptions(command: Command, words: HelpWords): Command {
  return command
    .addOption(new Option('--format <format>', words('consent.helpFormat')).choices(exportFormats))
    .option('--out <file>', words('consent.helpOut'))
    .option('--reveal', words('consent.helpReveal'));
}

/** A table, unless JSON is asked for, by `--format` or for every answer. */
export function exportTarget(app: App, { out, format }: ExportOptions): ExportTarget {
  const { stdout } = app.world;
  const chosen = format ?? (app.globals.json ? 'jsonl' : 'csv');
  // A table on a terminal is looked at; in a pipe it is data, to the byte.
  const shown = (text: string): string => (stdout.isTerminal ? printable(text.replaceAll('\r\n', '\n')) : text);
  return {
    out: out === undefined || out === '-' ? null : out,
    format: chosen,
    locale: app.formats.locale,
    stream: {
      isRead: () => stdout.isRead,
      write: (text) => stdout.write(chosen === 'jsonl' ? printableJson(text) : shown(text)),
    },
  };
}

/**
 * Says on standard error what an export left behind; what went to standard output speaks for itself.
 *
 * @param isMasked Of a file that people would import again, whether its numbers are masked: then it is no copy of anything.
 */
export function tellExported(app: App, { out }: ExportTarget, rows: number, isMasked = false): void {
  if (out === null || app.globals.json) return;
  app.note(app.say(phrase('consent.exported', { rows, file: out, isMasked: isMasked && rows > 0 })));
}

/** By what a consent is judged here and now. */
export function consentRules(app: App, workspace: Workspace): ConsentRules {
  const { config, isRehearsing } = workspace;
  return {
    controller: config.organisation.name,
    purposes: config.purposes,
    defaultCountry: config.sender.country,
    allowFictional: isRehearsing,
    now: app.world.clock.now(),
    zone: localZone(app, workspace),
  };
}

/** Where the workspace reads dates: in the zone of the sender's country, and as people there write them. */
export function dayPlace(app: App, workspace: Workspace): DayPlace {
  return { zone: localZone(app, workspace), country: workspace.config.sender.country };
}

/** A date or an instant that a flag gives; null when it is absent. @throws OperatorError usage (64) */
export function dayOption(option: string, value: string | undefined, place: DayPlace): DayText | null {
  if (value === undefined) return null;
  const day = parseDay(value, place);
  const isTwice = day !== null && !day.isDateOnly && +day.at !== +day.end;
  if (isTwice) throw comesTwice(option, value, place.zone, [day.at, day.end]);
  if (day !== null) return day;
  if (isLeftOut(value, place)) throw leftOut(option, value, place.zone);
  throw new OperatorError('usage', phrase('consent.badDay', { option, value }), phrase('consent.badDayHint'));
}
