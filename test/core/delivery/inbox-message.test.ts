import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import {
  joinedParts,
  readInboxMessage,
  type InboxCells,
  type InboxReading,
} from '../../../src/core/delivery/inbox-message.js';
import { isoInstant } from '../../../src/core/schedule/instant.js';
import { cellsOfObject } from '../../../src/files/inbox-columns.js';

const NOW = DateTime.fromISO('2026-03-10T10:00:00.000Z', { zone: 'utc' });
const RULES = { defaultCountry: 'FR', now: NOW, zone: 'Europe/Paris' };
const NUMBER = '+33639981234';

const read = (cells: InboxCells): InboxReading => readInboxMessage(cells, RULES);

/** As one line of JSON has it. */
function readObject(value: object): InboxReading {
  const cells = cellsOfObject(value);
  if (cells === null) throw new Error('an object has cells');
  return read(cells);
}

describe('what may be an opt-out of nobody', () => {
  it.each([
    [{ from: '', text: 'STOP' }],
    [{ from: ' ', text: 'ok stop', status: 'delivered' }],
    [{ text: 'désinscription', status: 'sent', ref: '' }],
  ])('is named as a reply without a number: %j', (cells) => {
    expect(read(cells)).toEqual({ kind: 'refused', reason: 'invalid_number', value: '' });
  });

  it.each(['Envoyé', 'Gesendet', 'sent', 'Inviato', 'Verzonden', 'outgoing', 'Sortant'])(
    'is no text that a mailbox calls %j, whatever way out stands in it',
    (direction) => {
      expect(read({ from: NUMBER, text: 'Fête samedi. STOP au 36184', direction })).toMatchObject({ kind: 'passed' });
      expect(read({ from: NUMBER, text: 'STOP', direction: 'Reçu' })).toMatchObject({ kind: 'reply' });
    },
  );

  it('leaves receipts what they are', () => {
    expect(read({ from: '', text: 'Fête samedi', status: 'delivered' })).toMatchObject({ kind: 'passed' });
    expect(read({ from: '', text: 'STOP au 36184', ref: 'r1', status: 'delivered' })).toMatchObject({
      kind: 'receipt',
    });
  });
});

describe('replies in the shapes of their sources', () => {
  it.each([
    ['ours', { from: NUMBER, text: 'STOP', at: '2026-03-10T09:00:00.000Z' }],
    [
      'a call of the Messages API',
      {
        channel: 'sms',
        message_uuid: 'aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab',
        to: '36184',
        from: '33639981234',
        timestamp: '2026-03-10T09:00:00Z',
        text: 'STOP',
        sms: { num_messages: '1', keyword: 'STOP' },
        usage: { currency: 'EUR', price: '0.0' },
      },
    ],
    [
      'a call of the SMS API',
      {
        'api-key': 'abcd1234',
        msisdn: '33639981234',
        to: '36184',
        messageId: '0A0000000123ABCD1',
        text: 'STOP',
        type: 'text',
        keyword: 'STOP',
        'message-timestamp': '2026-03-10 09:00:00',
      },
    ],
    [
      'a record of a report',
      {
        account_id: 'abcd1234',
        message_id: 'aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab',
        direction: 'inbound',
        from: '33639981234',
        to: '36184',
        message_body: 'STOP',
        date_received: '2026-03-10T09:00:00+0000',
      },
    ],
    ['a French mailbox', { Expéditeur: '06 39 98 12 34', Message: 'STOP', 'Reçu le': '10/03/2026 10:00' }],
    ['a German one', { Absender: '+33 6 39 98 12 34', Nachricht: 'STOP', 'Empfangen am': '10.03.2026 10:00' }],
    ['an Italian one', { Mittente: '0033639981234', Testo: 'STOP', 'Ricevuto il': '10/03/2026 10:00' }],
    ['a list made by hand', { Portable: '0639981234', Réponse: 'STOP', Date: '2026-03-10 10:00' }],
    ['day and hour apart', { De: NUMBER, Texte: 'STOP', Date: '10/03/2026', Heure: '10h00' }],
    ['seconds since the epoch', { msisdn: '33639981234', text: 'STOP', timestamp: '1773133200' }],
  ])('%s', (_, value) => {
    expect(readObject(value)).toMatchObject({
      kind: 'reply',
      reply: { number: NUMBER, text: 'STOP', at: DateTime.fromISO('2026-03-10T09:00:00.000Z', { zone: 'utc' }) },
      repairs: [],
    });
  });

  // Numbers of New Caledonia look like French mobiles that lost their zero.
  it.each([
    ['a call of the Messages API', { message_uuid: 'u', from: '687750000', to: '36184', text: 'STOP' }],
    ['a call of the SMS API', { msisdn: '687750000', to: '36184', messageId: 'm', text: 'STOP' }],
    ['a record of a report', { account_id: 'a', direction: 'inbound', from: '687750000', message_body: 'STOP' }],
  ])('takes the digits in %s for a number with its calling code', (_, value) => {
    expect(readObject(value)).toMatchObject({ kind: 'reply', reply: { number: '+687750000' } });
  });

  it('takes them so in a receipt, too', () => {
    const receipt = { message_uuid: 'u', to: '687750000', status: 'rejected', error: { title: '1240' } };
    expect(readObject(receipt)).toMatchObject({ kind: 'receipt', receipt: { to: '+687750000', code: '1240' } });
  });

  it('leaves what a person’s list has as it was, and what is no number with a calling code', () => {
    const of = (value: object) => readObject({ text: 'STOP', ...value });
    expect(of({ from: '639981234' })).toMatchObject({ reply: { number: NUMBER } });
    expect(of({ msisdn: '639981234' })).toMatchObject({ reply: { number: NUMBER } });
    expect(of({ msisdn: '0639981234' })).toMatchObject({ reply: { number: NUMBER } });
  });

  it('knows a message by the provider’s name for it, but not by the number of a list', () => {
    const messageId = (id: string) => {
      const reading = read({ from: NUMBER, text: 'STOP', message_id: id });
      return reading.kind === 'reply' ? reading.reply.messageId : undefined;
    };
    expect(messageId('aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab')).toBe('aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab');
    expect(messageId('12')).toBeNull();
  });

  it.each([
    [{}, 'no_date', ''],
    [{ time: 'hier soir' }, 'invalid_date', 'hier soir'],
    [{ time: '2026-03-11T10:00:00Z' }, 'future_date', '2026-03-11T10:00:00.000Z'],
    [{ time: isoInstant(NOW.plus({ minutes: 5 })) }, 'clock_ahead', isoInstant(NOW.plus({ minutes: 5 }))],
    [{ time: isoInstant(NOW.plus({ minutes: 6 })) }, 'future_date', isoInstant(NOW.plus({ minutes: 6 }))],
  ])('a time that can not be taken is now, and told: %j', (cells, repair, moment) => {
    expect(read({ from: NUMBER, text: 'STOP', ...cells })).toMatchObject({
      repairs: [repair],
      reply: { at: NOW, moment },
    });
  });

  it('a day alone ends with it, for the message of that day may have come first', () => {
    const on = (time: string) => read({ from: NUMBER, text: 'STOP', time });
    expect(on('2026-03-09')).toMatchObject({
      reply: { at: DateTime.fromISO('2026-03-09T22:59:59.999Z', { zone: 'utc' }) },
    });
    expect(on('2026-03-10')).toMatchObject({ repairs: [], reply: { at: NOW } });
  });

  it.each([
    [{ from: 'INFO-PUB', text: 'Promo' }, 'invalid_number', 'INFO-PUB'],
    [{ kind: 'reply', from: NUMBER }, 'no_text', ''],
    [{ ref: 'r', status: 'perhaps' }, 'unknown_status', 'perhaps'],
    [{ ref: 'r', status: 'Distribué : non' }, 'unknown_status', 'Distribué : non'],
    [{ kind: 'ping' }, 'unknown_kind', 'ping'],
  ])('%j is refused', (cells, reason, value) => {
    expect(read(cells)).toEqual({ kind: 'refused', reason, value });
  });

  it('parts of a long one are put together in their order', () => {
    const part = (index: number, text: string) =>
      readObject({
        msisdn: '33639981234',
        text,
        concat: 'true',
        'concat-ref': '99',
        'concat-total': '2',
        'concat-part': String(index),
      }) as Extract<InboxReading, { readonly kind: 'part' }>;
    expect(joinedParts([part(2, 'recevoir de SMS'), part(1, 'Je ne veux plus ')])).toMatchObject({
      number: NUMBER,
      text: 'Je ne veux plus recevoir de SMS',
    });
    expect(joinedParts([])).toBeNull();
    const joined = (...texts: readonly string[]) =>
      joinedParts(texts.map((text, index) => part(index + 1, text)))?.text;
    // Tables lose the space between them.
    expect(joined('Bonjour à tous, merci de me', 'desinscrire')).toBe('Bonjour à tous, merci de me desinscrire');
    expect(joined('STOP', 'je reste en ligne')).toBe('STOP je reste en ligne');
    expect(joined('Bonjour, merci de me désins', 'crire de vos', 'envois')).toBe(
      'Bonjour, merci de me désinscrire de vosenvois',
    );
    expect(joined('Je viens sam', 'edi')).toBe('Je viens samedi');
    expect(joined('auto-', ' stop', ' à Lyon')).toBe('auto- stop à Lyon');
    expect(joined(...Array.from({ length: 255 }, () => 'a'))).toBe('a'.repeat(255));
  });
});

describe('receipts in the shapes of their sources', () => {
  const AT = '2026-03-10T09:00:00.000Z';

  it.each([
    ['ours', { ref: 'r1', to: NUMBER, status: 'undelivered', code: '1190', at: AT }, '1190'],
    [
      'a call of the Messages API',
      {
        channel: 'sms',
        message_uuid: 'aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab',
        client_ref: 'r1',
        to: '33639981234',
        from: 'AMISDUPARC',
        status: 'undeliverable',
        timestamp: AT,
        error: { type: 'https://developer.vonage.com/api-errors/messages#1190', title: '1190', detail: 'gone' },
      },
      '1190',
    ],
    [
      'a call of the SMS API',
      {
        msisdn: '33639981234',
        to: 'AMISDUPARC',
        messageId: '0A0000000123ABCD1',
        status: 'failed',
        scts: '2603100900',
        'err-code': '3',
        'client-ref': 'r1',
        'message-timestamp': '2026-03-10 09:00:00',
      },
      '3',
    ],
    [
      'a record of a report',
      {
        direction: 'outbound',
        from: 'AMISDUPARC',
        to: '33639981234',
        message_body: 'Bonjour',
        client_ref: 'r1',
        status: 'rejected',
        error_code: '0',
        date_finalized: '2026-03-10T09:00:00+0000',
      },
      'rejected',
    ],
    [
      'a French table',
      { Destinataire: '06 39 98 12 34', Référence: 'r1', Statut: 'Non délivré', 'Code erreur': '12', Date: AT },
      '12',
    ],
  ])('%s', (_, value, code) => {
    expect(readObject(value)).toEqual({
      kind: 'receipt',
      receipt: { ref: 'r1', to: NUMBER, status: 'undelivered', code, at: AT },
    });
  });

  it.each([
    'delivered',
    'DELIVERED_TO_TERMINAL',
    'DELIVRD',
    'Delivery success',
    'read',
    'Livré',
    'Distribué',
    'Délivré',
    'Zugestellt',
    'Consegnato',
    'Afgeleverd',
  ])('%s is delivered', (status) => {
    expect(read({ ref: 'r1', status, time: AT })).toMatchObject({ receipt: { status: 'delivered', code: null } });
  });

  it.each([
    'undelivered',
    'UNDELIV',
    'expired',
    'Échec',
    'nicht zugestellt',
    'Unzustellbar',
    'Zustellung fehlgeschlagen',
    'Consegna fallita',
    'Niet afgeleverd',
    'Mislukt',
    'Non consegnato',
    'non délivré',
    'Delivery failed',
    'DELIVERY_ERROR',
  ])('%s is not', (status) => {
    expect(read({ ref: 'r1', status, time: AT })).toMatchObject({ receipt: { status: 'undelivered' } });
  });

  it.each([
    [{ ref: 'r1', status: 'submitted' }, 'interim'],
    [{ ref: 'r1', status: 'buffered' }, 'interim'],
    [{ ref: 'r1', status: 'Delivery report pending' }, 'interim'],
    [{ status: 'delivered' }, 'foreign'],
  ])('%j is passed over: %s', (cells, why) => {
    expect(read(cells)).toEqual({ kind: 'passed', why });
  });

  it.each(['mms', 'RCS', 'whatsapp', 'Mobile'])('a STOP by another channel than SMS is a reply: %s', (channel) => {
    for (const text of ['STOP', 'ok stop', 'Je n’habite plus ici depuis longtemps, stop svp']) {
      expect(read({ channel, from: NUMBER, text, time: AT })).toMatchObject({
        kind: 'reply',
        reply: { number: NUMBER, text },
        repairs: ['other_channel'],
      });
    }
    for (const cells of [{ text: 'Merci !' }, {}, { ref: 'r1', status: 'delivered' }]) {
      expect(read({ channel, from: NUMBER, ...cells })).toEqual({ kind: 'set_aside', channel });
    }
  });

  it.each(['Lu', 'Non lu', 'read', 'Reçu', 'gelesen', 'Letto', 'Gelezen', 'Délivré', 'unknown'])(
    'a STOP that a mailbox numbers and calls %s is a reply',
    (status) => {
      const cells = { from: NUMBER, ref: 'MSG-4711', status, time: AT };
      expect(read({ ...cells, text: 'STOP' })).toMatchObject({ kind: 'reply', reply: { text: 'STOP' } });
    },
  );

  it.each(['Lu', 'received', 'nouveau', 'empfangen'])('so is any text that it calls %s', (status) => {
    const cells = { from: NUMBER, ref: 'MSG-4711', status, time: AT };
    for (const text of ['Merci !', 'Je ne viendrai pas samedi, le train ne roule pas et je suis désolée']) {
      expect(read({ ...cells, text })).toMatchObject({ kind: 'reply', reply: { text } });
    }
  });

  it.each([
    [{ from: 'AMISDUPARC', text: 'STOP', status: 'read' }],
    [{ from: '36184', text: 'STOP', status: 'delivered' }],
    [{ from: NUMBER, text: '', status: 'read' }],
    [{ from: NUMBER, status: 'read' }],
    // The recipient of what was sent, in a column that is a sender's elsewhere.
    [{ from: NUMBER, text: 'La kermesse du parc, samedi dès 14 h. Venez !\nSTOP au 36184', status: 'delivered' }],
    [{ from: NUMBER, text: 'Fête samedi STOP au 36184', status: 'delivered' }],
    [{ from: NUMBER, text: 'STOP', status: 'read', direction: 'outbound' }],
  ])('what became of a message stays a receipt: %j', (cells) => {
    expect(read({ ref: 'r1', time: AT, ...cells })).toMatchObject({
      kind: 'receipt',
      receipt: { status: 'delivered' },
    });
  });

  it('a mailbox that has a status for its replies has replies all the same', () => {
    expect(read({ from: NUMBER, text: 'STOP', status: 'received', ref: '' })).toMatchObject({ kind: 'reply' });
  });
});

it('reads whatever anybody writes', () => {
  const cells = fc.dictionary(
    fc.constantFrom(
      'from',
      'text',
      'time',
      'utc_time',
      'ref',
      'status',
      'code',
      'kind',
      'direction',
      'parted',
      'parts',
    ),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(fc.property(cells, (one) => typeof read(one).kind === 'string'));
});
