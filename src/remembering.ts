/** What is longer is no word that comes again: a whole file of such must not stay in memory. */
const LONGEST = 256;

/**
 * A function that answers each question once, for as long as it is among the latest: a file says the same few things in
 * thousands of rows.
 *
 * @param answer Gives equal answers to equal questions, and never undefined.
 * @param atHand So many answers are kept; then it begins anew.
 */
export function remembering<Q extends string | number, A extends object | string | null>(
  atHand: number,
  answer: (question: Q) => A,
): (question: Q) => A {
  const answers = new Map<Q, A>();
  return (question) => {
    const known = answers.get(question);
    if (known !== undefined) return known;
    const found = answer(question);
    if (typeof question === 'string' && question.length > LONGEST) return found;
    if (answers.size >= atHand) answers.clear();
    answers.set(question, found);
    return found;
  };
}
