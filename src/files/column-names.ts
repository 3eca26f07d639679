/** What a column of a contacts, consent or never-list file is for. */
export type ColumnRole =
  | 'phone'
  | 'purpose'
  | 'basis'
  | 'given_at'
  | 'method'
  | 'wording'
  | 'source'
  | 'evidence'
  | 'ip'
  | 'collected_by'
  | 'campaign'
  | 'reason'
  | 'at'
  | 'valid_until'
  | 'confirmed_at'
  | 'last_contact'
  | 'kind'
  | 'proof'
  | 'opt_in'
  | 'opt_out'
  | 'unclear_answer'
  | 'remark'
  | 'postal_code'
  | 'region'
  | 'time_zone'
  | 'country';

/** When somebody left: a date to a never-list, and to consents a reason to stay away. */
const daysOfLeaving = [
  ...['stopped at', 'stopped on', 'stop date', 'date of stop', 'opted out at', 'opted out on', 'opt-out date'],
  ...['date of opt-out', 'date opted out', 'unsubscribed at', 'unsubscribed on', 'unsubscribe date'],
  ...['withdrawn at', 'withdrawn on', 'consent withdrawn at'],
  ...["date d'opposition", "date de l'opposition", 'opposition le', 'date du stop', 'date de stop', 'date stop'],
  ...['date de désinscription', 'date de la désinscription', 'date désinscription', 'désinscrit le', 'désinscrite le'],
  ...['date de désabonnement', 'date du désabonnement', 'date désabonnement', 'désabonné le', 'désabonnée le'],
  ...['retiré le', 'date de retrait', 'date du retrait', 'date de refus', 'date du refus'],
  ...['consentement retiré le', 'retrait du consentement le', 'date de retrait du consentement'],
  ...['abgemeldet am', 'abmeldedatum', 'datum der abmeldung', 'datum abmeldung'],
  ...['widerspruchsdatum', 'datum des widerspruchs', 'datum widerspruch', 'widerspruch am', 'widersprochen am'],
  ...['widerrufen am', 'widerruf am', 'widerrufsdatum', 'datum des widerrufs', 'datum widerruf', 'gesperrt am'],
  ...['sperrdatum'],
  ...['einwilligung widerrufen am', 'zustimmung widerrufen am', 'abmeldung am', 'abgemeldet seit', 'gesperrt seit'],
  ...['data di opposizione', "data dell'opposizione", 'data opposizione', 'data di cancellazione', 'cancellato il'],
  ...['data di disiscrizione', 'data disiscrizione', 'disiscritto il', 'data dello stop', 'data stop'],
  ...['data di revoca', 'data revoca', 'revocato il', 'consenso revocato il', 'data revoca consenso'],
  ...['data di revoca del consenso', 'data della revoca', 'disiscritta il'],
  ...['uitgeschreven op', 'uitschrijfdatum', 'datum uitschrijving', 'afgemeld op', 'afmelddatum', 'datum afmelding'],
  ...['ingetrokken op', 'toestemming ingetrokken op', 'datum intrekking', 'bezwaar op', 'datum bezwaar'],
  ...['geblokkeerd op'],
];

/** When somebody left the club: what they were as a member ends with that day. */
const endsOfMembership = [
  ...['membership ended on', 'member left on', 'resignation date', 'resigned on'],
  ...['date de démission', 'démission le', 'démissionné le', 'démissionnaire le', 'date de radiation', 'radié le'],
  ...['austritt', 'austrittsdatum', 'datum austritt', 'austritt am', 'austritt per', 'ausgetreten am'],
  ...['vereinsaustritt'],
  ...['kündigung zum', 'kündigungsdatum', 'gekündigt zum', 'ende der mitgliedschaft', 'mitgliedschaftsende'],
  ...['data dimissioni', 'data di dimissioni', 'dimesso il', 'data recesso', 'data di recesso', 'data disdetta'],
  ...['datum uittreding', 'uitgetreden op', 'einde lidmaatschap', 'datum opzegging', 'opgezegd op'],
];

/**
 * The usual names of each role in English, French, German, Italian and Dutch, the most specific first; `phone` follows rules
 * of its own in phone-column.ts; answer-columns.ts knows more of `opt_in` and `opt_out` than these, and `unclear_answer`.
 *
 * Left out on purpose, because a wrong guess would become part of a proof or of a legal judgement: a bare "date" as
 * the day of consent, a bare "reference" as evidence, "texte" as wording, Italian "stato" (state or country).
 */
export const columnNames: Readonly<
  Record<Exclude<ColumnRole, 'phone' | 'unclear_answer' | 'remark'>, readonly string[]>
> = {
  purpose: [
    ...['purpose', 'purposes', 'consent purpose'],
    ...['finalité', 'finalités', 'finalité du traitement', 'finalité du consentement'],
    ...['zweck', 'verwendungszweck', 'einwilligungszweck'],
    ...['finalità', 'scopo', 'finalità del trattamento'],
    ...['doel', 'doeleinde', 'doel van de verwerking'],
  ],
  basis: [
    ...['legal basis', 'lawful basis', 'basis'],
    ...['base légale', 'base juridique', 'fondement juridique', 'fondement légal', 'fondement', 'base'],
    ...['rechtsgrundlage'],
    ...['base giuridica'],
    ...['rechtsgrond', 'rechtsgrondslag', 'wettelijke basis'],
  ],
  given_at: [
    ...['given at', 'given on', 'consent given at', 'consent date', 'date of consent', 'consented at', 'consented on'],
    ...['opt-in date', 'opt-in at', 'opted in at', 'opted in on', 'date opt-in', 'date opted in'],
    ...['date du consentement', 'date de consentement', 'date consentement', "date de l'opt-in", "date d'opt-in"],
    ...["date de l'accord", "date d'accord", 'date accord', 'date de recueil', 'recueilli le', 'consenti le'],
    ...['donné le', 'accord donné le', 'consentement donné le'],
    ...['einwilligungsdatum', 'datum der einwilligung', 'einwilligung am', 'eingewilligt am'],
    ...['einwilligung erteilt am'],
    ...['zustimmungsdatum', 'datum der zustimmung', 'zugestimmt am', 'zustimmung am', 'zustimmung vom'],
    ...['einwilligung vom', 'datum einwilligung', 'datum zustimmung', 'opt-in am', 'opt-in-datum', 'datum opt-in'],
    ...['data del consenso', 'data consenso', 'data di consenso', 'consenso dato il', 'consenso del', 'opt-in il'],
    ...['data opt-in', "data dell'opt-in"],
    ...['datum toestemming', 'datum van toestemming', 'toestemmingsdatum', 'toestemming op', 'toestemming gegeven op'],
    ...['akkoord op', 'opt-in op'],
  ],
  method: [
    ...['consent method', 'collection method', 'method', 'opt-in method'],
    ...['mode de recueil', 'méthode de recueil', 'moyen de recueil', 'mode de collecte', 'canal de recueil'],
    ...['méthode', 'moyen', 'canal'],
    ...['art der einwilligung', 'einwilligungsart', 'erhebungsmethode', 'erhebungsart', 'methode', 'kanal'],
    ...['metodo di raccolta', 'modalità di raccolta', 'metodo', 'modalità', 'canale', 'channel'],
    ...['wijze van verkrijgen', 'verkregen via', 'kanaal'],
  ],
  wording: [
    ...['consent wording', 'consent text', 'consent statement', 'wording', 'wording shown', 'text shown'],
    ...['texte du consentement', 'mention de consentement', 'mention affichée', 'texte affiché', 'formulation'],
    ...['libellé du consentement', 'libellé', 'mention'],
    ...['einwilligungstext', 'wortlaut der einwilligung', 'wortlaut'],
    ...['testo del consenso', 'formulazione', 'dicitura'],
    ...['toestemmingstekst', 'tekst van de toestemming', 'formulering'],
  ],
  source: [
    ...['consent source', 'source', 'form address', 'form url', 'origin'],
    ...['source du consentement', 'adresse du formulaire', 'url du formulaire', 'origine', 'provenance', 'formulaire'],
    ...['quelle', 'herkunft', 'formularadresse'],
    ...['fonte', 'provenienza', 'indirizzo del modulo'],
    ...['bron', 'herkomst'],
  ],
  evidence: [
    ...['evidence reference', 'evidence', 'proof reference', 'proof', 'consent proof'],
    ...['référence de la preuve', 'référence preuve', 'preuve', 'justificatif', 'pièce justificative'],
    ...['nachweis', 'beleg', 'belegnummer', 'beweis'],
    ...['riferimento della prova', 'prova', 'giustificativo'],
    ...['bewijs', 'bewijsstuk'],
  ],
  kind: ['kind'],
  proof: ['proof'],
  opt_in: [
    ...['opt-in', 'opted in', 'opt-in status', 'consent', 'consent given', 'consented', 'has consented', 'agreed'],
    ...['sms'],
    ...['consentement', 'consentement donné', 'consentant', 'accord', 'accord donné', 'a donné son accord'],
    ...['einwilligung', 'einwilligung erteilt', 'eingewilligt', 'zustimmung', 'zustimmung erteilt'],
    ...['consenso', 'consenso dato', 'consenso prestato'],
    ...['toestemming', 'toestemming gegeven', 'akkoord'],
  ],
  opt_out: [
    ...['opt-out', 'opted out', 'opt-out status', 'unsubscribed', 'do not contact', 'do not text', 'stop'],
    ...['never-list', 'blacklisted', 'sms blacklisted', 'blocklisted', 'blacklist', 'liste noire'],
    ...daysOfLeaving,
    ...['withdrawn', 'consent withdrawn'],
    ...['désinscrit', 'désinscrite', 'désabonné', 'désabonnée', 'opposition', 'refus', 'ne pas contacter'],
    ...['consentement retiré', 'abgemeldet', 'widerspruch', 'widerrufen', 'widerruf', 'gesperrt', 'nicht kontaktieren'],
    ...['widersprochen', 'werbesperre', 'werbeverbot', 'kontaktsperre', 'kontaktverbot', 'sperrliste', 'blockliste'],
    ...['disiscritto', 'disiscritta', 'opposizione', 'consenso revocato', 'revocato', 'revoca', 'non contattare'],
    ...['lista nera'],
    ...['uitgeschreven', 'afgemeld', 'bezwaar', 'ingetrokken', 'geblokkeerd', 'niet contacteren', 'zwarte lijst'],
    ...['baja', 'dado de baja', 'no contactar', 'não contactar', 'lista negra', 'revoked', 'optout time'],
  ],
  ip: ['ip address', 'ip', 'adresse ip', 'ip-adresse', 'indirizzo ip'],
  collected_by: [
    ...['collected by', 'recorded by', 'collector'],
    ...['recueilli par', 'collecté par', 'saisi par', 'enregistré par'],
    ...['erfasst von', 'erhoben von', 'eingeholt von', 'aufgenommen von'],
    ...['raccolto da', 'registrato da', 'rilevato da'],
    ...['verzameld door', 'geregistreerd door'],
  ],
  campaign: [
    ...['campaign name', 'campaign'],
    ...['nom de la campagne', 'campagne'],
    ...['kampagnenname', 'kampagne'],
    ...['nome della campagna', 'campagna'],
    ...['naam van de campagne'],
  ],
  reason: ['reason', 'motif', 'raison', 'cause', 'grund', 'sperrgrund', 'motivo', 'ragione', 'causa', 'reden'],
  at: ['at', ...daysOfLeaving, 'date', 'datum'],
  valid_until: [
    ...['valid until', 'valid to', 'expires at', 'expires on', 'expires', 'expiry date', 'expiration date', 'expiry'],
    ...['member until', 'membership until', 'membership end date', 'membership expires'],
    ...["valable jusqu'au", "valide jusqu'au", 'fin de validité', 'date de fin de validité', "date d'expiration"],
    ...["adhérent jusqu'au", "adhésion jusqu'au", "fin d'adhésion", "date de fin d'adhésion", 'échéance'],
    ...['gültig bis', 'gueltig bis', 'ablaufdatum', 'mitglied bis', 'mitgliedschaft bis'],
    ...['valido fino al', 'valida fino al', 'data di scadenza', 'scadenza', 'socio fino al'],
    ...['geldig tot', 'vervaldatum', 'lid tot', 'lidmaatschap tot'],
    ...endsOfMembership,
  ],
  confirmed_at: [
    ...['confirmed at', 'confirmed on', 'confirmation date', 'date confirmed', 'confirm time', 'opt-in confirmed at'],
    ...['confirmé le', 'date de confirmation', "confirmation de l'opt-in"],
    ...['bestätigt am', 'bestätigungsdatum'],
    ...['confermato il', 'data di conferma'],
    ...['bevestigd op', 'datum bevestiging'],
  ],
  last_contact: [
    ...['last contact', 'last contact at', 'last contact on', 'last contact date', 'date of last contact'],
    ...['dernier contact', 'dernier contact le', 'date du dernier contact', 'date de dernier contact'],
    ...['letzter kontakt', 'letzter kontakt am', 'datum des letzten kontakts'],
    ...['ultimo contatto', "data dell'ultimo contatto"],
    ...['laatste contact', 'laatste contact op', 'datum laatste contact'],
  ],
  postal_code: [
    ...['postal code', 'postcode', 'post code', 'zip code', 'zip'],
    ...['code postal', 'numéro postal', 'cp', 'npa'],
    ...['postleitzahl', 'plz'],
    ...['codice postale', 'codice di avviamento postale', 'cap'],
    ...['código postal'],
  ],
  region: [
    ...['region', 'state', 'province', 'canton'],
    ...['région', 'département', 'code département'],
    ...['bundesland', 'kanton'],
    ...['regione', 'provincia', 'cantone'],
    ...['provincie', 'gewest'],
  ],
  time_zone: ['time zone', 'tz', 'fuseau horaire', 'fuseau', 'zeitzone', 'fuso orario', 'fuso', 'tijdzone'],
  country: [
    ...['country code', 'iso country code', 'country'],
    ...['code pays', 'pays'],
    ...['ländercode', 'laendercode', 'länderkürzel', 'land', 'staat'],
    ...['codice paese', 'paese', 'nazione'],
    ...['landcode', 'país'],
  ],
};
