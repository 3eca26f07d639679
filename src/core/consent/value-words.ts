import type { ConsentKind, ConsentMethod, OptOutBasis, ProofKind } from './consent-event.js';
import type { LegalBasis } from './purpose.js';
import type { SuppressionReason } from '../suppression/suppression.js';

/**
 * The usual names of what a cell may say, in French, German, Italian, Dutch and English; beside them each value is known by
 * its own name. Case, accents, spaces, hyphens and apostrophes do not matter, and ä ö ü may be written ae oe ue.
 *
 * A word stands under one value of its column, and only where nobody could mean another: what is taken here becomes
 * part of a legal proof, so a word that may mean two things is left out and refused. Left out on purpose: "formulaire",
 * "site" and "SMS" as methods (on paper or on line? on a web site or on site? a keyword or an answer?), "suppression",
 * "cancellazione" and "operator" as reasons.
 */
type ValueWords<V extends string> = Readonly<Record<V, readonly string[]>>;

/** Of the purposes that are built in; one that the workspace configures wins by its own name. */
export const purposeWords: ValueWords<'marketing' | 'association' | 'survey' | 'information'> = {
  marketing: [
    ...['direct marketing', 'advertising', 'prospection', 'prospection commerciale', 'publicité', 'pub'],
    ...['marketing direct', 'offres commerciales', 'werbung', 'direktwerbung', 'direktmarketing'],
    ...['pubblicità', 'marketing diretto', 'promozione', 'promozioni', 'reclame', 'publiciteit'],
  ],
  association: [
    ...['associations', 'association life', 'club life', 'vie associative', "vie de l'association", 'associatif'],
    ...["nouvelles de l'association", 'verein', 'vereinsleben', 'vereinsnachrichten'],
    ...['associazione', 'vita associativa', "vita dell'associazione", 'vereniging', 'verenigingsleven'],
    ...['verenigingsnieuws'],
  ],
  survey: [
    ...['surveys', 'poll', 'sondage', 'sondages', 'enquête', 'enquêtes', 'enquête de satisfaction'],
    ...['umfrage', 'umfragen', 'befragung', 'sondaggio', 'sondaggi', 'indagine', 'bevraging', 'peiling'],
  ],
  information: [
    ...['info', 'infos', 'informations', 'service information', 'information pratique', 'informations pratiques'],
    ...['informationen', 'informazione', 'informazioni', 'informatie'],
  ],
};

/** The opt-out bases are known so as to be refused by name. */
export const basisWords: ValueWords<LegalBasis | OptOutBasis> = {
  opt_in: [
    ...['single opt-in', 'consent', 'explicit consent', 'opt-in simple', 'consentement', 'consentement explicite'],
    ...['consentement exprès', 'accord', 'accord explicite', 'accord exprès', 'einwilligung', 'zustimmung'],
    ...['ausdrückliche einwilligung', 'einverständnis', 'einverständniserklärung', 'consenso', 'consenso esplicito'],
    ...['consenso espresso'],
    ...['toestemming', 'uitdrukkelijke toestemming', 'akkoord'],
  ],
  double_opt_in: [
    ...['confirmed opt-in', 'double opt-in confirmé', 'opt-in confirmé', 'double consentement', 'double accord'],
    ...['doppeltes opt-in', 'doppelte einwilligung', 'doppio opt-in', 'doppio consenso', 'dubbele opt-in'],
    ...['dubbele toestemming'],
  ],
  customer_similar_products: [
    ...['customer', 'existing customer', 'similar products', 'soft opt-in', 'client', 'cliente', 'client existant'],
    ...['produits similaires', 'produits ou services analogues', 'produits analogues', 'kunde', 'kundin'],
    ...['bestandskunde', 'bestandskundin', 'ähnliche produkte', 'prodotti simili', 'prodotti analoghi'],
    ...['klant', 'bestaande klant', 'gelijksoortige producten', 'soortgelijke producten'],
  ],
  member: [
    ...['membership', 'membre', 'adhérent', 'adhérente', 'adhésion', 'mitglied', 'mitgliedschaft'],
    ...['lid', 'lidmaatschap'],
    ...['socio', 'socia', 'iscrizione', 'iscritto', 'iscritta', 'adesione', 'tesseramento'],
  ],
  legitimate_interest: [
    ...['legitimate interests', 'intérêt légitime', 'intérêts légitimes', 'berechtigtes interesse'],
    ...['berechtigte interessen', 'interesse legittimo', 'legittimo interesse'],
    ...['gerechtvaardigd belang', 'gerechtvaardigde belangen'],
  ],
  contract: [
    ...['contrat', 'exécution du contrat', 'vertrag', 'vertragserfüllung', 'contratto', 'esecuzione del contratto'],
    ...['overeenkomst', 'uitvoering van de overeenkomst'],
  ],
  legal_obligation: [
    ...['obligation légale', 'gesetzliche pflicht', 'gesetzliche verpflichtung', 'rechtliche verpflichtung'],
    ...['obbligo legale', 'obbligo di legge', 'wettelijke verplichting'],
  ],
  rented_list: [
    ...['liste louée', 'fichier loué', 'gemietete liste', 'lista noleggiata', 'lista affittata', 'gehuurde lijst'],
  ],
  purchased_list: [
    ...['bought list', 'liste achetée', 'fichier acheté', 'gekaufte liste', 'lista acquistata', 'gekochte lijst'],
  ],
  opt_out_active: ['active opt-out', 'opt-out actif', 'aktives opt-out', 'opt-out attivo'],
  opt_out_passive: [
    ...['opt-out', 'passive opt-out', 'silence', 'tacit consent', 'opt-out passif', 'passives opt-out'],
    ...['consentement tacite', 'accord tacite', 'tacite', 'non-opposition', "absence d'opposition", 'sans opposition'],
    ...['schweigen', 'stillschweigend', 'stillschweigende einwilligung', 'opt-out passivo', 'silenzio'],
    ...['consenso tacito', 'silenzio assenso', 'stilzwijgend', 'stilzwijgende toestemming'],
  ],
  pre_checked: [
    ...['pre-checked box', 'pre-ticked', 'pre-ticked box', 'case pré-cochée', 'pré-coché', 'pré-cochée'],
    ...['vorangekreuzt', 'vorangekreuztes kästchen', 'vorausgewählt', 'casella preselezionata', 'preselezionata'],
    ...['vooraf aangevinkt', 'vooraf aangekruist'],
  ],
};

export const methodWords: ValueWords<ConsentMethod> = {
  web_form: [
    ...['online', 'online form', 'website', 'web', 'internet', 'formulaire web', 'formulaire en ligne'],
    ...['formulaire internet', 'site internet', 'site web', 'en ligne', 'webformular', 'online-formular', 'webseite'],
    ...['modulo web', 'modulo online', 'sito web', 'sito internet'],
    ...['webformulier', 'online formulier'],
  ],
  paper_form: [
    ...['paper', 'bulletin papier', 'formulaire papier', 'fiche papier', 'papier', 'sur papier'],
    ...["bulletin d'adhésion", "bulletin d'adhésion papier", 'papierformular', 'auf papier'],
    ...['modulo cartaceo', 'cartaceo', 'su carta', 'papieren formulier', 'op papier'],
  ],
  sms_keyword: [
    ...['keyword', 'keyword sms', 'mot-clé sms', 'mot-clé par sms', 'mot-clé', 'sms-stichwort', 'sms-schlüsselwort'],
    ...['parola chiave sms', 'parola chiave via sms', 'sms-trefwoord'],
  ],
  email: [
    ...['mail', 'by e-mail', 'courriel', 'mél', 'courrier électronique', 'par courriel', 'par e-mail', 'par mail'],
    ...['per e-mail', 'per mail', 'posta elettronica', 'via e-mail', 'via mail'],
  ],
  in_person: [
    ...['on site', 'face to face', 'en personne', 'sur place', 'guichet', 'au guichet', 'face à face', "à l'accueil"],
    ...['persönlich', 'vor ort', 'schalter', 'am schalter', 'di persona', 'sul posto', 'sportello', 'allo sportello'],
    ...['persoonlijk', 'ter plaatse', 'aan de balie'],
  ],
  phone_call: [
    ...['phone', 'call', 'by phone', 'téléphone', 'appel', 'appel téléphonique', 'par téléphone'],
    ...['au téléphone', 'telefon', 'telefonisch', 'telefonat', 'anruf', 'per telefon', 'am telefon', 'telefono'],
    ...['telefonata'],
    ...['per telefono', 'chiamata', 'chiamata telefonica', 'telefoon', 'per telefoon'],
  ],
  contract: ['contrat', 'vertrag', 'contratto', 'overeenkomst'],
  membership: [
    ...['member', 'membre', 'adhésion', 'adhérent', 'adhérente', 'mitglied', 'mitgliedschaft', 'beitritt'],
    ...['socio', 'socia', 'iscrizione', 'adesione', 'tesseramento', 'lid', 'lidmaatschap'],
  ],
};

export const kindWords: ValueWords<ConsentKind> = {
  given: ['donné', 'donnée', 'accordé', 'accordée', 'erteilt', 'gegeben', 'prestato', 'concesso', 'gegeven'],
  pending: [
    ...['unconfirmed', 'en attente', 'à confirmer', 'non confirmé', 'ausstehend', 'unbestätigt', 'in attesa'],
    ...['in afwachting', 'onbevestigd'],
  ],
  ended: ['terminé', 'terminée', 'beendet', 'terminato', 'beëindigd'],
  withdrawn: [
    ...['withdrawal', 'retiré', 'retirée', 'retrait', 'widerrufen', 'widerruf', 'revocato', 'revoca', 'ritirato'],
    ...['ingetrokken'],
  ],
};

export const proofWords: ValueWords<ProofKind> = {
  individual: ['individuel', 'individuelle', 'preuve individuelle', 'individuell', 'individuale', 'individueel'],
  bulk_attested: [
    ...['bulk', 'attested', 'attested for the whole file', 'attesté', 'attestée', 'attestée pour tout le fichier'],
    ...['attestation globale', 'pauschal bestätigt', 'attestato', 'attestata'],
  ],
};

export const reasonWords: ValueWords<SuppressionReason> = {
  stop: [
    ...['stop sms', 'stopp', 'unsubscribe', 'unsubscribed', 'opt-out', 'opted out', 'désinscription', 'désinscrit'],
    ...['désinscrite', 'désabonnement', 'désabonné', 'désabonnée', 'abmeldung', 'abgemeldet', 'abbestellt'],
    ...['disiscrizione', 'disiscritto', 'disiscritta'],
    ...['uitschrijving', 'uitgeschreven', 'afmelding', 'afgemeld'],
  ],
  link: [
    ...['personal link', 'unsubscribe link', 'lien', 'lien personnel', 'lien de désinscription', 'abmeldelink'],
    ...['persönlicher link', 'collegamento', 'link personale', 'link di disiscrizione'],
    ...['uitschrijflink', 'afmeldlink', 'persoonlijke link'],
  ],
  complaint: ['spam complaint', 'plainte', 'réclamation', 'beschwerde', 'reclamo', 'lamentela', 'klacht'],
  objection: [
    ...['opposition', "droit d'opposition", 'widerspruch', 'opposizione', 'diritto di opposizione', 'bezwaar'],
    ...['recht van bezwaar'],
  ],
  erasure: [
    ...['erased', 'right to be forgotten', 'effacement', 'effacé', "droit à l'effacement", "droit à l'oubli"],
    ...['löschung', 'gelöscht', 'recht auf vergessenwerden', "diritto all'oblio", 'cancellazione dei dati'],
    ...['gewist', 'recht op vergetelheid', 'recht op gegevenswissing'],
  ],
  manual: [
    ...['by hand', 'manuel', 'manuelle', 'à la main', 'manuell', 'von hand', 'manuale', 'a mano', 'handmatig'],
    ...['met de hand'],
  ],
  provider: ['carrier', 'opérateur', 'prestataire', 'anbieter', 'betreiber', 'operatore', 'fornitore', 'aanbieder'],
  unreachable: [
    ...['not reachable', 'injoignable', 'unerreichbar', 'nicht erreichbar'],
    ...['irraggiungibile', 'non raggiungibile', 'onbereikbaar', 'niet bereikbaar'],
  ],
};

/**
 * What stands in a column that asks for a yes; an empty cell is none. `left` says more than no: that somebody refused
 * or went away. Left out: "O" alone, which may be the figure 0 and then says the opposite, and crosses, which tick a box
 * as often as they strike it out.
 */
export const answerWords: ValueWords<'yes' | 'no' | 'left'> = {
  yes: [
    ...['y', 'true', '1', 'x', '✓', '✔', '☑', 'ok', 'agreed', 'accepted', 'oui', 'vrai', 'accepté', 'acceptée'],
    ...["j'accepte", "d'accord", 'ja', 'wahr', 'einverstanden', 'sì', 'vero', 'accetto', 'accettato', "d'accordo"],
    ...['subscribed', 'abonné', 'abonnée', 'abonniert', 'zugestimmt', 'acconsento', 'waar', 'akkoord', 'ik ga akkoord'],
    ...['verdadero', 'acepto', 'sim', 'verdadeiro', 'aceito', 'opted in', 'opt-in', 'j', 'erlaubt', 'gewünscht', '✅'],
    ...['erwünscht', 'erteilt', 'accetta', 'autorizza', 'acconsente', 'toegestaan'],
  ],
  no: [
    ...['n', 'false', '0', '☐', 'not subscribed', 'non', 'faux', 'non abonné', 'non abonnée', 'nein', 'falsch'],
    ...['nicht einverstanden', 'nicht erlaubt', 'nicht gewünscht', 'nicht erwünscht', 'nein danke', 'falso'],
    ...['no grazie'],
    ...['non accetta', 'non autorizza', 'nee', 'neen', 'onwaar', 'niet akkoord', 'niet toegestaan', 'não'],
  ],
  left: [
    ...['declined', 'refused', 'opt-out', 'opted out', 'unsubscribed', 'stop', 'refus', 'refusé', 'refusée'],
    ...['désinscrit', 'désinscrite', 'désabonné', 'désabonnée', 'abgelehnt', 'abgemeldet', 'widerrufen'],
    ...['widerspruch', 'widersprochen', 'abbestellt', 'verweigert', 'gesperrt', 'keine sms'],
    ...['unerwünscht', 'zurückgezogen', 'ausgetreten', 'verstorben', 'décédé', 'décédée', 'deceduto', 'deceduta'],
    ...['overleden', 'negato'],
    ...['rifiutato', 'rifiuto', 'disiscritto', 'disiscritta', 'revocato', 'niente sms', 'non desidera sms'],
    ...['geweigerd', 'uitgeschreven', 'afgemeld', 'ingetrokken', 'bezwaar', 'geen sms', 'baja', 'no sms', 'pas de sms'],
  ],
};
