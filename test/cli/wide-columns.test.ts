import { describe, expect, it } from 'vitest';
import { cliWorkspace, memberNumber, TERMS } from '../support/cli.js';

const FILE = `phone;prenom;Commentaires;Digicode\n${memberNumber(0)};Ana;arrive tard;1234\n`;
const asked = ['--campaign', 'fete', '--purpose', 'association', ...TERMS.slice(-2)];

describe('a column of free text, or of a precise place', () => {
  it('is mentioned by check contacts, and is nothing to mend', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', FILE);
    const check = await space.run(['check', 'contacts', 'members.csv', '--json']);
    expect(check.json()).toMatchObject({
      problems: [],
      warnings: [
        '“Commentaires” (free-text; minimisation) and “Digicode” (location-precise; minimisation): such columns often hold more than a list for texting needs: take them out unless the text uses them',
      ],
    });
    const french = await space.run(['check', 'contacts', 'members.csv', '--locale', 'fr']);
    const words = french.stdout.replaceAll(/\s/g, ' ');
    expect(words).toContain('« Digicode » (adresse ou lieu précis ; minimisation)');
    expect(words).toContain('rien à corriger');
  });

  it('is warned about in a plan whose text uses it, unless it is allowed, and leaves nobody out', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', FILE);
    const warnings = async (text: string, ...more: readonly string[]) => {
      const plan = await space.run(['plan', 'members.csv', ...asked, '--text', text, '--fresh', '--json', ...more]);
      expect(plan.json()).toMatchObject({ planned: 1 });
      return JSON.stringify(plan.json()['warnings']);
    };
    expect(await warnings('Bonjour {{ prenom }}')).not.toContain('Digicode');
    const used = await warnings('Bonjour {{ prenom }}, code {{ digicode }}');
    expect(used).toContain('the text uses “Digicode” (location-precise; minimisation)');
    expect(used).not.toContain('Commentaires');
    expect(await warnings('Code {{ digicode }}', '--allow-sensitive', 'Digicode')).not.toContain('Digicode');
  });
});

it('a column whose remark makes no place of people of it is told by check contacts and plan', async () => {
  const space = await cliWorkspace();
  const told =
    '“Code postal (travail)” is not taken for where people are: name the right column without a remark, for instance postal_code, country';
  const warnings = async (header: string): Promise<unknown> => {
    space.write('members.csv', `phone;${header}\n${memberNumber(0)};67000\n`);
    const check = await space.run(['check', 'contacts', 'members.csv', '--json']);
    const plan = await space.run(['plan', 'members.csv', ...asked, '--text', 'Bonjour', '--fresh', '--json']);
    expect(check.json()['warnings']).toEqual(header.includes('travail') ? [told] : []);
    return plan.json();
  };
  expect(await warnings('Code postal (travail)')).toMatchObject({
    warnings: expect.arrayContaining([told]) as unknown,
    territories: { FR: 1 },
  });
  // Alsace-Moselle has holidays of its own.
  expect(await warnings('Code postal (domicile)')).toMatchObject({ territories: { 'FR-67': 1 } });
});

it('a list that says by its name what its people believe is told by check contacts and plan', async () => {
  const space = await cliWorkspace();
  const told = expect.stringMatching(/^“paroisse\.csv” looks like a list .* \(religion; GDPR art\. 9\)/) as unknown;
  for (const file of ['paroisse.csv', 'members.csv']) {
    space.write(file, `phone\n${memberNumber(0)}\n`);
    const check = await space.run(['check', 'contacts', file, '--json']);
    const plan = await space.run(['plan', file, ...asked, '--text', 'Bonjour', '--fresh', '--json']);
    for (const ran of [check, plan]) {
      const { warnings } = ran.json() as { readonly warnings: readonly string[] };
      if (file === 'paroisse.csv') expect(warnings).toContainEqual(told);
      else expect(warnings.join()).not.toContain('looks like a list');
    }
  }
});
