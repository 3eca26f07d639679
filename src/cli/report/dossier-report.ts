import type { DateTime } from 'luxon';
import { maskNumbersIn } from '../../core/contact/mask-text.js';
import { formatPhoneNumber, maskPhoneNumber } from '../../core/contact/phone-number.js';
import { instantOf, isoInstant } from '../../core/schedule/instant.js';
import {
  suppressionRecord,
  writtenNumber,
  writtenProof,
  writtenText,
  type Revealing,
} from '../../flows/export-shapes.js';
import type { Dossier } from '../../flows/give-access.js';
import { toldProof } from '../../flows/why-facts.js';
import type { ConsentProof, SuppressionRow } from '../../store/store.js';
import type { OwnMessage } from '../../store/rights-store.js';
import { phrase, type Phrase, type PhraseKey } from '../../words/phrase.js';
import { printable } from '../../words/printable.js';
import type { App } from '../app.js';
import { entryText, proofLines } from './consent-report.js';
import { dayText } from './request-report.js';
import { shownText } from './shown-text.js';

/** The rights that every answer names (GDPR article 15(1)(e) and (f)). */
const RIGHTS = ['rectify', 'erase', 'restrict', 'object', 'withdraw', 'portability', 'complain'] as const;

/** What the register says in words of people: it may hold a number. */
const SAID_OF_REQUESTS = ['contact', 'identifiedBy', 'extendedBecause', 'answeredBecause'];

/** Everything in JSON, in a form that another program can read (GDPR article 20). */
export function dossierDocument(
  dossier: Dossier,
  revealing: Revealing,
  now: DateTime,
): Readonly<Record<string, unknown>> {
  const { number, record, consents, suppressions, requests, log, recipients, rehearsals, controller } = dossier;
  return {
    type: 'subject_access',
    at: isoInstant(now),
    controller: { name: controller.name, contact: controller.contact, privacyUrl: controller.privacyUrl },
    number: writtenNumber(number, revealing),
    known: record.knownSince !== null,
    knownSince: record.knownSince,
    erasedAt: record.erasedAt,
    formerNumbersUntil: record.formerUntil,
    consents: consents.map((proof) => without(writtenProof(toldProof(proof), revealing), 'operator')),
    suppressed: suppressions.map((row) => without(suppressionRecord(row, revealing), 'operator', 'number')),
    messages: record.messages.map((message) => ({ ...message, text: writtenText(message.text, number, revealing) })),
    leftOut: record.exclusions,
    replies: record.replies.map((reply) => ({
      ...reply,
      text: reply.text === null || revealing.reveal ? reply.text : maskNumbersIn(reply.text),
    })),
    requests: requests.map((row) =>
      without(row, 'fingerprint', 'number', 'operator', ...(revealing.reveal ? [] : SAID_OF_REQUESTS)),
    ),
    log,
    recipients,
    rehearsals,
    keptMonths: { texts: dossier.terms.texts, proofs: dossier.terms.proofs, replies: dossier.terms.replies },
    rights: RIGHTS,
  };
}

/** Who did something is another person's data; the number stands at the head of the document. */
function without(record: object, ...names: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
}

/** The same in words that the person understands. */
export function dossierLines(app: App, dossier: Dossier, { reveal }: Revealing, zone: string): readonly string[] {
  const { number, record, consents, suppressions, requests, log, recipients, rehearsals, controller, terms } = dossier;
  const say = (words: Phrase): string => app.say(words);
  const title = (key: PhraseKey): string => `\n${app.paint.out.bold(app.say({ key, values: undefined }))}`;
  const instant = (at: string): string => app.formats.instant(instantOf(at), zone);
  const none = `  ${say(phrase('access.none'))}`;
  const orNone = (lines: readonly string[]): readonly string[] => (lines.length === 0 ? [none] : lines);
  const orNobody = (lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [`  ${say(phrase('access.nobody'))}`] : lines;
  const shown = reveal ? formatPhoneNumber(number) : maskPhoneNumber(number);
  return [
    app.paint.out.bold(say(phrase('access.title', { number: shown, organisation: controller.name }))),
    title('access.data'),
    `  ${say(phrase('access.number', { number: shown, since: record.knownSince === null ? null : instant(record.knownSince) }))}`,
    ...(record.erasedAt === null ? [] : [`  ${say(phrase('access.erased', { at: instant(record.erasedAt) }))}`]),
    ...record.formerUntil.map((at) => `  ${say(phrase('access.former', { at: instant(at) }))}`),
    title('access.consents'),
    ...orNone(consents.flatMap((event) => proofLines(app, inPlainWords(app, writtenProof(event, { reveal })), zone))),
    title('access.neverList'),
    ...orNone(
      suppressions.map((row) => {
        const why = phrase('access.heldBack', { reason: row.reason });
        return `  ${printable(entryText(app, byUs(row, controller.name), zone, why))}`;
      }),
    ),
    title('access.messages'),
    ...orNone(
      record.messages.flatMap((message) =>
        messageLines(app, { ...message, text: writtenText(message.text, number, { reveal }) }, instant),
      ),
    ),
    title('access.replies'),
    ...orNone(
      record.replies.flatMap(({ receivedAt, text, verdict }) => [
        `  ${say(phrase('access.reply', { at: instant(receivedAt), verdict }))}`,
        ...(text === null ? [] : shownText(app, reveal ? text : maskNumbersIn(text)).map((part) => `    ${part}`)),
      ]),
    ),
    title('access.leftOut'),
    ...orNone(
      record.exclusions.map(({ campaign, reason, plannedAt }) => {
        const why = say(phrase('report.reason', { reason }));
        return `  ${say(phrase('access.exclusion', { campaign, why, at: instant(plannedAt) }))}`;
      }),
    ),
    title('access.requests'),
    ...orNone(
      requests.map(({ kind, receivedOn, dueOn, answeredOn }) => {
        const asked = say(phrase('requests.kind', { kind }));
        const days = { received: dayText(app, receivedOn), due: dayText(app, dueOn) };
        const answered = answeredOn === null ? null : dayText(app, answeredOn);
        return `  ${say(phrase('access.request', { kind: asked, ...days, answered }))}`;
      }),
    ),
    title('access.log'),
    ...orNone(
      log.map(({ seq, at, kind, campaign }) => {
        const what = say(phrase('audit.kind', { kind }));
        return `  ${say(phrase('consent.seq', { seq }))}  ${instant(at)}  ${what}${campaign === null ? '' : `  ${printable(campaign)}`}`;
      }),
    ),
    title('access.recipients'),
    ...orNobody(recipients.map((provider) => `  ${say(phrase('access.recipient', { provider }))}`)),
    ...(rehearsals.length === 0 ? [] : [`  ${say(phrase('access.rehearsals', { names: rehearsals }))}`]),
    title('access.kept'),
    ...(['number', 'texts', 'proofs', 'replies', 'neverList', 'log'] as const).map((what) => {
      const months = what === 'texts' || what === 'proofs' || what === 'replies' ? terms[what] : null;
      return `  ${say(phrase('access.keptHow', { what, months }))}`;
    }),
    title('access.rights'),
    ...RIGHTS.map((right) => `  ${say(phrase('access.right', { right }))}`),
    say(phrase('access.contact', { contact: controller.contact, privacyUrl: controller.privacyUrl })),
  ];
}

/** Without the codes, the names of files and of people here that mean nothing to whoever gets it (GDPR article 12(1)). */
function inPlainWords(app: App, proof: PlainProof): Parameters<typeof proofLines>[1] {
  const { basis, method, fileName } = proof;
  return {
    ...proof,
    // « adhésion terminée : vous êtes adhérent » says the contrary of itself.
    basis: basis === null || proof.kind === 'ended' ? null : app.say(phrase('access.basis', { basis })),
    method: method === null ? null : app.say(phrase('access.method', { method })),
    fileName: fileName === null ? null : app.say(phrase('access.ourList')),
    line: null,
    wordingId: null,
    operator: null,
  };
}

type PlainProof = Omit<ConsentProof, 'number'>;

/** Who of us lifted an entry is another person's data. */
function byUs(row: SuppressionRow, organisation: string): SuppressionRow {
  return { ...row, lifts: row.lifts.map((lift) => ({ ...lift, operator: organisation })) };
}

function messageLines(app: App, message: OwnMessage, instant: (at: string) => string): readonly string[] {
  const { campaign, purpose, sender, text, state, reason, submittedAt, receipt, consentSeq } = message;
  const say = (words: Phrase): string => app.say(words);
  const at = submittedAt === null ? null : instant(submittedAt);
  const became = say(
    phrase('access.became', {
      state,
      receipt,
      reason: reason === null ? null : say(phrase('report.reason', { reason })),
    }),
  );
  return [
    `  ${say(phrase('access.message', { campaign, purpose, sender, at, became }))}`,
    ...shownText(app, text).map((part) => `    ${part}`),
    `    ${say(phrase('access.because', { consentSeq }))}`,
  ];
}
