import { citation, type Fact } from './confidence.js';
import { french } from './french.js';
import type { Formats } from './formats.js';
import type { Entry, Phrase, Translated } from './phrase.js';

interface Problem {
  readonly file: string;
  readonly line: number | null;
  readonly key: string;
  readonly what: Phrase;
}

/** As in a Windows path between double quotes: `"C:\Users"`. */
const STRAY_BACKSLASH_FR = french`barre oblique inversée inconnue : doublez-la, ou utilisez des apostrophes`;

/** The parser's own words for what is wrong, as far as people meet them. */
const tomlReasonsFr: Readonly<Record<string, string>> = {
  'invalid value': 'valeur illisible, ou texte sans guillemets droits',
  'unfinished string': 'texte sans guillemet fermant',
  'unfinished array': 'liste sans crochet fermant',
  'unfinished table': 'table sans accolade fermante',
  'expected comma or end of structure': 'il manque une virgule, un crochet ou une accolade',
  'each key-value declaration must be followed by an end-of-line': 'une seule clé par ligne',
  'illegal character in key': 'caractère interdit dans une clé',
  'incomplete key-value: cannot find end of key': 'clé sans signe =',
  'unexpected end of key': 'clé vide',
  'illegal character in numeric literal': 'nombre mal écrit, ou texte sans guillemets droits',
  'unrecognised escape sequence': STRAY_BACKSLASH_FR,
  'invalid non-hex character in unicode escape': STRAY_BACKSLASH_FR,
  'invalid unicode escape': STRAY_BACKSLASH_FR,
  'illegal leading zero': 'nombre qui commence par un zéro, ou texte sans guillemets droits',
  'unfinished numeric value': 'nombre inachevé',
  'illegal underscore': 'tiret bas mal placé dans un nombre, ou texte sans guillemets droits',
  'invalid date': 'date qui n’existe pas, ou texte sans guillemets droits',
  'illegal empty bare key': 'clé vide',
  'expected end of table array declaration': 'il manque un crochet fermant',
  'control characters are not allowed in strings': 'caractère de contrôle, ou texte sur deux lignes',
};

export const configEn = {
  'config.problems': (v: { file: string; problems: readonly Problem[] }, f: Formats): string => {
    const lines = v.problems.map((problem) => problemLine(problem, say(configEn, problem.what, f), ': '));
    return lines.length === 1 ? lines.join('') : listed(`${f.number(lines.length)} problems in ${v.file}`, lines);
  },
  'config.problemsHint': 'correct the file, then run `smsctl doctor`: it reads it again and sends nothing',
  'config.notToml': (v: { column: number; reason: string }) => `this is not TOML (character ${v.column}: ${v.reason})`,
  'config.notUtf8':
    'a character that is not UTF-8; save the file as UTF-8 in your editor, and look whether its accents are right',
  'config.definedTwice': 'this key or table is already defined above; keep one of the two',
  'config.unknownKey': (v: { allowed: readonly string[] }) =>
    `unknown key; ${v.allowed.length === 0 ? 'nothing is' : v.allowed.join(', ')} allowed here`,
  'config.unknownName': (v: { allowed: Phrase }, f: Formats): string =>
    `unknown name; allowed: ${say(configEn, v.allowed, f)}`,
  'config.missing': (v: { allowed: Phrase }, f: Formats): string => `missing; allowed: ${say(configEn, v.allowed, f)}`,
  'config.missingBases': 'missing; name the legal bases that this purpose accepts, for instance ["opt_in"]',
  'config.badValue': (v: { found: Phrase; allowed: Phrase }, f: Formats): string =>
    `found ${say(configEn, v.found, f)}; allowed: ${say(configEn, v.allowed, f)}`,
  'config.unfit': (v: { found: Phrase; problem: Phrase }, f: Formats): string =>
    `found ${say(configEn, v.found, f)}; ${say(configEn, v.problem, f)}`,
  'config.badPrivateValue': (v: { allowed: Phrase }, f: Formats): string =>
    `found a value that may hold a secret, and is not repeated here; allowed: ${say(configEn, v.allowed, f)}`,
  'config.secret': (v: { variable: string | null }) =>
    `secrets do not belong in this file; ${v.variable === null ? 'give it by the environment' : `set the environment variable ${v.variable}`}, and change the secret if others could read the file`,

  'config.foundValue': (v: { text: string }) => v.text,
  'config.foundDate': 'a date without quotes',
  'config.foundList': (v: { count: number }, f: Formats) =>
    v.count === 0 ? 'an empty list' : `a list of ${f.number(v.count)}`,
  'config.foundTable': 'a table',
  'config.foundSecret': 'a key or certificate, not repeated here',

  'config.allowedText': (v: { max: number }) => `a text in quotes, on one line, of at most ${v.max} characters`,
  'config.allowedOneOf': (v: { values: readonly string[] }) => v.values.map((value) => `"${value}"`).join(', '),
  'config.allowedWhole': (v: { min: number; max: number }, f: Formats) =>
    `a whole number from ${f.number(v.min)} to ${f.number(v.max)}, without quotes`,
  'config.allowedNumber': (v: { min: number; max: number }, f: Formats) =>
    `a number from ${f.number(v.min)} to ${f.number(v.max)}, without quotes`,
  'config.allowedBoolean': 'true or false, without quotes',
  'config.allowedMoney': 'an amount in quotes with a decimal point, such as "0.065", of at most 6 decimals',
  'config.allowedMoneyQuoted': 'an amount in quotes, such as "0.065": without them it would be rounded',
  'config.allowedCountry': 'the ISO code of a country in two capital letters, such as FR, CH or GB',
  'config.allowedCountryOrDefault': 'the ISO code of a country in two capital letters, such as FR, or default',
  'config.allowedCurrency': 'a currency of three capital letters, such as "EUR" or "CHF"',
  'config.allowedWebAddress': 'an address in quotes that begins with https:// or http://',
  'config.allowedSafeAddress': 'an address in quotes that begins with https://, or http:// to this machine only',
  'config.allowedWithoutCredentials': 'an address without user name and password',
  'config.allowedWithoutQuery': 'an address without ? and #: the paths of the service are added to it',
  'config.allowedStop': 'a short code of 3 to 8 digits in quotes, such as "36184", or a number that begins with +',
  'config.allowedSender': 'a sender in quotes: 3 to 11 letters, digits and spaces, a number or a short code',
  'config.allowedPurposeName': 'up to 32 small letters, digits, - and _, beginning with a letter',
  'config.allowedList': (v: { example: readonly string[] }) =>
    `a list of at least one value, such as [${v.example.map((value) => `"${value}"`).join(', ')}]`,
  'config.allowedTable': 'a table, such as { … } or a section in [brackets]',

  'config.footerWithoutWayOut':
    'a way out is missing: stop (the short code that your provider gives you) or stop_url (for a personal link)',
  'config.footerDoesNotUse': (v: { name: string }) =>
    `the text does not use ${v.name}: write {{ ${v.name} }} where it belongs`,
  'config.footerLacks': (v: { name: string }) => `the text uses {{ ${v.name} }}, but ${v.name} is missing here`,
  'config.footerStranger': (v: { name: string }) =>
    `"${v.name}" does not belong in a footer; allowed: {{ stop }} and {{ stop_url }}`,
  'config.kindIsFixed': 'this built-in purpose stays promotional; add a purpose under another name',
  'config.promotionalDuty': 'a promotional purpose always has it; allowed: true',
  'config.warnAfterRefuse': (v: { warn: number; refuse: number }) =>
    `found ${v.warn}; allowed: at most refuse_months, ${v.refuse}, for a warning comes before the end`,
  'config.capOnFunctional': 'the cap counts promotional messages only; remove it from this functional purpose',

  'config.senderLength': (v: { length: number; min: number; max: number }) =>
    `a sender's name has ${v.min} to ${v.max} characters, this one ${v.length}`,
  'config.senderCharacter': (v: { character: string }) =>
    `"${v.character}" can not stand in a sender's name; allowed: letters without accents, digits, spaces`,
  'config.senderEdgeSpace': "a sender's name neither begins nor ends with a space",
  'config.senderGenericWord': (v: { word: string; source: string }) =>
    `French operators block "${v.word}", which does not say who writes; use your own name (${v.source})`,
  'config.senderFrenchMobile': (v: { source: string }) =>
    `a French 06 or 07 number may not send automatically; use a name, a short code or a 09 37 to 09 39 number (${v.source})`,
  'config.senderNumberForm':
    'a number that sends is written with + and its country, without spaces; a short code has 3 to 8 digits',
  'config.senderRefusedThere': (v: { country: string } & Fact) =>
    `${v.country}: a name can not send there, messages are refused; a number or short code of that country is needed (${citation(v, 'en')})`,
  'config.senderRewrittenThere': (v: { country: string } & Fact) =>
    `${v.country}: operators replace the name by a number or short code (${citation(v, 'en')})`,
  'config.senderRegistrationRequired': (v: { country: string } & Fact) =>
    `${v.country}: the name must be registered first (${citation(v, 'en')})`,
  'config.senderRegistrationRecommended': (v: { country: string } & Fact) =>
    `${v.country}: registering the name is recommended (${citation(v, 'en')})`,
  'config.senderSpace': (v: { country: string } & Fact) =>
    `${v.country}: the charter wants letters and digits only, a space may be refused (${citation(v, 'en')})`,
  'config.senderGenericThere': (v: { country: string } & Fact) =>
    `${v.country}: operators block names that do not say who writes (${citation(v, 'en')})`,
  'config.senderFrenchNumber': (v: { country: string } & Fact) =>
    `${v.country}: of the French numbers only 09 37, 09 38 and 09 390 to 09 394 may send automatically (${citation(v, 'en')})`,
  'config.senderOverseas': (v: { country: string } & Fact) =>
    `${v.country}: ask the provider whether names and the STOP short code work there (${citation(v, 'en')})`,
} as const;

export const configFr: Translated<typeof configEn> = {
  'config.problems': (v, f) => {
    const lines = v.problems.map((problem) => problemLine(problem, say(configFr, problem.what, f), french` : `));
    return lines.length === 1 ? lines.join('') : listed(`${f.number(lines.length)} problèmes dans ${v.file}`, lines);
  },
  'config.problemsHint': french`corrigez le fichier, puis lancez \`smsctl doctor\` : il le relit et n’envoie rien`,
  'config.notToml': (v) =>
    french`ce n’est pas du TOML (caractère ${v.column} : ${tomlReasonsFr[v.reason] ?? v.reason})`,
  'config.notUtf8': french`un caractère qui n’est pas en UTF-8 ; enregistrez le fichier en UTF-8 dans votre éditeur, et vérifiez ses accents`,
  'config.definedTwice': french`clé ou table déjà définie plus haut ; gardez l’une des deux`,
  'config.unknownKey': (v) =>
    v.allowed.length === 0
      ? french`clé inconnue ; rien n’est admis ici`
      : french`clé inconnue ; admises ici : ${v.allowed.join(', ')}`,
  'config.unknownName': (v, f) => french`nom inconnu ; admis : ${say(configFr, v.allowed, f)}`,
  'config.missing': (v, f) => french`manquant ; admis : ${say(configFr, v.allowed, f)}`,
  'config.missingBases': french`manquant ; nommez les bases légales que cette finalité accepte, par exemple ["opt_in"]`,
  'config.badValue': (v, f) => french`trouvé ${say(configFr, v.found, f)} ; admis : ${say(configFr, v.allowed, f)}`,
  'config.unfit': (v, f) => french`trouvé ${say(configFr, v.found, f)} ; ${say(configFr, v.problem, f)}`,
  'config.badPrivateValue': (v, f) =>
    french`trouvé une valeur qui peut contenir un secret, et n’est pas répétée ici ; admis : ${say(configFr, v.allowed, f)}`,
  'config.secret': (v) =>
    french`les secrets n’ont pas leur place dans ce fichier ; ${v.variable === null ? 'donnez-le par l’environnement' : `définissez la variable d’environnement ${v.variable}`}, et changez le secret si d’autres ont pu lire le fichier`,

  'config.foundValue': (v) => v.text,
  'config.foundDate': 'une date sans guillemets',
  'config.foundList': (v, f) => (v.count === 0 ? 'une liste vide' : `une liste de ${f.number(v.count)}`),
  'config.foundTable': 'une table',
  'config.foundSecret': 'une clé ou un certificat, non répété ici',

  'config.allowedText': (v) => `un texte entre guillemets, sur une ligne, de ${v.max} caractères au plus`,
  'config.allowedOneOf': (v) => v.values.map((value) => `"${value}"`).join(', '),
  'config.allowedWhole': (v, f) => `un nombre entier de ${f.number(v.min)} à ${f.number(v.max)}, sans guillemets`,
  'config.allowedNumber': (v, f) => `un nombre de ${f.number(v.min)} à ${f.number(v.max)}, sans guillemets`,
  'config.allowedBoolean': 'true (oui) ou false (non), sans guillemets',
  'config.allowedMoney': 'un montant entre guillemets avec un point décimal, comme "0.065", de 6 décimales au plus',
  'config.allowedMoneyQuoted': french`un montant entre guillemets, comme "0.065" : sans eux, il serait arrondi`,
  'config.allowedCountry': 'le code ISO d’un pays, en deux majuscules, comme FR, CH ou GB',
  'config.allowedCountryOrDefault': 'le code ISO d’un pays, en deux majuscules, comme FR, ou default',
  'config.allowedCurrency': 'une monnaie en trois majuscules, comme "EUR" ou "CHF"',
  'config.allowedWebAddress': 'une adresse entre guillemets qui commence par https:// ou http://',
  'config.allowedSafeAddress':
    'une adresse entre guillemets qui commence par https://, ou par http:// vers cette machine seulement',
  'config.allowedWithoutCredentials': 'une adresse sans nom d’utilisateur ni mot de passe',
  'config.allowedWithoutQuery': french`une adresse sans point d’interrogation ni dièse : les chemins du service y sont ajoutés`,
  'config.allowedStop':
    'un numéro court de 3 à 8 chiffres entre guillemets, comme "36184", ou un numéro qui commence par +',
  'config.allowedSender': french`un expéditeur entre guillemets : 3 à 11 lettres, chiffres et espaces, un numéro ou un numéro court`,
  'config.allowedPurposeName': 'jusqu’à 32 minuscules, chiffres, - et _, avec une lettre pour commencer',
  'config.allowedList': (v) =>
    `une liste d’au moins une valeur, comme [${v.example.map((value) => `"${value}"`).join(', ')}]`,
  'config.allowedTable': 'une table, comme { … } ou une section entre [crochets]',

  'config.footerWithoutWayOut': french`il manque de quoi se désabonner : stop (le numéro court que donne votre prestataire) ou stop_url (pour un lien personnel)`,
  'config.footerDoesNotUse': (v) => french`le texte n’utilise pas ${v.name} : écrivez {{ ${v.name} }} à sa place`,
  'config.footerLacks': (v) => `le texte utilise {{ ${v.name} }}, mais ${v.name} manque ici`,
  'config.footerStranger': (v) =>
    french`« ${v.name} » n’a pas sa place dans une mention STOP ; admis : {{ stop }} et {{ stop_url }}`,
  'config.kindIsFixed': french`cette finalité intégrée reste promotionnelle ; ajoutez-en une sous un autre nom`,
  'config.promotionalDuty': french`une finalité promotionnelle l’a toujours ; admis : true`,
  'config.warnAfterRefuse': (v) =>
    french`trouvé ${v.warn} ; admis : au plus refuse_months, soit ${v.refuse}, car l’avertissement vient avant la fin`,
  'config.capOnFunctional': french`le plafond ne compte que les messages promotionnels ; retirez-le de cette finalité fonctionnelle`,

  'config.senderLength': (v) => french`un nom d’expéditeur compte ${v.min} à ${v.max} caractères, celui-ci ${v.length}`,
  'config.senderCharacter': (v) =>
    french`« ${v.character} » ne peut pas figurer dans un nom d’expéditeur ; admis : lettres sans accents, chiffres, espaces`,
  'config.senderEdgeSpace': 'un nom d’expéditeur ne commence ni ne finit par une espace',
  'config.senderGenericWord': (v) =>
    french`les opérateurs français bloquent « ${v.word} », qui ne dit pas qui écrit ; prenez votre propre nom (${v.source})`,
  'config.senderFrenchMobile': (v) =>
    french`un numéro français en 06 ou 07 n’a pas le droit d’envoyer automatiquement ; prenez un nom, un numéro court ou un numéro en 09 37 à 09 39 (${v.source})`,
  'config.senderNumberForm': french`un numéro qui envoie s’écrit avec + et son pays, sans espaces ; un numéro court a 3 à 8 chiffres`,
  'config.senderRefusedThere': (v) =>
    french`${v.country} : un nom ne peut pas y envoyer, les messages sont refusés ; il faut un numéro ou un numéro court de ce pays (${citation(v, 'fr')})`,
  'config.senderRewrittenThere': (v) =>
    french`${v.country} : les opérateurs remplacent le nom par un numéro ou un numéro court (${citation(v, 'fr')})`,
  'config.senderRegistrationRequired': (v) =>
    french`${v.country} : le nom doit d’abord être enregistré (${citation(v, 'fr')})`,
  'config.senderRegistrationRecommended': (v) =>
    french`${v.country} : il est recommandé d’enregistrer le nom (${citation(v, 'fr')})`,
  'config.senderSpace': (v) =>
    french`${v.country} : la charte ne veut que lettres et chiffres, une espace peut être refusée (${citation(v, 'fr')})`,
  'config.senderGenericThere': (v) =>
    french`${v.country} : les opérateurs bloquent les noms qui ne disent pas qui écrit (${citation(v, 'fr')})`,
  'config.senderFrenchNumber': (v) =>
    french`${v.country} : parmi les numéros français, seuls 09 37, 09 38 et 09 390 à 09 394 ont le droit d’envoyer automatiquement (${citation(v, 'fr')})`,
  'config.senderOverseas': (v) =>
    french`${v.country} : demandez au prestataire si noms et numéro court STOP y fonctionnent (${citation(v, 'fr')})`,
};

/** Says a phrase inside another one. Only this file's own phrases are nested here. */
function say(catalogue: object, { key, values }: Phrase, f: Formats): string {
  const entry = (catalogue as Readonly<Record<string, Entry>>)[key];
  return typeof entry === 'function' ? entry(values, f) : (entry ?? key);
}

function problemLine({ file, line, key }: Problem, what: string, colon: string): string {
  const place = line === null ? file : `${file}:${line}`;
  return [place, key, what].filter((part) => part !== '').join(colon);
}

function listed(heading: string, lines: readonly string[]): string {
  return [heading, ...lines.map((line) => `  ${line}`)].join('\n');
}
