import { DateTime } from 'luxon';
import { parseDay } from '../consent/day-text.js';
import { parsePhoneNumber, type E164 } from '../contact/phone-number.js';
import { readRowNumber, type RowNumberReading } from '../contact/row-number.js';
import { instantOf, isoInstant } from '../schedule/instant.js';
import { latestMomentOf } from '../schedule/last-moment.js';
import { asksToLeave, classifyReply } from '../suppression/classify-reply.js';
import type { Receipt } from './send-outcome.js';

/** What a reply or a receipt may say, under whatever name its source has for it. */
export const inboxFields = [
  'kind',
  'direction',
  'channel',
  'from',
  'recipient',
  'text',
  'time',
  'day',
  'utc_time',
  'message_id',
  'country',
  // What only somebody has who names people by the digits of E.164, without a plus.
  'international',
  'ref',
  'status',
  'code',
  'parted',
  'part',
  'parts',
  'part_group',
] as const;
export type InboxField = (typeof inboxFields)[number];

/** What one message says; a field is absent where its source has no place for it. */
export type InboxCells = Readonly<Partial<Record<InboxField, string>>>;

export interface InboxRules {
  /** How national numbers are read. */
  readonly defaultCountry: string;
  readonly now: DateTime;
  /** The zone of a time that names none. */
  readonly zone: string;
}

/** Why a message can not be filed; stable. */
export type InboxRefusal =
  'invalid_number' | 'no_text' | 'unknown_status' | 'unknown_kind' | 'malformed_row' | 'malformed_json';

/**
 * What could not be taken as it stands: a message without a time, or with one that is ahead of the clock (`clock_ahead`: as
 * far as clocks differ), was received now; a number is one of the sender's country. Or it came by another channel than SMS
 * (`other_channel`), and is a reply because it may be an opt-out.
 */
export type ReplyRepair = TimeRepair | 'unknown_country' | 'other_channel';

type TimeRepair = 'no_date' | 'invalid_date' | 'future_date' | 'clock_ahead';

/** A text that a person sent back, as far as its source tells. */
export interface ReceivedText {
  readonly number: E164;
  readonly text: string;
  readonly at: DateTime;
  /** The time as it was given, to tell the message from another one with the same words; '' where none was. */
  readonly moment: string;
  /** The provider's name for it, where that is one of a kind. */
  readonly messageId: string | null;
}

export type InboxReading =
  | { readonly kind: 'reply'; readonly reply: ReceivedText; readonly repairs: readonly ReplyRepair[] }
  /** One part of a long reply: those of one `group` belong together. */
  | {
      readonly kind: 'part';
      readonly reply: ReceivedText;
      readonly repairs: readonly ReplyRepair[];
      readonly group: string;
      readonly part: number;
      readonly parts: number;
    }
  | { readonly kind: 'receipt'; readonly receipt: Receipt }
  /** A message on its way, about which nothing is decided; or one that is none of ours. */
  | { readonly kind: 'passed'; readonly why: 'interim' | 'foreign' }
  /** Of another channel than SMS, as its source calls it, and no opt-out. */
  | { readonly kind: 'set_aside'; readonly channel: string }
  /** `value`: what does not fit. */
  | { readonly kind: 'refused'; readonly reason: InboxRefusal; readonly value: string };

/** A name as short as a number of a list is no name: the next list counts from 1 again. */
const SHORTEST_ID = 16;
/** Clocks differ. */
const CLOCK_MINUTES = 5;

/**
 * Reads one message of a file: a reply or a receipt, told apart by what it says of itself, else by what it holds. A time
 * that can not be read becomes now: a STOP is never lost for it.
 */
export function readInboxMessage(cells: InboxCells, rules: InboxRules): InboxReading {
  const said = (field: InboxField): string => (cells[field] ?? '').trim();
  const channel = said('channel');
  const isOther = channel !== '' && channel.toLowerCase() !== 'sms';
  const kind = kindOf(cells, said, rules);
  // Whoever wants no more messages says so wherever they can: a STOP by MMS or RCS is one.
  if (isOther && !(kind === 'reply' && asksToLeave(said('text')))) return { kind: 'set_aside', channel };
  switch (kind) {
    case 'reply':
      return readReply(cells, said, rules, isOther ? ['other_channel'] : []);
    case 'receipt':
      return readReceipt(cells, said, rules);
    case null:
      return { kind: 'refused', reason: 'unknown_kind', value: said('kind') };
  }
}

type Said = (field: InboxField) => string;

const replyWords =
  /^(?:repl(?:y|ies)|inbound|incoming|mo|in|received|reponse|entrant|recu|antwort|eingehende?|eingang|risposta|ricevuto|in arrivo|antwoord|inkomend|ontvangen)\b/;
const receiptWords =
  /^(?:receipt|outbound|outgoing|dlr|mt|out|delivery|status|accuse|sortant|zustellung|zustellbericht|ausgehende?|ricevuta|in uscita|uitgaand|afleverrapport|afleverbericht|sent|envoyee?s?|gesendet|versendet|inviat[oi]|verzonden|verstuurd)\b/;

function kindOf(cells: InboxCells, said: Said, rules: InboxRules): 'reply' | 'receipt' | null {
  for (const field of ['kind', 'direction'] as const) {
    const word = plain(said(field));
    if (receiptWords.test(word)) return 'receipt';
    if (replyWords.test(word)) return 'reply';
  }
  // A reference together with a status is a receipt, unless somebody's words stand there too: mailboxes number and mark theirs.
  if (said('ref') !== '' && said('status') !== '' && !isSomebodysText(cells, said, rules)) return 'receipt';
  if (said('from') !== '' && cells.text !== undefined) return 'reply';
  // Nobody can tell whose words these are; what may be an opt-out is named, and is no receipt that passes in silence.
  if (said('from') === '' && said('ref') === '' && asksToLeave(said('text'))) return 'reply';
  if (said('status') !== '') return 'receipt';
  return said('from') !== '' ? 'reply' : null;
}

/**
 * Reads the number of a person. Where it stands in the digits of E.164 by the nature of its source, they are no national
 * form, however much they look like one: 687 75 00 00 is of New Caledonia then, and no French mobile without its zero.
 */
function numberIn(
  field: 'from' | 'recipient',
  said: Said,
  { country, international }: InboxCells,
  { defaultCountry }: InboxRules,
): RowNumberReading {
  const rules = { defaultCountry, allowFictional: true };
  const written = said(field);
  if (international !== undefined && /^[1-9]\d{6,14}$/.test(written)) {
    const reading = parsePhoneNumber(`+${written}`, defaultCountry, rules);
    if (reading.outcome === 'accept') return { reading, effect: 'none' };
  }
  return readRowNumber(written, country, rules);
}

/** How much a text asks for no more messages. */
function weightOf(text: string): 0 | 1 | 2 {
  const { verdict } = classifyReply(text);
  return verdict === 'opt_out' ? 2 : verdict === 'review' ? 1 : 0;
}

/** What mailboxes say of a message that came in. */
const mailboxStatus =
  /^(?:(?:non )?lu|(?:un)?read|recu|received|nouveau|new|traite|repondu|(?:un)?gelesen|empfangen|eingegangen|neu|(?:non )?letto|ricevuto|nuovo|(?:on)?gelezen|ontvangen|nieuw)$/;
/** No text that an organisation sends is so short: characters. */
const SHORT_TEXT = 40;

/**
 * Whether a row with a reference and a status is what a person wrote: mailboxes number and mark their messages, too. It has
 * a text, comes from a telephone, and its status tells of no delivery; or the text says STOP and nothing else.
 */
function isSomebodysText(cells: InboxCells, said: Said, rules: InboxRules): boolean {
  const text = said('text');
  if (text === '') return false;
  const { e164 } = numberIn('from', said, cells, rules).reading;
  if (e164 === null) return false;
  return mailboxStatus.test(plain(said('status'))) || (text.length <= SHORT_TEXT && weightOf(text) === 2);
}

function readReply(
  cells: InboxCells,
  said: Said,
  rules: InboxRules,
  channelRepairs: readonly ReplyRepair[],
): InboxReading {
  const { reading, effect } = numberIn('from', said, cells, rules);
  const { e164 } = reading;
  if (e164 === null) return { kind: 'refused', reason: 'invalid_number', value: said('from') };
  const { text } = cells;
  if (text === undefined) return { kind: 'refused', reason: 'no_text', value: '' };
  const { at, moment, repair } = timeOf(said, rules);
  const repairs: readonly ReplyRepair[] = [
    ...(repair === null ? [] : [repair]),
    ...(effect === 'unread' ? (['unknown_country'] as const) : []),
    ...channelRepairs,
  ];
  const id = said('message_id');
  const reply = { number: e164, text, at, moment, messageId: id.length >= SHORTEST_ID ? id : null };
  const [part, parts, group] = [Number(said('part')), Number(said('parts')), said('part_group')];
  const isPart = /^(?:true|1|yes)$/i.test(said('parted')) && group !== '' && part >= 1 && part <= parts;
  if (!isPart) return { kind: 'reply', reply, repairs };
  return { kind: 'part', reply, repairs, group: `${e164} ${group}`, part, parts };
}

/** What networks and their exports call the end of a message. */
const statuses: Readonly<Record<Receipt['status'] | 'interim', RegExp>> = {
  undelivered:
    /^(?:undeliv|delivery (?:fail|error|refused|reject|expired)|non (?:delivre|distribue|livre|consegnat)|not delivered|(?:nicht|niet) (?:zugestellt|zustellbar|afgeleverd|bezorgd)|unzustellbar|onbestelbaar|zustellung fehl|consegna fallit|mislukt|geweigerd|verlopen|failed|fail|echec|echoue|fehl|fallit|rejected|rejectd|rejete|refuse|abgelehnt|rifiutat|expired|expire|abgelaufen|scadut|deleted|supprime|unreachable|injoignable)/,
  // « Distribué : non » and « Delivery pending » begin like an arrival.
  delivered:
    /^(?:delivered|delivrd|delivree?\b|delivery (?:ok|success)|read$|lu$|livree?\b|distribuee?\b|zugestellt|consegnat|afgeleverd|bezorgd)(?!.*\b(?:non|not|nicht|no|nein|niet|nee)\b)/,
  interim:
    /^(?:delivery (?:report )?pending|submitted|accept|sent|envoye|gesendet|inviat|verzonden|buffered|enroute|pending|queued|scheduled|en cours|en attente|unknown|inconnu|unbekannt|sconosciut|onbekend|processing)/,
};

function readReceipt(cells: InboxCells, said: Said, rules: InboxRules): InboxReading {
  const status = said('status');
  const word = plain(status);
  // A text that a mailbox has sent.
  if (status === '' && said('ref') === '' && said('text') !== '') return { kind: 'passed', why: 'foreign' };
  if (statuses.interim.test(word)) return { kind: 'passed', why: 'interim' };
  const end = (['undelivered', 'delivered'] as const).find((one) => statuses[one].test(word));
  if (end === undefined) return { kind: 'refused', reason: 'unknown_status', value: status };
  const ref = said('ref');
  // Other programs send by the same account, too; one that did not arrive may say that its recipient wants none.
  if (ref === '' && end === 'delivered') return { kind: 'passed', why: 'foreign' };
  const code = said('code').replace(/^.*#/, '');
  const { at } = timeOf(said, rules);
  const told = code === '' || code === '0' ? word : code;
  const { e164 } = numberIn('recipient', said, cells, rules).reading;
  return {
    kind: 'receipt',
    receipt: {
      ref,
      ...(e164 === null ? {} : { to: e164 }),
      ...{ status: end, code: end === 'delivered' ? null : told, at: isoInstant(at) },
    },
  };
}

interface ReadTime {
  readonly at: DateTime;
  readonly moment: string;
  readonly repair: TimeRepair | null;
}

function timeOf(said: Said, { now, zone, defaultCountry: country }: InboxRules): ReadTime {
  const utc = said('utc_time');
  const written = utc === '' ? localTime(said) : utc;
  if (written === '') return { at: now, moment: '', repair: 'no_date' };
  const seconds = /^(\d{9,11})(?:\.\d+)?$|^(\d{12,14})$/.exec(written);
  if (seconds !== null) {
    const millis = seconds[1] === undefined ? Number(seconds[2]) : Number(seconds[1]) * 1000;
    return pastOf(DateTime.fromMillis(millis, { zone: 'utc' }), now);
  }
  const day = parseDay(written, { zone: utc === '' ? zone : 'utc', country });
  if (day === null) return { at: now, moment: written, repair: 'invalid_date' };
  if (day.isDateOnly)
    return { at: latestMomentOf(day, now), moment: day.text, repair: day.at > now ? 'future_date' : null };
  return { ...pastOf(day.at, now), at: DateTime.min(latestMomentOf(day, now), now) };
}

/** Mailboxes have day and hour in one column, or in two. */
function localTime(said: Said): string {
  const [time, day] = [said('time'), said('day')];
  if (time === '' || day === '') return time === '' ? day : time;
  const hour = /^(\d{1,2})[:hH](\d{2})(?::\d{2})?$/.exec(time);
  return hour === null ? time : `${day} ${(hour[1] ?? '').padStart(2, '0')}:${hour[2] ?? ''}`;
}

/** The same message comes with milliseconds by one way and without them by another. */
function pastOf(at: DateTime, now: DateTime): ReadTime {
  const moment = isoInstant(at.startOf('second'));
  const isFuture = at > now.plus({ minutes: CLOCK_MINUTES });
  const repair = isFuture ? 'future_date' : at > now ? 'clock_ahead' : null;
  return { at: DateTime.min(at, now), moment, repair };
}

/** Of so many ways to put parts together no more are tried. */
const MOST_JOININGS = 16;

/**
 * Puts the parts of a long reply together, in their order; its time is that of the first one. Tables lose the space where
 * one part ends and the next begins, and messages are cut within words: where both can be, what asks to leave is read.
 */
export function joinedParts(parts: readonly Extract<InboxReading, { readonly kind: 'part' }>[]): ReceivedText | null {
  const ordered = [...parts].sort((a, b) => a.part - b.part);
  const [first, ...others] = ordered;
  if (first === undefined) return null;
  let texts = [first.reply.text];
  for (const { reply } of others) {
    const isOpen = texts.length < MOST_JOININGS && !texts[0]?.endsWith(' ') && !reply.text.startsWith(' ');
    texts = texts.flatMap((text) => [text + reply.text, ...(isOpen ? [`${text} ${reply.text}`] : [])]);
  }
  const heaviest = Math.max(...texts.map(weightOf));
  const text = texts.find((one) => weightOf(one) === heaviest) ?? '';
  return { ...first.reply, text };
}

/** A reply that a provider's adapter has read already. Nobody has written later than `now`, whatever its clock says. */
export function receivedText(
  reply: { readonly number: E164; readonly text: string; readonly at: string; readonly messageId: string | null },
  now: DateTime,
): Omit<Extract<InboxReading, { readonly kind: 'reply' }>, 'kind'> {
  const { number, text, messageId } = reply;
  const { at, moment, repair } = pastOf(instantOf(reply.at), now);
  const id = messageId !== null && messageId.length >= SHORTEST_ID ? messageId : null;
  return { reply: { number, text, at, moment, messageId: id }, repairs: repair === null ? [] : [repair] };
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[_\s]+/g, ' ')
    .trim();
}
