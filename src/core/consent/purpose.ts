/**
 * What a message is to the law: `promotional` needs a way out and the recipient's window, `functional` carries out
 * something the person asked for or must know.
 */
export const purposeKinds = ['promotional', 'functional'] as const;
export type PurposeKind = (typeof purposeKinds)[number];

/**
 * Grounds on which a person may be texted. Silence is none of them (GDPR recital 32), so the opt-out bases of older
 * lists have no place here.
 *
 * `customer_similar_products` is the existing-customer rule of directive 2002/58/EC art. 13(2) (France: CPCE art.
 * L.34-5); `contract`, `legal_obligation` and `legitimate_interest` are GDPR art. 6(1)(b), (c) and (f).
 */
export const legalBases = [
  'opt_in',
  'double_opt_in',
  'customer_similar_products',
  'member',
  'legitimate_interest',
  'contract',
  'legal_obligation',
  'rented_list',
  'purchased_list',
] as const;
export type LegalBasis = (typeof legalBases)[number];

/** Why people are texted; each consent and each campaign names exactly one. */
export interface Purpose {
  readonly name: string;
  readonly kind: PurposeKind;
  /** The recorded bases that suffice for this purpose; any other is as good as none. */
  readonly bases: readonly LegalBasis[];
  /** The text ends with a way out. Always true of a promotional purpose. */
  readonly footer: boolean;
  /**
   * Leaves only inside the recipient's promotional window. Always true of a promotional purpose; a functional one
   * without it keeps the night rest alone.
   */
  readonly window: boolean;
  /** Null where age does not count: a message that carries out a contract does not grow old. */
  readonly ageing: Ageing | null;
}

/** How long a consent counts without a sign of life of the person. */
export interface Ageing {
  /** From here on it is worth renewing. */
  readonly warnMonths: number;
  readonly refuseMonths: number;
  /** Of whose calendar the months are: a consent is given on a day of this zone. */
  readonly zone: string;
}

/**
 * Three years after the consent, or after the last contact that came from the person (CNIL, délibération 2016-264,
 * art. 5; read 2026-11-22). From two years on there is a year left to renew it.
 */
export const defaultAgeing: Ageing = Object.freeze({ warnMonths: 24, refuseMonths: 36, zone: 'utc' });

/**
 * The purposes that exist without being configured.
 *
 * `rented_list` and `purchased_list` are in none of them: they count only where the configuration of a purpose names
 * them, so that nobody texts a bought list by accident.
 */
export const builtInPurposes: ReadonlyMap<string, Purpose> = new Map(
  [
    promotional('marketing', ['opt_in', 'double_opt_in', 'customer_similar_products']),
    promotional('association', ['opt_in', 'double_opt_in', 'member']),
    promotional('survey', ['opt_in', 'double_opt_in', 'member', 'legitimate_interest']),
    functional('information', [
      'opt_in',
      'double_opt_in',
      'member',
      'contract',
      'legal_obligation',
      'legitimate_interest',
    ]),
  ].map((purpose) => [purpose.name, purpose]),
);

function promotional(name: string, bases: readonly LegalBasis[]): Purpose {
  return Object.freeze({
    name,
    kind: 'promotional',
    bases: Object.freeze(bases),
    footer: true,
    window: true,
    ageing: defaultAgeing,
  });
}

function functional(name: string, bases: readonly LegalBasis[]): Purpose {
  return Object.freeze({
    name,
    kind: 'functional',
    bases: Object.freeze(bases),
    footer: false,
    window: false,
    ageing: null,
  });
}
