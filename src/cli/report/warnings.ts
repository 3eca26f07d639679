import { phrase, type Phrase } from '../../words/phrase.js';
import type { App } from '../app.js';

/** Says warnings on standard error, each on a line; under `--json` they belong into the document: see `spokenWarnings`. */
export function tellWarnings(app: App, warnings: readonly Phrase[]): void {
  if (app.globals.json) return;
  for (const warning of warnings) {
    app.note(app.paint.err.yellow(app.say(phrase('report.warning', { message: app.say(warning) }))));
  }
}

/** Warnings as the field `warnings` of a JSON document has them. */
export function spokenWarnings(app: App, warnings: readonly Phrase[]): readonly string[] {
  return warnings.map((warning) => app.say(warning));
}
