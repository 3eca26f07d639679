import { maskPhoneNumber } from '../../core/contact/phone-number.js';
import { instantOf } from '../../core/schedule/instant.js';
import type { FormerHolder } from '../../store/store.js';
import { phrase, type Phrase } from '../../words/phrase.js';
import type { App } from '../app.js';
import { localZone } from '../commands/campaign-options.js';

/**
 * Names who had a number before: what is said now is about whoever has it now, and it may be the other one who asked.
 *
 * @param command The command to give with the other number.
 */
export function formerHolderWarnings(app: App, holders: readonly FormerHolder[], command: string): readonly Phrase[] {
  if (holders.length === 0) return [];
  const zone = localZone(app, app.workspace());
  return holders.map(({ number, holder, until }) =>
    phrase('rights.hadBefore', {
      ...{ number: maskPhoneNumber(number), holder: maskPhoneNumber(holder), until: instantOf(until) },
      ...{ zone, command },
    }),
  );
}
