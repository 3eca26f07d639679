import { describe, expect, it } from 'vitest';
import { answerColumns } from '../../src/files/answer-columns.js';
import { columnNames } from '../../src/files/column-names.js';
import { isKnownHeader } from '../../src/files/columns.js';

const roleOf = (header: string): string | null =>
  (['opt_in', 'opt_out', 'unclear_answer'] as const).find((role) => answerColumns(['nom', header], role).includes(1)) ??
  null;

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
    'Accepte les SMS (oui/non)',
    'SMS : oui ou non',
    'Accord SMS (1 = oui, 0 = non)',
    'Souhaitez-vous, ou non, recevoir nos SMS ?',
    "J'accepte de recevoir des SMS (désinscription possible à tout moment)",
    'J’accepte de recevoir des SMS. Je peux me désabonner quand je veux.',
    'J’accepte de recevoir des SMS et peux me désinscrire à tout moment',
    'Ich möchte SMS empfangen (Widerruf jederzeit möglich)',
    'Opt-in SMS (STOP pour arrêter)',
    'Accepte les SMS, pas les mails',
    'Abonné aux SMS',
    'Newsletter SMS',
    'Envoi de SMS',
    'SMS association',
    'SMS marketing',
    'Subscribed to SMS',
    'Accepte d’être contacté',
    'Consentement à recevoir des communications',
    'accepts_marketing',
    'RGPD',
    'J’accepte',
    'SMS ja/nein',
    'SMS (nein/ja)',
    'SMS erwünscht',
    'Ich bin einverstanden, SMS zu erhalten, und kann dies jederzeit widerrufen',
    'J’accepte de recevoir des SMS et peux retirer mon accord à tout moment',
    'Abonné SMS sans engagement',
    'Acconsento a ricevere SMS e posso revocare il consenso in qualsiasi momento',
    'Toestemming',
    'Toestemming voor sms',
    'Ik ga akkoord met sms',
    'Sms ja/nee',
    'Wilt u berichten ontvangen?',
    'Acepta SMS',
    'Consentimento SMS',
    'SMS Marketing Status',
  ])('%s asks for a yes', (header) => {
    expect(roleOf(header)).toBe('opt_in');
  });

  it.each([
    'opt-out',
    'Désabonné',
    'désinscrit le',
    'Ne souhaite pas recevoir de SMS',
    'Refuse les SMS',
    'SMS bloqué',
    'SMS_BLACKLISTED',
    'SMS blocked',
    'SMS gesperrt',
    'Exclu des SMS',
    'Keine SMS',
    'No SMS',
    'Date de désinscription SMS',
    'Do not text',
    'abgemeldet am',
    'Opposition',
    'non contattare',
    'Je n’accepte pas de recevoir des SMS',
    'Je ne souhaite plus recevoir de SMS (STOP)',
    'Je refuse de recevoir des SMS',
    'Pas de SMS (oui/non)',
    'Sans SMS',
    'SMS désactivé',
    'SMS deaktiviert',
    'Aucun SMS',
    'SMS retiré',
    'Ne plus contacter',
    'Consentement retiré le',
    'Retrait du consentement SMS',
    'A retiré son accord pour les SMS',
    'Consent withdrawn on',
    'SMS nein',
    'SMS abbestellt',
    'SMS unerwünscht',
    'SMS verweigert',
    'Möchte keine SMS erhalten',
    'Bitte nicht anschreiben',
    'Werbesperre',
    'Widerruf',
    'Einwilligung widerrufen am',
    'SMS-Einwilligung zurückgezogen',
    'Niente SMS',
    'Nessun SMS',
    'Nega SMS',
    'Revoca del consenso',
    'Data revoca consenso',
    'Geen sms',
    'Wenst geen sms',
    'Niet sms’en',
    'Niet meer contacteren',
    'Sms geweigerd',
    'Uitgeschreven',
    'Afgemeld op',
    'Toestemming ingetrokken op',
    'Sin SMS',
    'Baja SMS',
    'Não quer SMS',
    'Recusa SMS',
    'Keng SMS',
  ])('%s tells of a no', (header) => {
    expect(roleOf(header)).toBe('opt_out');
  });

  it.each([
    'SMS (refus)',
    'Souhaite se désabonner des SMS',
    'Ne cochez que si vous acceptez de recevoir des SMS',
    'J’accepte de recevoir des SMS et non des appels',
    'Non-opposition aux SMS',
    'Recevoir des SMS (refus)',
    'J’accepte de recevoir des SMS et peux retirer mon accord',
    'Kein Widerspruch gegen SMS',
  ])('%s says either', (header) => {
    expect(roleOf(header)).toBe('unclear_answer');
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
    'Portable pour SMS',
    'Handy für SMS',
    'Numéro SMS',
    'Nombre de SMS',
    'Groupe SMS',
    'Dernier SMS',
    'Last SMS',
    'SMS délivré',
    'SMS_STATUS',
    'SMS error',
    'SMS cliqué',
    'Accepts Email Marketing',
    'Droit à l’image',
    'base légale',
    'date',
    'at',
    'newsletter',
    'double opt-in',
    'Lieu de retrait',
    'Widerrufsbelehrung',
    'SMS-Einwilligung am',
    'Toestemming op',
    'Datum toestemming sms',
    'Toestemming foto’s',
    'SMS Status',
    'SMS versendet',
    'Laatste sms',
    'Notfallkontakt',
    'Contactpersoon',
    '',
  ])('%j is another column', (header) => {
    expect(roleOf(header)).toBeNull();
  });

  it.each(['Remarques', 'Bemerkung', 'Notizen', 'Opmerkingen', 'Osservazioni', 'Comments'])(
    '%j is of what somebody noted',
    (header) => {
      expect(answerColumns(['nom', header], 'remark')).toEqual([1]);
      expect(roleOf(header)).toBeNull();
    },
  );

  it('finds all of them, since each counts', () => {
    expect(answerColumns(['Accepte les SMS', 'nom', 'Consentement'], 'opt_in')).toEqual([0, 2]);
  });

  it('does not take a title for a header', () => {
    for (const name of [...columnNames.opt_in, 'désinscrit'])
      expect([name, isKnownHeader(name)]).toEqual([name, false]);
  });
});
