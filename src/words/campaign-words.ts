import type { ExclusionReason } from '../core/audience/eligibility.js';

const reasonsEn: Readonly<Record<ExclusionReason, string>> = {
  invalid_number: 'number can not be read',
  not_mobile: 'not a mobile number',
  fictional_number: 'number kept for films',
  duplicate: 'same number as an earlier row',
  filtered: 'left out by --where or --limit',
  country_not_allowed: 'country not allowed',
  suppressed: 'on the never-list',
  consent_withdrawn: 'consent withdrawn',
  no_consent: 'no recorded legal basis',
  consent_expired: 'legal basis expired',
  no_way_out: 'no way out configured for the country',
  missing_field: 'a field of the text is empty',
  too_long: 'text too long',
  already_received: 'had the same text under another name',
  frequency_cap: 'had enough messages lately',
};

const reasonsFr: Readonly<Record<ExclusionReason, string>> = {
  invalid_number: 'numéro illisible',
  not_mobile: 'pas un mobile',
  fictional_number: 'numéro réservé à la fiction',
  duplicate: 'même numéro qu’une ligne précédente',
  filtered: 'écarté par --where ou --limit',
  country_not_allowed: 'pays non autorisé',
  suppressed: 'sur la liste d’exclusion',
  consent_withdrawn: 'accord retiré',
  no_consent: 'aucune base légale enregistrée',
  consent_expired: 'base légale expirée',
  no_way_out: 'aucun moyen de se désabonner pour ce pays',
  missing_field: 'un champ du texte est vide',
  too_long: 'texte trop long',
  already_received: 'a déjà reçu ce texte sous un autre nom',
  frequency_cap: 'a reçu assez de messages récemment',
};

/** Why a message was left out of a plan, or of a run: words by the reason's name. */
export const skippedEn: Readonly<Record<string, string>> = {
  ...reasonsEn,
  cancelled: 'cancelled',
  expired: 'its time was over',
  erased: 'the person was erased',
  rectified: 'the number was corrected',
};
export const skippedFr: Readonly<Record<string, string>> = {
  ...reasonsFr,
  cancelled: 'annulé',
  expired: 'délai dépassé',
  erased: 'personne effacée',
  rectified: 'numéro corrigé',
};

/** How a campaign stands; `late` is a closed one that no window opens for before its end, `confirmed` a planned one whose run never began. */
export const statesEn: Readonly<Record<string, string>> = {
  planned: 'planned, not confirmed',
  confirmed: 'confirmed, not begun',
  running: 'running',
  interrupted: 'interrupted',
  paused: 'paused',
  closed: 'waiting for the next window',
  late: 'no window left before its end',
  stopped: 'stopped',
  done: 'done',
  cancelled: 'cancelled',
};
export const statesFr: Readonly<Record<string, string>> = {
  planned: 'planifiée, pas confirmée',
  confirmed: 'confirmée, pas commencée',
  running: 'en cours',
  interrupted: 'interrompue',
  paused: 'en pause',
  closed: 'en attente de la prochaine ouverture',
  late: 'plus aucune plage avant sa fin',
  stopped: 'arrêtée',
  done: 'terminée',
  cancelled: 'annulée',
};
