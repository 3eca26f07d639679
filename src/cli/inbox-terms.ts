import type { InboxTerms } from '../flows/file-inbox.js';
import type { App } from './app.js';

/** How replies and receipts are judged here: by the configured limit, and by what the provider's codes mean. */
export function inboxTerms(app: App): InboxTerms {
  const { unreachableAfter } = app.workspace().config.limits;
  return { unreachableAfter, aboutCode: app.inboxSource().aboutCode };
}
