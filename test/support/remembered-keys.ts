// A passphrase takes a third of a second to become a key (scrypt), each time the same one under the same terms. A process that opens many
// ledgers remembers them: whoever imports this makes the platform's own function do so.
import crypto, { type BinaryLike, type ScryptOptions } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

const keys = new Map<string, Buffer>();
const derive = crypto.scryptSync;

crypto.scryptSync = (passphrase: BinaryLike, salt: BinaryLike, length: number, options?: ScryptOptions) => {
  const terms = JSON.stringify([passphrase, salt, length, options]);
  const key = keys.get(terms) ?? derive(passphrase, salt, length, options);
  keys.set(terms, key);
  // A copy: whoever is done with a key may overwrite it.
  return Buffer.from(key);
};
syncBuiltinESMExports();
