import type { GlobalOptions } from '../cli/app.js';
import { maskNumbersIn } from '../core/contact/mask-text.js';
import { visibleName } from '../core/visible-name.js';
import { OperatorError } from '../errors.js';
import type { Actor } from '../store/store.js';
import { phrase } from '../words/phrase.js';
import type { World } from '../world.js';

/**
 * Who does what a command does: the name of `--operator` as people see it, else the login name. The log keeps it for ever: it
 * must not be where a number outlives its erasure, and it must name somebody, on whom four eyes rest.
 *
 * @throws OperatorError usage (64) for a name that says nothing, or that holds a number.
 */
export function namedOperator(
  { operator: given }: Pick<GlobalOptions, 'operator'>,
  world: Pick<World, 'loginName'>,
): Actor {
  const login = world.loginName();
  if (given === undefined) return { operator: login, login };
  const operator = visibleName(given);
  // Also the wide digits of Japanese keyboards are digits.
  const plain = operator.normalize('NFKC');
  if (maskNumbersIn(plain) !== plain) {
    throw new OperatorError('usage', phrase('erasure.numberInOperator'), phrase('erasure.numberInNameHint'));
  }
  if (operator === '')
    throw new OperatorError(
      'usage',
      phrase('cli.badValue', { option: '--operator', value: '' }),
      phrase('cli.emptyOperatorHint', { login }),
    );
  return { operator, login };
}
