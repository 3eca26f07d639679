import { phrase } from '../../words/phrase.js';
import { printable } from '../../words/printable.js';
import type { App } from '../app.js';

/** The lines of a message's text as a terminal may show them, or that the text was removed. */
export function shownText(app: App, text: string): readonly string[] {
  return text === '' ? [app.say(phrase('access.textGone'))] : text.split('\n').map(printable);
}
