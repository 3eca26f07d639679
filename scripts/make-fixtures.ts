/**
 * Makes the CSV files under `fixtures/` and what they must yield. Run it with `node scripts/make-fixtures.ts`.
 *
 * Every run writes the same bytes: all choices come from one seeded generator, and neither the clock nor the locale is
 * asked. What is expected follows from how each person was made, never from running smsctl, so that the two can
 * disagree. All people are invented; `fixtures/README.md` names the number ranges and their source.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import iconv from 'iconv-lite';

/** What the secretary knows about one row of `membres.csv`. */
interface Member {
  readonly lastName: string;
  readonly firstName: string;
  /** The cell as somebody typed it. */
  readonly typed: string;
  readonly number: MemberNumber;
  readonly city: string;
  readonly postalCode: string;
  readonly country: string;
  readonly joinedOn: string;
  readonly fee: string;
  readonly remark: string;
  readonly consents: readonly Consent[];
  readonly neverListed: NeverListed | null;
}

type MemberNumber =
  | { readonly kind: 'mobile'; readonly e164: string; readonly country: 'FR' | 'CH' | 'BE' | 'LU' }
  | { readonly kind: 'repeated'; readonly e164: string }
  | { readonly kind: 'landline' }
  | { readonly kind: 'unreadable' };

type Purpose = 'association' | 'information';

/** One row of `optins.csv`, in the order of its columns after the number and the purpose. */
interface Consent {
  readonly purpose: Purpose;
  readonly typed: string;
  readonly basis: string;
  readonly givenAt: string;
  readonly method: string;
  readonly wording: string;
  readonly source: string;
  readonly evidence: string;
  /** Why an import refuses the row, null for a usable one. */
  readonly refused: 'no date' | 'date in the future' | null;
}

/** One row of `liste-rouge.csv`. */
interface NeverListed {
  readonly e164: string;
  readonly reason: 'stop' | 'complaint' | 'manual';
  readonly on: string;
}

/** The reasons of the documentation that occur here, in the order in which they apply. */
const leftOutOrder = ['invalid_number', 'not_mobile', 'duplicate', 'suppressed', 'no_consent', 'no_way_out'] as const;
type LeftOut = (typeof leftOutOrder)[number];

/** What is special about a metropolitan member. */
type Role =
  | NeverListed['reason']
  | NonNullable<Consent['refused']>
  | 'silent'
  | 'nameless'
  | 'doubled'
  | 'quoted name'
  | 'semicolon name'
  | 'line break'
  | 'labelled'
  | 'capitals'
  | 'alsace'
  | 'ordinary';

/** The roles in the order in which they are dealt; everybody after them is an ordinary member. */
const roles: readonly Role[] = [
  ...(['stop', 'stop', 'complaint', 'manual', 'no date', 'date in the future'] as const),
  ...Array<Role>(40).fill('silent'),
  ...Array<Role>(9).fill('nameless'),
  ...Array<Role>(6).fill('doubled'),
  ...(['quoted name', 'semicolon name', 'line break', 'labelled', 'capitals', 'alsace', 'alsace', 'alsace'] as const),
];
const metropolitanMembers = 279;

const firstNames =
  `Françoise Zoé Noël Maÿlis Gaël Inès Loïc Benoît Jérôme Agnès Lœtitia Anaïs Cédric Hélène André Thérèse Joël
  Chloé Michèle Raphaël Stéphane Céline Valérie Frédéric Jean-François Marie-Thérèse Anne-Gaëlle Éric Aïcha Solène
  Martine Bernard Nathalie Philippe Karim Sylvie Jean-Pierre Fatima Monique Alain Isabelle Patrick Camille Mathilde
  Antoine Jeanne Hugo Lucie Nicolas Sandrine Olivier Pauline Yves Colette Rachid Marion Gilles Denise Thomas Odile`.split(
    /\s+/u,
  );
const partners = ['Gérard', 'Maëlle', 'Christophe'];

const lastNames =
  `Abadie Aubert Bailly Barbier Béranger Besnard Blanchard Boucher Bréhier Brossard Carré Chauvin Chevallier Cœurdoux
  Colas D'Angelo Delaunay Delmas Dufrêne Dumoulin Étienne Fabre Faÿ Ferreira Fleury Forestier Gaillard Gautier Géroult
  Girardeau Guérin Hamdi Hardouin Hébert Huet Jacquemin Joly Jouët Kaddour Kerbrat L’Hermitte Laborde Langlois Lebœuf
  Leclercq Lefèvre Lemoine Mahé Maillard Marchand Masson Mercier Moreau Nguyen Noyer Ollivier Paillard Peltier Perrault
  Pichon Poirier Quéré Rabiller Renaudin Ribeiro Robineau Rousselot Sauvage Simonneau Tessier Thébault Traoré Vasseur
  Verdier Villeneuve Yildiz Allard Amiot Bazin Béchu Bénard Boisseau Bonnin Boutin Cailleau Charrier Chesneau Cottin
  Courant Davy Denéchère Dersoir Diallo Dupré Esnault Faucheux Fouquet Frémont Gasnier Gélineau Gohier Grimault Guitton
  Hervé Houdayer Jamin Jolivet Lacroix Landais Lepage Logeais Malinge Ménard Métayer Morin Naudin Neveu Onillon Oger
  Papin Pasquier Pineau Pottier Raimbault Réthoré Rivereau Roux Sécher Suteau Terrien Tricoire Viau Vigneron Zaoui`.split(
    /\s+/u,
  );

const towns = [
  ['Angers', '49000'],
  ['Angers', '49100'],
  ['Avrillé', '49240'],
  ['Trélazé', '49800'],
  ['Les Ponts-de-Cé', '49130'],
  ['Bouchemaine', '49080'],
  ["Saint-Barthélemy-d'Anjou", '49124'],
  ['Saint-Lô', '50000'],
  ['Nice', '06000'],
] as const;
const alsace = ['Strasbourg', '67000'] as const;

const remarks = [
  'N’a pas d’adresse e-mail',
  'Bénévole : buvette',
  'Préfère être appelée le soir',
  'Taille des rosiers, cœur de l’équipe',
  'À rappeler pour la cotisation',
  'Prête son barnum (3 × 3 m)',
];

/** Outside metropolitan France: no range is kept for fiction there, so the digits themselves look invented. */
const elsewhere = [
  ['Célestine', 'Baptiste', '0690 00 00 01', '+590690000001', 'FR', 'Les Abymes', '97139', 'Guadeloupe'],
  ['Rosan', 'Théophile', '+590 690 00 00 02', '+590690000002', 'FR', 'Basse-Terre', '97100', 'France'],
  ['Lucette', 'Mirval', '0690000003', '+590690000003', 'FR', 'Le Gosier', '97190', 'France'],
  ['Gaëtan', 'Cornély', '00590690000004', '+590690000004', 'FR', 'Sainte-Anne', '97180', 'Guadeloupe'],
  ['Marie-Ange', 'Hoarau', '0692 00 00 01', '+262692000001', 'FR', 'Saint-Denis', '97400', 'La Réunion'],
  ['Expédit', 'Payet', '+262 692 00 00 02', '+262692000002', 'FR', 'Saint-Pierre', '97410', 'France'],
  ['Noëlla', 'Técher', '0692.00.00.03', '+262692000003', 'FR', 'Saint-Paul', '97460', 'France'],
  ['Victorin', 'Lagier', '0696 00 00 01', '+596696000001', 'FR', 'Fort-de-France', '97200', 'Martinique'],
  ['Chantal', 'Rochat', '+41 79 000 00 01', '+41790000001', 'CH', 'Genève', '1201', 'Suisse'],
  ['Urs', 'Amstutz', '0041 78 000 00 02', '+41780000002', 'CH', 'Lausanne', '1003', 'Suisse'],
  ['Laurence', 'Favre', '0041790000003', '+41790000003', 'CH', 'Sion', '1950', 'Suisse'],
  ['Reto', 'Zbinden', '+41 (0)79 000 00 04', '+41790000004', 'CH', 'Bienne', '2502', 'Suisse'],
  ['Godelieve', 'Peeters', '+32 470 00 00 01', '+32470000001', 'BE', 'Bruxelles', '1000', 'Belgique'],
  ['Luc', 'Lambert', '0032 470 00 00 02', '+32470000002', 'BE', 'Namur', '5000', 'Belgique'],
  ['Bérengère', 'Wauters', '+32 (0)470 00 00 03', '+32470000003', 'BE', 'Liège', '4000', 'Belgique'],
  ['Romain', 'Weis', '+352 621 000 001', '+352621000001', 'LU', 'Luxembourg', 'L-1219', 'Luxembourg'],
] as const;

/** Numbers of the ranges that Arcep keeps for fiction, one in each geographic zone. */
const landlines = ['01 99 00 12 34', '02.61.91.23.45', '+33 3 53 01 34 56', '0465714567', '05 36 49 56 78'];

/** The third lost its digits in a spreadsheet; the last has a letter O where a zero belongs. */
const unreadable = ['', 'inconnu', '3,36399E+10', 'O6 39 98 00 99'];

type Write = (nationalDigits: string) => string;
const pairs = (digits: string, separator: string): string => (digits.match(/..?/gu) ?? []).join(separator);
const spaced: Write = (digits) => pairs(`0${digits}`, ' ');

/** The forms in which people type one number, given its nine digits; frequent ones stand there several times. */
const forms: readonly Write[] = [
  ...Array<Write>(6).fill(spaced),
  ...Array<Write>(4).fill((digits) => `0${digits}`),
  ...Array<Write>(2).fill((digits) => pairs(`0${digits}`, '.')),
  ...Array<Write>(2).fill((digits) => pairs(`0${digits}`, '\u00a0')),
  ...Array<Write>(2).fill((digits) => digits),
  (digits) => pairs(`0${digits}`, '-'),
  (digits) => `+33 ${international(digits)}`,
  (digits) => `0033${digits}`,
  (digits) => `(+33) ${international(digits)}`,
  (digits) => `+33 (0)${international(digits)}`,
];

function international(digits: string): string {
  return `${digits.slice(0, 1)} ${pairs(digits.slice(1), ' ')}`;
}

const invitationWording =
  "J'accepte de recevoir par SMS les invitations des Amis du Parc. Je peux arrêter à tout moment en répondant STOP.";
const memberNote =
  "Bulletin d'adhésion : « L'association vous invite à sa vie par SMS ; refus en cochant la case ou par STOP. »";
const practicalNote =
  "Bulletin d'adhésion : « Nous vous prévenons par SMS des changements d'horaires ; refus en cochant la case. »";

/** Where people signed on paper: name and day. */
const paperSheets = [
  ['Marché de Noël', '2024-12-14'],
  ['Fête de la nature', '2025-05-24'],
  ['Forum des associations', '2025-09-06'],
  ['Journée de plantation', '2026-03-21'],
] as const;
const webMonths = ['2025-01', '2025-04', '2025-07', '2025-11', '2026-02', '2026-05', '2026-06'];

/** A small seeded generator of numbers in [0, 1): mulberry32, by Tommy Ettinger, in the public domain. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Choices out of one seed, in the order in which they are asked for. */
class Dice {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  shuffled<T>(items: readonly T[]): T[] {
    return items
      .map((item) => ({ item, rank: this.#random() }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ item }) => item);
  }

  /** Deals `count` items so that each comes up before any comes up again. */
  deal<T>(items: readonly T[], count: number): T[] {
    const rounds = Math.ceil(count / items.length);
    return Array.from({ length: rounds }, () => this.shuffled(items))
      .flat()
      .slice(0, count);
  }

  digits(count: number): string {
    return String(this.below(10 ** count)).padStart(count, '0');
  }

  day(): string {
    return String(1 + this.below(28)).padStart(2, '0');
  }
}

function paperConsent(dice: Dice, typed: string, [event, day]: (typeof paperSheets)[number]): Consent {
  const sheet = `${event} ${day.slice(0, 4)}, feuille ${1 + dice.below(6)}`;
  const evidence = `classeur B, page ${1 + dice.below(40)}, ligne ${1 + dice.below(20)}`;
  const base = { purpose: 'association', basis: 'opt_in', method: 'paper_form', wording: invitationWording } as const;
  return { ...base, typed, givenAt: day, source: sheet, evidence, refused: null };
}

function webConsent(dice: Dice, e164: string): Consent {
  const time = `${String(6 + dice.below(14)).padStart(2, '0')}:${String(dice.below(60)).padStart(2, '0')}`;
  const givenAt = `${dice.pick(webMonths)}-${dice.day()}T${time}:${String(dice.below(60)).padStart(2, '0')}Z`;
  const basis = dice.below(3) === 0 ? 'double_opt_in' : 'opt_in';
  const origin = { source: 'https://amisduparc.example/adhesion', evidence: `formulaire-${dice.digits(6)}` };
  const base = { purpose: 'association', method: 'web_form', wording: invitationWording } as const;
  return { ...base, basis, typed: e164, givenAt, ...origin, refused: null };
}

/** A member may also be told practical things, so this basis comes with a second row for `information`. */
function memberConsents(dice: Dice, typed: string): readonly Consent[] {
  const form = `Bulletin d'adhésion no ${dice.digits(4)}`;
  const base = { basis: 'member', method: 'membership', typed, source: form, evidence: `scan-${dice.digits(5)}.pdf` };
  const givenAt = `${dice.pick(['2025-01', '2025-09', '2026-01'])}-${dice.day()}`;
  return [
    { ...base, purpose: 'association', givenAt, wording: memberNote, refused: null },
    { ...base, purpose: 'information', givenAt, wording: practicalNote, refused: null },
  ];
}

function ordinaryConsents(dice: Dice, e164: string, typed: string): readonly Consent[] {
  const kind = dice.below(20);
  if (kind < 9) return [paperConsent(dice, typed, dice.pick(paperSheets))];
  return kind < 16 ? [webConsent(dice, e164)] : memberConsents(dice, typed);
}

function consentsOf(role: Role, dice: Dice, e164: string, digits: string): readonly Consent[] {
  const signed = paperConsent(dice, spaced(digits), paperSheets[2]);
  switch (role) {
    case 'silent':
      return [];
    case 'no date':
      return [{ ...signed, givenAt: '', refused: role }];
    case 'date in the future':
      return [{ ...signed, givenAt: '2031-01-01', refused: role }];
    case 'stop':
      return [signed];
    case 'complaint':
    case 'manual':
      return memberConsents(dice, spaced(digits));
    default:
      return ordinaryConsents(dice, e164, spaced(digits));
  }
}

function neverListedAs(role: Role, dice: Dice, e164: string): NeverListed | null {
  if (role !== 'stop' && role !== 'complaint' && role !== 'manual') return null;
  return { e164, reason: role, on: `2026-0${4 + dice.below(3)}-${dice.day()}` };
}

function membershipDetails(dice: Dice): Pick<Member, 'joinedOn' | 'fee' | 'remark'> {
  const joinedOn = `${dice.day()}/${String(1 + dice.below(12)).padStart(2, '0')}/${2008 + dice.below(17)}`;
  const fee = dice.pick(['25,00 €', '25,00 €', '25,00 €', '40,00 €', '12,50 €', '']);
  return { joinedOn, fee, remark: dice.below(9) === 0 ? dice.pick(remarks) : '' };
}

/** The members with a number of the French fiction range, and beside each what makes them special. */
function makeMetropolitans(dice: Dice): readonly (readonly [Member, Role])[] {
  const subscribers = dice.shuffled(Array.from({ length: 10_000 }, (_, index) => index));
  const first = dice.deal(firstNames, metropolitanMembers);
  const last = dice.deal(lastNames, metropolitanMembers);
  return Array.from({ length: metropolitanMembers }, (_, index) => {
    const role = roles[index] ?? 'ordinary';
    const digits = `63998${String(subscribers[index]).padStart(4, '0')}`;
    const e164 = `+33${digits}`;
    const [city, postalCode] = role === 'alsace' ? alsace : dice.pick(towns);
    const ordinary: Member = {
      ...membershipDetails(dice),
      lastName: last[index] as string,
      firstName: first[index] as string,
      typed: dice.pick(forms)(digits),
      number: { kind: 'mobile', e164, country: 'FR' },
      city,
      postalCode,
      country: dice.below(12) === 0 ? '' : 'France',
      consents: consentsOf(role, dice, e164, digits),
      neverListed: neverListedAs(role, dice, e164),
    };
    return [{ ...ordinary, ...oddities(role, digits) }, role] as const;
  });
}

/** What a role changes in the row itself. Capital Ç is in the GSM alphabet where ç is not. */
function oddities(role: Role, digits: string): Partial<Member> {
  switch (role) {
    case 'nameless':
      return { firstName: '' };
    case 'quoted name':
      return { lastName: 'Lebrun dit "Titi"' };
    case 'semicolon name':
      return { lastName: 'Martin; Perrin' };
    case 'line break':
      return { remark: 'Clé du cabanon no 2\nÀ rendre au bureau' };
    case 'labelled':
      return { typed: `Portable : ${spaced(digits)}` };
    case 'capitals':
      return { lastName: 'MORVAN', firstName: 'FRANÇOISE' };
    case 'doubled':
      return { typed: spaced(digits) };
    default:
      return {};
  }
}

/** The same number once more: three couples who share a telephone, three people entered twice. */
function makeDoubles(dice: Dice, originals: readonly Member[]): readonly Member[] {
  const otherForms = forms.filter((form) => form !== spaced);
  return originals.map((original, index) => {
    if (original.number.kind !== 'mobile') throw new Error('only a mobile number is written twice');
    const { e164 } = original.number;
    const typed = dice.pick(otherForms)(e164.slice('+33'.length));
    const firstName = partners[index] ?? original.firstName;
    return { ...original, ...membershipDetails(dice), typed, firstName, number: { kind: 'repeated', e164 } };
  });
}

function makeElsewhere(dice: Dice): readonly Member[] {
  return elsewhere.map(([firstName, lastName, typed, e164, plan, city, postalCode, country]) => ({
    ...membershipDetails(dice),
    lastName,
    firstName,
    typed,
    city,
    postalCode,
    country,
    number: { kind: 'mobile', e164, country: plan },
    consents: ordinaryConsents(dice, e164, e164),
    neverListed: null,
  }));
}

function makeUnreachable(dice: Dice, kind: 'landline' | 'unreadable', cells: readonly string[]): readonly Member[] {
  const first = dice.deal(firstNames, cells.length);
  return cells.map((typed, index) => {
    const [city, postalCode] = dice.pick(towns);
    return {
      ...membershipDetails(dice),
      lastName: dice.pick(lastNames),
      firstName: first[index] as string,
      typed,
      number: { kind },
      city,
      postalCode,
      country: 'France',
      consents: [],
      neverListed: null,
    };
  });
}

/** Everybody by name, as the secretary keeps the list; then three doubles that were added later at its end. */
function makeMembers(): readonly Member[] {
  const dice = new Dice(49_000);
  const metropolitans = makeMetropolitans(dice);
  const doubled = metropolitans.filter(([, role]) => role === 'doubled').map(([member]) => member);
  const doubles = makeDoubles(dice, doubled);
  const listed = [
    ...metropolitans.map(([member]) => member),
    ...makeElsewhere(dice),
    ...makeUnreachable(dice, 'landline', landlines),
    ...makeUnreachable(dice, 'unreadable', unreadable),
    ...doubles.filter((_, index) => index % 2 === 0),
  ];
  const byName = listed.toSorted((a, b) => compareText(sortKey(a), sortKey(b)));
  return [...byName, ...doubles.filter((_, index) => index % 2 === 1)];
}

/** Accents do not count. `localeCompare` would follow the ICU version, and the sort is stable: a double stays second. */
function sortKey(member: Member): string {
  const plain = member.lastName.normalize('NFD').replace(/\p{M}/gu, '').replace(/œ/gu, 'oe').replace(/’/gu, "'");
  return plain.toLowerCase();
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The letters of the names used here that the GSM 7-bit alphabet has (3GPP TS 23.038 §6.2.1): no ç, ë, ï, î, ô, œ, ÿ. */
function isGsm7Name(name: string): boolean {
  return /^[A-Za-zÄÅÆÇÉÑÖØÜßàäåæèéìñòöøùü '-]*$/u.test(name);
}

/** Why a member is left out of a campaign: the first reason in the order of the documentation, null if planned. */
function leftOut(member: Member, purpose: Purpose): LeftOut | null {
  if (member.number.kind === 'unreadable') return 'invalid_number';
  if (member.number.kind === 'landline') return 'not_mobile';
  if (member.number.kind === 'repeated') return 'duplicate';
  const promotional = purpose === 'association';
  // A STOP ends promotional messages; a complaint or an entry by hand ends all of them.
  if (member.neverListed !== null && (promotional || member.neverListed.reason !== 'stop')) return 'suppressed';
  const usable = member.consents.some((consent) => consent.purpose === purpose && consent.refused === null);
  if (!usable) return 'no_consent';
  // smsctl.toml has no footer for Luxembourg, and a French short code is no way out there.
  return promotional && member.number.country === 'LU' ? 'no_way_out' : null;
}

/** A column: its header and the cell of one record. */
type Column<T> = readonly [header: string, cell: (record: T) => string];

const memberColumns: readonly Column<Member>[] = [
  ['Nom', (member) => member.lastName],
  ['Prénom', (member) => member.firstName],
  ['Portable', (member) => member.typed],
  ['Ville', (member) => member.city],
  ['Code postal', (member) => member.postalCode],
  ['Pays', (member) => member.country],
  ["Date d'adhésion", (member) => member.joinedOn],
  ['Cotisation', (member) => member.fee],
  ['Remarques', (member) => member.remark],
];

const consentColumns: readonly Column<Consent>[] = [
  ['téléphone', (consent) => consent.typed],
  ['finalité', (consent) => consent.purpose],
  ['base', (consent) => consent.basis],
  ['date', (consent) => consent.givenAt],
  ['méthode', (consent) => consent.method],
  ['texte', (consent) => consent.wording],
  ['source', (consent) => consent.source],
  ['preuve', (consent) => consent.evidence],
];

const neverListColumns: readonly Column<NeverListed>[] = [
  ['téléphone', (entry) => entry.e164],
  ['motif', (entry) => entry.reason],
  ['date', (entry) => entry.on],
];

interface Table {
  readonly text: string;
  /** The line, counted from 1, on which each record starts; a quoted line break makes a record longer than a line. */
  readonly lines: readonly number[];
}

function writeTable<T>(columns: readonly Column<T>[], records: readonly T[], lineEnd: '\r\n' | '\n'): Table {
  const header = columns.map(([name]) => quoteCell(name)).join(';') + lineEnd;
  const rows = records.map((record) => columns.map(([, cell]) => quoteCell(cell(record))).join(';') + lineEnd);
  let line = 2;
  const lines = rows.map((row) => {
    const startsAt = line;
    line += row.split('\n').length - 1;
    return startsAt;
  });
  return { text: header + rows.join(''), lines };
}

function quoteCell(cell: string): string {
  return /[;"\r\n]/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** How often each reason occurs, in the order in which reasons apply. */
function countReasons(reasons: readonly LeftOut[]): Readonly<Record<string, number>> {
  const counted = leftOutOrder.map((reason) => [reason, reasons.filter((each) => each === reason).length] as const);
  return Object.fromEntries(counted.filter(([, count]) => count > 0));
}

/** What a plan must say, in the field names of the `plan` document of `--json`. */
function expectPlan(members: readonly Member[], purpose: Purpose) {
  const excluded = members.map((member) => leftOut(member, purpose)).filter((reason) => reason !== null);
  return { rows: members.length, planned: members.length - excluded.length, excluded: countReasons(excluded) };
}

/** In which alphabet `modeles/fete.txt` leaves; with its footer it fills one segment in GSM-7 and two in UCS-2. */
function expectLength(planned: readonly Member[]) {
  const inUcs2 = planned.filter((member) => !isGsm7Name(member.firstName)).length;
  const inGsm7 = planned.length - inUcs2;
  return { encodings: { 'GSM-7': inGsm7, 'UCS-2': inUcs2 }, segments: inGsm7 + 2 * inUcs2 };
}

function expectConsentImport(consents: readonly Consent[], lines: readonly number[]) {
  const refused = consents.flatMap(({ refused: why }, index) => (why === null ? [] : [[lines[index], why] as const]));
  return {
    rows: consents.length,
    recorded: consents.length - refused.length,
    refusedByLine: Object.fromEntries(refused),
  };
}

/** The association's generated files, by path under `fixtures/`. */
function makeAssociation(): ReadonlyMap<string, Buffer> {
  const members = makeMembers();
  const consents = members.flatMap((member) => (member.number.kind === 'mobile' ? member.consents : []));
  const neverList = members.flatMap(({ number, neverListed }) =>
    number.kind === 'mobile' && neverListed !== null ? [neverListed] : [],
  );
  const membersCsv = writeTable(memberColumns, members, '\r\n');
  const consentsCsv = writeTable(consentColumns, consents, '\r\n');
  const reasons = members.map((member) => leftOut(member, 'association'));
  const reasonByLine = reasons.flatMap((reason, index) => (reason === null ? [] : [[membersCsv.lines[index], reason]]));
  const expected = {
    ...expectPlan(members, 'association'),
    ...expectLength(members.filter((_, index) => reasons[index] === null)),
    reasonByLine: Object.fromEntries(reasonByLine),
    consentImport: expectConsentImport(consents, consentsCsv.lines),
    neverListImport: { rows: neverList.length },
    information: expectPlan(members, 'information'),
  };
  return new Map([
    ['association/membres.csv', iconv.encode(membersCsv.text, 'windows-1252')],
    ['association/optins.csv', iconv.encode(consentsCsv.text, 'utf8', { addBOM: true })],
    ['association/liste-rouge.csv', Buffer.from(writeTable(neverListColumns, neverList, '\n').text)],
    ['association/expected.json', Buffer.from(`${JSON.stringify(expected, null, 2)}\n`)],
  ]);
}

const crlf = (...lines: readonly string[]): string => lines.map((line) => `${line}\r\n`).join('');

/** An old binary workbook as somebody may hand it in: the magic of an OLE2 file, a few cells, many NULs. */
function makeBinary(): Buffer {
  const dice = new Dice(36_184);
  const header = Buffer.from('d0cf11e0a1b11ae1', 'hex');
  const body = Buffer.from(Array.from({ length: 504 }, () => (dice.below(3) === 0 ? dice.below(256) : 0)));
  body.write('0639980021', 256, 'latin1');
  return Buffer.concat([header, body]);
}

/** Small files, each with one thing wrong or unusual; `fixtures/README.md` says what and on which line. */
function makeContacts(): ReadonlyMap<string, Buffer> {
  const header = 'Nom;Prénom;Portable;Remarques';
  const three = crlf(
    header,
    'Aubert;François;06 39 98 00 11;fête',
    'Guérin;Hélène;06 39 98 00 12;',
    'Lefèvre;Benoît;06 39 98 00 13;à rappeler',
  );
  const texts: readonly (readonly [string, string])[] = [
    ['empty.csv', ''],
    ['header-only.csv', crlf(header)],
    [
      'too-many-columns.csv',
      crlf(
        header,
        'Aubert;Zoé;06 39 98 00 01;',
        'Guérin;Inès;06 39 98 00 02;buvette; samedi; dimanche',
        'Masson;Hugo;06 39 98 00 03;',
      ),
    ],
    [
      'unclosed-quote.csv',
      crlf(
        header,
        'Aubert;Zoé;06 39 98 00 04;',
        'Guérin;"Inès;06 39 98 00 05;',
        'Masson;Hugo;06 39 98 00 06;',
        'Joly;Lucie;06 39 98 00 07;',
      ),
    ],
    [
      'no-number-column.csv',
      crlf('Nom;Prénom;Joindre au;Ville', 'Aubert;Zoé;06 39 98 00 08;Angers', 'Masson;Hugo;06 39 98 00 09;Avrillé'),
    ],
    [
      'title-row.csv',
      crlf(
        'Les Amis du Parc : membres à jour;;;',
        ';;;',
        header,
        'Aubert;Zoé;06 39 98 00 14;',
        'Guérin;Inès;06 39 98 00 15;',
        'Masson;Hugo;06 39 98 00 16;',
      ),
    ],
    ['sep-line.csv', crlf('sep=;', header, 'Aubert;Zoé;06 39 98 00 17;', 'Masson;Hugo;06 39 98 00 18;')],
  ];
  return new Map([
    ...texts.map(([name, text]) => [`contacts/${name}`, Buffer.from(text)] as const),
    ['contacts/utf16le.csv', iconv.encode(three.replaceAll(';', '\t'), 'utf-16le', { addBOM: true })],
    ['contacts/mac-roman.csv', iconv.encode(three, 'macroman')],
    ['contacts/binary.bin', makeBinary()],
  ]);
}

/** All generated files: path under `fixtures/` to bytes. */
export function makeFixtures(): ReadonlyMap<string, Buffer> {
  return new Map([...makeAssociation(), ...makeContacts()]);
}

if (import.meta.main) {
  for (const [path, bytes] of makeFixtures()) {
    const target = join(import.meta.dirname, '..', 'fixtures', path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes);
  }
}
