import type { DateTime } from 'luxon';
import type { GateFailure } from '../core/campaign/way-out-gates.js';
import { countryName } from './country-names.js';
import { french as fr } from './french.js';
import type { Formats } from './formats.js';
import type { Translated } from './phrase.js';

function gateEn(failure: GateFailure, zone: string, f: Formats): string {
  switch (failure.kind) {
    case 'no_footer':
      return `no way out is configured for ${f.list(failure.countries.map((code) => countryName(code, 'en')))}`;
    case 'other_footer':
      return `${f.number(failure.messages)} ${f.plural(failure.messages, 'message was', 'messages were')} planned under another footer`;
    case 'exit_unproven':
      return 'nobody has shown yet that a STOP arrives by this provider, sender and footer';
    case 'stops_not_collected':
      return failure.at === null
        ? 'the STOPs of this provider were never collected'
        : `STOPs were last collected ${f.instant(failure.at, zone)}, more than ${f.number(failure.withinHours)} ${f.plural(failure.withinHours, 'hour', 'hours')} ago`;
  }
}

function gateFr(failure: GateFailure, zone: string, f: Formats): string {
  switch (failure.kind) {
    case 'no_footer':
      return fr`aucun moyen de se désabonner n’est configuré pour ${f.list(failure.countries.map((code) => countryName(code, 'fr')))}`;
    case 'other_footer':
      return fr`${f.number(failure.messages)} ${f.plural(failure.messages, 'message a été planifié', 'messages ont été planifiés')} avec une autre mention STOP`;
    case 'exit_unproven':
      return fr`personne n’a encore montré qu’un STOP arrive par ce prestataire, cet expéditeur et cette mention STOP`;
    case 'stops_not_collected':
      return failure.at === null
        ? fr`les STOP de ce prestataire n’ont jamais été relevés`
        : fr`les STOP ont été relevés pour la dernière fois ${f.instant(failure.at, zone)}, il y a plus de ${f.number(failure.withinHours)} ${f.plural(failure.withinHours, 'heure', 'heures')}`;
  }
}

function wayEn({ kind }: GateFailure): string {
  switch (kind) {
    case 'no_footer':
      return 'add [footer.COUNTRY] to smsctl.toml';
    case 'other_footer':
      return 'cancel this campaign and plan it anew under another name, or put the footer back that it was planned with';
    case 'exit_unproven':
      return '`smsctl doctor --stop-test NUMBER` with a phone that you trust, or `smsctl doctor --attest TEXT`';
    case 'stops_not_collected':
      return '`smsctl inbox pull`, `smsctl inbox import FILE`, or `smsctl inbox none --attest TEXT` if there were none';
  }
}

function wayFr({ kind }: GateFailure): string {
  switch (kind) {
    case 'no_footer':
      return fr`ajoutez [footer.PAYS] à smsctl.toml`;
    case 'other_footer':
      return fr`annulez cette campagne et planifiez-la à nouveau sous un autre nom, ou remettez la mention STOP avec laquelle elle a été planifiée`;
    case 'exit_unproven':
      return fr`« smsctl doctor --stop-test NUMÉRO » avec un téléphone de confiance, ou « smsctl doctor --attest TEXTE »`;
    case 'stops_not_collected':
      return fr`« smsctl inbox pull », « smsctl inbox import FICHIER », ou « smsctl inbox none --attest TEXTE » s’il n’y en a pas eu`;
  }
}

/** What lets a real run begin, and what proves that a STOP arrives. */
export const wayOutEn = {
  'inbox.gatesClosed': (v: { campaign: string; failures: readonly GateFailure[]; zone: string }, f: Formats) =>
    `${v.campaign} may not leave yet: ${v.failures.map((one) => gateEn(one, v.zone, f)).join('; ')}`,
  'inbox.gatesClosedHint': (v: { failures: readonly GateFailure[] }) => v.failures.map(wayEn).join('; then '),
  'inbox.gateWarning': (v: { failure: GateFailure; zone: string }, f: Formats) =>
    `before it may leave: ${gateEn(v.failure, v.zone, f)}: ${wayEn(v.failure)}`,

  'inbox.helpStopTest': 'tests the way out: a STOP of this trusted phone is to arrive',
  'inbox.helpAttest': 'notes your word that a STOP arrives, with how you know; the log keeps it',
  'inbox.attestEmpty': 'this says too little to be kept as a proof',
  'inbox.attestEmptyHint': 'say who tried what, when, and what came of it',
  'inbox.attestNoneHint': 'say who looked where, and when',
  'inbox.testSimulated': (v: { number: string }) => `a test from ${v.number} is noted; send no STOP for it`,
  'inbox.testBegun': (v: { number: string; exits: readonly string[] }, f: Formats) =>
    `now send STOP from ${v.number} as a recipient would (${f.list(v.exits)}), collect it with \`smsctl inbox pull\` or \`smsctl inbox import FILE\`, then ask again`,
  'inbox.testWaiting': (v: { number: string; at: DateTime; zone: string }, f: Formats) =>
    `no STOP of ${v.number} has been collected since the test began, ${f.instant(v.at, v.zone)}`,
  'inbox.testProven': (v: { number: string; at: DateTime; zone: string }, f: Formats) =>
    `proven: the STOP of ${v.number} arrived, ${f.instant(v.at, v.zone)}. This phone is on the never-list now, as anybody's would be; to text it again: smsctl consent add NUMBER --lift`,
  'inbox.provesRehearsals':
    'the simulator is configured: this proves nothing for a real provider, and no real STOP reaches the simulator. Once the provider is configured, do it again',
  'inbox.attested': 'noted: your word that a STOP arrives',
  'inbox.noExits': 'no footer is configured: there is no way out to test',
  'inbox.noExitsHint': 'add [footer.COUNTRY] to smsctl.toml, with the short code of your provider',
  'inbox.doctorProven': (v: { kind: 'stop_test' | 'attested'; at: DateTime; zone: string; by: string }, f: Formats) =>
    v.kind === 'stop_test'
      ? `a STOP arrives: tested ${f.instant(v.at, v.zone)} by ${v.by}`
      : `a STOP arrives: attested ${f.instant(v.at, v.zone)} by ${v.by}`,
  'inbox.doctorUnproven': 'nobody has shown yet that a STOP arrives; promotional messages do not leave before',
  'inbox.doctorUnprovenHint': wayEn({ kind: 'exit_unproven' }),
} as const;

export const wayOutFr: Translated<typeof wayOutEn> = {
  'inbox.gatesClosed': (v, f) =>
    fr`${v.campaign} ne peut pas encore partir : ${v.failures.map((one) => gateFr(one, v.zone, f)).join(fr` ; `)}`,
  'inbox.gatesClosedHint': (v) => v.failures.map(wayFr).join(fr` ; puis `),
  'inbox.gateWarning': (v, f) => fr`avant tout envoi réel : ${gateFr(v.failure, v.zone, f)} ; ${wayFr(v.failure)}`,

  'inbox.helpStopTest': fr`éprouve le désabonnement : un STOP de ce téléphone de confiance doit arriver`,
  'inbox.helpAttest': fr`note votre parole qu’un STOP arrive, et comment vous le savez ; le journal le garde`,
  'inbox.attestEmpty': fr`c’est trop peu pour servir de preuve`,
  'inbox.attestEmptyHint': fr`dites qui a essayé quoi, quand, et ce qui en est sorti`,
  'inbox.attestNoneHint': fr`dites qui a regardé où, et quand`,
  'inbox.testSimulated': (v) => fr`un essai depuis ${v.number} est noté ; n’envoyez pas de STOP pour cela`,
  'inbox.testBegun': (v, f) =>
    fr`envoyez maintenant STOP depuis ${v.number} comme le ferait un destinataire (${f.list(v.exits)}), relevez-le par « smsctl inbox pull » ou « smsctl inbox import FICHIER », puis redemandez`,
  'inbox.testWaiting': (v, f) =>
    fr`aucun STOP de ${v.number} n’a été relevé depuis le début de l’essai, ${f.instant(v.at, v.zone)}`,
  'inbox.testProven': (v, f) =>
    fr`prouvé : le STOP de ${v.number} est arrivé, ${f.instant(v.at, v.zone)}. Ce téléphone est désormais sur la liste d’exclusion, comme le serait celui de n’importe qui ; pour lui écrire à nouveau : smsctl consent add NUMÉRO --lift`,
  'inbox.provesRehearsals': fr`le simulateur est configuré : cela ne prouve rien pour un vrai prestataire, et aucun vrai STOP n’atteint le simulateur. Refaites-le une fois le prestataire configuré`,
  'inbox.attested': fr`noté : votre parole qu’un STOP arrive`,
  'inbox.noExits': fr`aucune mention STOP n’est configurée : il n’y a rien à éprouver`,
  'inbox.noExitsHint': fr`ajoutez [footer.PAYS] à smsctl.toml, avec le numéro court de votre prestataire`,
  'inbox.doctorProven': (v, f) =>
    v.kind === 'stop_test'
      ? fr`un STOP arrive : éprouvé ${f.instant(v.at, v.zone)} par ${v.by}`
      : fr`un STOP arrive : attesté ${f.instant(v.at, v.zone)} par ${v.by}`,
  'inbox.doctorUnproven': fr`personne n’a encore montré qu’un STOP arrive ; rien de promotionnel ne part avant`,
  'inbox.doctorUnprovenHint': wayFr({ kind: 'exit_unproven' }),
};
