import type { Purpose } from '../core/consent/purpose.js';
import type { Config } from './config.js';

/** The limits of one purpose: its own cap, or the general one. */
export function frequencyCapOf({ limits }: Config, purpose: Purpose): Config['limits']['frequencyCap'] {
  return limits.frequencyCapByPurpose.get(purpose.name) ?? limits.frequencyCap;
}
