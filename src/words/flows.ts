import type { NumberRejectReason } from '../core/contact/number-vocabulary.js';
import { whereTheyPart } from './difference.js';
import { shownFile } from './files.js';
import { french as fr } from './french.js';
import { numberReasonsEn, numberReasonsFr } from './number-words.js';
import { sensitivityFr } from './sensitive-words.js';
import { numbersIn, numerosDans } from './workbook.js';
import type { Translated } from './phrase.js';
import type { Formats } from './formats.js';
import { shellWord } from './shell-word.js';

const delimitersEn: Readonly<Record<string, string>> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' };
const delimitersFr: Readonly<Record<string, string>> = {
  ',': 'virgules',
  ';': 'points-virgules',
  '\t': 'tabulations',
  '|': 'barres verticales',
};
const termsEn = { template: 'the text', purpose: 'the purpose', sender: 'the sender' };
const termsFr = { template: 'le texte', purpose: 'la finalité', sender: 'l’expéditeur' };

/** A field that gives no text; `line` is null without a file. */
interface Unfit {
  readonly fault: 'unfit_field' | 'too_much_work';
  readonly field: string;
  readonly line: number | null;
}

interface UnknownCost {
  readonly countries: readonly string[];
  readonly limit: string;
  readonly currency: string;
}

/** What was planned without a price is counted without one, whatever the configuration says later. */
const plannedAnewEn =
  'add [provider] price in smsctl.toml ("0" where nothing is paid), then plan under another name, or a rehearsal with --fresh: a plan keeps the prices that it was made with';
const plannedAnewFr = fr`ajoutez [provider] price dans smsctl.toml ("0" si rien n’est à payer), puis planifiez sous un autre nom, ou une répétition avec --fresh : un plan garde les prix avec lesquels il a été fait`;

export const flowsEn = {
  'flows.decision': (
    v: { file: string; encoding: string; delimiter: string; column: string | null; countryColumn: string | null },
    f: Formats,
  ) => `${shownFile(v.file, f)}: ${v.encoding}, ${delimitersEn[v.delimiter] ?? v.delimiter}, ${numbersIn(v)}`,
  'flows.jsonDecision': (v: { file: string; column: string | null }, f: Formats) =>
    `${shownFile(v.file, f)}: JSON, ${numbersIn({ ...v, countryColumn: null })}`,
  'flows.noSuchColumn': (v: { file: string; column: string }, f: Formats) =>
    `${shownFile(v.file, f)} has no column named ${v.column}`,
  'flows.columnsHint': (v: { columns: string }) => `this file has: ${v.columns}`,
  'flows.noPhoneColumn': (v: { file: string }, f: Formats) => `${shownFile(v.file, f)}: no column holds the number`,
  'flows.noPhoneColumnHint': (v: { columns: string; likely: string | null }) =>
    `name the column with --phone-column${v.likely === null ? '' : `, for instance --phone-column ${shellWord(v.likely)}`}; this file has: ${v.columns}`,
  'flows.columnsInOneHint': (v: { columns: string }) =>
    `each line stands whole in one cell (${v.columns}): split that column in the spreadsheet ("Data", "Text to Columns") and save the file as "Excel workbook (.xlsx)"`,
  'flows.nameCancelled': (v: { campaign: string }) => `${v.campaign} was cancelled, and its name is not used again`,
  'flows.newNameHint': 'choose another name with --campaign',
  'flows.termsChanged': (v: {
    campaign: string;
    term: 'template' | 'purpose' | 'sender';
    kept: string;
    asked: string;
  }) => {
    const [kept, asked] = whereTheyPart(v.kept, v.asked);
    return `${termsEn[v.term]} of ${v.campaign} has changed: it was “${kept}”, now it is “${asked}”`;
  },
  'flows.termsChangedHint': (v: { campaign: string }) =>
    `one name is one text, purpose and sender: choose another --campaign, or, for a rehearsal, start ${v.campaign} over with --fresh`,
  'flows.notConfirmed': (v: { campaign: string }) => `the plan of ${v.campaign} was never confirmed`,
  'flows.notConfirmedHint': (v: { campaign: string; count: number }) =>
    `look at it, then: smsctl send --campaign ${v.campaign} --confirm ${v.count}`,
  'flows.otherStopCode': (v: { found: string; codes: readonly string[] }, f: Formats) =>
    v.codes.length === 0
      ? `the text tells people to send STOP to ${v.found}, which no footer names`
      : `the text tells people to send STOP to ${v.found}, the ${f.plural(v.codes.length, 'footer', 'footers')} to ${f.list(v.codes)}`,
  'flows.otherStopCodeHint': 'take the mention out of the text: the footer of the configuration is added by itself',
  'flows.templateOverlong': (v: { segments: number; limit: number; gsm7Helps: boolean }) =>
    `the text takes ${v.segments} segments even with the shortest names; ${v.limit} are allowed, so nobody would get it: shorten it, look at \`smsctl check text\`${v.gsm7Helps ? ', give --gsm7' : ''}, or raise limits.max_segments`,
  'flows.sensitiveInText': (v: { column: string; category: string; law: string }) =>
    `the text uses “${v.column}”, which looks like sensitive data (${v.category}; ${v.law})`,
  'flows.sensitiveInTextHint': (v: { column: string }) =>
    `leave it out of the text, or, if it is not what it looks like, allow it with --allow-sensitive ${shellWord(v.column)}`,
  'flows.noColumnToAllow': (v: { name: string; file: string }) =>
    `--allow-sensitive names a column that ${v.file} does not have: ${v.name}`,
  'flows.noColumnToAllowHint': (v: { columns: readonly string[] }, f: Formats) =>
    v.columns.length === 0
      ? 'leave the option out: no column of this file looks sensitive'
      : `these look sensitive: ${f.list(v.columns.map((column) => `“${column}”`))}`,
  'flows.unknownVariable': (v: { variable: string; columns: string }) =>
    `the text asks for {{ ${v.variable} }}, and no column has that name; there are: ${v.columns}`,
  'flows.doubledColumn': (v: { variable: string; column: string; others: readonly string[] }, f: Formats) =>
    `{{ ${v.variable} }} prints column “${v.column}”, not ${f.list(v.others.map((column) => `“${column}”`))}, which ${f.plural(v.others.length, 'is', 'are')} written {{ ${v.variable} }} too: rename them where that is the wrong one`,
  'flows.foreignPlaceholder': (v: { found: string; field: string }) =>
    `“${v.found}” leaves as it stands, to everybody: a column is written {{ ${v.field} }}`,
  'flows.placesSetAside': (v: { columns: readonly string[] }, f: Formats) =>
    `${f.list(v.columns.map((column) => `“${column}”`))} ${f.plural(v.columns.length, 'is', 'are')} not taken for where people are: name the right column without a remark, for instance postal_code, country`,
  'flows.sensitiveColumn': (v: { column: string; category: string; law: string }) =>
    `column “${v.column}” looks like sensitive data (${v.category}; ${v.law}): a list for texting does not need it`,
  'flows.sensitiveList': (v: { list: string; category: string; law: string }) =>
    `“${v.list}” looks like a list of people of whom being on it tells sensitive data (${v.category}; ${v.law}): whoever sees the list, or the message on a telephone, learns it`,
  'flows.wideColumnInText': (v: { column: string; category: string; law: string }) =>
    `the text uses “${v.column}” (${v.category}; ${v.law}): such a column often says more than a message should; look at every text (smsctl preview), or, if it holds what it should, allow it with --allow-sensitive ${shellWord(v.column)}`,
  'flows.urgentInVain': (v: { purpose: string }) =>
    `--urgent changes nothing: messages of ${v.purpose} are promotional and keep to their hours`,
  'flows.soundsPromotional': (v: { found: string; purpose: string }) =>
    `“${v.found}” sounds like advertising: is ${v.purpose} the right purpose?`,
  'flows.noPrice': (v: { countries: readonly string[] }, f: Formats) =>
    `no price is known for ${f.list(v.countries)}: the cost shown, and max_cost, leave it out`,
  'flows.overseasCode': 'ask your provider whether the STOP code of France can be reached from overseas',
  'flows.tooManyTestPhones': (v: { count: number; limit: number }) =>
    `${v.count} numbers are too many for a test; ${v.limit} are allowed`,
  'flows.tooManyTestPhonesHint': 'test with a few phones that you know; a list is sent with `smsctl send`',
  'flows.testNumber': (v: { position: number; reason: NumberRejectReason }) =>
    `the number of --to no. ${v.position} can not be used: ${numberReasonsEn[v.reason]} (${v.reason})`,
  'flows.testNumberHint': '`smsctl check number` explains',
  'flows.testSuppressed': (v: { number: string }) => `${v.number} is on the never-list`,
  'flows.testStoppedHint': 'the same command would send again what is told above: test only what is missing',
  'flows.testSuppressedHint': 'test with another phone: the never-list holds for tests too',
  'flows.testMissingField': (v: { field: string; line: number }) => `line ${v.line}: {{ ${v.field} }} has no value`,
  'flows.testUnfitField': (v: Unfit) =>
    `${v.line === null ? '' : `line ${v.line}: `}${v.fault === 'unfit_field' ? `{{ ${v.field} }} holds what the text can not use` : `{{ ${v.field} }} would take more work than any message needs`}`,
  'flows.testUnfitFieldHint': 'mend the cell, or what the text does with it: a sum needs a number, a date a day',
  'flows.testEmpty': 'the text is empty for this row',
  'flows.testTooLong': (v: { segments: number; limit: number }) =>
    `the text takes ${v.segments} segments; limits.max_segments is ${v.limit}`,
  'flows.testTooLongHint': 'shorten the text, or raise limits.max_segments in smsctl.toml',
  'flows.testFieldless': (v: { field: string }) => `{{ ${v.field} }} has no value without a file of contacts`,
  'flows.testFieldlessHint':
    'give the file: smsctl test-send CONTACTS …, with --row if need be, or give the field a default in the text',
  'flows.testContacts': (v: { option: string }) => `${v.option} needs a file of contacts`,
  'flows.testContactsHint': (v: { option: string }) =>
    `name the file: smsctl test-send CONTACTS …; or leave ${v.option} out`,
  'flows.testMissingFieldHint': 'choose another row with --row, or give the field a default in the text',
  'flows.noSuchRow': (v: { row: number; rows: number }) => `there is no row ${v.row}; the file has ${v.rows}`,
  'flows.noSuchRowHint': 'rows are counted from 1, without the header',
  'flows.testNoWayOut': (v: { country: string }) => `no footer is configured for ${v.country}: there is no way out`,
  'flows.testNoWayOutHint': (v: { country: string }) => `add [footer.${v.country}] to smsctl.toml`,
  'flows.stdinTwice': 'standard input can not be both the contacts and the text',
  'flows.stdinListAndWording': 'standard input can not be both the list and the words that were shown',
  'flows.stdinTwiceHint': 'give one of them as a file',
  'flows.costAbove': (v: { amount: string; limit: string; currency: string }, f: Formats) =>
    `this run would cost ${f.money(v.amount, v.currency)}; the limit is ${f.money(v.limit, v.currency)}`,
  'flows.costAboveHint': (v: { campaign: string }) =>
    `raise --max-cost or limits.max_cost; or plan fewer people (--limit, --where) under another name, or a rehearsal with --fresh: what is planned stays, until smsctl cancel ${v.campaign}`,
  'flows.costAboveBegunHint': (v: { campaign: string }) =>
    `raise --max-cost or limits.max_cost; or let nothing more leave: smsctl cancel ${v.campaign}`,
  'flows.costUnknown': (v: UnknownCost, f: Formats) =>
    `nobody can tell whether this run stays within its limit, ${f.money(v.limit, v.currency)}: no price is known for ${f.list(v.countries)}`,
  'flows.costUnknownHint':
    'add the price of a segment there to [provider] price in smsctl.toml ("0" where nothing is paid), then plan again',
  'flows.costUnknownKept': (v: UnknownCost, f: Formats) =>
    `nobody can tell whether a run of this plan stays within its limit, ${f.money(v.limit, v.currency)}, and it would be refused: no price is known for ${f.list(v.countries)}; ${plannedAnewEn}`,
  'flows.costUnknownKeptHint': plannedAnewEn,
  'flows.costUnknownBegunHint':
    'a plan keeps the prices that it was made with: what remains of this campaign leaves only without a limit (--max-cost, limits.max_cost), or where nothing is paid and [provider] price says "0"',
} as const;

export const flowsFr: Translated<typeof flowsEn> = {
  'flows.decision': (v, f) =>
    fr`${shownFile(v.file, f)} : ${v.encoding}, ${delimitersFr[v.delimiter] ?? v.delimiter}, ${numerosDans(v)}`,
  'flows.jsonDecision': (v, f) => fr`${shownFile(v.file, f)} : JSON, ${numerosDans({ ...v, countryColumn: null })}`,
  'flows.noSuchColumn': (v, f) => fr`${shownFile(v.file, f)} n’a pas de colonne ${v.column}`,
  'flows.columnsHint': (v) => fr`ce fichier a : ${v.columns}`,
  'flows.noPhoneColumn': (v, f) => fr`${shownFile(v.file, f)} : aucune colonne ne contient le numéro`,
  'flows.noPhoneColumnHint': (v) =>
    fr`nommez la colonne avec --phone-column${v.likely === null ? '' : `, par exemple --phone-column ${shellWord(v.likely)}`} ; ce fichier a : ${v.columns}`,
  'flows.columnsInOneHint': (v) =>
    fr`chaque ligne est entière dans une seule cellule (${v.columns}) : séparez cette colonne dans le tableur (« Données », « Convertir » ; dans LibreOffice « Texte en colonnes »), puis enregistrez au format « Classeur Excel (.xlsx) »`,
  'flows.nameCancelled': (v) => fr`${v.campaign} a été annulée, et son nom ne sert plus`,
  'flows.newNameHint': fr`choisissez un autre nom avec --campaign`,
  'flows.termsChanged': (v) => {
    const [kept, asked] = whereTheyPart(v.kept, v.asked);
    return fr`${termsFr[v.term]} de ${v.campaign} a changé : c’était « ${kept} », c’est maintenant « ${asked} »`;
  },
  'flows.termsChangedHint': (v) =>
    fr`un nom, c’est un texte, une finalité et un expéditeur : choisissez un autre --campaign, ou, pour une répétition, recommencez ${v.campaign} avec --fresh`,
  'flows.notConfirmed': (v) => fr`le plan de ${v.campaign} n’a jamais été confirmé`,
  'flows.notConfirmedHint': (v) => fr`relisez-le, puis : smsctl send --campaign ${v.campaign} --confirm ${v.count}`,
  'flows.otherStopCode': (v, f) =>
    v.codes.length === 0
      ? fr`le texte dit d’envoyer STOP au ${v.found}, qu’aucune mention STOP ne nomme`
      : fr`le texte dit d’envoyer STOP au ${v.found}, ${f.plural(v.codes.length, 'la mention STOP dit', 'les mentions STOP disent')} ${f.list(v.codes)}`,
  'flows.otherStopCodeHint': fr`retirez ce STOP du texte : la mention de la configuration s’ajoute d’elle-même`,
  'flows.templateOverlong': (v) =>
    fr`le texte prend ${v.segments} segments même avec les noms les plus courts ; la limite est ${v.limit}, personne ne le recevrait donc : raccourcissez-le, regardez \`smsctl check text\`${v.gsm7Helps ? ', ajoutez --gsm7' : ''}, ou relevez limits.max_segments`,
  'flows.sensitiveInText': (v) =>
    fr`le texte utilise « ${v.column} », qui ressemble à une donnée sensible (${sensitivityFr(v)})`,
  'flows.sensitiveInTextHint': (v) =>
    fr`retirez-la du texte ou, si ce n’en est pas une, admettez-la avec --allow-sensitive ${shellWord(v.column)}`,
  'flows.noColumnToAllow': (v) => fr`--allow-sensitive nomme une colonne absente de ${v.file} : ${v.name}`,
  'flows.noColumnToAllowHint': (v, f) =>
    v.columns.length === 0
      ? fr`retirez l’option : aucune colonne de ce fichier ne semble sensible`
      : fr`semblent sensibles : ${f.list(v.columns.map((column) => fr`« ${column} »`))}`,
  'flows.unknownVariable': (v) =>
    fr`le texte demande {{ ${v.variable} }}, et aucune colonne ne s’appelle ainsi ; il y a : ${v.columns}`,
  'flows.doubledColumn': (v, f) =>
    fr`{{ ${v.variable} }} donne la colonne « ${v.column} », non ${f.list(v.others.map((column) => fr`« ${column} »`))}, qui ${f.plural(v.others.length, 's’écrit', 's’écrivent')} aussi {{ ${v.variable} }} : si ce n’est pas la bonne, renommez-les`,
  'flows.foreignPlaceholder': (v) =>
    fr`« ${v.found} » partirait tel quel à tout le monde : une colonne s’écrit {{ ${v.field} }}`,
  'flows.placesSetAside': (v, f) =>
    fr`${f.list(v.columns.map((column) => fr`« ${column} »`))} : ${f.plural(v.columns.length, 'cette colonne ne dit pas', 'ces colonnes ne disent pas')} où sont les gens ; nommez la bonne sans remarque, par exemple code postal, pays`,
  'flows.sensitiveColumn': (v) =>
    fr`la colonne « ${v.column} » ressemble à une donnée sensible (${sensitivityFr(v)}) : une liste d’envoi n’en a pas besoin`,
  'flows.sensitiveList': (v) =>
    fr`« ${v.list} » ressemble à une liste où figurer révèle déjà une donnée sensible (${sensitivityFr(v)}) : qui voit la liste, ou le message sur un téléphone, l’apprend`,
  'flows.wideColumnInText': (v) =>
    fr`le texte utilise « ${v.column} » (${sensitivityFr(v)}) : une telle colonne en dit souvent plus qu’un message ne devrait ; relisez chaque texte (smsctl preview) ou, si elle contient ce qu’il faut, admettez-la avec --allow-sensitive ${shellWord(v.column)}`,
  'flows.urgentInVain': (v) =>
    fr`--urgent ne change rien : les messages de la finalité ${v.purpose} sont promotionnels et gardent leurs heures`,
  'flows.soundsPromotional': (v) =>
    fr`« ${v.found} » ressemble à de la publicité : ${v.purpose} est-elle la bonne finalité ?`,
  'flows.noPrice': (v, f) =>
    fr`aucun prix n’est connu pour ${f.list(v.countries)} : le coût affiché, et max_cost, n’en tiennent pas compte`,
  'flows.overseasCode': fr`demandez à votre prestataire si le code STOP de métropole est joignable depuis l’outre-mer`,
  'flows.tooManyTestPhones': (v) => fr`${v.count} numéros, c’est trop pour un essai ; la limite est ${v.limit}`,
  'flows.tooManyTestPhonesHint': fr`essayez avec quelques téléphones que vous connaissez ; une liste s’envoie avec \`smsctl send\``,
  'flows.testNumber': (v) =>
    fr`le numéro du --to n° ${v.position} ne convient pas : ${numberReasonsFr[v.reason]} (${v.reason})`,
  'flows.testNumberHint': fr`\`smsctl check number\` explique pourquoi`,
  'flows.testSuppressed': (v) => fr`${v.number} est sur la liste d’exclusion`,
  'flows.testStoppedHint': fr`la même commande enverrait de nouveau ce qui est indiqué ci-dessus : n’essayez que ce qui manque`,
  'flows.testSuppressedHint': fr`essayez avec un autre téléphone : la liste d’exclusion vaut aussi pour les essais`,
  'flows.testMissingField': (v) => fr`ligne ${v.line} : {{ ${v.field} }} est vide`,
  'flows.testUnfitField': (v) =>
    fr`${v.line === null ? '' : fr`ligne ${v.line} : `}${v.fault === 'unfit_field' ? fr`le texte ne sait que faire de {{ ${v.field} }}` : fr`{{ ${v.field} }} demanderait plus de travail qu’aucun message n’en exige`}`,
  'flows.testUnfitFieldHint': fr`corrigez la cellule, ou ce que le texte en fait : un calcul demande un nombre, une date un jour`,
  'flows.testEmpty': fr`le texte est vide pour cette ligne`,
  'flows.testTooLong': (v) => fr`le texte prend ${v.segments} segments ; limits.max_segments est à ${v.limit}`,
  'flows.testTooLongHint': fr`raccourcissez le texte, ou relevez limits.max_segments dans smsctl.toml`,
  'flows.testFieldless': (v) => fr`{{ ${v.field} }} est vide sans fichier de contacts`,
  'flows.testFieldlessHint': fr`donnez le fichier : smsctl test-send CONTACTS …, avec --row au besoin, ou donnez au champ une valeur par défaut dans le texte`,
  'flows.testContacts': (v) => fr`${v.option} demande un fichier de contacts`,
  'flows.testContactsHint': (v) => fr`nommez le fichier : smsctl test-send CONTACTS … ; ou retirez ${v.option}`,
  'flows.testMissingFieldHint': fr`choisissez une autre personne avec --row, ou donnez au champ une valeur par défaut dans le texte`,
  'flows.noSuchRow': (v) => fr`personne n’a le rang ${v.row} ; le fichier en compte ${v.rows}`,
  'flows.noSuchRowHint': fr`le rang 1 est celui de la première personne : l’en-tête ne compte pas`,
  'flows.testNoWayOut': (v) =>
    fr`aucune mention STOP n’est configurée pour ${v.country} : pas de moyen de se désabonner`,
  'flows.testNoWayOutHint': (v) => fr`ajoutez [footer.${v.country}] à smsctl.toml`,
  'flows.stdinTwice': fr`l’entrée standard ne peut pas être à la fois les contacts et le texte`,
  'flows.stdinListAndWording': fr`l’entrée standard ne peut pas être à la fois la liste et le texte montré`,
  'flows.stdinTwiceHint': fr`donnez l’un des deux dans un fichier`,
  'flows.costAbove': (v, f) =>
    fr`cet envoi coûterait ${f.money(v.amount, v.currency)} ; la limite est ${f.money(v.limit, v.currency)}`,
  'flows.costAboveHint': (v) =>
    fr`relevez --max-cost ou limits.max_cost ; ou planifiez moins de personnes (--limit, --where) sous un autre nom, ou une répétition avec --fresh : ce qui est planifié le reste, jusqu’à smsctl cancel ${v.campaign}`,
  'flows.costAboveBegunHint': (v) =>
    fr`relevez --max-cost ou limits.max_cost ; ou ne laissez plus rien partir : smsctl cancel ${v.campaign}`,
  'flows.costUnknown': (v, f) =>
    fr`personne ne peut dire si cet envoi reste dans sa limite, ${f.money(v.limit, v.currency)} : aucun prix n’est connu pour ${f.list(v.countries)}`,
  'flows.costUnknownHint': fr`ajoutez le prix d’un segment pour ce pays à [provider] price dans smsctl.toml ("0" si rien n’est à payer), puis planifiez de nouveau`,
  'flows.costUnknownKept': (v, f) =>
    fr`personne ne peut dire si un envoi de ce plan reste dans sa limite, ${f.money(v.limit, v.currency)}, et il serait refusé : aucun prix n’est connu pour ${f.list(v.countries)} ; ${plannedAnewFr}`,
  'flows.costUnknownKeptHint': plannedAnewFr,
  'flows.costUnknownBegunHint': fr`un plan garde les prix avec lesquels il a été fait : ce qui reste de cette campagne ne part que sans limite (--max-cost, limits.max_cost), ou si rien n’est à payer et que [provider] price dit "0"`,
};
