/** Where the law wants advertising to be recognised as such, and what texts there say for it by custom. */
const marked: Readonly<
  Partial<Record<string, { readonly mark: string; readonly said: RegExp; readonly source: string }>>
> = {
  ES: {
    mark: 'Publi',
    said: /(?<!\p{L})publi(?:cidad|citat)?(?!\p{L})/iu,
    source: 'LSSI art. 20: commercial nature recognisable; the prefix is customary',
  },
};

/**
 * Finds the countries where a promotional text should say that it is advertising and does not. Advice: whether its nature
 * is plain from its words, a person sees.
 *
 * @param countries Of the recipients, ISO 3166-1 alpha-2.
 * @returns For each the word that is customary there, and the rule.
 */
export function missingAdvertisingMarks(
  text: string,
  countries: readonly string[],
): readonly { readonly country: string; readonly mark: string; readonly source: string }[] {
  return countries.flatMap((country) => {
    const rule = marked[country];
    return rule === undefined || rule.said.test(text) ? [] : [{ country, mark: rule.mark, source: rule.source }];
  });
}
