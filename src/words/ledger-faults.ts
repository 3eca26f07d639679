import { french as fr } from './french.js';
import type { Formats } from './formats.js';

/** What a fault is about: names of tables and rules, and counts. */
type Slots = Readonly<Record<string, string>>;

/**
 * The faults of a ledger in French, by the sentence that the check of the ledger makes. That sentence is English and
 * stable, for scripts read it (`faults` of `audit verify --json`); names of tables stand in it as in the file. The first
 * that fits counts.
 */
const french: readonly (readonly [told: RegExp, words: (slots: Slots) => string])[] = [
  [/^(?<type>\w+) (?<name>\w+) is missing$/, (v) => fr`${type(v)} ${v['name'] ?? ''} manque`],
  [/^(?<type>\w+) (?<name>\w+) was changed$/, (v) => fr`${type(v)} ${v['name'] ?? ''} a été changé`],
  [/^(?<type>\w+) (?<name>\w+) is not ours$/, (v) => fr`${type(v)} ${v['name'] ?? ''} ne vient pas de smsctl`],
  [/^foreign key of (?<table>\w+)$/, (v) => fr`renvoi rompu dans ${table(v)}`],
  [/^the newest audit row of the last run is missing$/, () => fr`la dernière ligne d’audit du dernier envoi manque`],
  [
    /^(?<table>[\w ]+) has (?<n>\d+) rows, the audit log tells of (?<logged>\d+)$/,
    (v) => fr`${COUNTED[table(v)] ?? table(v)} : ${v['n'] ?? ''} dans la table, ${v['logged'] ?? ''} au journal`,
  ],
  counted(
    'rows of (?<table>.+) tell something else than the audit log',
    (t) => fr`lignes de ${t} en désaccord avec le journal`,
  ),
  counted(
    'rows of intent_count tell something else than intent',
    () => fr`comptes de intent_count en désaccord avec les messages de intent`,
  ),
  counted(
    'rows of (?<table>\\w+) more or fewer than the audit log tells of',
    (t) => fr`lignes de ${t} en plus ou en moins par rapport au journal`,
  ),
  counted(
    'rows of (?<table>\\w+) have another end than the audit log tells of',
    (t) => fr`lignes de ${t} dont l’issue n’est pas celle du journal`,
  ),
  counted(
    'rows of (?<table>\\w+) have another proof than the audit log tells of',
    (t) => fr`lignes de ${t} dont la preuve n’est pas celle du journal`,
  ),
  counted(
    'rows of (?<table>\\w+) have another number than their fingerprint is of',
    (t) => fr`lignes de ${t} dont le numéro n’est pas celui de l’empreinte`,
  ),
  counted(
    'rows of (?<table>\\w+) have another text than their hash is of',
    (t) => fr`lignes de ${t} dont le texte n’est pas celui de l’empreinte`,
  ),
  counted(
    'rows of (?<table>\\w+) have another (?<column>\\w+) than the audit log tells of',
    (t, v) => fr`lignes de ${t} dont ${v['column'] ?? ''} diffère du journal`,
  ),
  counted('rows of (?<table>\\w+) contradict themselves', (t) => fr`lignes de ${t} qui se contredisent`),
  counted('rows of (?<table>\\w+) hold somebody else back', (t) => fr`lignes de ${t} qui retiennent quelqu’un d’autre`),
  counted(
    'rows of (?<table>\\w+) are released otherwise than the audit log tells',
    (t) => fr`lignes de ${t} levées autrement que ne le dit le journal`,
  ),
  counted(
    'rows of (?<table>\\w+) are proven otherwise than the audit log tells',
    (t) => fr`lignes de ${t} prouvées autrement que ne le dit le journal`,
  ),
  counted(
    'rows of (?<table>\\w+) are confirmed otherwise than the audit log tells',
    (t) => fr`lignes de ${t} confirmées autrement que ne le dit le journal`,
  ),
  counted('rows of (?<table>\\w+) are missing', (t) => fr`lignes de ${t} qui manquent`),
  counted(
    'rows of (?<table>\\w+) lost their proof when nothing in the audit log removed it',
    (t) => fr`lignes de ${t} sans leur preuve, que rien au journal n’a retirée`,
  ),
  counted(
    'texts of (?<table>\\w+) are gone that nothing in the audit log removed',
    (t) => fr`textes de ${t} disparus, que rien au journal n’a retirés`,
  ),
  counted(
    'people are erased of whom the audit log tells no erasure',
    () => fr`personnes effacées, sans effacement au journal`,
  ),
  counted(
    'people are there of whom the audit log tells an erasure',
    () => fr`personnes présentes, que le journal dit effacées`,
  ),
  counted(
    'messages have another end in the audit log than in intent',
    () => fr`messages dont l’issue dans intent n’est pas celle du journal`,
  ),
  counted(
    'messages have an end in intent of which the audit log tells nothing',
    () => fr`messages terminés dans intent, dont le journal ne dit rien`,
  ),
  counted(
    'messages of intent have another text or another number than they were planned with',
    () => fr`messages de intent dont le texte ou le numéro n’est plus celui du plan`,
  ),
  counted(
    'messages of intent are not what is found by their reference',
    () => fr`messages de intent que leur référence ne retrouve pas`,
  ),
  counted(
    'messages of intent have another text, length or price than the audit log tells of',
    () => fr`messages de intent dont le texte, la longueur ou le prix diffère du journal`,
  ),
  counted(
    'messages ended otherwise than the audit log tells',
    () => fr`messages terminés autrement que ne le dit le journal`,
  ),
  counted(
    'messages were left out otherwise than the audit log tells',
    () => fr`messages écartés autrement que ne le dit le journal`,
  ),
  counted(
    'messages were settled otherwise than the audit log tells',
    () => fr`messages réglés autrement que ne le dit le journal`,
  ),
  counted(
    'receipts tell something else than the audit log',
    () => fr`accusés de réception en désaccord avec le journal`,
  ),
  counted(
    'plans hold more or fewer messages than the audit log tells of',
    () => fr`plans avec plus ou moins de messages que n’en dit le journal`,
  ),
  counted(
    'plans have other territories than the audit log tells of',
    () => fr`plans dont les territoires ne sont pas ceux du journal`,
  ),
  counted(
    'plans have other messages than the audit log tells of',
    () => fr`plans dont les messages ne sont pas ceux du journal`,
  ),
  counted(
    'plans have other exclusions than the audit log tells of',
    () => fr`plans dont les exclusions ne sont pas celles du journal`,
  ),
  counted(
    'campaigns have other terms than the audit log tells of',
    () => fr`campagnes dont les conditions ne sont pas celles du journal`,
  ),
  counted(
    'campaigns have other times than the audit log tells of',
    () => fr`campagnes dont les dates ne sont pas celles du journal`,
  ),
  counted(
    'campaigns are cancelled otherwise than the audit log tells',
    () => fr`campagnes annulées autrement que ne le dit le journal`,
  ),
];

const TYPES: Readonly<Record<string, string>> = {
  table: 'table',
  index: 'index',
  trigger: 'déclencheur',
  view: 'vue',
};

/** Parts of a table that are counted by themselves. */
const COUNTED: Readonly<Record<string, string>> = {
  'consent_event without its proof': 'consent_event sans preuve',
  'restriction lifted': 'restriction (levées)',
  'hold released': 'hold (levés)',
};

function table(slots: Slots): string {
  return slots['table'] ?? '';
}

function type(slots: Slots): string {
  const found = slots['type'] ?? '';
  return TYPES[found] ?? found;
}

/** A sentence after its count; in French the count comes last, so that nothing has to agree with it. */
function counted(
  told: string,
  words: (table: string, slots: Slots) => string,
): readonly [told: RegExp, words: (slots: Slots) => string] {
  return [new RegExp(`^(?<n>\\d+) ${told}$`), (slots) => fr`${words(table(slots), slots)} : ${slots['n'] ?? ''}`];
}

/** A fault of the ledger in the reader's language; as the check, or SQLite, says it where there are no words for it. */
export function faultWords(fault: string, { locale }: Pick<Formats, 'locale'>): string {
  if (locale === 'en') return fault;
  for (const [told, words] of french) {
    const found = told.exec(fault);
    if (found !== null) return words({ ...found.groups });
  }
  return fault;
}
