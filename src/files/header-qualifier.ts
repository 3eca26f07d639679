import { wordsOf } from './header-words.js';

/**
 * Words by which a name speaks of something else: a birth, another person, the place of work, another channel, what was
 * before. « Pays (naissance) » is nobody's country of today, and « Date du consentement (e-mail) » proves nothing of texts.
 */
const ofSomethingElse = [
  'naissance nee? birth born geburt\\w* geboren nascita nato nata nacimiento',
  'conjointe? epou(?:x|se) partenaire parents? pere mere enfants? tut(?:eur|rice) urgence',
  'spouse husband wife partner\\w* father mother child\\w* guardian emergency',
  'ehe\\w* vater mutter kind\\w* eltern\\w* notfall\\w* coniuge padre madre figli[oae]? genitor[ie] emergenza',
  'travail pro profession\\w* bureau employeu\\w* entreprise societe work office business employer company',
  'arbeit\\w* geschaft\\w* geschaeft\\w* buro buero firma lavoro ufficio azienda datore',
  'e?mails? courriels? mel newsletters? infolettre courriers? lettres? letters? poste? brief\\w* posta lettera',
  'whatsapp telephone telefono? appels? calls? anruf\\w* chiamat[ae] fax',
  'ancien\\w* precedente? previous old former alte?[rns]? fruher\\w* frueher\\w* vorherig\\w* vecchi[oa]',
];
const OF_SOMETHING_ELSE = new RegExp(`^(?:${ofSomethingElse.join(' ').replaceAll(' ', '|')})$`);

/** A column's name that has a remark in parentheses at its end. */
interface QualifiedName {
  /** « Code postal » of « Code postal (domicile) ». */
  readonly name: string;
  /** Whether the column is still what its name says, or the remark makes something else of it. */
  readonly isItself: boolean;
}

/** Takes a column's name apart; null where it has no remark in parentheses. */
export function qualifiedName(header: string): QualifiedName | null {
  const [, name, qualifier] = /^(.*[^\s([])\s*[([]([^()[\]]*)[)\]]\s*$/u.exec(header) ?? [];
  if (name === undefined || qualifier === undefined) return null;
  return { name, isItself: !wordsOf(qualifier).some((word) => OF_SOMETHING_ELSE.test(word)) };
}
