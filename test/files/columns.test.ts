import { describe, expect, it } from 'vitest';
import { columnNames } from '../../src/files/column-names.js';
import {
  columnsSetAside,
  type ColumnRole,
  findColumn,
  findColumnNamed,
  isKnownHeader,
  looksLikeDay,
  phoneCandidates,
} from '../../src/files/columns.js';

describe('findColumn: phone', () => {
  it.each([
    'phone',
    'téléphone',
    'tel',
    'Tél.',
    'portable',
    'Mobile',
    'numéro',
    'natel',
    'Handy',
    'cellulare',
    'PHONE_NUMBER',
    'phoneNumber',
    'Mobile Phone',
    'Numéro de téléphone portable',
    'N° de portable',
    'Tél. portable',
    'Téléphone (mobile)',
    'Handynummer',
    'Handy-Nr.',
    'Natel Nr.',
    'Mobil',
    'Telefon',
    'Telefono cellulare',
    'Numero di telefono',
    'GSM',
    'E164',
    'msisdn',
    'Phone 1 - Value',
    'Portable 1',
    'Mobile (SMS)',
    'Portable perso',
    'Cell phone',
    'N° Tél',
    'TELEPHONE PORTABLE',
    'Champ additionnel: Numéro de téléphone',
    'Champ complémentaire 1 Téléphone portable',
    'Votre numéro de portable',
    'Quel est votre numéro de téléphone ?',
    'Cellulaire',
    'Mobilfunknummer',
    'Handy für SMS',
    'Portable pour SMS',
    'Telefon 1 - Wert',
    'Mobiel',
    'Mobiele telefoon',
    'Uw gsm-nummer',
    'Telefoonnummer',
    'Móvil',
    'Teléfono móvil',
    'Telemóvel',
    'Telefone celular',
  ])('knows %j', (header) => {
    expect(findColumn(['nom', header], 'phone')).toBe(1);
  });

  it.each([
    'Téléphone fixe',
    'Vaste telefoon',
    'Gsm moeder',
    'Teléfono fijo',
    'fax',
    'Tél. domicile',
    'Tel. Geschäft',
    'Telefon privat',
    'Home Phone',
    'Portable du conjoint',
    'Champ additionnel: Téléphone du conjoint',
    'Champ additionnel',
    'SMS',
    'Mobile app',
    'N°',
    'Numéro de membre',
    'Votre numéro de membre',
    'Votre portable professionnel',
    'Festnetz',
    'Telefono fisso',
    'Phone 1 - Type',
    'landline',
    '',
    'Hôtel',
    'telephonie',
  ])('does not take %j', (header) => {
    expect(findColumn([header], 'phone')).toBeNull();
  });

  it.each([
    [['Téléphone', 'Portable'], 1],
    [['Numéro', 'Tel'], 1],
    [['Phone', 'Téléphone fixe', 'Mobile'], 2],
    [['Téléphone fixe', 'Téléphone'], 1],
    [['Telefon', 'Handy'], 1],
    [['Portable', 'Portable (2)'], 0],
  ])('takes the most specific of %j', (headers, index) => {
    expect(findColumn(headers, 'phone')).toBe(index);
  });

  it('tells which fit equally well', () => {
    expect(phoneCandidates(['Portable 1', 'nom', 'Portable 2', 'Téléphone'])).toEqual([0, 2]);
    expect(phoneCandidates(['nom'])).toEqual([]);
  });
});

describe('findColumn: other roles', () => {
  it.each<[ColumnRole, string]>([
    ['purpose', 'Finalité'],
    ['purpose', 'Zweck'],
    ['purpose', 'Scopo'],
    ['basis', 'Base légale'],
    ['basis', 'Rechtsgrundlage'],
    ['basis', 'legal-basis'],
    ['given_at', 'given_at'],
    ['given_at', 'Date de consentement'],
    ['given_at', "Date d'opt-in"],
    ['given_at', 'Einwilligung am'],
    ['given_at', 'Data del consenso'],
    ['given_at', 'Opt-in am'],
    ['given_at', 'Datum toestemming'],
    ['basis', 'Rechtsgrond'],
    ['at', 'Uitgeschreven op'],
    ['at', 'Einwilligung widerrufen am'],
    ['valid_until', 'Lid tot'],
    ['valid_until', 'Austritt'],
    ['valid_until', 'Date de démission'],
    ['valid_until', 'Data dimissioni'],
    ['valid_until', 'Einde lidmaatschap'],
    ['method', 'Mode de recueil'],
    ['method', 'Metodo'],
    ['wording', 'Texte du consentement'],
    ['wording', 'Wortlaut'],
    ['source', 'SOURCE'],
    ['source', 'Herkunft'],
    ['evidence', 'Justificatif'],
    ['evidence', 'Nachweis'],
    ['ip', 'Adresse IP'],
    ['ip', 'IP-Adresse'],
    ['collected_by', 'Recueilli par'],
    ['collected_by', 'collectedBy'],
    ['campaign', 'Campagne'],
    ['campaign', 'Kampagne'],
    ['reason', 'Motif'],
    ['reason', 'Grund'],
    ['at', 'Date'],
    ['at', 'Date d’opposition'],
    ['valid_until', 'Valable jusqu’au'],
    ['valid_until', 'Gültig bis'],
    ['valid_until', 'Scadenza'],
    ['postal_code', 'Code postal'],
    ['postal_code', 'PLZ'],
    ['postal_code', 'NPA'],
    ['postal_code', 'ZIP'],
    ['postal_code', 'CAP'],
    ['region', 'Département'],
    ['region', 'Kanton'],
    ['region', 'State'],
    ['time_zone', 'Timezone'],
    ['time_zone', 'Fuseau horaire'],
    ['country', 'Pays'],
    ['country', 'Land'],
    ['country', 'Country Code'],
    ['country', 'Paese'],
  ])('%s is found as %j', (role, header) => {
    expect(findColumn(['x', header], role)).toBe(1);
    expect(isKnownHeader(header)).toBe(true);
  });

  it('finds each role by its own name, as files of smsctl write it', () => {
    const roles = Object.keys(columnNames) as ColumnRole[];
    for (const role of roles) expect(findColumn(roles, role)).toBe(roles.indexOf(role));
  });

  it('prefers the specific name to the general one', () => {
    expect(findColumn(['Date', 'Date stop'], 'at')).toBe(1);
  });

  it.each<[ColumnRole, string]>([
    ['given_at', 'Date'],
    ['given_at', 'Date de naissance'],
    ['at', 'Data'],
    ['evidence', 'Référence'],
    ['country', 'Stato'],
  ])('%s is not guessed from %j', (role, header) => {
    expect(findColumn([header], role)).toBeNull();
  });
});

describe('the day of a consent to texts, or of their end', () => {
  it.each<[ColumnRole, string]>([
    ['given_at', 'SMS-Einwilligung am'],
    ['given_at', 'Date du consentement SMS'],
    ['given_at', 'Data consenso SMS'],
    ['given_at', 'Datum toestemming sms'],
    ['at', 'Date de désinscription SMS'],
  ])('is the %s of %j, before any bare date', (role, header) => {
    expect(findColumn(['Datum', 'Handy', header], role, ['datum'])).toBe(2);
  });

  it.each(['Date SMS', 'SMS at', 'Texte du consentement SMS'])('is not that of %j', (header) => {
    expect(findColumn(['Handy', header], 'at')).toBeNull();
  });
});

describe('findColumnNamed', () => {
  const headers = ['Prenom', 'Prénom', 'N° de tél.', 'Телефон'];

  it.each([
    ['Prénom', 1],
    ['prénom', 0],
    ['n_de_tel', null],
    ['no de tel', 2],
    ['Телефон', 3],
    ['имя', null],
    ['', null],
  ])('finds %j at %j', (name, index) => {
    expect(findColumnNamed(headers, name)).toBe(index);
  });
});

describe('a remark in parentheses', () => {
  it.each([
    ['Code postal (domicile)', 'postal_code'],
    ['CP (adresse principale)', 'postal_code'],
    ['Code postal (de l’adresse)', 'postal_code'],
    ['PLZ (Wohnort)', 'postal_code'],
    ['Bundesland (privat)', 'region'],
    ['CAP (indirizzo privato)', 'postal_code'],
    ['Pays [résidence]', 'country'],
    ['Zip code (home)', 'postal_code'],
    ['Time zone (home address)', 'time_zone'],
    ['Date du consentement (SMS)', 'given_at'],
    ['Date du consentement (jj/mm/aaaa)', 'given_at'],
    ['Source (par SMS)', 'source'],
    ['Finalité (RGPD)', 'purpose'],
    ['Motif (facultatif)', 'reason'],
    ['Date du STOP (si connue)', 'at'],
  ] as const)('of %s does not hide the %s', (header, role) => {
    expect(findColumn(['Nom', header], role)).toBe(1);
  });

  it.each([
    ...['nationalité', 'origine', 'passeport', 'Herkunft', 'Staatsangehörigkeit', 'citizenship', 'cittadinanza'],
    ...['facturation', 'adresse de facturation', 'banque', 'club', 'maman', 'papa', 'livraison', 'siège', 'naissance'],
    ...['travail', 'SMS', 'facultatif', 'hiver', 'domicile des parents', '2', 'du', 'гражданство', 'الجنسية'],
  ])('(%s) makes something else of a country, or may', (remark) => {
    expect(findColumn(['Nom', `Pays (${remark})`], 'country')).toBeNull();
    expect(columnsSetAside(['Nom', `Pays (${remark})`], 'country')).toEqual([`Pays (${remark})`]);
  });

  it.each([
    ['Code postal (travail)', 'postal_code'],
    ['Date du consentement (e-mail)', 'given_at'],
    ['Date du consentement (photo)', 'given_at'],
    ['Date du consentement (domicile)', 'given_at'],
    ['Date (adhésion)', 'at'],
    ['Land (Geburtsort)', 'country'],
    ['Provenance (ancienne)', 'source'],
    ['Lieu (code postal)', 'postal_code'],
  ] as const)('of %s makes something else of it: no %s', (header, role) => {
    expect(findColumn(['Nom', header], role)).toBeNull();
  });

  it('is told where it sets a column aside', () => {
    expect(columnsSetAside(['Nom', 'Code postal (travail)'], 'postal_code')).toEqual(['Code postal (travail)']);
    const two = ['Code postal (domicile)', 'Code postal (adresse)'];
    expect(columnsSetAside(two, 'postal_code')).toEqual(two);
    expect(columnsSetAside([...two, 'CP'], 'postal_code')).toEqual([]);
    expect(columnsSetAside(['Pays (résidence)', 'Pays (naissance)'], 'country')).toEqual([]);
    expect(columnsSetAside(['Nom (usage)', 'Date (adhésion)'], 'at')).toEqual([]);
  });

  it('counts for nothing beside a better column, nor where there are two of them', () => {
    expect(findColumn(['Pays (résidence)', 'Pays'], 'country')).toBe(1);
    expect(findColumn(['Pays (résidence)', 'Land'], 'country')).toBe(1);
    expect(findColumn(['Date du consentement (SMS)', 'date'], 'given_at', ['date'])).toBe(1);
    expect(findColumn(['Code postal (domicile)', 'Code postal (adresse)'], 'postal_code')).toBeNull();
    expect(findColumn(['Code postal (travail)', 'Code postal (domicile)'], 'postal_code')).toBe(1);
  });
});

describe('looksLikeDay', () => {
  it.each(['Date', 'Sorti le', 'Sperr-Zeitstempel', 'Eintragsdatum', 'Heure', 'Giorno', 'Last seen at', 'created_at'])(
    'takes %j for a day or a time',
    (header) => {
      expect(looksLikeDay(header)).toBe(true);
    },
  );

  it.each(['Date de naissance', 'Geburtsdatum', 'Nom', 'le', 'Candidate', 'Update', 'téléphone'])(
    'but not %j',
    (header) => {
      expect(looksLikeDay(header)).toBe(false);
    },
  );
});
