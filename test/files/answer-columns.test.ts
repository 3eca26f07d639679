import { describe, expect, it } from 'vitest';
import { answerColumns } from '../../src/files/answer-columns.js';
import { columnNames } from '../../src/files/column-names.js';
import { isKnownHeader } from '../../src/files/columns.js';

const roleOf = (header: string): string | null =>
  (['opt_in', 'opt_out'] as const).find((role) => answerColumns(['nom', header], role).includes(1)) ?? null;

describe('answerColumns', () => {
  it.each([
    'Accepte les SMS',
    'Acceptez-vous de recevoir des SMS de l’association ?',
    "J'accepte de recevoir des SMS",
    'Accord pour être recontacté',
    'consentement',
    'Consentement SMS',
    'opt-in',
    'OPT_IN',
    'smsOptIn',
    'SMS OK',
    'SMS',
    'Einwilligung',
    'SMS-Nachrichten erlaubt',
    'Einwilligung SMS',
    'consenso',
    'Accetta SMS',
    'Accepts SMS Marketing',
  ])('%s asks for a yes', (header) => {
    expect(roleOf(header)).toBe('opt_in');
  });

  it.each([
    'opt-out',
    'Désabonné',
    'désinscrit le',
    'Ne souhaite pas recevoir de SMS',
    'Refuse les SMS',
    'Keine SMS',
    'No SMS',
    'Date de désinscription SMS',
    'Do not text',
    'abgemeldet am',
    'Opposition',
    'non contattare',
  ])('%s tells of a no', (header) => {
    expect(roleOf(header)).toBe('opt_out');
  });

  it.each([
    'Prénom',
    'Date de consentement',
    'Date consentement SMS',
    'SMS consent date',
    'Texte du consentement',
    'SMS consent text',
    'Mode de consentement SMS',
    'Lien de désinscription SMS',
    'Einwilligung am',
    'opt-in date',
    'Mobile (SMS)',
    'base légale',
    'date',
    'at',
    'newsletter',
    'double opt-in',
    '',
  ])('%j is another column', (header) => {
    expect(roleOf(header)).toBeNull();
  });

  it('finds all of them, since each counts', () => {
    expect(answerColumns(['Accepte les SMS', 'nom', 'Consentement'], 'opt_in')).toEqual([0, 2]);
  });

  it('does not take a title for a header', () => {
    for (const name of [...columnNames.opt_in, 'désinscrit'])
      expect([name, isKnownHeader(name)]).toEqual([name, false]);
  });
});
