import { consentMethods } from '../core/consent/consent-event.js';
import { legalBases } from '../core/consent/purpose.js';
import type { ConsentField, ConsentRefusal } from '../core/consent/consent-row.js';
import type { HoldBackReason, SuppressionScope } from '../core/suppression/suppression.js';
import type { SuppressionField, SuppressionRefusal, SuppressionRepair } from '../core/suppression/suppression-row.js';
import { french as fr } from './french.js';
import { basisNames, methodNames } from './proof-names.js';
import type { Locale } from './formats.js';

type Words<K extends string> = Readonly<Record<Locale, Readonly<Record<K, string>>>>;

/** Why a row was refused, as it stands beside a count. */
export const refusalWords: Words<ConsentRefusal | SuppressionRefusal> = {
  en: {
    invalid_number: 'number can not be read',
    not_mobile: 'not a mobile number',
    fictional_number: 'number kept for films',
    missing_purpose: 'no purpose',
    unknown_country: 'country not known, and a number without its calling code',
    unknown_purpose: 'unknown purpose',
    missing_basis: 'no legal basis',
    opt_out_basis: 'silence is not consent (opt-out)',
    unknown_basis: 'unknown legal basis',
    basis_not_accepted: 'legal basis not accepted for the purpose',
    missing_given_at: 'no date of consent',
    invalid_date: 'date can not be read',
    future_date: 'date in the future',
    missing_method: 'no method of collection',
    unknown_method: 'unknown method of collection',
    missing_wording: 'the words that were shown are missing',
    missing_note: 'no note of what was said and how to refuse',
    missing_source: 'no source',
    missing_campaign: 'rented list without its campaign',
    bulk_proof: 'rented or bought list without each person’s own proof',
    partner_not_named: 'rented or bought list whose proof does not name you',
    missing_evidence: 'nothing that shows the confirmation',
    not_opted_out: 'did not opt out, the list says',
    unknown_wording: 'no text is kept under this id',
    unconfirmed: 'double opt-in that waits for its confirmation',
    not_a_consent: 'not a consent',
    declined: 'did not say yes',
    unknown_answer: 'neither yes nor no where the consent is asked',
    malformed_row: 'more cells than columns',
    malformed_json: 'no JSON object',
    suppressed: 'on the never-list',
    withdrawn: 'consent withdrawn since',
  },
  fr: {
    invalid_number: 'numéro illisible',
    not_mobile: 'pas un mobile',
    fictional_number: 'numéro réservé à la fiction',
    missing_purpose: 'sans finalité',
    unknown_country: fr`pays inconnu, et un numéro sans indicatif`,
    unknown_purpose: 'finalité inconnue',
    missing_basis: 'sans base légale',
    opt_out_basis: 'le silence n’est pas un accord (opt-out)',
    unknown_basis: 'base légale inconnue',
    basis_not_accepted: 'base légale non admise pour la finalité',
    missing_given_at: 'sans date d’accord',
    invalid_date: 'date illisible',
    future_date: 'date dans le futur',
    missing_method: 'sans mode de recueil',
    unknown_method: 'mode de recueil inconnu',
    missing_wording: 'sans le texte montré',
    missing_note: 'sans note de ce qui a été dit et du moyen de refuser',
    missing_source: 'sans source',
    missing_campaign: 'liste louée sans sa campagne',
    bulk_proof: 'liste louée ou achetée sans la preuve de chacun',
    partner_not_named: 'liste louée ou achetée dont la preuve ne vous nomme pas',
    missing_evidence: 'rien qui montre la confirmation',
    not_opted_out: 'pas désinscrit, dit la liste',
    unknown_wording: 'aucun texte conservé sous cet identifiant',
    unconfirmed: 'double opt-in en attente de confirmation',
    not_a_consent: 'pas un accord',
    declined: 'n’a pas dit oui',
    unknown_answer: 'ni oui ni non dans la colonne de l’accord',
    malformed_row: 'plus de cellules que de colonnes',
    malformed_json: 'pas un objet JSON',
    suppressed: 'sur la liste d’exclusion',
    withdrawn: 'accord retiré depuis',
  },
};

/** The way out of each refusal, for one person's consent. */
export const refusalHints: Words<ConsentRefusal | SuppressionRefusal> = {
  en: {
    invalid_number: '`smsctl check number` tells how it is read',
    not_mobile: 'a message needs a mobile number: `smsctl check number` tells what this one is',
    fictional_number: 'such numbers are for rehearsals with the simulator',
    missing_purpose: 'name it with --purpose',
    unknown_country: 'write FR or France, for instance, or the number with its calling code: +33 …',
    unknown_purpose: '`smsctl config show` lists the purposes',
    missing_basis: 'name it with --basis',
    opt_out_basis: 'ask the person for a yes of their own',
    unknown_basis: `one of: ${legalBases.join(', ')}, or a usual word for one`,
    basis_not_accepted: 'choose a basis that this purpose accepts, or configure the purpose',
    missing_given_at:
      'give the date in a column named “date of consent”; --given-at is taken for one person, and for bases that are no opt-in',
    invalid_date: 'write it as 2026-03-10, 10/03/2026 or 2026-03-10T14:30:00+01:00',
    future_date: 'record it once it was given',
    missing_method: 'name it with --method',
    unknown_method: `“form” and “formulaire” mean two things: say “online form” (web_form) or “paper” (paper_form); else one of: ${consentMethods.join(', ')}, or a usual word for one`,
    missing_wording: 'give the words that were shown with --wording',
    missing_note: 'say with --wording what was said at collection and how to refuse',
    missing_source: 'say with --source where it was given',
    missing_campaign: 'name with --campaign the one campaign that the list was rented for',
    bulk_proof: 'give this person’s own proof',
    partner_not_named:
      'the words, the source or the evidence of this person must name your organisation as the one they agreed to hear from',
    not_opted_out: 'nothing to mend: the column of those who left says no',
    unknown_wording:
      '`smsctl wording list` has the ids; a name that has several versions needs its version, for instance form/2',
    missing_evidence: 'say with --evidence, or --ip, what shows that it was confirmed',
    unconfirmed: 'record the confirmation: its instant as confirmed_at (--confirmed-at), and what shows it as evidence',
    not_a_consent: 'a row whose kind is neither given nor withdrawn is left out: look at the column kind',
    declined:
      'a row that says no in the column of the answer, or in a remark, or that answers nothing is no consent: leave it out, or ask the person; it takes back nothing of what is recorded (smsctl consent withdraw does)',
    unknown_answer: 'write yes or no there; a column that holds something else needs another name',
    malformed_row:
      'name every column that holds something; in a CSV put a cell that holds the delimiter in quotation marks',
    malformed_json:
      'one whole object a line, or one list: these people are not on the list yet; --rejects FILE names the lines',
    suppressed:
      'no import takes anybody off: `smsctl suppress check NUMBER` tells why they are on it. After a STOP, a link or an entry by hand, who agreed again themselves: `smsctl consent add NUMBER --lift`; a restriction ends with `smsctl subject restrict NUMBER --lift`; an erasure, an objection and a complaint stand',
    withdrawn: 'if they agreed again afterwards, give the instant with its time: --given-at 2026-03-10T14:30:00+01:00',
  },
  fr: {
    invalid_number: fr`\`smsctl check number\` dit comment il est lu`,
    not_mobile: fr`il faut un mobile : \`smsctl check number\` dit ce qu’est ce numéro`,
    fictional_number: fr`ces numéros servent aux répétitions avec le simulateur`,
    missing_purpose: fr`indiquez-la avec --purpose`,
    unknown_country: fr`écrivez par exemple FR ou France, ou le numéro avec son indicatif : +33 …`,
    unknown_purpose: fr`\`smsctl config show\` liste les finalités`,
    missing_basis: fr`indiquez-la avec --basis`,
    opt_out_basis: fr`demandez à la personne un vrai oui`,
    unknown_basis: fr`l’une de : ${legalBases.map(basisNames.fr).join(', ')} ; le mot ou le code`,
    basis_not_accepted: fr`choisissez une base que cette finalité admet, ou configurez la finalité`,
    missing_given_at: fr`donnez la date dans une colonne nommée « date de l’accord » ; --given-at vaut pour une personne seule, et pour les bases sans opt-in`,
    invalid_date: fr`écrivez 2026-03-10, 10/03/2026 ou 2026-03-10T14:30:00+01:00`,
    future_date: fr`enregistrez l’accord une fois donné`,
    missing_method: fr`indiquez-le avec --method`,
    unknown_method: fr`« formulaire » a deux sens, en ligne et sur papier ; l’un de : ${consentMethods.map(methodNames.fr).join(', ')} ; le mot ou le code`,
    missing_wording: fr`donnez le texte montré avec --wording`,
    missing_note: fr`dites avec --wording ce qui a été dit au recueil et comment refuser`,
    missing_source: fr`dites avec --source où l’accord a été donné`,
    missing_campaign: fr`nommez avec --campaign la seule campagne pour laquelle la liste est louée`,
    bulk_proof: fr`donnez la preuve propre à cette personne`,
    partner_not_named: fr`le texte, la source ou la preuve de cette personne doit nommer votre organisme comme celui qui peut lui écrire`,
    not_opted_out: fr`rien à corriger : la colonne des désinscrits dit non`,
    unknown_wording: fr`\`smsctl wording list\` donne les identifiants ; un nom qui a plusieurs versions demande la sienne, par exemple bulletin/2`,
    missing_evidence: fr`dites avec --evidence, ou --ip, ce qui montre la confirmation`,
    unconfirmed: fr`enregistrez la confirmation : son instant en confirmed_at (--confirmed-at), et ce qui la montre en preuve`,
    not_a_consent: fr`une ligne dont la nature n’est ni given ni withdrawn est laissée de côté : voyez la colonne kind`,
    declined: fr`une ligne qui dit non dans la colonne de l’accord ou dans une remarque, ou qui n’y répond rien, n’est pas un accord : laissez-la de côté, ou demandez à la personne ; elle ne retire rien de ce qui est enregistré (smsctl consent withdraw le fait)`,
    unknown_answer: fr`écrivez-y oui ou non ; une colonne qui contient autre chose doit porter un autre nom`,
    malformed_row: fr`nommez chaque colonne remplie ; dans un CSV, mettez entre guillemets droits une cellule qui contient le séparateur`,
    malformed_json: fr`un objet entier par ligne, ou une seule liste : ces personnes ne sont pas encore sur la liste ; --rejects FICHIER donne les lignes`,
    suppressed: fr`aucun import n’en retire personne : \`smsctl suppress check NUMÉRO\` dit pourquoi on y est. Après un STOP, un lien ou une inscription à la main, si la personne a elle-même accepté de nouveau : \`smsctl consent add NUMÉRO --lift\` ; une limitation prend fin par \`smsctl subject restrict NUMÉRO --lift\` ; un effacement, une opposition et une plainte demeurent`,
    withdrawn: fr`si la personne a de nouveau accepté ensuite, donnez l’instant avec l’heure : --given-at 2026-03-10T14:30:00+01:00`,
  },
};

/** What a column says. */
export const fieldWords: Words<ConsentField | SuppressionField> = {
  en: {
    purpose: 'purpose',
    basis: 'legal basis',
    given_at: 'date of consent',
    method: 'method',
    wording: 'words shown',
    source: 'source',
    evidence: 'evidence',
    ip: 'IP address',
    collected_by: 'collected by',
    campaign: 'campaign',
    valid_until: 'valid until',
    confirmed_at: 'confirmed',
    last_contact: 'last contact',
    country: 'country',
    kind: 'kind of event',
    proof: 'kind of proof',
    opt_in: 'yes or no',
    opt_out: 'refusals',
    unclear_answer: 'answers that may mean either',
    remark: 'remarks (a no there refuses its row)',
    reason: 'reason',
    at: 'date',
  },
  fr: {
    purpose: 'finalité',
    basis: 'base légale',
    given_at: 'date de l’accord',
    method: 'mode de recueil',
    wording: 'texte montré',
    source: 'source',
    evidence: 'preuve',
    ip: 'adresse IP',
    collected_by: 'recueilli par',
    campaign: 'campagne',
    valid_until: 'valable jusqu’au',
    confirmed_at: 'confirmé',
    last_contact: 'dernier contact',
    country: 'pays',
    kind: 'nature',
    proof: 'qualité de la preuve',
    opt_in: 'oui ou non',
    opt_out: 'refus',
    unclear_answer: 'réponses à double sens',
    remark: 'remarques (un non y écarte sa ligne)',
    reason: 'motif',
    at: 'date',
  },
};

export const suppressionReasonWords: Words<HoldBackReason> = {
  en: {
    stop: 'STOP',
    link: 'personal link',
    complaint: 'complaint',
    objection: 'objection',
    erasure: 'erasure',
    manual: 'by hand',
    provider: 'provider',
    unreachable: 'unreachable',
    restriction: 'restriction of processing',
    review: 'a reply waits for your decision (smsctl inbox review)',
  },
  fr: {
    stop: 'STOP',
    link: 'lien personnel',
    complaint: 'plainte',
    objection: 'opposition',
    erasure: 'effacement',
    manual: 'à la main',
    provider: 'prestataire',
    unreachable: 'injoignable',
    restriction: 'limitation du traitement',
    review: fr`une réponse attend votre décision (smsctl inbox review)`,
  },
};

/** A restriction and a reply that waits hold somebody back who is on no list. */
export function isOnNoList(reasons: readonly HoldBackReason[]): boolean {
  return reasons.length > 0 && reasons.every((reason) => reason === 'restriction' || reason === 'review');
}

export const scopeWords: Words<SuppressionScope['kind']> = {
  en: { all: 'everything', promotional: 'all promotional messages', purpose: 'one purpose' },
  fr: { all: 'tout', promotional: 'tout message promotionnel', purpose: 'une finalité' },
};

/** What was taken wider than it was written, as it stands beside a count. */
export const repairWords: Words<SuppressionRepair> = {
  en: {
    unknown_country:
      'country not known: the number was read as one of the sender’s country; write FR or France, for instance, or the calling code, and import the file again',
    unknown_reason: 'unknown reason: recorded as manual, for everything',
    unknown_purpose: 'unknown purpose: recorded for every purpose',
    invalid_date: 'date can not be read: recorded as of now',
    future_date: 'date in the future: recorded as of now',
  },
  fr: {
    unknown_country: fr`pays inconnu : le numéro a été lu comme un numéro du pays de l’expéditeur ; écrivez par exemple FR ou France, ou l’indicatif, puis importez de nouveau le fichier`,
    unknown_reason: fr`motif inconnu : enregistré à la main, pour tout`,
    unknown_purpose: fr`finalité inconnue : enregistré pour toutes`,
    invalid_date: fr`date illisible : enregistré à la date de maintenant`,
    future_date: fr`date dans le futur : enregistré à la date de maintenant`,
  },
};
