/** Whether a reply is the word STOP and nothing else, whatever its case, spaces and punctuation. */
export function isPlainStop(text: string): boolean {
  return /^[\s\p{P}]*stop[\s\p{P}]*$/iu.test(text);
}
