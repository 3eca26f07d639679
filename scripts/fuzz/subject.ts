/**
 * The readers under trial, as the program runs them: from `dist`, which `npm run fuzz` builds first.
 */
import type * as Where from '../../src/core/audience/where.js';
import type * as PurposeModule from '../../src/core/consent/purpose.js';
import type * as DayText from '../../src/core/consent/day-text.js';
import type * as PhoneNumber from '../../src/core/contact/phone-number.js';
import type * as CountSegments from '../../src/core/segment/count-segments.js';
import type * as FillParts from '../../src/core/segment/fill-parts.js';
import type * as ReplaceTypography from '../../src/core/segment/replace-typography.js';
import type * as ComposeText from '../../src/core/template/compose-text.js';
import type * as MessageTemplate from '../../src/core/template/message-template.js';
import type * as InboxMessage from '../../src/core/delivery/inbox-message.js';
import type * as ClassifyReply from '../../src/core/suppression/classify-reply.js';
import type * as SuppressionRow from '../../src/core/suppression/suppression-row.js';
import type * as ImportSuppression from '../../src/flows/import-suppression.js';
import type * as InboxFile from '../../src/flows/inbox-file.js';
import type * as Config from '../../src/config/config.js';
import type * as Errors from '../../src/errors.js';
import type * as Records from '../../src/files/records.js';
import type * as Table from '../../src/files/table.js';
import type * as FormatsModule from '../../src/words/formats.js';
import type * as Speak from '../../src/words/speak.js';
import { law } from './family.ts';

async function built<Module>(path: string): Promise<Module> {
  return (await import(new URL(`../../dist/${path}`, import.meta.url).href)) as Module;
}

export const { compileWhere } = await built<typeof Where>('core/audience/where.js');
export const { parseDay } = await built<typeof DayText>('core/consent/day-text.js');
export const { formatPhoneNumber, maskPhoneNumber, numberExclusion, parsePhoneNumber } =
  await built<typeof PhoneNumber>('core/contact/phone-number.js');
export const { countSegments } = await built<typeof CountSegments>('core/segment/count-segments.js');
export const { replaceTypography } = await built<typeof ReplaceTypography>('core/segment/replace-typography.js');
export const { fillParts } = await built<typeof FillParts>('core/segment/fill-parts.js');
export const { composeText } = await built<typeof ComposeText>('core/template/compose-text.js');
export const { compileTemplate } = await built<typeof MessageTemplate>('core/template/message-template.js');
export const { parseConfig } = await built<typeof Config>('config/config.js');
export const { readRecords } = await built<typeof Records>('files/records.js');
export const { openInboxFile } = await built<typeof InboxFile>('flows/inbox-file.js');
export const { openSuppressionFile } = await built<typeof ImportSuppression>('flows/import-suppression.js');
export const { readInboxMessage } = await built<typeof InboxMessage>('core/delivery/inbox-message.js');
export const { classifyReply } = await built<typeof ClassifyReply>('core/suppression/classify-reply.js');
export const { readSuppression } = await built<typeof SuppressionRow>('core/suppression/suppression-row.js');
export const { builtInPurposes } = await built<typeof PurposeModule>('core/consent/purpose.js');
export const { openTable } = await built<typeof Table>('files/table.js');

const { OperatorError } = await built<typeof Errors>('errors.js');
const { formatsOf } = await built<typeof FormatsModule>('words/formats.js');
const { speak } = await built<typeof Speak>('words/speak.js');
const languages = [formatsOf('fr'), formatsOf('en')];

/**
 * Lets pass what an operator can mend, told in both languages; anything else is a crash and goes on.
 *
 * @returns The key of the problem.
 */
export function refusalKey(error: unknown, kinds: readonly Errors.ErrorKind[]): string {
  if (!(error instanceof OperatorError)) throw error;
  law(kinds.includes(error.kind), 'an error has a kind that fits its reader', () => error.kind);
  for (const formats of languages) {
    for (const phrase of [error.problem, error.hint]) {
      if (phrase === null) continue;
      const said = speak(phrase, formats);
      law(said !== '' && said !== phrase.key, 'every message has its words', () => phrase.key);
      law(!/\bundefined\b|\[object /.test(said), 'no message shows a value that it has not', () => said);
    }
  }
  return error.problem.key;
}

/** The places of what is wrong with a configuration. */
export function problemsOf(error: unknown): readonly { readonly line: number | null; readonly key: string }[] {
  if (!(error instanceof OperatorError)) return [];
  return error.details['problems'] as readonly { readonly line: number | null; readonly key: string }[];
}
