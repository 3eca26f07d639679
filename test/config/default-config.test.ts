import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configLocale } from '../../src/config/config-locale.js';
import { parseConfig } from '../../src/config/config.js';
import { defaultConfigText } from '../../src/config/default-config.js';

const known = { profileIds: ['FR/strict'] };

const answers = fc.record({
  organisation: fc.string({ minLength: 1, maxLength: 80, unit: 'grapheme' }).filter((name) => name.trim() !== ''),
  sender: fc.constantFrom('AMISDUPARC', 'Le Parc', '36184', '+33937001234'),
  country: fc.constantFrom('FR', 'CH', 'BE', 'LU', 'GB', 'US'),
  provider: fc.constantFrom('simulator', 'vonage'),
  locale: fc.constantFrom('fr' as const, 'en' as const),
});

describe('defaultConfigText', () => {
  it('is a configuration that says what was answered', () => {
    fc.assert(
      fc.property(answers, (given) => {
        const config = parseConfig(defaultConfigText(given), 'smsctl.toml', known);
        expect(config.organisation).toMatchObject({ name: given.organisation.trim(), locale: given.locale });
        expect(config.sender).toEqual({ id: given.sender, country: given.country });
        expect(config.limits.countries).toEqual([given.country]);
        expect(config.provider.use).toBe(given.provider);
        expect(configLocale(defaultConfigText(given))).toBe(given.locale);
      }),
    );
  });

  it('prints no short code: there is none that would be right', () => {
    const text = defaultConfigText({
      ...{ organisation: 'Les Amis du Parc', sender: 'AMISDUPARC', country: 'FR', provider: 'simulator' },
      locale: 'fr',
    });
    expect(text).not.toMatch(/\b3\d{4}\b/);
    expect(parseConfig(text, 'smsctl.toml', known).footers.size).toBe(0);
  });

  it('says beside the provider whether SMS leave', () => {
    const lineOf = (provider: string): string | undefined =>
      defaultConfigText({ organisation: 'Les Amis', sender: 'AMIS', country: 'FR', provider, locale: 'fr' })
        .split('\n')
        .find((line) => line.startsWith('use = '));
    expect(lineOf('simulator')).toContain('# le simulateur répète : aucun SMS ne part');
    expect(lineOf('vonage')).toContain('# un vrai prestataire');
  });

  it('has examples that are right once uncommented', () => {
    for (const locale of ['fr', 'en'] as const) {
      const text = defaultConfigText({
        ...{ organisation: 'Les Amis du Parc', sender: 'AMISDUPARC', country: 'FR', provider: 'vonage', locale },
      });
      const uncommented = text.replace(/^# (?=\[|\w+ = )/gm, '').replace('36xxx', '36184');
      const config = parseConfig(uncommented, 'smsctl.toml', known);
      expect(config.footers.get('FR')?.stop).toBe('36184');
      expect(config.hours.get('FR')).toBe('FR/strict');
      expect(config.limits.maxCost).toBe('50.00');
      expect(config.provider.price.get('FR')).toBe('0.065');
      expect(config.vonage.applicationId).not.toBeNull();
      expect(config.organisation.privacyUrl).toMatch(/^https:/);
    }
  });
});
