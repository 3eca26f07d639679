import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/config.js';
import { profileIds } from '../../src/core/schedule/profiles.js';
import { countryAdvice } from '../../src/flows/prepare-plan.js';

const config = parseConfig(
  [
    '[organisation]',
    'name = "Les Amis du Parc"',
    '[sender]',
    'id = "AMISDUPARC"',
    'country = "FR"',
    '[footer.FR]',
    'text = "STOP au {{ stop }}"',
    'stop = "36184"',
    '[limits]',
    'countries = ["FR", "BE", "CH"]',
    '[provider]',
    'use = "simulator"',
    'price = { FR = "0.065", BE = "0.09" }',
  ].join('\n'),
  'smsctl.toml',
  { profileIds: profileIds() },
);

const keysFor = (...territories: string[]): readonly string[] =>
  countryAdvice('AMISDUPARC', config, territories).map(({ key }) => key);

describe('countryAdvice', () => {
  it('says nothing of a country that the plan does not reach', () => {
    expect(keysFor('FR', 'FR-57')).toEqual([]);
  });

  it('warns where operators rewrite the sender, and where there is no price', () => {
    expect(keysFor('FR', 'BE')).toEqual(['config.senderRewrittenThere']);
    expect(keysFor('CH-VD')).toEqual(['flows.noPrice']);
  });

  it('asks about the French STOP code for overseas territories without a footer of their own', () => {
    expect(keysFor('GP|MF|BL')).toContain('flows.overseasCode');
  });
});
