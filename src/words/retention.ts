import type { keptCategories, RetentionCategory } from '../core/rights/retention.js';
import type { Force } from '../core/schedule/profiles.js';
import { french as fr } from './french.js';
import type { Formats } from './formats.js';
import type { Translated } from './phrase.js';

type Kept = (typeof keptCategories)[number];

interface Due {
  readonly category: RetentionCategory;
  readonly months: number;
  readonly count: number;
  readonly isApplied: boolean;
}

const categoriesEn: Readonly<Record<RetentionCategory, string>> = {
  texts: 'texts of messages that have ended',
  proofs: 'sources, evidence, IPs and collectors of consents that have ended',
  requests: 'what the register says of who asked and why',
  replies: 'texts of replies that are dealt with',
  exclusions: 'who was left out of a plan, by fingerprint',
  rehearsals: 'rehearsals',
};
const categoriesFr: Readonly<Record<RetentionCategory, string>> = {
  texts: 'textes des messages terminés',
  proofs: 'sources, preuves, IP et collecteurs des accords terminés',
  requests: 'ce que le registre dit de qui a demandé et pourquoi',
  replies: 'textes des réponses traitées',
  exclusions: 'qui a été écarté d’un plan, par empreinte',
  rehearsals: 'répétitions',
};

const keptEn: Readonly<Record<Kept, string>> = {
  numbers: 'numbers: until the person is erased',
  never_list: 'never-list: fingerprints, without a term: an old list must not bring anyone back',
  audit: 'audit log: fingerprints and facts, without a term: a row taken out would break the chain',
  incidents:
    'incidents, attestations and names of imported files: without a term (GDPR art. 33(5) and 7(1)); `subject erase --name` takes a person out of them',
};
const keptFr: Readonly<Record<Kept, string>> = {
  numbers: fr`numéros : jusqu’à l’effacement de la personne`,
  never_list: fr`liste d’exclusion : des empreintes, sans terme : une ancienne liste ne doit ramener personne`,
  audit: fr`journal d’audit : des empreintes et des faits, sans terme : une ligne retirée romprait la chaîne`,
  incidents: fr`incidents, attestations et noms de fichiers importés : sans terme (RGPD art. 33(5) et 7(1)) ; \`subject erase --name\` en retire une personne`,
};

const forceEn: Readonly<Record<Force, string>> = {
  law: 'law',
  charter: 'charter',
  provider: 'provider’s rule',
  advice: 'advice, no law',
};
const forceFr: Readonly<Record<Force, string>> = {
  law: 'loi',
  charter: 'charte',
  provider: 'règle du prestataire',
  advice: 'conseil, pas une loi',
};

export const retentionEn = {
  'retention.help': 'shows what is past its term, and removes it with --apply',
  'retention.helpApply': 'removes what is past its term',
  'retention.due': (v: Due, f: Formats) =>
    `${f.number(v.count).padStart(6)}  ${categoriesEn[v.category]}: ${v.isApplied ? 'removed' : 'past the term'} (${f.number(v.months)} ${f.plural(v.months, 'month', 'months')})`,
  'retention.configured': 'set in smsctl.toml, [retention]',
  'retention.source': (v: { force: Force; source: string; confidence: string }) =>
    `${forceEn[v.force]}: ${v.source}${v.confidence === 'own-rule' ? '' : ' (general knowledge, not read again: check it)'}`,
  'retention.rehearsals': (v: { names: readonly string[] }, f: Formats) => f.list(v.names),
  'retention.kept': (v: { category: Kept }) => `     –  ${keptEn[v.category]}`,
  'retention.applyHint': 'nothing was removed yet: `smsctl retention --apply` does it',
} as const;

export const retentionFr: Translated<typeof retentionEn> = {
  'retention.help': fr`montre ce qui est échu, et le retire avec --apply`,
  'retention.helpApply': fr`retire ce qui est échu`,
  'retention.due': (v, f) =>
    fr`${f.number(v.count).padStart(6)}  ${categoriesFr[v.category]} : ${v.isApplied ? 'retrait fait' : 'terme passé'} (${f.number(v.months)} mois)`,
  'retention.configured': fr`fixé dans smsctl.toml, [retention]`,
  'retention.source': (v) =>
    fr`${forceFr[v.force]} : ${v.source}${v.confidence === 'own-rule' ? '' : fr` (savoir général, non relu : à vérifier)`}`,
  'retention.rehearsals': (v, f) => f.list(v.names),
  'retention.kept': (v) => fr`     –  ${keptFr[v.category]}`,
  'retention.applyHint': fr`rien n’a encore été retiré : \`smsctl retention --apply\` le fait`,
};
