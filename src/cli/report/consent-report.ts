import type { ConsentField } from '../../core/consent/consent-row.js';
import { formatPhoneNumber, maskPhoneNumber, type E164 } from '../../core/contact/phone-number.js';
import { instantOf } from '../../core/schedule/instant.js';
import { untilText } from '../../core/schedule/last-moment.js';
import type { ConsentStanding } from '../../flows/consent-standing.js';
import { suppressionRecord, writtenNumber, writtenProof, type Revealing } from '../../flows/export-shapes.js';
import type { ConsentProof, SuppressionRow } from '../../store/store.js';
import type { SuppressionLift } from '../../store/never-list-store.js';
import { isOnNoList } from '../../words/consent-reasons.js';
import { phrase, type Phrase, type PhraseKey } from '../../words/phrase.js';
import type { App } from '../app.js';
import { printable } from '../../words/printable.js';

/** Where one person stands, as one JSON document. */
export function standingDocument(
  number: E164,
  { purposes, suppressions, events }: ConsentStanding,
  revealing: Revealing,
): Readonly<Record<string, unknown>> {
  const states = purposes.map(({ purpose, state, isSuppressed: suppressed, proof }) => [
    purpose.name,
    { state, suppressed, basis: proof?.basis ?? null, proof: proof?.proof ?? null, givenAt: proof?.givenAt ?? null },
  ]);
  return {
    type: 'consent',
    number: writtenNumber(number, revealing),
    purposes: Object.fromEntries(states) as unknown,
    suppressed: suppressions.map((row) => suppressionRecord(row, revealing)),
    events: events.map((event) => ({
      ...writtenProof(event, revealing),
      number: writtenNumber(event.number, revealing),
    })),
  };
}

/** The same in words: what holds now, then everything that was recorded, with its proof. */
export function standingLines(
  app: App,
  number: E164,
  { purposes, suppressions, events }: ConsentStanding,
  { reveal }: Revealing,
  zone: string,
): readonly string[] {
  const say = app.say.bind(app);
  const isOnList = !isOnNoList(suppressions.map(({ reason }) => reason));
  const nameWidth = Math.max(...purposes.map(({ purpose }) => purpose.name.length));
  const states = purposes.map(({ purpose, state, hasEnded, isSuppressed, proof }) => {
    const facts =
      proof === null
        ? []
        : [
            say(phrase('consent.basis', { basis: proof.basis ?? '' })),
            app.formats.moment(proof.givenAt, zone),
            say(phrase('consent.proof', { proof: proof.proof })),
          ];
    const standing = [say(phrase('consent.standing', { state, hasEnded, isSuppressed, isOnList })), ...facts].join(
      ', ',
    );
    return `  ${purpose.name.padEnd(nameWidth)}  ${standing}`;
  });
  const entries = suppressions.map((row) => entryText(app, row, zone));
  return [
    app.paint.out.bold(reveal ? formatPhoneNumber(number) : maskPhoneNumber(number)),
    ...states,
    ...(entries.length === 0 ? [] : [app.paint.out.yellow(say(phrase('consent.onList', { entries, isOnList })))]),
    ...(events.length === 0 ? [say(phrase('consent.noHistory'))] : [say(phrase('consent.history'))]),
    ...events.flatMap((event) => proofLines(app, writtenProof(event, { reveal }), zone)),
  ];
}

/** "STOP, all promotional messages, since …" */
export function entryText(
  app: App,
  { reason, scope, purpose, at, lifts }: SuppressionRow,
  zone: string,
  why: Phrase = phrase('suppress.reason', { reason }),
): string {
  const reach = app.say(phrase('suppress.scope', { scope, purpose }));
  const told = [reach, app.formats.instant(instantOf(at), zone), ...liftTexts(app, lifts, zone)].join(', ');
  return `${app.say(why)} (${told})`;
}

/** What took an entry of the never-list back. */
export function liftTexts(app: App, lifts: readonly SuppressionLift[], zone: string): readonly string[] {
  return lifts.map(({ purpose, recordedAt, operator }) => {
    const at = app.formats.instant(instantOf(recordedAt), zone);
    return app.say(
      purpose === null ? phrase('lift.undone', { at, operator }) : phrase('lift.told', { purpose, at, operator }),
    );
  });
}

const eventWords = {
  given: 'consent.given',
  pending: 'consent.requested',
  withdrawn: 'consent.takenBack',
  ended: 'consent.ended',
} as const satisfies Record<ConsentProof['kind'], PhraseKey>;

/** What is told of a consent beside its basis and date, in this order. */
const details = [
  ['method', 'method'],
  ['wording', 'wording'],
  ['source', 'source'],
  ['evidence', 'evidence'],
  ['ip', 'ip'],
  ['collected_by', 'collectedBy'],
  ['campaign', 'campaign'],
  ['valid_until', 'validUntil'],
  ['confirmed_at', 'confirmedAt'],
  ['last_contact', 'lastContactAt'],
] as const satisfies readonly (readonly [ConsentField, keyof ConsentProof])[];

/** Of the {@link details}. What stands in the others is anybody's, be it written like a day. */
function isTime(key: (typeof details)[number][1]): boolean {
  return key === 'validUntil' || key === 'confirmedAt' || key === 'lastContactAt';
}

/** One event of the history with everything that proves it. */
export function proofLines(
  app: App,
  event: Omit<ConsentProof, 'number' | 'operator' | 'basis' | 'method'> &
    Readonly<Record<'operator' | 'basis' | 'method', string | null>>,
  zone: string,
): readonly string[] {
  const say = app.say.bind(app);
  const purpose = event.purpose ?? say(phrase('consent.everyPurpose'));
  const what = say(phrase(eventWords[event.kind]));
  const at = app.formats.instant(instantOf(event.recordedAt), zone);
  const givenAt = app.formats.moment(event.givenAt, zone);
  const given = event.basis === null ? [givenAt] : [say(phrase('consent.basis', { basis: event.basis })), givenAt];
  const told = details.flatMap(([field, key]) => {
    const named = key === 'wording' && event.wordingId !== null ? `${event.wordingId}: ` : '';
    const said = printable((event[key] ?? '').replace(/\s+/g, ' '));
    const value = isTime(key) ? app.formats.moment(key === 'validUntil' ? untilText(said, zone) : said, zone) : said;
    return value === '' ? [] : [`    ${say(phrase('consent.detail', { field, value: named + value }))}`];
  });
  const proof =
    event.kind === 'given' || event.kind === 'pending' ? [say(phrase('consent.proof', { proof: event.proof }))] : [];
  const file =
    event.fileName === null
      ? []
      : [
          event.line === null
            ? event.fileName
            : say(phrase('consent.fromFile', { file: event.fileName, line: event.line })),
        ];
  const recorded = say(phrase('consent.recordedAt', { at, operator: event.operator }));
  const hash = event.wording === null ? event.wordingHash : null;
  const removed = event.erasedAt === null ? null : app.formats.instant(instantOf(event.erasedAt), zone);
  return [
    `  ${say(phrase('consent.event', { seq: event.seq, what, facts: [purpose, ...given].join(', ') }))}`,
    ...told,
    ...(event.usedUpAt === null
      ? []
      : [`    ${say(phrase('renewal.usedUp', { at: app.formats.moment(event.usedUpAt, zone) }))}`]),
    ...(removed === null ? [] : [`    ${say(phrase('consent.proofRemoved', { at: removed, hash }))}`]),
    `    ${printable([...proof, ...file, recorded].join(', '))}`,
  ];
}
