import { inboxFields, type InboxCells, type InboxField } from '../core/delivery/inbox-message.js';
import { phoneCandidates } from './columns.js';
import { plainName } from './header-words.js';
import { isJsonObject } from './json-object.js';

/**
 * What mailboxes, providers and spreadsheets call the fields of replies and receipts, in English, French, German,
 * Italian and Dutch, the most specific first; with the names in Vonage's calls to us and in its reports.
 */
const names: Readonly<Record<InboxField, readonly string[]>> = {
  kind: ['kind', 'type', 'event', 'genre', 'nature', 'art', 'tipo'],
  direction: ['direction', 'sens', 'richtung', 'direzione'],
  channel: ['channel'],
  from: [
    ...['from', 'msisdn', 'sender', 'from number', 'sender number', 'from.number'],
    ...['expéditeur', "numéro de l'expéditeur", 'numéro expéditeur', 'émetteur', 'de'],
    ...['absender', 'absendernummer', 'von'],
    ...['mittente', 'numero del mittente', 'numero mittente', 'da'],
    ...['afzender', 'nummer afzender', 'van'],
  ],
  // Of a receipt: calls of Vonage's SMS API name the recipient by `msisdn`, and the sender by `to`.
  recipient: [
    ...['msisdn', 'recipient', 'to', 'to number', 'recipient number', 'to.number', 'receiver', 'destination'],
    ...['destinataire', 'numéro du destinataire', 'numéro destinataire', 'à'],
    ...['empfänger', 'empfängernummer', 'an'],
    ...['destinatario', 'numero del destinatario', 'numero destinatario', 'a'],
    ...['ontvanger', 'nummer ontvanger', 'aan'],
  ],
  text: [
    ...['text', 'message body', 'message text', 'sms text', 'body', 'content', 'message.content.text', 'message'],
    ...['reply', 'sms'],
    ...['texte', 'texte du message', 'contenu', 'corps', 'réponse', 'message reçu'],
    ...['nachricht', 'nachrichtentext', 'inhalt', 'antwort'],
    ...['testo', 'testo del messaggio', 'messaggio', 'contenuto', 'risposta'],
    ...['bericht', 'tekst', 'inhoud', 'antwoord'],
  ],
  time: [
    ...['received at', 'received on', 'received', 'timestamp', 'received date', 'received time', 'at', 'time'],
    ...['date time', 'sent at', 'date sent', 'created at', 'creation datetime', 'created datetime'],
    ...['reçu le', 'reçu', 'reçue le', 'date de réception', 'date heure', 'date et heure de réception', 'horodatage'],
    ...['date et heure', 'heure'],
    ...['empfangen am', 'empfangen', 'eingegangen am', 'empfangsdatum', 'zeitpunkt', 'zeit', 'uhrzeit'],
    ...['ricevuto il', 'ricevuto', 'data di ricezione', 'data e ora', 'ora'],
    ...['ontvangen op', 'ontvangen', 'tijdstip', 'datum en tijd', 'tijd'],
  ],
  day: ['date', 'day', 'jour', 'datum', 'tag', 'data', 'giorno'],
  utc_time: ['date finalized', 'date received', 'message timestamp'],
  message_id: [
    ...['message uuid', 'message id', 'sms id', 'id', 'uuid'],
    ...['identifiant du message', 'id du message', 'identifiant', 'nachrichten id', 'nachrichten-id', 'id messaggio'],
  ],
  country: [
    'country',
    'country code',
    'country iso',
    'code pays',
    'pays',
    'ländercode',
    'land',
    'codice paese',
    'paese',
    'landcode',
  ],
  // Names of Vonage's calls and reports.
  international: ['msisdn', 'message uuid', 'account id'],
  ref: [
    ...['client ref', 'client reference', 'our reference', 'ref', 'reference'],
    ...['référence client', 'notre référence', 'référence', 'kundenreferenz', 'referenz', 'riferimento'],
  ],
  status: [
    ...['delivery status', 'message status', 'dlr status', 'status', 'dlr', 'state'],
    ...['statut de livraison', 'statut', 'état', 'zustellstatus', 'zustand', 'stato di consegna', 'stato'],
  ],
  code: [
    'error code',
    'err code',
    'error.title',
    'error.type',
    'code',
    "code d'erreur",
    'code erreur',
    'fehlercode',
    'codice errore',
  ],
  parted: ['concat'],
  part: ['concat part'],
  parts: ['concat total'],
  part_group: ['concat ref'],
};

const plainNames: ReadonlyMap<InboxField, readonly string[]> = new Map(
  inboxFields.map((field) => [field, names[field].map(plainName)]),
);

export type InboxColumns = ReadonlyMap<InboxField, number>;

/** Which column, or which key of an object, says what. */
export function inboxColumns(headers: readonly string[]): InboxColumns {
  const present = headers.map(plainName);
  const found = new Map<InboxField, number>();
  for (const [field, known] of plainNames) {
    const index = known.map((name) => present.indexOf(name)).find((at) => at !== -1);
    if (index !== undefined) found.set(field, index);
  }
  // « Portable » of a list made by hand is whoever answered.
  const phone = phoneCandidates(headers)[0];
  if (!found.has('from') && phone !== undefined) found.set('from', phone);
  return found;
}

export function cellsOfColumns(columns: InboxColumns, cells: readonly string[]): InboxCells {
  return Object.fromEntries([...columns].map(([field, index]) => [field, cells[index] ?? '']));
}

/** What an object says, its inner objects taken apart: `error.title`. Null for what is no object. */
export function cellsOfObject(value: unknown): InboxCells | null {
  if (!isJsonObject(value)) return null;
  const flat = flattened(value, '');
  const columns = inboxColumns(flat.map(([key]) => key));
  return cellsOfColumns(
    columns,
    flat.map(([, text]) => text),
  );
}

/** Deeper than any provider goes. */
const DEEPEST = 4;

/** What an object says under which names, the names of inner objects before theirs. */
export function flattened(value: object, path: string, depth = 0): readonly (readonly [string, string])[] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]): readonly (readonly [string, string])[] => {
    const name = path === '' ? key : `${path}.${key}`;
    if (typeof inner === 'string') return [[name, inner]];
    if (typeof inner === 'number' || typeof inner === 'boolean') return [[name, String(inner)]];
    return typeof inner === 'object' && inner !== null && depth < DEEPEST ? flattened(inner, name, depth + 1) : [];
  });
}
