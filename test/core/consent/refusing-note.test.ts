import { describe, expect, it } from 'vitest';
import { refusesTexts } from '../../../src/core/consent/refusing-note.js';

describe('what is noted of a person', () => {
  it.each([
    ...[
      'ne veut pas de SMS',
      'Ne pas envoyer de SMS svp',
      'refuse les SMS',
      'Sans SMS',
      'SMS : non',
      'ne plus contacter',
    ],
    ...[
      'STOP',
      'désinscrit',
      'Désinscrite le 3 mars 2025',
      'opposition',
      'keine SMS bitte',
      'SMS nein',
      'nicht kontaktieren',
    ],
    ...[
      'abgemeldet 3.4.2025',
      'no sms',
      'do not text',
      'don’t contact',
      'does not want texts',
      'geen sms',
      'niet contacteren',
    ],
    ...['non vuole SMS', 'niente messaggi', 'non desidera ricevere SMS'],
    ...['décédé', 'Décédée en 2024', 'est décédé', 'verstorben am 3.4.', '† 2024'],
    'parrain de Zoé ; pas de SMS',
  ])('refuses texts: %s', (note) => {
    expect(refusesTexts(note)).toBe(true);
  });

  it.each([
    ...['', 'pas le lundi', 'kann nicht am Montag', 'Non-fumeur', 'ne mange pas de porc', 'no meat', 'niet op dinsdag'],
    ...['pas d’e-mail, SMS ok', 'pas de mail uniquement SMS', 'keine E-Mails, nur SMS', 'no email, text only'],
    ...['préfère les SMS', 'SMS oui', 'pas de voiture, contacter par SMS', 'geen mail maar wel sms'],
    ...['n’a pas reçu le SMS du 3 mars', 'SMS non reçus en mars'],
    ...['vous pouvez refuser nos SMS', 'Refus possible en répondant STOP au SMS', 'reply STOP to a text to opt out'],
    ...[
      'mari décédé',
      'mother died',
      'Stop covoiturage gare',
      'Bloque le parking',
      'Retirée du bureau en mars',
      'ancien président',
    ],
  ])('is about something else: %s', (note) => {
    expect(refusesTexts(note)).toBe(false);
  });
});
