import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainFieldName } from '../../../src/core/template/field-name.js';
import { compileTemplate } from '../../../src/core/template/message-template.js';

describe('plainFieldName', () => {
  it.each([
    ['Prénom', 'prenom'],
    ['Pre\u0301nom', 'prenom'],
    ['Code postal', 'code_postal'],
    ['N° tél.', 'n_tel'],
    [' E-mail ', 'e_mail'],
    ['Cœur & Ærø', 'coeur_aero'],
    ['Straße', 'strasse'],
    ['Date d’entrée', 'date_d_entree'],
    ['Łódź', 'lodz'],
    ['2e prénom', '_2e_prenom'],
    ['2024', '_2024'],
    ['__proto__', '__proto__'],
    ['Blank', 'blank_'],
    ['Имя', 'u0438u043cu044f'],
    ['€', 'u20ac'],
    ['', '_'],
  ])('%j -> %s', (header, name) => {
    expect(plainFieldName(header)).toBe(name);
  });

  it('is a Liquid identifier, and its own plain form, for every header', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (header) => {
        const name = plainFieldName(header);
        expect(name).toMatch(/^[a-z_][a-z0-9_]*$/);
        expect(plainFieldName(name)).toBe(name);
      }),
    );
  });

  it('finds the column back in a template', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 12 }), (header) => {
        const name = plainFieldName(header);
        const template = compileTemplate(`{{ ${name} }}`, 'template');
        expect(template.variables).toEqual([name]);
        expect(template.render(new Map([[name, 'Zoé']]))).toEqual({ kind: 'text', text: 'Zoé' });
      }),
    );
  });
});
