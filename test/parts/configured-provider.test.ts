import { describe, expect, it } from 'vitest';
import type { E164 } from '../../src/core/contact/phone-number.js';
import { openApp } from '../cli/in-process.js';
import { cliWorkspace, memberNumber } from '../support/cli.js';

describe('the provider of a rehearsal', () => {
  it('tells when a message leaves, as the real one does: else a slow answer would slow the run', async () => {
    const space = await cliWorkspace();
    const app = openApp({ cwd: space.folder });
    const { provider } = app.provider('fete', { isRehearsal: true, clock: app.world.clock }, null);
    const told: string[] = [];
    const message = {
      ...{ ref: 'one', to: memberNumber(0) as E164, from: 'AMISDUPARC', text: 'Bonjour' },
      ...{ segments: 1, sendBefore: null },
    };
    const sent = provider.send(message, () => told.push('left')).then(() => told.push('answered'));
    expect(told).toEqual(['left']);
    await sent;
    expect(told).toEqual(['left', 'answered']);
  });
});
