/** Words that stand beside a count and are the same for one as for many. */
export function sameForAll(words: string): (v: { readonly count: number }) => string {
  return () => words;
}
