import type { Option } from 'commander';
import { consentMethods } from '../../../core/consent/consent-event.js';
import { legalBases } from '../../../core/consent/purpose.js';
import { basisMeant, methodMeant } from '../../../core/consent/value-meaning.js';
import { phrase } from '../../../words/phrase.js';
import { wordedOption } from '../worded-option.js';

/** The legal basis; an opt-out is known so as to be refused for what it is. */
export function basisOption(description: string): Option {
  return wordedOption('--basis <basis>', description, legalBases, basisMeant, (code) =>
    phrase('consent.refusedHint', { reason: code === null ? 'unknown_basis' : 'opt_out_basis' }),
  );
}

/** How a consent was collected. */
export function methodOption(description: string): Option {
  return wordedOption('--method <method>', description, consentMethods, methodMeant, () =>
    phrase('consent.refusedHint', { reason: 'unknown_method' }),
  );
}
