import type { Clock } from '../../world.js';
import type { OutgoingMessage, Provider } from '../provider.js';

/**
 * A provider that answers `throttled` instead of sending after the end of the window: whatever was waited for between
 * the judgement and the submission, nothing leaves late.
 */
export function windowGuard(provider: Provider, clock: Clock): Provider {
  return {
    ...provider,
    collect: () => provider.collect(),
    send(message: OutgoingMessage, departs?: () => void) {
      if (message.sendBefore !== null && clock.now() >= message.sendBefore) {
        return Promise.resolve({ kind: 'throttled', retryAfterMs: 0 });
      }
      return provider.send(message, departs);
    },
  };
}
