import type { Config } from '../../src/config/config.js';
import { attestExit, attestNoStops } from '../../src/flows/way-out.js';
import type { Ledger } from '../../src/store/store.js';
import type { FakeWorld } from './fake-world.js';
import { CONFIG } from './planned-run.js';
import { STAMP } from './temp-ledger.js';

/** The association's configuration with a real provider. */
export const REAL: Config = { ...CONFIG, provider: { ...CONFIG.provider, use: 'vonage' } };

/** Opens the gates of a promotional run as an operator does: a STOP is attested to arrive, and none came since. */
export async function proveExit(ledger: Ledger, { clock }: FakeWorld, config: Config = REAL): Promise<void> {
  const deps = { ledger, clock, actor: { operator: STAMP.operator, login: STAMP.login } };
  await attestExit('Claire sent STOP from her own phone this morning and it arrived', config, deps);
  await attestNoStops('The mailbox of the provider was empty this morning', config, deps);
}
