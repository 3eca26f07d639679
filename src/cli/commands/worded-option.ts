import { Option } from 'commander';
import { OperatorError } from '../../errors.js';
import { phrase, type Phrase } from '../../words/phrase.js';

/**
 * An option whose value is one of several codes, or a usual word for one, as in the column of that name: « adhésion » is
 * `member`. The help and the completion name the codes.
 *
 * @param meant What a word stands for; null where nobody can tell.
 * @param hint The way out, where it is another than the list of codes.
 */
export function wordedOption(
  flags: string,
  description: string,
  codes: readonly string[],
  meant: (text: string) => string | null,
  hint: (code: string | null) => Phrase = () => phrase('cli.allowedValues', { values: codes.join(', ') }),
): Option {
  const [option = flags] = flags.split(' ');
  return new Option(flags, description).choices(codes).argParser((value: string): string => {
    const code = meant(value);
    if (code !== null && codes.includes(code)) return code;
    throw new OperatorError('usage', phrase('cli.badValue', { option, value }), hint(code));
  });
}
